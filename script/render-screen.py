#!/usr/bin/env python3
"""Draws the output of `tmux capture-pane -e -p` (standard input) as a PNG: render-screen.py OUT.png COLUMNS ROWS [light]"""
import re
import sys
import unicodedata

from PIL import Image, ImageDraw, ImageFont

CELL, SIZE = (10, 20), 16
MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono%s.ttf"
FONTS = {bold: ImageFont.truetype(MONO % ("-Bold" if bold else ""), SIZE) for bold in (False, True)}
# Characters that DejaVu lacks (CJK, Devanagari) are drawn in Unifont, which has all of Unicode's plane 0.
FALLBACK = ImageFont.truetype("/usr/share/fonts/opentype/unifont/unifont.otf", SIZE)
BASIC = ["#000000", "#cd3131", "#0dbc79", "#e5b510", "#2472c8", "#bc3fbc", "#11a8cd", "#cccccc",
         "#666666", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff"]


def xterm(number):
    if number < 16:
        return BASIC[number]
    if number >= 232:
        return "#%02x%02x%02x" % ((8 + 10 * (number - 232),) * 3)
    number -= 16
    return "#%02x%02x%02x" % tuple(0 if v == 0 else 55 + 40 * v for v in (number // 36, number // 6 % 6, number % 6))


def apply(style, codes):
    codes = [int(c or 0) for c in codes.split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style.clear()
        elif code in (1, 2, 4, 7):
            style[{1: "bold", 2: "dim", 4: "underline", 7: "reverse"}[code]] = True
        elif code in (38, 48) and codes[:1] == [5]:
            style["fg" if code == 38 else "bg"] = xterm(codes[1])
            codes = codes[2:]
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["fg"] = BASIC[code - 30 if code < 90 else code - 82]
        elif 40 <= code <= 47:
            style["bg"] = BASIC[code - 40]
        elif code == 39:
            style.pop("fg", None)
        elif code == 49:
            style.pop("bg", None)


def mix(a, b, share):
    a, b = ([int(c[i:i + 2], 16) for i in (1, 3, 5)] for c in (a, b))
    return "#%02x%02x%02x" % tuple(round(x * share + y * (1 - share)) for x, y in zip(a, b))


def draw(text, columns, rows, light):
    ink, paper = ("#24292f", "#ffffff") if light else ("#d4d4d4", "#16181d")
    image = Image.new("RGB", (columns * CELL[0] + 24, rows * CELL[1] + 24), paper)
    canvas = ImageDraw.Draw(image)
    # tmux writes a style once and lets it continue in the next line.
    style = {}
    for row, line in enumerate(text.split("\n")[:rows]):
        column = 0
        for match in re.finditer(r"\x1b\[([0-9;]*)m|\x1b.|(.)", line):
            if match.group(1) is not None:
                apply(style, match.group(1))
            elif match.group(2):
                column += cell(canvas, match.group(2), column, row, style, ink, paper)
    return image


def cell(canvas, character, column, row, style, ink, paper):
    if unicodedata.combining(character):
        width, column = 0, column - 1
    else:
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
    fg, bg = style.get("fg", ink), style.get("bg", paper)
    if style.get("reverse"):
        fg, bg = bg, fg
    if style.get("dim"):
        fg = mix(fg, bg, 0.55)
    x, y = 12 + column * CELL[0], 12 + row * CELL[1]
    if width and bg != paper:
        canvas.rectangle([x, y, x + width * CELL[0] - 1, y + CELL[1] - 1], fill=bg)
    font = FONTS[bool(style.get("bold"))]
    has_glyph = width < 2 and not 0x0900 <= ord(character) <= 0x0DFF
    canvas.text((x, y), character, font=font if has_glyph else FALLBACK, fill=fg)
    if style.get("underline"):
        canvas.line([x, y + CELL[1] - 2, x + CELL[0] * max(width, 1) - 1, y + CELL[1] - 2], fill=fg)
    return width


draw(sys.stdin.read(), int(sys.argv[2]), int(sys.argv[3]), "light" in sys.argv[4:]).save(sys.argv[1], optimize=True)

"""Makes the manual pages of hdoc from its commands: hdoc(1), and one page for each command, such as hdoc-outbox-list(1).

Usage:  manual.py GENERATOR HDOC DIRECTORY

GENERATOR is the program `generate-manual` of swift-argument-parser. It writes a page for each command; this program gives the pages
Debian's names, and adds the examples of packaging/examples.txt and hdoc's own topics to them. The date of the pages is
SOURCE_DATE_EPOCH.
"""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

EXAMPLES = pathlib.Path(__file__).with_name("examples.txt")
#: Sections of hdoc(1), and the topics of `hdoc help` that they contain.
TOPICS = {"ENVIRONMENT": "environment", "EXIT STATUS": "exit-codes"}


def run(*arguments):
    return subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "72"}).stdout


def read_examples(text):
    """The examples by command: "outbox list" → [("What it does.", ["hdoc …", …]), …]. "hdoc" alone is the command "".

    A heading is `# COMMAND`. An explanation stands before its indented lines.
    """
    examples, current = {}, None
    for line in text.splitlines():
        if line.startswith("# "):
            current = examples.setdefault(line[2:].strip().removeprefix("hdoc").strip(), [])
        elif line.startswith("    "):
            current[-1][1].append(line[4:])
        elif line.strip():
            current.append((line.strip(), []))
    return examples


def escaped(line):
    """A line of text as roff reads it: a backslash is a backslash, and a dot at the beginning no request."""
    line = line.replace("\\", "\\e")
    return "\\&" + line if line[:1] in (".", "'") else line


def literal(lines):
    return [".Bd -literal -offset indent", *map(escaped, lines), ".Ed"]


def description(lines):
    """The lines of a description with paragraphs in the place of empty lines, and with indented lines as they are."""
    result, block = [], []
    for line in [*lines, None]:
        if line is not None and (line.startswith("  ") or (block and not line)):
            block.append(line[2:])
            continue
        if block:
            result += [*literal("\n".join(block).rstrip().split("\n")), ".Pp"]
            block = []
        if line is not None:
            result += text(line) if line else [".Pp"]
    return result


def text(line):
    """A line of text with each sentence on lines of its own, as roff wants it. A request stays as it is."""
    if line.startswith("."):
        return [line]
    parts = re.split(r"(?<=[.?!]) +(?=[^a-z])", line)
    return [escaped(wrapped) for part in parts for wrapped in textwrap.wrap(part, 78, break_long_words=False)]


def tidy(lines):
    """Removes the paragraph marks that mandoc reports: two of them, or one before or after a list, a section or the end."""
    result = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ".Sh"
        if line == ".Pp" and (not result or result[-1].split()[0] in (".Pp", ".Sh") or following.split()[0] in (".Pp", ".Sh", ".Bl", ".El", ".It", ".Bd")):
            continue
        result.append(line)
    return result


def sections(page):
    """[(name, lines)] of a page, the lines before the first section under ""."""
    found = [("", [])]
    for line in page.splitlines():
        heading = re.fullmatch(r'\.Sh "?([^"]+)"?', line)
        if heading:
            found.append((heading[1], []))
        else:
            found[-1][1].append(line)
    return found


def page(source, path, children, examples, topics):
    """One page: the generator's synopsis and description, then what hdoc adds."""
    result = []
    for name, lines in sections(source):
        if name == "":
            title = "-".join(["hdoc", *path]).upper()
            result += [f".Dt {title} 1" if line.startswith(".Dt") else line for line in lines]
        elif name == "NAME":
            summary = next(line for line in lines if line.startswith(".Nd"))
            result += [".Sh NAME", f".Nm {'-'.join(['hdoc', *path])}", re.sub(r'\."?$', "", summary).replace('.Nd "', ".Nd ")]
        elif name == "SYNOPSIS":
            result += [".Sh SYNOPSIS", *(f'.Nm "{" ".join(["hdoc", *path])}"' if line == ".Nm" else line for line in lines)]
        elif name == "DESCRIPTION":
            start = next((index for index, line in enumerate(lines) if line.startswith(".Bl")), len(lines))
            result += [".Sh DESCRIPTION", *description(lines[:start]), *(part for line in lines[start:] for part in text(line))]
    if children:
        result += [".Sh COMMANDS", ".Bl -tag -width Ds"]
        for child, abstract in children:
            result += [f".It Xr {child} 1", *text(abstract)]
        result += [".El"]
    for name, lines in topics:
        result += [f".Sh {name}", *literal(lines)]
    if path:
        result += [".Sh EXIT STATUS", "0 means success.", "The section EXIT STATUS of", ".Xr hdoc 1", "lists the other values."]
    if examples:
        result.append(".Sh EXAMPLES")
        for explanation, lines in examples:
            result += [escaped(explanation), *literal(lines), ".Pp"]
    if path:
        result += [".Sh SEE ALSO", f".Xr {'-'.join(['hdoc', *path[:-1]])} 1"]
    return "\n".join(tidy(result)) + "\n"


def visible(command, path=()):
    """The paths of a command and of all commands below it, with the names and summaries of the pages directly below each."""
    below = [child for child in command.get("subcommands", []) if child.get("shouldDisplay", True)]
    yield path, [("-".join(["hdoc", *path, child["commandName"]]), child.get("abstract", "")) for child in below]
    for child in below:
        yield from visible(child, (*path, child["commandName"]))


def main(generator, hdoc, directory):
    out = pathlib.Path(directory)
    out.mkdir(parents=True, exist_ok=True)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or datetime.datetime.now().timestamp())
    date = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%d")
    commands = dict(visible(json.loads(run(hdoc, "--experimental-dump-help"))["command"]))
    examples = read_examples(EXAMPLES.read_text(encoding="utf-8"))
    unknown = set(examples) - {" ".join(path) for path in commands}
    if unknown:
        sys.exit(f"packaging/examples.txt has examples of commands that hdoc does not have: {', '.join(sorted(unknown))}")
    topics = [(name, run(hdoc, "help", topic).splitlines()) for name, topic in TOPICS.items()]
    with tempfile.TemporaryDirectory() as pages:
        subprocess.run([generator, hdoc, "--multi-page", "--date", date, "--output-directory", pages], check=True)
        for path, children in commands.items():
            source = pathlib.Path(pages, ".".join(["hdoc", *path, "1"])).read_text(encoding="utf-8")
            made = page(source, path, children, examples.get(" ".join(path), []), topics if not path else [])
            (out / ("-".join(["hdoc", *path]) + ".1")).write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

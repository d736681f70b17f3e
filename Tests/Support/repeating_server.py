"""A stage and a sign-in domain that repeat tokens, or texts that attack a terminal, in every field of their responses.

usage: repeating_server.py TOKEN_FILE FORM

Prints its port. TOKEN_FILE is the token file of a signed-in hdoc. FORM is how a token is written: raw, escaped, truncated or joined;
or hostile, for texts that attack a terminal instead of tokens.
`POST /case/NAME` chooses the response to the next entries; `GET /journey/NAME` the response to all reads.
"""
import itertools
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

live = json.load(open(sys.argv[1]))["live"]
tokens = [live[name] for name in ("idToken", "accessToken", "refreshToken")]
form = sys.argv[2]
HOSTILE = [
    "title\x1b]0;owned\x07 end", "clear\x1b[2J\x1b[Hhome", "copy\x1b]52;c;cm0gLXJm\x07", "link\x1b]8;;http://evil.example\x07x\x1b]8;;\x07",
    "colour\x1b[31;5;7mred", "modes\x1b[?1049l\x1b[?2004l\x1bc", "answer\x1b[6n\x1b[c\x1bP$q\x1b\\", "c1 \x9b31m \x9d0;t\x9c \x90q\x9c",
    "bell\x07\x08\x08\x08back\rover\nline\x0b\x0ctab\tnul\x00del\x7f", "shift\x0e\x0f\x1b(0lqk\x1b(B", "bidi \u202etxet\u202c \u2066a\u2069 \u200f\u061c",
    "zero\u200bwidth\u2060\ufeff\u00ad\u200c\u200d", "tags\U000e0041\U000e0042\U000e007f", "lines\u2028\u2029\u0085", "marks Z" + "\u0301\u0327\u20dd" * 40,
    "\u0301leading", "emoji \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2601\ufe0f \ufe0e\ufe00", "annotated\ufff9a\ufffab\ufffb", "lone \ud800 \udfff",
    "unassigned \u0378 \U000effff \ufdd0", "https://ev\x1b[2Jil.example/\u202e", "wide \u65e5\u672c\u8a9e\uff21" * 9, "filler\u3164\u115f\u1160\uffa0end",
]
hostile = itertools.cycle(HOSTILE)
case = {"post": "400", "read": "200"}


def shown(token):
    if form == "truncated":
        return token[len(token) // 2 - 12 : len(token) // 2 + 12]
    if form == "joined":
        return "\u200b".join(token)
    return token


def text():
    if form == "hostile":
        return next(hostile)
    return " and ".join(shown(token) for token in tokens)


def one():
    if form == "hostile":
        return next(hostile)
    return shown(tokens[2])


def header():
    """A header holds bytes, but no line end and no NUL."""
    return "".join(character for character in one() if character < "\u0100" and character not in "\r\n\0")


def encoded(value):
    # JSON escapes what UTF-8 cannot express, such as half of a surrogate pair.
    body = json.dumps(value, ensure_ascii=False)
    if form == "hostile":
        body = json.dumps(value, ensure_ascii=True) if "\ud800" in body or "\udfff" in body else body
    if form == "escaped":
        for token in tokens:
            body = body.replace(token, "".join("\\u%04x" % ord(character) for character in token))
    return body.encode()


def article(identifier, author="ada"):
    return {
        "id": identifier, "author": author, "github_username": author, "day": 3, "title": "T " + one(), "subtitle": text(), "body": text(),
        "tags": [one()], "link": "https://a.example/" + one(), "url": "https://a.example/" + one(), "date": "2026-11-01", text(): text(),
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, value, kind="application/json"):
        body = value if isinstance(value, bytes) else encoded(value)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Message", header())
        self.send_header("x-amzn-ErrorType", header())
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.path.split("?")[0]
        if case["read"] != "200":
            return self.refuse(int(case["read"]))
        if path.startswith("/users/") or "username=" in self.path:
            return self.answer(200, {"github_username": "ada", "full_name": text(), "bio": text(), text(): text()})
        if path == "/users":
            names = ["ada"] + [one() for _ in range(len(HOSTILE) + 1 if form == "hostile" else 1)]
            people = [{"github_username": name, "full_name": text(), "bio": text(), "status": one()} for name in names]
            return self.answer(200, people)
        if path == "/tags":
            return self.answer(200, [{"tag": one(), "name": one(), "count": 3} for _ in range(5)])
        if path.startswith("/articles/"):
            return self.answer(200, article(path.rsplit("/", 1)[1]))
        return self.answer(200, [article("a1"), article(one(), "grace"), article("a3", one())])

    def do_POST(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/case/"):
            kind, value = self.path.split("/")[2:]
            case[kind] = value
            return self.answer(200, {})
        if self.path.startswith("/oauth2/"):
            return self.answer(400, {"error": one(), "error_description": text(), "state": text()})
        if case["post"] == "201":
            return self.answer(201, article(json.loads(sent).get("id"), "ada"))
        self.refuse(int(case["post"]))

    def refuse(self, status):
        if status == 502:
            return self.answer(status, ("<html><title>%s</title>%s" % (text(), text())).encode("utf-8", "replace") + b"\x9b31m\xff", "text/html")
        if status == 504:
            return self.answer(status, text().encode("utf-8", "replace") + b"\x9b31m\xff", "text/plain")
        errors = [{"field": one(), "reason": text()}]
        self.answer(status, {"message": text(), "Message": text(), "id": one(), "errors": errors, "field": text()})


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()

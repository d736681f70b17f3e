"""A stage and a sign-in domain that repeat tokens in every field of their responses.

usage: repeating_server.py TOKEN_FILE FORM

Prints its port. TOKEN_FILE is the token file of a signed-in hdoc. FORM is how a token is written: raw, escaped, truncated or joined.
`POST /case/NAME` chooses the response to the next entries; `GET /journey/NAME` the response to all reads.
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

live = json.load(open(sys.argv[1]))["live"]
tokens = [live[name] for name in ("idToken", "accessToken", "refreshToken")]
form = sys.argv[2]
case = {"post": "400", "read": "200"}


def shown(token):
    if form == "truncated":
        return token[len(token) // 2 - 12 : len(token) // 2 + 12]
    if form == "joined":
        return "\u200b".join(token)
    return token


def text():
    return " and ".join(shown(token) for token in tokens)


def one():
    return shown(tokens[2])


def encoded(value):
    body = json.dumps(value, ensure_ascii=False)
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
        self.send_header("X-Message", one().replace("\u200b", ""))
        self.send_header("x-amzn-ErrorType", one().replace("\u200b", ""))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.path.split("?")[0]
        if case["read"] != "200":
            return self.refuse(int(case["read"]))
        if path.startswith("/users/") or "username=" in self.path:
            return self.answer(200, {"github_username": "ada", "full_name": text(), "bio": text(), text(): text()})
        if path == "/users":
            people = [{"github_username": name, "full_name": text(), "bio": text()} for name in ("ada", one())]
            return self.answer(200, people)
        if path == "/tags":
            return self.answer(200, [{"tag": one(), "name": one(), "count": 3}])
        if path.startswith("/articles/"):
            return self.answer(200, article(path.rsplit("/", 1)[1]))
        return self.answer(200, [article("a1"), article(one(), "grace")])

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
            return self.answer(status, ("<html><title>%s</title>%s" % (text(), text())).encode(), "text/html")
        if status == 504:
            return self.answer(status, text().encode(), "text/plain")
        errors = [{"field": one(), "reason": text()}]
        self.answer(status, {"message": text(), "Message": text(), "id": one(), "errors": errors, "field": text()})


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()

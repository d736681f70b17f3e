#!/usr/bin/env python3
"""A stage for the benchmarks. All bodies are made before they are asked for, so that its own time does not count.

stage.py USERS single|paged     prints its address, and answers until it is ended:
  GET /Prod/users               all users: one reply, or pages of 500 with `Link`
  GET /Prod/users?since=…       the users of the latest change
  GET /Prod/users/NAME          one user
  GET /change?users=N           changes N users
  GET /feed.xml                 the users as a feed, for newsboat
"""
import html
import http.server
import json
import sys
import urllib.parse

import community

TOKEN = "t"


class Stage(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, users, is_paged):
        super().__init__(("127.0.0.1", 0), Handler)
        self.users, self.is_paged, self.version, self.changed = users, is_paged, 0, range(0)
        self.bodies = list(community.pages(users, community.PAGE if is_paged else max(users, 1)))

    def reply(self, query):
        """The body for a query, and the header `Link` if there is one."""
        if "since" in query:
            return community.body(self.changed, self.version), self.link("since", TOKEN, "changes")
        if not self.is_paged:
            return self.bodies[0], None
        page = int(query.get("cursor", ["0"])[0])
        last = page + 1 == len(self.bodies)
        return self.bodies[page], self.link("since", TOKEN, "changes") if last else self.link("cursor", page + 1, "next")

    @staticmethod
    def link(name, value, relation):
        return f'</Prod/users?{name}={value}>; rel="{relation}"'

    def feed(self):
        items = "".join(
            f"<item><title>{user['github_username']}</title><guid>{user['github_username']}</guid>"
            f"<description>{html.escape(repr(user))}</description></item>"
            for user in map(community.user, range(self.users)))
        return f"<rss version='2.0'><channel><title>Journeyers</title>{items}</channel></rss>".encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The header and the body of a reply are two writes. Nagle's algorithm would hold the second one back for 40 ms.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        if url.path == "/Prod/users":
            self.answer(200, *self.server.reply(query))
        elif url.path.startswith("/Prod/users/journeyer-"):
            self.answer(200, json.dumps(community.user(int(url.path.rpartition("-")[2]))).encode())
        elif url.path in ("/Prod/articles", "/Prod/tags"):
            self.answer(200, b"[]")
        elif url.path == "/feed.xml":
            self.answer(200, self.server.feed(), kind="application/rss+xml")
        elif url.path == "/change":
            self.server.version += 1
            self.server.changed = range(int(query["users"][0]))
            self.answer(200, b"{}")
        else:
            self.answer(404, b"ERROR: user not found!")

    def answer(self, status, body, link=None, kind="application/json"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if link:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    stage = Stage(int(sys.argv[1]), sys.argv[2] == "paged")
    print(f"http://127.0.0.1:{stage.server_port}", flush=True)
    stage.serve_forever()

"""The HTTP server in front of the API. Answers on 127.0.0.1, below the path of the API's stage."""
import http.server
import uuid

import api


class Request:
    """One request. `path` is below the stage, percent-encoded. `body` is None if it is larger than API Gateway accepts."""

    def __init__(self, method, path, query, headers, body):
        self.method, self.path, self.query, self.headers, self.body = method, path, query, headers, body
        self.id = str(uuid.uuid4())
        self.host = self.header("Host") or ""
        self.head_size = sum(len(name) + len(value) + 4 for name, value in headers)

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # the head and the body of a reply leave in one segment
    disable_nagle_algorithm = True
    timeout = 120

    def answer(self):
        path, _, query = self.path.partition("?")
        prefix = f"/{self.server.api.stage}"
        headers = [(name, value) for name, value in self.headers.items()]
        request = Request(self.command, path.removeprefix(prefix), query, headers, self._body())
        fault = self.server.faults.take(self.command, request.path)
        if fault and fault.before(self):
            return
        if path != prefix and not path.startswith(prefix + "/"):
            status, headers, body = self.server.api.error("forbidden")
        else:
            status, headers, body = self.server.api.answer(request)
        if fault and (replaced := fault.after(self, body)):
            status, headers, body = replaced
        if not self.close_connection or fault is None or not fault.silent:
            self.send(status, headers + [("x-amzn-RequestId", request.id)], body, cut=bool(fault and fault.cuts))

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD = answer

    def send(self, status, headers, body, cut=False):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value.replace("\r", " ").replace("\n", " "))
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            self.wfile.write(body[:len(body) // 2] if cut else body)

    def _body(self):
        """The body, or None if it is too large. Such a body is thrown away, and the connection ends."""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._chunks()
        length = int(self.headers.get("Content-Length") or 0)
        if length > api.BODY_LIMIT:
            self.close_connection = True
            while length > 0 and (part := self.rfile.read(min(length, 1 << 20))):
                length -= len(part)
            return None
        return self.rfile.read(length)

    def _chunks(self):
        body = b""
        while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
            body += self.rfile.read(size)
            self.rfile.readline()
            if len(body) > api.BODY_LIMIT:
                self.close_connection = True
                return None
        while self.rfile.readline().strip():
            pass
        return body

    def version_string(self):
        return "gateway"

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, port, rest_api, faults):
        try:
            super().__init__(("127.0.0.1", port), Handler)
        except OSError as error:
            raise SystemExit(f"gateway: cannot listen on port {port} of 127.0.0.1: {error.strerror}") from error
        self.api, self.faults = rest_api, faults

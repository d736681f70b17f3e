"""Starts Tests/Support/gateway with the stand-in function and a provider of ID tokens, for the tests of the emulator."""
import http.client
import http.server
import json
import os
import subprocess
import tempfile
import threading
import time

import common
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

PYTHON = os.path.join(common.ROOT, ".build-python", "bin")
BUILT = os.path.join(common.ROOT, ".build-deploy", "built")
FUNCTION = os.path.join(common.ROOT, "Tests", "Deploy", "function", "bootstrap")
CLIENT = "client"


class Provider:
    """Publishes a signing key, and signs tokens with it."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        document = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        keys = json.dumps({"keys": [{**document, "kid": "key", "use": "sig", "alg": "RS256"}]}).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", str(len(keys)))
                self.end_headers()
                self.wfile.write(keys)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/pool"

    def token(self, key=None, kid="key", **changes):
        now = int(time.time())
        claims = {"sub": "subject", "iss": self.issuer, "aud": CLIENT, "token_use": "id", "iat": now, "exp": now + 600,
                  "email_verified": True, **changes}
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, key or self.key, algorithm="RS256", headers={"kid": kid})

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


class Emulator:
    def __init__(self, *arguments, bootstrap=FUNCTION):
        self.provider = Provider()
        self.directory = tempfile.TemporaryDirectory()
        self.log = os.path.join(self.directory.name, "log")
        self.errors = open(os.path.join(self.directory.name, "errors"), "w+", encoding="utf-8")
        environment = {**os.environ, "PATH": PYTHON + os.pathsep + os.environ.get("PATH", "")}
        self.process = subprocess.Popen(
            [os.path.join(PYTHON, "python3"), os.path.join(common.ROOT, "Tests", "Support", "gateway"), "--built", BUILT,
             "--bootstrap", bootstrap, "--issuer", self.provider.issuer, "--client-id", CLIENT, "--log", self.log, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True, env=environment)
        line = self.process.stdout.readline()
        if not line:
            self.errors.seek(0)
            raise RuntimeError("the emulator did not start: " + self.errors.read())
        self.stage = json.loads(line)
        self.port = int(self.stage["api"].split(":")[2].split("/")[0])

    def request(self, method, path, body=None, token=None, **headers):
        """(status, headers, body) of one request below /Prod."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            headers["Authorization"] = "Bearer " + token
        connection.request(method, path if path.startswith("//") else "/Prod" + path, body, headers)
        reply = connection.getresponse()
        result = reply.status, reply.headers, reply.read()
        connection.close()
        return result

    def logged(self):
        with open(self.log, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.startswith("{")]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
        self.errors.close()
        self.provider.stop()
        self.directory.cleanup()

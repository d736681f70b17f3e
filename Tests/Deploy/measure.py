"""Measures the functions: how long a program takes from its start to its first reply, how long a warm request takes, and how much
memory it needs.

Usage:  measure.py BOOTSTRAP

A server that answers at once with empty replies stands in for DynamoDB, so that the times are those of the function, with the
signature and the round trip to this machine. Lambda's Runtime API is that of Tests/Support/gateway.
"""
import http.server
import json
import os
import statistics
import sys
import threading
import time

import common

sys.path.insert(0, os.path.join(common.ROOT, "Tests", "Support", "gateway"))
from functions import Environment, Function  # noqa: E402

STARTS, WARM = 15, 500


class Database(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def event(method, resource, parameters, body=None):
    path = resource
    for name, value in parameters.items():
        path = path.replace("{" + name + "}", value)
    headers = {"Content-Type": "application/json", "Idempotency-Key": (body or {}).get("id", "")}
    return json.dumps({
        "resource": resource, "path": path, "httpMethod": method, "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()}, "queryStringParameters": None,
        "multiValueQueryStringParameters": None, "pathParameters": parameters, "isBase64Encoded": False,
        "body": json.dumps(body) if body else None,
        "requestContext": {"requestId": "measured", "authorizer": {"claims": {"sub": "subject", "token_use": "id"}}},
    }).encode()


REQUESTS = [
    ("GET /users/{userID}", "users", 404, event("GET", "/users/{userID}", {"userID": "ada"})),
    ("POST /{userID}/article", "post", 201, event("POST", "/{userID}/article", {"userID": "ada"}, {
        "id": "0198c0de-0000-7000-8000-000000000001", "day": 11, "date": "2026-11-27", "title": "Queues with SQS",
        "body": "x" * 3000, "tags": ["aws", "lambda", "sqs"], "template": "micro"})),
]


def function(program, handler, endpoint, log):
    properties = {"Handler": handler, "Timeout": 10, "MemorySize": 256, "Environment": {"Variables": {
        "USERS_TABLE": "users", "ACCOUNTS_TABLE": "accounts", "ENTRIES_TABLE": "entries"}}}
    return Function(handler, "arn:aws:lambda:us-east-1:123456789012:function:" + handler, properties, program, {
        "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
        "AWS_ENDPOINT_URL_DYNAMODB": endpoint}, log, 1)


def timed(environment, payload, status):
    """The milliseconds of one request."""
    began = time.perf_counter()
    invocation = environment.run(payload)
    passed = (time.perf_counter() - began) * 1000
    reply = json.loads(invocation.payload)
    assert invocation.outcome == "response" and reply["statusCode"] == status, (invocation.outcome, reply)
    return passed


def start(function, payload, status):
    """A running program, and the milliseconds from its start to its first reply."""
    began = time.perf_counter()
    environment = Environment(function)
    timed(environment, payload, status)
    return environment, (time.perf_counter() - began) * 1000


def memory(environment):
    """The largest memory of the program so far, in MiB."""
    with open(f"/proc/{environment.process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024


def processor(environment):
    """The processor time that the program has used, in milliseconds."""
    with open(f"/proc/{environment.process.pid}/stat", encoding="ascii") as file:
        ticks = file.read().rsplit(")", 1)[1].split()[11:13]
    return sum(map(int, ticks)) * 1000 / os.sysconf("SC_CLK_TCK")


def main(program):
    # The two servers and the caller share this process. Its threads wait less for each other this way.
    sys.setswitchinterval(0.0002)
    # A program that is stopped resets its connections.
    http.server.ThreadingHTTPServer.handle_error = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Database)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{'request':<26}{'first reply':>14}{'warm median':>14}{'99 in 100':>12}{'processor':>12}{'memory':>10}")
    with open(os.devnull, "ab") as log:
        for name, handler, status, payload in REQUESTS:
            measured = function(program, handler, f"http://127.0.0.1:{server.server_port}", log)
            firsts = []
            for _ in range(STARTS):
                environment, first = start(measured, payload, status)
                firsts.append(first)
                environment.stop()
            environment, _ = start(measured, payload, status)
            used = processor(environment)
            warm = sorted(timed(environment, payload, status) for _ in range(WARM))
            used = (processor(environment) - used) / WARM
            print(f"{name:<26}{statistics.median(firsts):>11.1f} ms{statistics.median(warm):>11.2f} ms"
                  f"{warm[len(warm) * 99 // 100]:>9.2f} ms{used:>9.2f} ms{memory(environment):>6.0f} MiB", flush=True)
            environment.stop()


main(sys.argv[1])

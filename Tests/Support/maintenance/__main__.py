"""Emulates what CloudFormation, CodePipeline and CodeBuild answer to `hdoc stage pipeline` and `hdoc stage credentials`.

Prints one line of JSON: {"endpoint", "secret", "token"}. The key id chooses how AWS treats the caller: AKIAALLOWED, AKIADENIED,
AKIAEXPIRED, AKIATHROTTLED or AKIAMALFORMED. The name of a pipeline chooses its state; see states.py. Each request must have a
valid signature, and requests and replies must have the shapes of botocore's service models. If one has not, the reply is the
error `StandInMismatch`, whose message says why. Ends when its standard input ends.
"""
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import shapes
import signature
import states

REGION = "us-east-1"
DENIED = {
    "AKIADENIED": ("AccessDeniedException", "User: arn:aws:iam::123456789012:user/denied is not authorized to perform: {action}"),
    "AKIAEXPIRED": ("ExpiredTokenException", "The security token included in the request is expired"),
    "AKIATHROTTLED": ("ThrottlingException", "Rate exceeded"),
}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            status, content_type, reply = self.answer(body)
        except Exception as problem:  # Every error must reach the test.
            status, content_type = 400, "application/x-amz-json-1.1"
            reply = json.dumps({"__type": "StandInMismatch", "message": f"{type(problem).__name__}: {problem}"}).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def answer(self, body):
        target = self.headers.get("X-Amz-Target")
        operation = shapes.operation_of_target(target) if target else shapes.operation("cloudformation", "DescribeStacks")
        key = signature.verify(self.headers, body, operation.service_model.signing_name, REGION)
        parameters = shapes.read_request(operation, self.headers, body)
        if key == "AKIAMALFORMED":
            return 200, "application/x-amz-json-1.1", b'{"stageStates": "none"'
        if key in DENIED:
            code, message = DENIED[key]
            action = f"{operation.service_model.signing_name}:{operation.name}"
            return shapes.write_error(operation, code, message.format(action=action))
        try:
            return shapes.write_reply(operation, states.ANSWERS[operation.name](parameters))
        except states.Refused as error:
            return shapes.write_error(operation, error.code, error.message)

    def log_message(self, *_):
        pass


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    print(json.dumps({"endpoint": endpoint, "secret": signature.SECRET, "token": signature.TOKEN}), flush=True)
    sys.stdin.read()


main()

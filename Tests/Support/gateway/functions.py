"""Runs Lambda functions: starts their programs and speaks Lambda's Runtime API with them."""
import http.server
import json
import os
import queue
import subprocess
import threading
import time
import uuid


class Invocation:
    def __init__(self, event, deadline):
        self.id, self.event, self.deadline = str(uuid.uuid4()), event, deadline
        #: "response", "error", "crash" or "timeout"
        self.outcome, self.payload = None, b""
        self._done = threading.Event()

    def finish(self, outcome, payload=b""):
        if not self._done.is_set():
            self.outcome, self.payload = outcome, payload
            self._done.set()

    def wait(self, seconds):
        return self._done.wait(seconds)


class RuntimeAPI(http.server.BaseHTTPRequestHandler):
    """https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, for one program."""
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self):
        if self.path != "/2018-06-01/runtime/invocation/next":
            return self._reply(404, {"errorType": "NotFound"})
        environment = self.server.environment
        invocation = environment.next()
        if invocation is None:
            self.close_connection = True
            return None
        return self._send(200, invocation.event, {
            "Lambda-Runtime-Aws-Request-Id": invocation.id,
            "Lambda-Runtime-Deadline-Ms": str(int(invocation.deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": environment.function.arn,
            "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
        })

    def do_POST(self):
        payload = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = self.path.split("/")
        environment = self.server.environment
        if self.path == "/2018-06-01/runtime/init/error":
            environment.init_error(payload)
        elif len(parts) != 6 or parts[3] != "invocation" or parts[5] not in ("response", "error"):
            return self._reply(404, {"errorType": "NotFound"})
        elif environment.current is None or environment.current.id != parts[4]:
            return self._reply(400, {"errorMessage": "Invalid request ID", "errorType": "InvalidRequestID"})
        else:
            environment.current.finish(parts[5], payload)
        return self._reply(202, {"status": "OK"})

    def _reply(self, status, value):
        self._send(status, json.dumps(value).encode(), {})

    def _send(self, status, body, headers):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Environment:
    """One running program. Like Lambda's execution environments, it handles one invocation at a time."""

    def __init__(self, function):
        self.function, self.current = function, None
        self._waiting = queue.Queue()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RuntimeAPI)
        self._server.daemon_threads = True
        self._server.environment = self
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.process = subprocess.Popen(
            [function.program], cwd=os.path.dirname(function.program), stdin=subprocess.DEVNULL,
            stdout=function.log, stderr=function.log,
            env={**function.environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_port}"})
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        self.process.wait()
        self._waiting.put(None)
        if self.current:
            self.current.finish("crash")
        self._server.shutdown()
        self._server.server_close()

    def next(self):
        return self._waiting.get()

    def init_error(self, payload):
        if self.current:
            self.current.finish("error", payload)

    def run(self, event):
        seconds = self.function.timeout
        self.current = Invocation(event, time.time() + seconds)
        self._waiting.put(self.current)
        if self.process.poll() is not None:
            self.current.finish("crash")
        if not self.current.wait(seconds):
            self.current.finish("timeout")
            self.process.kill()
        return self.current

    def is_usable(self):
        return self.process.poll() is None and self.current.outcome in ("response", "error")

    def stop(self):
        self.process.kill()
        self.process.wait()


class Function:
    """A function of the templates and its running programs."""

    def __init__(self, name, arn, properties, program, environment, log, concurrency):
        self.name, self.arn, self.program, self.log = name, arn, os.path.abspath(program), log
        self.timeout = properties.get("Timeout", 3)
        self.environment = {
            "_HANDLER": properties["Handler"], "AWS_LAMBDA_FUNCTION_NAME": name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(properties.get("MemorySize", 128)), "LANG": "en_US.UTF-8", "TZ": ":UTC",
            "PATH": os.environ.get("PATH", ""), "LAMBDA_TASK_ROOT": os.path.dirname(self.program),
            "LD_LIBRARY_PATH": os.path.join(os.path.dirname(self.program), "lib"),
            **properties.get("Environment", {}).get("Variables", {}), **environment,
        }
        self._places = threading.Semaphore(concurrency)
        self._idle, self._all, self._lock = [], set(), threading.Lock()

    def invoke(self, event):
        """Runs one invocation, in a program that is idle or in a new one. Waits if too many run."""
        with self._places:
            with self._lock:
                environment = self._idle.pop() if self._idle else None
            if environment is None or environment.process.poll() is not None:
                environment = Environment(self)
                with self._lock:
                    self._all.add(environment)
            invocation = environment.run(event)
            with self._lock:
                if environment.is_usable():
                    self._idle.append(environment)
                else:
                    self._all.discard(environment)
            return invocation

    def stop(self):
        with self._lock:
            for environment in self._all:
                environment.stop()

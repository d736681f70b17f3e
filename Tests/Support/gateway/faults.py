"""Simulated faults, in the grammar of `hdoc serve --fault` (Sources/HDOCBackend/Faults/Fault.swift)."""
import json
import re
import threading
import time

PATTERN = re.compile(
    r"\s*(?:(?P<method>[A-Z]+|\*)\s+)?(?P<route>\*|/\S*?)\s*:\s*(?P<action>delay\s+\S+|drop|cut|close|hang|"
    r"(?P<status>\d{3})(?P<late>\s+after)?(?:\s+retry\s+(?P<retry>\d+))?)(?P<limits>(?:\s*,\s*[a-z]+(?:\s+\d+)?)*)\s*")

ERRORS = {  # status: body and x-amzn-ErrorType, as contract and HDOCBackend have them
    401: ('{"message":"Unauthorized"}', "UnauthorizedException"), 403: ('{"message":"Forbidden"}', "ForbiddenException"),
    429: ('{"message":"Too Many Requests"}', "TooManyRequestsException"),
    500: ('{"message": null}', "AuthorizerConfigurationException"),
    502: ('{"message": "Internal server error"}', "InternalServerErrorException"),
    503: ('{"message":"Service Unavailable"}', "ServiceUnavailableException"),
    504: ('{"message":"Endpoint request timed out"}', "InternalServerErrorException"),
}


class Fault:
    def __init__(self, text):
        match = PATTERN.fullmatch(text)
        if not match:
            raise ValueError(f"not a fault: {text}")
        self.method = None if match["method"] in (None, "*") else match["method"]
        self.route, self.action = match["route"], match["action"].split()[0]
        self.status = int(match["status"]) if match["status"] else None
        self.late, self.retry = bool(match["late"]), match["retry"]
        self.delay = self._seconds(match["action"].split()[1]) if self.action == "delay" else 0
        self.times, self.skipped = float("inf"), 0
        for limit in filter(None, (part.strip() for part in match["limits"].split(","))):
            name, _, count = limit.partition(" ")
            if name == "once":
                self.times = 1
            elif name == "times":
                self.times = int(count)
            elif name == "after":
                self.skipped = int(count)
            else:
                raise ValueError(f"not a limit: {limit}")
        self.cuts = self.action == "cut"
        self.silent = self.action in ("drop", "close", "hang")

    @staticmethod
    def _seconds(text):
        return float(text[:-2]) / 1000 if text.endswith("ms") else float(text.removesuffix("s"))

    def concerns(self, method, path):
        if self.method not in (None, method):
            return False
        if self.route == "*":
            return True
        wanted, given = self.route.split("/")[1:], path.split("/")[1:]
        if wanted[-1] == "**":
            wanted, given = wanted[:-1], given[:len(wanted) - 1]
        return len(wanted) == len(given) and all(a in ("*", b) for a, b in zip(wanted, given))

    def before(self, handler):
        """Acts before the request is handled. Returns whether it is answered already."""
        time.sleep(self.delay)
        if self.action == "close":
            handler.close_connection = True
            return True
        if self.action == "hang":
            time.sleep(3600)
            return True
        if self.status and not self.late:
            handler.send(*self.reply())
            return True
        return False

    def after(self, handler, body):
        """The reply in place of the handled one, or None."""
        if self.action in ("drop", "cut"):
            handler.close_connection = True
        return self.reply() if self.status and self.late else None

    def reply(self):
        body, kind = ERRORS.get(self.status, (json.dumps({"message": f"Fault {self.status}"}), "InjectedFault"))
        headers = [("Content-Type", "application/json"), ("x-amzn-ErrorType", kind)]
        if self.retry:
            headers.append(("Retry-After", self.retry))
        return self.status, headers, b"" if self.status < 300 else body.encode()


class Faults:
    def __init__(self, texts):
        self._faults = [Fault(text) for joined in texts for text in joined.split(";") if text.strip()]
        self._lock = threading.Lock()
        #: The numbers of all requests and of posted entries.
        self.requests = self.posts = 0

    def take(self, method, path):
        """The fault that is due for a request, if there is one."""
        with self._lock:
            self.requests += 1
            self.posts += method == "POST" and path.endswith("/article")
            for fault in self._faults:
                if not fault.concerns(method, path) or fault.times <= 0:
                    continue
                if fault.skipped > 0:
                    fault.skipped -= 1
                    continue
                fault.times -= 1
                return fault
        return None

"""The REST API of the templates: routes and errors as API Gateway answers them."""
import base64
import hashlib
import json
import threading
import time
import urllib.parse

import events
from tokens import Expired, Invalid

BODY_LIMIT, HEADER_LIMIT = 10_485_760, 10_240
#: Errors of API Gateway: status, x-amzn-ErrorType, message.
ERRORS = {
    "missing token": (403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
    "forbidden": (403, "ForbiddenException", "Forbidden"),
    "unauthorized": (401, "UnauthorizedException", "Unauthorized"),
    "expired": (401, "ExpiredTokenException", "The incoming token has expired"),
    "throttled": (429, "TooManyRequestsException", "Too Many Requests"),
    "timeout": (504, "InternalServerErrorException", "Endpoint request timed out"),
    "headers": (431, "RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large"),
    "crash": (502, "InternalServerErrorException", "Internal server error"),
}


class Throttle:
    """A token bucket, as API Gateway's stage throttling is."""

    def __init__(self, rate, burst):
        self.rate, self.burst, self.tokens, self.last = float(rate), float(burst), float(burst), time.monotonic()
        self._lock = threading.Lock()

    def take(self):
        with self._lock:
            now = time.monotonic()
            self.tokens = min(self.burst, self.tokens + (now - self.last) * self.rate)
            self.last = now
            if self.tokens < 1:
                return False
            self.tokens -= 1
            return True


class API:
    def __init__(self, stack, functions, authorizer, integration_timeout, throttling):
        name, = stack.named("AWS::ApiGateway::RestApi")
        properties = stack.properties(name)
        self.body = properties["Body"]
        self.compress_from = properties.get("MinimumCompressionSize")
        stage = stack.properties(*stack.named("AWS::ApiGateway::Stage"))
        self.stage = stage["StageName"]
        settings = (stage.get("MethodSettings") or [{}])[0]
        self.throttle = Throttle(settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) if throttling else None
        self.functions, self.authorizer, self.integration_timeout = functions, authorizer, integration_timeout
        self.routes = [(path, path.split("/")[1:], methods) for path, methods in self.body["paths"].items()]
        # API Gateway prefers a literal segment to a placeholder.
        self.routes.sort(key=lambda route: [segment.startswith("{") for segment in route[1]])

    # --- routes

    def match(self, method, path):
        given = path.split("/")[1:]
        for route, segments, methods in self.routes:
            if len(segments) != len(given):
                continue
            parameters = {}
            for segment, value in zip(segments, given):
                if segment.startswith("{") and value:
                    parameters[segment[1:-1]] = urllib.parse.unquote(value)
                elif segment != urllib.parse.unquote(value):
                    break
            else:
                if method.lower() in methods:
                    return route, methods[method.lower()], parameters
                return None
        return None

    def answer(self, request):
        """Status, headers and body for a front.Request whose path is below the stage."""
        if request.body is None:
            return self.error_text(413, "RequestTooLargeException", f"HTTP content length exceeded {BODY_LIMIT} bytes.")
        if request.head_size > HEADER_LIMIT:
            return self.error("headers")
        found = self.match(request.method, request.path)
        if found is None:
            return self.unknown_route(request)
        if self.throttle and not self.throttle.take():
            return self.error("throttled")
        route, method, parameters = found
        integration = method["x-amazon-apigateway-integration"]
        if integration["type"] == "mock":
            return self.mock(integration)
        claims = None
        if method.get("security"):
            try:
                claims = self.authorizer.claims(request.header("Authorization"))
            except Expired:
                return self.error("expired")
            except Invalid:
                return self.error("unauthorized")
        return self.invoke(request, route, parameters, claims, integration["uri"])

    def invoke(self, request, route, parameters, claims, uri):
        function = self.functions[uri.split("/functions/")[1].split("/invocations")[0]]
        event = events.request_event(request, route, parameters, claims, self.stage)
        result, done = [], threading.Event()

        def run():
            result.append(function.invoke(json.dumps(event).encode()))
            done.set()

        if function.timeout < self.integration_timeout:
            run()
        else:
            threading.Thread(target=run, daemon=True).start()
            if not done.wait(self.integration_timeout):
                return self.error("timeout")  # the function goes on
        if result[0].outcome != "response":
            return self.error("crash")
        try:
            return events.reply(result[0].payload, request.header("Accept-Encoding"), self.compress_from)
        except events.BadReply:
            return self.error("crash")

    @staticmethod
    def mock(integration):
        reply = integration["responses"]["default"]
        prefix = "method.response.header."
        headers = [(name[len(prefix):], value.strip("'")) for name, value in reply["responseParameters"].items()]
        return int(reply["statusCode"]), headers, b""

    # --- errors

    def unknown_route(self, request):
        authorization = request.header("Authorization")
        if authorization is None:
            return self.error("missing token")
        digest = base64.b64encode(hashlib.sha256(authorization.encode()).digest()).decode()
        text = ("Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with "
                f"Base64): '{digest}'.")
        return self.error_text(403, "IncompleteSignatureException", json.dumps({"message": text}), "application/json")

    def error(self, kind):
        status, error_type, message = ERRORS[kind]
        text = json.dumps({"message": message}, separators=(", ", ": ") if status == 502 else (",", ":"))
        return self.error_text(status, error_type, text, "application/json")

    def error_text(self, status, error_type, text, content_type="text/plain"):
        headers = [("Content-Type", content_type), ("x-amzn-ErrorType", error_type)]
        default = "DEFAULT_4XX" if status < 500 else "DEFAULT_5XX"
        customised = self.body.get("x-amazon-apigateway-gateway-responses", {}).get(default, {})
        for name, value in customised.get("responseParameters", {}).items():
            headers.append((name.removeprefix("gatewayresponse.header."), value.strip("'")))
        return status, headers, text.encode()

"""Translates between HTTP and the events of API Gateway's Lambda proxy integration (REST APIs, payload version 1.0)."""
import base64
import gzip
import json
import time
import urllib.parse
import uuid

from stacks import ACCOUNT

#: Headers of a function's reply that API Gateway renames, because it sets them itself.
REMAPPED = {"authorization", "connection", "content-length", "date", "server", "www-authenticate"}
#: What Lambda accepts as a reply.
LARGEST_REPLY = 6 * 1024 * 1024


class BadReply(Exception):
    """The function answered something that API Gateway answers with 502."""


def _first(values):
    return {name: all_values[-1] for name, all_values in values.items()} or None


def request_event(request, route, parameters, claims, stage):
    """The event for a request. `request` is a front.Request."""
    query = {}
    for name, value in urllib.parse.parse_qsl(request.query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    headers = {}
    for name, value in request.headers:
        headers.setdefault(name, []).append(value)
    now = time.time()
    context = {
        "accountId": ACCOUNT, "apiId": "emulated", "domainName": request.host, "domainPrefix": "emulated",
        "extendedRequestId": str(uuid.uuid4()), "requestId": request.id, "httpMethod": request.method,
        "identity": {"sourceIp": "127.0.0.1", "userAgent": request.header("User-Agent"), "accountId": None, "caller": None},
        "path": f"/{stage}{request.path}", "protocol": "HTTP/1.1", "resourceId": "emulated", "resourcePath": route,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)), "requestTimeEpoch": int(now * 1000),
        "stage": stage,
    }
    if claims is not None:
        # The Cognito authorizer passes every claim as a string.
        context["authorizer"] = {"claims": {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in claims.items()}}
    return {
        "resource": route, "path": request.path, "httpMethod": request.method,
        "headers": _first(headers), "multiValueHeaders": headers or None,
        "queryStringParameters": _first(query), "multiValueQueryStringParameters": query or None,
        "pathParameters": parameters or None, "stageVariables": None, "requestContext": context,
        # Without binary media types, a body is text; bytes that are not UTF-8 are lost.
        "body": request.body.decode("utf-8", "replace") if request.body else None, "isBase64Encoded": False,
    }


def reply(payload, accepted_encoding, compress_from):
    """Status, headers and body of the reply that a function returned."""
    if len(payload) > LARGEST_REPLY:
        raise BadReply("larger than 6 MB")
    try:
        value = json.loads(payload)
        status = int(value.get("statusCode", 200))
        body = value.get("body") or ""
        if not isinstance(body, str) or not 100 <= status <= 599:
            raise BadReply("statusCode or body")
        body = base64.b64decode(body) if value.get("isBase64Encoded") else body.encode()
        headers = [(name, str(element)) for name, element in (value.get("headers") or {}).items()]
        several = value.get("multiValueHeaders") or {}
        headers = [pair for pair in headers if pair[0] not in several]
        headers += [(name, str(element)) for name, elements in several.items() for element in elements]
    except (ValueError, TypeError, AttributeError) as error:
        raise BadReply(str(error)) from error
    headers = [("x-amzn-Remapped-" + name if name.lower() in REMAPPED else name, element) for name, element in headers]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    if compress_from is not None and len(body) >= compress_from and "gzip" in (accepted_encoding or ""):
        body = gzip.compress(body, compresslevel=1)
        headers.append(("Content-Encoding", "gzip"))
    return status, headers, body

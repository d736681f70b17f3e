"""Reads requests and writes replies, and compares both with the service models of botocore.

A request must equal the one that botocore makes from the same parameters. A reply must have the shape of the model, and
botocore must read the same values from it.
"""
import datetime
import json
import re
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from botocore import loaders, model, parsers, serialize

LOADER = loaders.Loader()
# The errors that every operation may return; the models do not list them.
COMMON_ERRORS = {"AccessDeniedException", "AccessDenied", "ExpiredTokenException", "ExpiredToken", "ThrottlingException", "Throttling",
                 "ValidationError"}
# The names of the same errors in the Query protocol.
QUERY_NAMES = {"AccessDeniedException": "AccessDenied", "ExpiredTokenException": "ExpiredToken", "ThrottlingException": "Throttling"}
SERVICES = {
    name: model.ServiceModel(LOADER.load_service_model(name, "service-2"), name)
    for name in ("cloudformation", "codepipeline", "codebuild")
}


def operation(service, name):
    return SERVICES[service].operation_model(name)


def operation_of_target(target):
    prefix, _, name = target.partition(".")
    for service in SERVICES.values():
        if service.metadata.get("targetPrefix") == prefix:
            return service.operation_model(name)
    raise AssertionError(f"unknown target {target}")


def protocol(operation):
    return "json" if "targetPrefix" in operation.metadata else "query"


def read_request(operation, headers, body):
    """The parameters of a request."""
    if protocol(operation) == "json":
        parameters = json.loads(body)
    else:
        fields = dict(parse_qsl(body.decode(), strict_parsing=True))
        parameters = {name: value for name, value in fields.items() if name not in ("Action", "Version")}
    check(operation.input_shape, parameters, "request")
    expected = serialize.create_serializer(protocol(operation)).serialize_to_request(parameters, operation)
    if protocol(operation) == "json":
        assert json.loads(expected["body"]) == parameters
        for name in ("X-Amz-Target", "Content-Type"):
            assert headers[name] == expected["headers"][name], f"{name}: {headers[name]}"
    else:
        assert fields == expected["body"], f"form: {fields}"
    return parameters


def write_reply(operation, reply):
    """The status, the content type and the body of a reply with these values."""
    check(operation.output_shape, reply, "reply")
    if protocol(operation) == "json":
        written = 200, "application/x-amz-json-1.1", json.dumps(reply, default=lambda date: date.timestamp()).encode()
    else:
        result = xml(reply)
        name = operation.name
        written = 200, "text/xml", f"<{name}Response><{name}Result>{result}</{name}Result></{name}Response>".encode()
    read = parse(operation, written)
    assert read == reply, f"botocore reads {read}, not {reply}"
    return written


def write_error(operation, code, message):
    if protocol(operation) == "query":
        code = QUERY_NAMES.get(code, code)
        text = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error></ErrorResponse>"
        written = 400, "text/xml", text.encode()
    else:
        # Some services write a namespace before the name.
        name = f"com.amazonaws.{operation.service_model.service_name}#{code}"
        written = 400, "application/x-amz-json-1.1", json.dumps({"__type": name, "message": message}).encode()
    assert code in COMMON_ERRORS | {shape.name for shape in operation.error_shapes}, f"{operation.name} has no error {code}"
    read = parse(operation, written)["Error"]
    assert (read["Code"], read["Message"]) == (code, message), f"botocore reads {read}"
    return written


def parse(operation, written):
    status, content_type, body = written
    parser = parsers.create_parser(protocol(operation))
    response = {"status_code": status, "headers": {"content-type": content_type}, "body": body}
    read = parser.parse(response, operation.output_shape)
    read.pop("ResponseMetadata", None)
    return read


def xml(value):
    if isinstance(value, dict):
        return "".join(f"<{name}>{xml(member)}</{name}>" for name, member in value.items())
    if isinstance(value, list):
        return "".join(f"<member>{xml(element)}</member>" for element in value)
    return escape(value.isoformat() if isinstance(value, datetime.datetime) else str(value))


def check(shape, value, place):
    """Raises if the value does not have this shape. botocore's own validator knows neither patterns nor enumerations."""
    kinds = {"structure": dict, "list": list, "string": str, "integer": int, "boolean": bool, "timestamp": datetime.datetime}
    assert isinstance(value, kinds[shape.type_name]), f"{place}: {type(value).__name__} is not a {shape.type_name}"
    if shape.type_name == "structure":
        unknown = sorted(set(value) - set(shape.members))
        assert not unknown, f"{place}: unknown members {unknown}"
        missing = sorted(set(shape.required_members) - set(value))
        assert not missing, f"{place}: missing members {missing}"
        for name, member in value.items():
            check(shape.members[name], member, f"{place}.{name}")
    elif shape.type_name == "list":
        for index, element in enumerate(value):
            check(shape.member, element, f"{place}[{index}]")
    elif shape.type_name == "string":
        check_text(shape.metadata, value, place)


def check_text(limits, value, place):
    assert limits.get("min", 0) <= len(value) <= limits.get("max", len(value)), f"{place}: wrong length {len(value)}"
    assert value in limits.get("enum", [value]), f"{place}: “{value}” is not one of {limits.get('enum')}"
    pattern = limits.get("pattern")
    assert pattern is None or re.fullmatch(pattern, value), f"{place}: “{value}” does not match {pattern}"

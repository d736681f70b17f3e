"""What the checks of deploy/ share."""
import functools
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEPLOY = os.environ.get("HDOC_DEPLOY", os.path.join(ROOT, "deploy"))
sys.path.insert(0, os.path.join(ROOT, "Tests", "Support", "gateway"))

import stacks  # noqa: E402
import templates  # noqa: E402

#: The templates of a stage, by the logical id of the nested stack in template.yml.
NESTED = {"Data": "data.yml", "Cognito": "cognito.yml", "API": "api.yml", "Workers": "workers.yml",
          "Observability": "observability.yml"}
ALL = ["template.yml", *NESTED.values(), "account.yml", "pipeline.yml"]
STAGES = ["dev", "staging", "prod"]
BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"


def path(name):
    return os.path.join(DEPLOY, name)


@functools.cache
def template(name):
    return templates.load(path(name))


@functools.cache
def stage(name="prod", **parameters):
    """A whole evaluated stage."""
    given = {"Stage": name, "PermissionsBoundaryArn": BOUNDARY, "AlarmEmail": "alarms@example.com", "ReservedConcurrency": 5}
    return stacks.Stack(path("template.yml"), f"hdoc-backend-{name}", given)


def resources(kind=None):
    """(stack, logical id, type, evaluated properties) of every resource of a stage."""
    for stack in stage().all():
        for name, resource in stack.resources.items():
            if kind in (None, resource["Type"]):
                yield stack, name, resource["Type"], stack.properties(name)


def resource_name(arn):
    """Users, Users/index/changes or Users/stream, from the ARN of a table; any other ARN as it is."""
    match = re.fullmatch(r"arn:aws:dynamodb:[^:]+:[^:]+:table/[^/]+-(\w+)Table(/index/\w+|/stream)?(/.*)?", arn)
    return match[1] + (match[2] or "") if match else arn


def walk(value, place=()):
    """Every dictionary in a template, with the keys that lead to it."""
    if isinstance(value, dict):
        yield place, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, element in pairs:
        yield from walk(element, (*place, key))

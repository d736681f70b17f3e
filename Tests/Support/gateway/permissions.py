"""Decides whether a role may send a request to DynamoDB, from the policies of the templates.

moto knows neither resources nor the operations inside a transaction, so this module replaces that part of moto.
"""
import fnmatch
import json

from stacks import ACCOUNT, REGION

#: The permission that IAM asks for each element of a transaction. There is no permission for TransactWriteItems itself.
ELEMENTS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem",
            "Get": "GetItem"}


def table_arn(name, index=None):
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}" + (f"/index/{index}" if index else "")


def as_list(value):
    return value if isinstance(value, list) else [value]


class Policy:
    """The statements of one role."""

    def __init__(self, documents):
        self.statements = [statement for document in documents for statement in as_list(document["Statement"])]
        for statement in self.statements:
            if set(statement) - {"Effect", "Action", "Resource", "Sid"} or statement["Effect"] != "Allow":
                raise ValueError(f"This statement is more than an emulator without conditions can check: {statement}")

    def allows(self, action, resource):
        return any(
            any(fnmatch.fnmatchcase(action, pattern) for pattern in as_list(statement["Action"]))
            and any(fnmatch.fnmatchcase(resource, pattern) for pattern in as_list(statement["Resource"]))
            for statement in self.statements)

    def allows_somewhere(self, action):
        """For requests that name no ARN, such as GetRecords with its opaque iterator."""
        return any(action in as_list(statement["Action"]) for statement in self.statements)


def needed(service, operation, body):
    """The permissions that a request needs: (action, resource or None)."""
    if service != "dynamodb":
        return [(f"{service}:{operation}", None)]
    if operation in ("TransactWriteItems", "TransactGetItems"):
        return [("dynamodb:" + ELEMENTS[kind], table_arn(element["TableName"]))
                for item in body["TransactItems"] for kind, element in item.items()]
    if operation in ("BatchGetItem", "BatchWriteItem"):
        return [("dynamodb:" + operation, table_arn(name)) for name in body["RequestItems"]]
    if "TableName" in body:
        return [("dynamodb:" + operation, table_arn(body["TableName"], body.get("IndexName")))]
    return [("dynamodb:" + operation, body.get("StreamArn"))]


class Guard:
    """Checks each signed request of a function against the policy of its role."""

    def __init__(self):
        self._policies = {}
        #: (role, action, resource) of each refused request, and of each kind of permitted request.
        self.refused, self.used = [], set()

    def add(self, role, documents):
        self._policies[role] = Policy(documents)

    def refuse(self, role, service, target, body):
        """The first permission that the role lacks for the request, or None."""
        policy = self._policies.get(role)
        if policy is None:
            return f"the role {role} is unknown"
        for action, resource in needed(service, target.rpartition(".")[2], json.loads(body or b"{}")):
            if policy.allows(action, resource) if resource else policy.allows_somewhere(action):
                self.used.add((role, action, resource or ""))
                continue
            self.refused.append((role, action, resource))
            return f"{role} may not {action} on {resource}"
        return None

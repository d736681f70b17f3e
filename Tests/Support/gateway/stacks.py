"""Evaluates a stack and its nested stacks: parameters, conditions, mappings, functions, outputs.

A value is evaluated when somebody asks for it, so that a stack can refer to the outputs of another one in any order.
"""
import os
import re

import templates

REGION, ACCOUNT = "us-east-1", "123456789012"
NO_VALUE = object()

# The attributes that Fn::GetAtt may ask for, by the type of the resource. `{id}` is the resource's physical id.
ATTRIBUTES = {
    ("AWS::DynamoDB::Table", "Arn"): "arn:aws:dynamodb:{region}:{account}:table/{id}",
    ("AWS::DynamoDB::Table", "StreamArn"): "arn:aws:dynamodb:{region}:{account}:table/{id}/stream/2026-01-01T00:00:00.000",
    ("AWS::IAM::Role", "Arn"): "arn:aws:iam::{account}:role/{id}",
    ("AWS::Lambda::Function", "Arn"): "arn:aws:lambda:{region}:{account}:function:{id}",
    ("AWS::Logs::LogGroup", "Arn"): "arn:aws:logs:{region}:{account}:log-group:{id}:*",
    ("AWS::SQS::Queue", "Arn"): "arn:aws:sqs:{region}:{account}:{id}",
    ("AWS::SQS::Queue", "QueueName"): "{id}",
    ("AWS::Cognito::UserPool", "Arn"): "arn:aws:cognito-idp:{region}:{account}:userpool/{id}",
    ("AWS::Events::Rule", "Arn"): "arn:aws:events:{region}:{account}:rule/{id}",
}


class TemplateError(Exception):
    """A reference to something that does not exist, or a function that this program does not know."""


class Stack:
    def __init__(self, path, name, parameters):
        self.path, self.name = path, name
        source = templates.load(path)
        self.parameters = self._parameters(source, parameters)
        self.template = templates.translate(source, self.parameters)
        self.resources = self.template["Resources"]
        #: Values that a test environment knows better than ATTRIBUTES, by (logical id, attribute).
        self.attributes = {}
        self._children = {}
        self._pending = set()

    def _parameters(self, source, given):
        declared = source.get("Parameters", {})
        if unknown := set(given) - set(declared):
            raise TemplateError(f"{self.name}: there are no parameters {sorted(unknown)}")
        values = {}
        for name, parameter in declared.items():
            values[name] = given.get(name, parameter.get("Default", NO_VALUE))
            if values[name] is NO_VALUE:
                raise TemplateError(f"{self.name}: the parameter {name} has no value")
        return values

    # --- what the stack consists of

    def all(self):
        """This stack and all nested ones."""
        yield self
        for name in self.named("AWS::CloudFormation::Stack"):
            yield from self.child(name).all()

    def named(self, kind):
        """The logical ids of the resources of one type that the conditions allow."""
        return [name for name, resource in self.resources.items()
                if resource["Type"] == kind and self.condition(resource.get("Condition"))]

    def child(self, name):
        if name not in self._children:
            properties = self.resources[name]["Properties"]
            path = os.path.join(os.path.dirname(self.path), properties["TemplateURL"])
            self._children[name] = Stack(path, f"{self.name}-{name}", self.resolve(properties.get("Parameters", {})))
        return self._children[name]

    def properties(self, name):
        return self.resolve(self.resources[name].get("Properties", {}))

    def physical_id(self, name):
        return self.attributes.get((name, "Ref"), f"{self.name}-{name}")

    def output(self, name):
        outputs = self.template.get("Outputs", {})
        if name not in outputs:
            raise TemplateError(f"{self.name}: there is no output {name}")
        return self.resolve(outputs[name]["Value"])

    def outputs(self):
        return {name: self.output(name) for name in self.template.get("Outputs", {})}

    # --- functions

    def resolve(self, value):
        if isinstance(value, list):
            return [element for element in map(self.resolve, value) if element is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (key, argument), = value.items()
            if key == "Ref":
                return self.ref(argument)
            if key.startswith("Fn::"):
                return self._function(key[4:], argument)
        resolved = {key: self.resolve(element) for key, element in value.items()}
        return {key: element for key, element in resolved.items() if element is not NO_VALUE}

    def _function(self, name, argument):
        match name:
            case "GetAtt": return self.get_att(*(argument.split(".", 1) if isinstance(argument, str) else argument))
            case "Sub": return self._sub(argument)
            case "If": return self.resolve(argument[1 if self.condition(argument[0]) else 2])
            case "Join": return argument[0].join(map(str, self.resolve(argument[1])))
            case "Select": return self.resolve(argument[1])[int(self.resolve(argument[0]))]
            case "Split": return self.resolve(argument[1]).split(argument[0])
            case "FindInMap":
                table, first, second = self.resolve(argument)
                return self.template["Mappings"][table][first][second]
            case "Equals" | "Not" | "And" | "Or": return self.test({"Fn::" + name: argument})
        raise TemplateError(f"{self.name}: unknown function {name}")

    def _sub(self, argument):
        text, variables = (argument, {}) if isinstance(argument, str) else argument

        def replace(match):
            name = match.group(1)
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in variables:
                return str(self.resolve(variables[name]))
            return str(self.get_att(*name.split(".", 1)) if "." in name else self.ref(name))
        return re.sub(r"\$\{([^}]+)\}", replace, text)

    def ref(self, name):
        pseudo = {
            "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self.name, "AWS::NoValue": NO_VALUE,
            "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{self.name}/51af3dc0-0000-0000-0000-000000000000",
        }
        if name in pseudo:
            return pseudo[name]
        if name in self.parameters:
            return self.parameters[name]
        if name in self.resources:
            return self.physical_id(name)
        raise TemplateError(f"{self.name}: Ref to {name}, which does not exist")

    def get_att(self, name, attribute):
        if name not in self.resources:
            raise TemplateError(f"{self.name}: GetAtt of {name}, which does not exist")
        if (name, attribute) in self.attributes:
            return self.attributes[name, attribute]
        kind = self.resources[name]["Type"]
        if kind == "AWS::CloudFormation::Stack" and attribute.startswith("Outputs."):
            return self._guarded(name, lambda: self.child(name).output(attribute[len("Outputs."):]))
        if (kind, attribute) not in ATTRIBUTES:
            raise TemplateError(f"{self.name}: {name} ({kind}) has no known attribute {attribute}")
        return ATTRIBUTES[kind, attribute].format(region=REGION, account=ACCOUNT, id=self.physical_id(name))

    def _guarded(self, name, evaluate):
        if name in self._pending:
            raise TemplateError(f"{self.name}: {name} refers to itself through other stacks")
        self._pending.add(name)
        try:
            return evaluate()
        finally:
            self._pending.discard(name)

    # --- conditions

    def condition(self, name):
        return name is None or self.test(self.template["Conditions"][name])

    def test(self, expression):
        (function, argument), = expression.items()
        match function:
            case "Condition": return self.condition(argument)
            case "Fn::Equals":
                left, right = self.resolve(argument)
                return str(left) == str(right)
            case "Fn::Not": return not self.test(argument[0])
            case "Fn::And": return all(map(self.test, argument))
            case "Fn::Or": return any(map(self.test, argument))
        raise TemplateError(f"{self.name}: unknown condition {function}")

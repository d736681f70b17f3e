"""Checks that no role can do more than its code does: deploy/permissions.json says what each function calls.

The integration test checks the other direction: there, a function that lacks a permission is refused.
"""
import fnmatch
import json
import unittest

import common

FUNCTIONS = {"users", "articles", "signup", "post", "stream", "tags"}
#: What Lambda itself needs to run a function, and to report failed batches.
LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
TRACES = {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}
FAILURES = {"sqs:SendMessage"}


def as_list(value):
    return value if isinstance(value, list) else [value]


def declared():
    with open(common.path("permissions.json"), encoding="utf-8") as file:
        return json.load(file)


class FunctionTests(unittest.TestCase):
    def functions(self):
        """(handler, evaluated properties, statements of its role)."""
        for stack, name, _, properties in common.resources("AWS::Lambda::Function"):
            role = stack.resources[name]["Properties"]["Role"]["Fn::GetAtt"][0]
            policies = stack.properties(role).get("Policies", [])
            yield properties["Handler"], properties, [
                statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]

    def test_every_function_is_declared(self):
        self.assertEqual({handler for handler, _, _ in self.functions()}, FUNCTIONS)
        self.assertEqual(set(declared()), FUNCTIONS)

    def test_each_function_has_its_own_role(self):
        roles = [properties["Role"] for _, properties, _ in self.functions()]
        self.assertEqual(len(roles), len(set(roles)))

    def test_operations_on_tables_are_exactly_the_declared_ones(self):
        for handler, _, statements in self.functions():
            granted = {}
            for statement in statements:
                self.assertEqual(set(statement), {"Effect", "Action", "Resource"}, handler)
                self.assertEqual(statement["Effect"], "Allow", handler)
                for action in as_list(statement["Action"]):
                    for resource in as_list(statement["Resource"]):
                        if action.startswith("dynamodb:"):
                            granted.setdefault(common.resource_name(resource), set()).add(action.removeprefix("dynamodb:"))
            self.assertEqual(granted, {name: set(actions) for name, actions in declared()[handler].items()}, handler)

    def test_no_other_permissions(self):
        for handler, properties, statements in self.functions():
            for statement in statements:
                actions = set(as_list(statement["Action"]))
                if all(action.startswith("dynamodb:") for action in actions):
                    continue
                self.assertIn(actions, [LOGS, TRACES, FAILURES], handler)
                self.assertTrue(actions != FAILURES or handler == "stream", handler)
                if actions == LOGS:
                    self.assertIn(f":log-group:{properties['LoggingConfig']['LogGroup']}:", statement["Resource"], handler)
                if actions == FAILURES:
                    self.assertRegex(statement["Resource"], r":sqs:.*FailureQueue$", handler)

    def test_no_wildcards(self):
        for handler, _, statements in self.functions():
            for statement in statements:
                for action in as_list(statement["Action"]):
                    self.assertNotIn("*", action, handler)
                if set(as_list(statement["Action"])) != TRACES:
                    self.assertFalse({"*"} & set(as_list(statement["Resource"])), (handler, statement))

    def test_each_function_knows_only_the_tables_that_it_may_use(self):
        for handler, properties, _ in self.functions():
            variables = {name for name in properties.get("Environment", {}).get("Variables", {}) if name.endswith("_TABLE")}
            tables = {name.split("/")[0].upper() + "_TABLE" for name in declared()[handler]}
            self.assertEqual(variables, tables, handler)


class RoleTests(unittest.TestCase):
    def test_every_role_of_a_stage_has_the_boundary(self):
        for stack, name, _, properties in common.resources("AWS::IAM::Role"):
            self.assertEqual(properties.get("PermissionsBoundary"), common.BOUNDARY, f"{stack.name}: {name}")
            self.assertNotIn("ManagedPolicyArns", properties, f"{stack.name}: {name}")

    def test_the_boundary_allows_what_the_functions_need_and_little_more(self):
        boundary = common.template("account.yml")["Resources"]["FunctionBoundary"]["Properties"]["PolicyDocument"]
        allowed = {action for statement in boundary["Statement"] for action in statement["Action"]}
        needed = {f"dynamodb:{action}" for tables in declared().values() for actions in tables.values() for action in actions}
        self.assertEqual(allowed, needed | LOGS | TRACES | FAILURES)

    def test_roles_can_be_assumed_by_one_service_only(self):
        for name in ["account.yml", "pipeline.yml"]:
            for role, resource in common.template(name)["Resources"].items():
                if resource["Type"] != "AWS::IAM::Role":
                    continue
                statement, = resource["Properties"]["AssumeRolePolicyDocument"]["Statement"]
                self.assertEqual(list(statement["Principal"]), ["Service"], role)
                self.assertIsInstance(statement["Principal"]["Service"], str, role)

    def test_no_administrators(self):
        for name in common.ALL:
            for place, value in common.walk(common.template(name)):
                for action in as_list(value.get("Action", [])) if "Effect" in value else []:
                    self.assertFalse(fnmatch.fnmatchcase("iam:CreateUser", action), (name, place))
                    self.assertFalse(action.endswith("*"), (name, place, action))

    def test_roles_are_passed_to_one_service_only(self):
        found = 0
        for place, value in common.walk(common.template("pipeline.yml")):
            if "iam:PassRole" in as_list(value.get("Action", [])):
                found += 1
                self.assertNotEqual(value["Resource"], "*", place)
                self.assertIn("iam:PassedToService", value["Condition"]["StringEquals"], place)
        self.assertEqual(found, 2)

    def test_the_deployment_creates_roles_only_with_the_boundary(self):
        for place, value in common.walk(common.template("pipeline.yml")):
            if {"iam:CreateRole", "iam:PutRolePolicy"} & set(as_list(value.get("Action", []))):
                self.assertIn("iam:PermissionsBoundary", value["Condition"]["StringEquals"], place)


if __name__ == "__main__":
    unittest.main()

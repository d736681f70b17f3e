"""Checks what a stage promises: the API contract, protected data, sign-in without secrets, and alarms."""
import os
import re
import unittest

import common

#: The routes that need a token. All others are open.
WRITES = {("post", "/signup"), ("post", "/{userID}/article"), ("put", "/{userID}/article/{articleID}"),
          ("delete", "/{userID}/article/{articleID}")}
#: Properties that name a resource. A named resource exists once per account, so a second stage could not be created.
NAMES = {"FunctionName", "TableName", "BucketName", "RoleName", "QueueName", "TopicName", "UserPoolName", "ClientName", "Name",
         "AlarmName", "LogGroupName", "ManagedPolicyName"}


class APITests(unittest.TestCase):
    def setUp(self):
        self.stack = common.stage().child("API")
        name, = self.stack.named("AWS::ApiGateway::RestApi")
        self.properties = self.stack.properties(name)
        self.body = self.properties["Body"]
        self.operations = {(method, path): operation for path, methods in self.body["paths"].items()
                           for method, operation in methods.items()}

    def test_routes_are_those_of_the_service(self):
        with open(os.path.join(common.ROOT, "Sources/HDOCService/API/ServiceRoute.swift"), encoding="utf-8") as file:
            routes = re.findall(r'RouteDefinition\(\s*"([A-Z]+)",\s*"([^"]+)"', file.read())
        expected = {(method.lower(), path) for method, path in routes}
        self.assertGreaterEqual(len(expected), 7)
        self.assertEqual({key for key in self.operations if key[0] != "options"} - expected, set(), "unknown to the service")
        self.assertEqual(expected - set(self.operations), set(), "missing in api.yml")

    def test_only_writes_need_a_token(self):
        for key, operation in self.operations.items():
            self.assertEqual(operation.get("security"), [{"Account": []}] if key in WRITES else None, key)

    def test_the_authorizer_asks_the_user_pool_for_id_tokens(self):
        scheme = self.body["components"]["securitySchemes"]["Account"]
        self.assertEqual(scheme["x-amazon-apigateway-authtype"], "cognito_user_pools")
        self.assertEqual((scheme["in"], scheme["name"]), ("header", "Authorization"))
        self.assertEqual(len(scheme["x-amazon-apigateway-authorizer"]["providerARNs"]), 1)

    def test_every_path_answers_browsers(self):
        for path in self.body["paths"]:
            reply = self.operations["options", path]["x-amazon-apigateway-integration"]["responses"]["default"]
            headers = reply["responseParameters"]
            self.assertEqual(headers["method.response.header.Access-Control-Allow-Origin"], "'*'")
            for header in ["Authorization", "Content-Type", "Idempotency-Key", "If-Match"]:
                self.assertIn(header, headers["method.response.header.Access-Control-Allow-Headers"])
            for method in ["GET", "POST", "PUT", "DELETE"]:
                self.assertIn(method, headers["method.response.header.Access-Control-Allow-Methods"])

    def test_errors_of_the_gateway_answer_browsers(self):
        replies = self.body["x-amazon-apigateway-gateway-responses"]
        for kind in ["DEFAULT_4XX", "DEFAULT_5XX"]:
            self.assertEqual(replies[kind]["responseParameters"]["gatewayresponse.header.Access-Control-Allow-Origin"], "'*'")

    def test_there_is_one_stage_named_prod(self):
        stages = [self.stack.properties(name) for name in self.stack.named("AWS::ApiGateway::Stage")]
        self.assertEqual([stage["StageName"] for stage in stages], ["Prod"])
        self.assertEqual(str(self.body["openapi"]), "3.0.1")
        settings, = stages[0]["MethodSettings"]
        self.assertGreater(int(settings["ThrottlingRateLimit"]), 0)
        self.assertGreaterEqual(int(settings["ThrottlingBurstLimit"]), int(settings["ThrottlingRateLimit"]))
        self.assertEqual(settings["LoggingLevel"], "OFF", "execution logs contain bodies and tokens")
        self.assertFalse(settings["DataTraceEnabled"])
        self.assertTrue(stages[0]["TracingEnabled"])

    def test_the_access_log_has_no_texts_tokens_or_addresses(self):
        stage, = (self.stack.properties(name) for name in self.stack.named("AWS::ApiGateway::Stage"))
        used = set(re.findall(r"\$context\.([\w.]+)", stage["AccessLogSetting"]["Format"]))
        self.assertLessEqual(used, {"requestId", "requestTime", "httpMethod", "resourcePath", "status", "error.responseType",
                                    "responseLatency", "integrationLatency", "responseLength"})

    def test_every_route_may_call_its_function(self):
        allowed = {properties["FunctionName"] for _, _, _, properties in common.resources("AWS::Lambda::Permission")}
        names = {self.stack.physical_id(name) for name in self.stack.named("AWS::Lambda::Function")}
        self.assertLessEqual(names, allowed)


class FunctionTests(unittest.TestCase):
    def test_settings(self):
        for stack, name, _, properties in common.resources("AWS::Lambda::Function"):
            self.assertEqual(properties["Runtime"], "provided.al2023", name)
            self.assertEqual(properties["TracingConfig"], {"Mode": "Active"}, name)
            self.assertEqual(properties["LoggingConfig"]["LogFormat"], "JSON", name)
            if stack.name.endswith("-API"):
                self.assertLessEqual(properties["Timeout"], 15, f"{name}: a write may complete long after a 504")
            reserved = properties.get("ReservedConcurrentExecutions")
            self.assertEqual(reserved is not None, properties["Handler"] in ("signup", "post"), name)

    def test_all_functions_are_one_artefact(self):
        for name in ["api.yml", "workers.yml"]:
            template = common.template(name)
            self.assertEqual(template["Globals"]["Function"]["CodeUri"], "function/")
            for resource, value in template["Resources"].items():
                if value["Type"] == "AWS::Serverless::Function":
                    self.assertNotIn("CodeUri", value["Properties"], resource)
                    self.assertEqual(value["Metadata"]["BuildMethod"], "makefile", resource)

    def test_streams_have_a_place_for_failures(self):
        mappings = [properties for _, _, _, properties in common.resources("AWS::Lambda::EventSourceMapping")]
        self.assertEqual(len(mappings), 2)
        for properties in mappings:
            self.assertIn("FailureQueue", properties["DestinationConfig"]["OnFailure"]["Destination"])
            self.assertEqual(properties["FunctionResponseTypes"], ["ReportBatchItemFailures"])
            self.assertTrue(properties["BisectBatchOnFunctionError"])
            self.assertLess(properties["MaximumRetryAttempts"], 20)


class DataTests(unittest.TestCase):
    def test_tables_and_accounts_survive(self):
        for kind in ["AWS::DynamoDB::Table", "AWS::Cognito::UserPool"]:
            for stack, name, _, _ in common.resources(kind):
                resource = stack.resources[name]
                self.assertEqual((resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")), ("Retain", "Retain"), name)
        for name in ["Data", "Cognito"]:
            self.assertEqual(common.stage().resources[name]["DeletionPolicy"], "Retain", name)

    def test_tables_are_protected(self):
        tables = [properties for _, _, _, properties in common.resources("AWS::DynamoDB::Table")]
        self.assertEqual(len(tables), 3)
        for properties in tables:
            self.assertTrue(properties["DeletionProtectionEnabled"])
            self.assertTrue(properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"])
            self.assertEqual(properties["BillingMode"], "PAY_PER_REQUEST")

    def test_tables_have_the_keys_that_the_documentation_describes(self):
        with open(os.path.join(common.ROOT, "docs/backend.md"), encoding="utf-8") as file:
            documentation = file.read()
        for _, _, _, properties in common.resources("AWS::DynamoDB::Table"):
            names = [element["AttributeName"] for element in properties["AttributeDefinitions"]]
            names += [index["IndexName"] for index in properties.get("GlobalSecondaryIndexes", [])]
            for name in names:
                self.assertIn(f"`{name}`", documentation)

    def test_logs_end(self):
        groups = [(stack, name, properties) for stack, name, _, properties in common.resources("AWS::Logs::LogGroup")]
        self.assertEqual(len(groups), 7)
        for _, name, properties in groups:
            self.assertIn(int(properties["RetentionInDays"]), (14, 30, 90), name)
        existing = {stack.physical_id(name) for stack, name, _ in groups}
        for _, name, _, properties in common.resources("AWS::Lambda::Function"):
            self.assertIn(properties["LoggingConfig"]["LogGroup"], existing, name)


class SignInTests(unittest.TestCase):
    def test_client(self):
        (_, _, _, client), = common.resources("AWS::Cognito::UserPoolClient")
        self.assertFalse(client["GenerateSecret"])
        self.assertEqual(client["AllowedOAuthFlows"], ["code"])
        self.assertEqual(client["PreventUserExistenceErrors"], "ENABLED")
        self.assertTrue(client["EnableTokenRevocation"])
        self.assertEqual(client["CallbackURLs"], ["http://localhost:8080/callback", "http://localhost:8765/callback"])

    def test_domains_of_stages_differ(self):
        (_, _, _, domain), = common.resources("AWS::Cognito::UserPoolDomain")
        self.assertRegex(domain["Domain"], r"^hdoc-prod-[0-9a-f]{8}$")
        for word in ["aws", "amazon", "cognito"]:
            self.assertNotIn(word, domain["Domain"], "Cognito refuses these words")


class AlarmTests(unittest.TestCase):
    def test_what_is_watched(self):
        watched = {}
        for _, name, _, alarm in common.resources("AWS::CloudWatch::Alarm"):
            self.assertTrue(alarm["AlarmActions"], name)
            metrics = [element["MetricStat"]["Metric"] for element in alarm.get("Metrics", []) if "MetricStat" in element]
            for metric in metrics or [alarm]:
                values = {str(dimension["Value"]) for dimension in metric["Dimensions"]}
                watched.setdefault(metric["MetricName"], set()).update(values)
        functions = {stack.physical_id(name) for stack, name, _, _ in common.resources("AWS::Lambda::Function")}
        tables = {stack.physical_id(name) for stack, name, _, _ in common.resources("AWS::DynamoDB::Table")}
        self.assertEqual(watched["Errors"], functions)
        self.assertEqual(watched["Throttles"], functions)
        indexes = {index["IndexName"] for _, _, _, properties in common.resources("AWS::DynamoDB::Table")
                   for index in properties.get("GlobalSecondaryIndexes", [])}
        self.assertEqual(watched["ReadThrottleEvents"], tables | indexes)
        self.assertEqual(watched["WriteThrottleEvents"], tables | indexes)
        self.assertEqual(watched["5XXError"], {"hdoc-backend-prod-API", "Prod"})
        self.assertEqual(watched["IteratorAge"], {"hdoc-backend-prod-Workers-StreamFunction"})
        self.assertEqual(watched["ApproximateNumberOfMessagesVisible"], {"hdoc-backend-prod-Workers-FailureQueue"})


class NameTests(unittest.TestCase):
    def test_no_resource_of_a_stage_has_a_name(self):
        for stack, name, kind, properties in common.resources():
            # These two refer to a function by its name.
            if kind not in ("AWS::Lambda::Permission", "AWS::Lambda::EventSourceMapping"):
                self.assertEqual(NAMES & set(properties), set(), f"{stack.name}: {name}")


if __name__ == "__main__":
    unittest.main()

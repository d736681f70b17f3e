"""Checks what connects the templates: parameters, outputs, and what hdoc reads from a stage. No linter sees this."""
import os
import re
import tomllib
import unittest

import common
import yaml

#: The outputs that `hdoc stage import` reads.
OUTPUTS = {"APIURL", "CognitoUserPoolID", "CognitoUserPoolClientID", "AuthURL"}


def references(template):
    """The names in every Ref, Fn::GetAtt and Fn::Sub of a template."""
    for _, value in common.walk(template):
        if "Ref" in value:
            yield value["Ref"]
        if "Fn::GetAtt" in value:
            argument = value["Fn::GetAtt"]
            yield argument.split(".")[0] if isinstance(argument, str) else argument[0]
        if "Fn::Sub" in value:
            text = value["Fn::Sub"] if isinstance(value["Fn::Sub"], str) else value["Fn::Sub"][0]
            yield from (name.split(".")[0] for name in re.findall(r"\$\{([^!}]+)\}", text))


class LinkTests(unittest.TestCase):
    def setUp(self):
        self.root = common.template("template.yml")

    def nested(self):
        for name, resource in self.root["Resources"].items():
            self.assertEqual(resource["Type"], "AWS::CloudFormation::Stack", name)
            self.assertEqual(resource["Properties"]["TemplateURL"], common.NESTED.get(name), name)
            yield name, resource["Properties"], common.template(common.NESTED[name])

    def test_every_nested_template_is_part_of_the_root(self):
        self.assertEqual(set(self.root["Resources"]), set(common.NESTED))

    def test_parameters_that_are_given_exist(self):
        for name, properties, template in self.nested():
            self.assertLessEqual(set(properties.get("Parameters", {})), set(template.get("Parameters", {})), name)

    def test_parameters_without_a_default_are_given(self):
        for name, properties, template in self.nested():
            required = {key for key, value in template.get("Parameters", {}).items() if "Default" not in value}
            self.assertLessEqual(required, set(properties.get("Parameters", {})), name)

    def test_parameters_are_used(self):
        for name in common.ALL:
            template = common.template(name)
            self.assertLessEqual(set(template.get("Parameters", {})), set(references(template)), name)

    def test_outputs_that_are_read_exist(self):
        for place, value in common.walk(self.root):
            if "Fn::GetAtt" not in value:
                continue
            stack, attribute = value["Fn::GetAtt"]
            self.assertTrue(attribute.startswith("Outputs."), place)
            output = attribute.removeprefix("Outputs.")
            self.assertIn(output, common.template(common.NESTED[stack])["Outputs"], f"{place}: {stack} has no output {output}")

    def test_outputs_are_read(self):
        read = {(value["Fn::GetAtt"][0], value["Fn::GetAtt"][1].removeprefix("Outputs."))
                for _, value in common.walk(self.root) if "Fn::GetAtt" in value}
        for name, _, template in self.nested():
            for output in template.get("Outputs", {}):
                self.assertIn((name, output), read, f"nothing reads the output {output} of {name}")

    def test_every_value_of_every_stage_can_be_evaluated(self):
        for name in common.STAGES:
            for stack in common.stage(name).all():
                stack.outputs()
                for resource in stack.resources:
                    stack.properties(resource)

    def test_the_root_has_the_outputs_that_hdoc_reads(self):
        self.assertEqual(set(self.root["Outputs"]), OUTPUTS)
        self.assertTrue(common.stage().output("APIURL").endswith(".amazonaws.com/Prod/"))

    def test_the_pipeline_names_itself_to_hdoc(self):
        # `hdoc stage pipeline` reads the output Pipeline of the stack hdoc-pipeline-STAGE.
        template = common.template("pipeline.yml")
        self.assertEqual(template["Outputs"]["Pipeline"]["Value"], {"Ref": "Pipeline"})
        self.assertEqual(template["Resources"]["Pipeline"]["Type"], "AWS::CodePipeline::Pipeline")

    def test_nothing_is_exported(self):
        # Exports of two stages would collide.
        for name in common.ALL:
            for output, value in common.template(name).get("Outputs", {}).items():
                self.assertNotIn("Export", value, f"{name}: {output}")


class ConfigurationTests(unittest.TestCase):
    def test_each_stage_deploys_its_own_stack(self):
        with open(common.path("samconfig.toml"), "rb") as file:
            configuration = tomllib.load(file)
        self.assertEqual(set(configuration) - {"version"}, set(common.STAGES), "no default: a deployment must name its stage")
        for stage in common.STAGES:
            parameters = configuration[stage]["deploy"]["parameters"]
            self.assertEqual(parameters["stack_name"], f"hdoc-backend-{stage}")
            self.assertEqual(parameters["s3_prefix"], f"hdoc-backend-{stage}")
            self.assertIn(f"Stage={stage}", parameters["parameter_overrides"])
            self.assertEqual(parameters["confirm_changeset"], stage == "prod")

    def test_each_pipeline_takes_its_own_branch(self):
        branches = common.template("pipeline.yml")["Mappings"]["Branches"]
        self.assertEqual({stage: value["Branch"] for stage, value in branches.items()},
                         {"dev": "dev", "staging": "staging", "prod": "main"})

    def test_the_pipeline_builds_what_exists(self):
        project = common.template("pipeline.yml")["Resources"]["BuildProject"]["Properties"]
        self.assertEqual(project["Source"]["BuildSpec"], "deploy/buildspec.yml")
        with open(common.path("buildspec.yml"), encoding="utf-8") as file:
            build = yaml.safe_load(file)
        check = yaml.safe_load(common.template("pipeline.yml")["Resources"]["CheckProject"]["Properties"]["Source"]["BuildSpec"])
        for specification in (build, check):
            self.assertEqual(specification["version"], 0.2)
            for phase in specification["phases"].values():
                for command in phase["commands"]:
                    self.assertIsInstance(command, str)
                    for script in re.findall(r"(?<![\w./-])(?:script|deploy)/[\w./-]+", command):
                        self.assertTrue(os.path.exists(os.path.join(common.ROOT, script)), script)
        actions = [action for stage in self.stages() for action in stage["Actions"]]
        packaged, = {action["Configuration"]["TemplatePath"] for action in actions if "TemplatePath" in action["Configuration"]}
        self.assertIn(packaged.removeprefix("Built::"), build["artifacts"]["files"])

    def test_only_prod_waits_for_a_person(self):
        condition = common.template("pipeline.yml")["Conditions"]["NeedsApproval"]
        self.assertEqual(condition, {"Fn::Equals": [{"Ref": "Stage"}, "prod"]})
        self.assertEqual([stage["Name"] for stage in self.stages()], ["Source", "Build", "Approval", "Deploy", "Check"])

    @staticmethod
    def stages():
        for stage in common.template("pipeline.yml")["Resources"]["Pipeline"]["Properties"]["Stages"]:
            if "Fn::If" in stage:
                condition, stage, otherwise = stage["Fn::If"]
                assert condition == "NeedsApproval" and otherwise == {"Ref": "AWS::NoValue"}
            yield {**stage, "Actions": [{"Configuration": {}, **action} for action in stage["Actions"]]}


if __name__ == "__main__":
    unittest.main()

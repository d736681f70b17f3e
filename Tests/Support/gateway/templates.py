"""Reads CloudFormation templates and translates SAM resources into plain ones, as CloudFormation does on AWS."""
import copy
import logging
import os

import yaml

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # samtranslator asks for a region; it sends nothing

from samtranslator.translator.transform import transform  # noqa: E402  (must see the environment above)

logging.getLogger("samtranslator").setLevel(logging.ERROR)

SERVERLESS = "AWS::Serverless-2016-10-31"


class TemplateLoader(yaml.SafeLoader):
    """Understands the short forms `!Ref`, `!Sub` and so on."""


def _short_form(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix: value}


TemplateLoader.add_multi_constructor("!", _short_form)


def load(path):
    """The template in a file, with the long forms of all functions."""
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, TemplateLoader)  # noqa: S506  (a subclass of SafeLoader)


class _NoManagedPolicies:
    """The templates write out every permission and refer to no policy of AWS by name."""

    def load(self):
        return {}


def translate(template, parameters):
    """The template without SAM resources.

    `parameters` holds the final values: SAM inserts them into what it generates.
    `Metadata.Built` of each function holds the directory of its program, relative to the template.
    """
    template = copy.deepcopy(template)
    if template.get("Transform") != SERVERLESS:
        return template
    shared = template.get("Globals", {}).get("Function", {}).get("CodeUri")
    programs = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            programs[name] = resource["Properties"].get("CodeUri", shared)
            # SAM accepts only a program that is uploaded already.
            resource["Properties"]["CodeUri"] = {"Bucket": "artifacts", "Key": name}
    template.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    translated = transform(template, {name: str(value) for name, value in parameters.items()}, _NoManagedPolicies())
    for name, program in programs.items():
        translated["Resources"][name].setdefault("Metadata", {})["Built"] = program
    return translated

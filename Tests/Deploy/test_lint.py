"""Lints the templates as they are written, the templates after translation, and the workflows."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

import common

TOOLS = os.path.dirname(sys.executable)
# W3002: the nested templates are local files; `sam package` uploads them.
# WS1004: the rule looks for log groups by name only, and the functions name theirs in LoggingConfig. LogTests checks them.
IGNORED = ["W3002", "WS1004"]
RULES = ["--append-rules", "cfn_lint_serverless.rules"]


def run(*command):
    done = subprocess.run(command, cwd=common.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout.strip()


class LintTests(unittest.TestCase):
    def lint(self, paths, ignored):
        status, output = run(os.path.join(TOOLS, "cfn-lint"), *RULES, "--regions", "us-east-1",
                             "--ignore-checks", *ignored, "--", *paths)
        self.assertEqual(status, 0, output)

    def test_templates_as_written(self):
        self.lint([common.path(name) for name in common.ALL], IGNORED)

    def test_translated_templates(self):
        # cfn-lint does not see what SAM generates. W2001: SAM has inserted the parameters already, so nothing refers to them.
        # The rules that a Metadata section switches off in the source concern the same resources here.
        with tempfile.TemporaryDirectory() as directory:
            paths = []
            for stack in common.stage().all():
                path = os.path.join(directory, stack.name + ".json")
                with open(path, "w", encoding="utf-8") as file:
                    json.dump(stack.template, file)
                paths.append(path)
            self.lint(paths, [*IGNORED, "W2001", "ES1007", "ES4000", "ES6000", "ES7000"])

    def test_workflows_with_zizmor(self):
        status, output = run(os.path.join(TOOLS, "zizmor"), "--offline", "--quiet", ".github/workflows")
        self.assertEqual(status, 0, output)

    def test_workflows_with_actionlint(self):
        # Without shellcheck: it is not a requirement of the tests.
        directory = os.path.join(common.ROOT, ".github", "workflows")
        paths = [os.path.join(directory, name) for name in sorted(os.listdir(directory))]
        status, output = run(os.path.join(TOOLS, "actionlint"), "-shellcheck=", "-pyflakes=", *paths)
        self.assertEqual(status, 0, output)


if __name__ == "__main__":
    unittest.main()

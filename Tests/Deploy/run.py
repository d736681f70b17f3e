"""Runs the checks of deploy/. Prints each failure, and as the last line the numbers of checks and of failures."""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True


class Names(unittest.TextTestResult):
    def printErrors(self):
        for kind, problems in (("error", self.errors), ("failed", self.failures)):
            for test, trace in problems:
                # The last lines of the trace say what was wrong; the others say where in this folder.
                self.stream.writeln(f"✘ {test.id()} {kind}: {trace.strip().splitlines()[-1]}")
                self.stream.writeln("".join(f"  ↳ {line}\n" for line in trace.strip().splitlines()[-30:]))


def main():
    suite = unittest.defaultTestLoader.discover(HERE, pattern="test_*.py")
    result = unittest.TextTestRunner(stream=sys.stdout, resultclass=Names, verbosity=0).run(suite)
    print(result.testsRun, len(result.failures) + len(result.errors))
    sys.exit(not result.wasSuccessful())


main()

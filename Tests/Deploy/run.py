"""Runs checks in Python: those of deploy/ in this directory, or those of another directory. Each file has a process of its own. Prints
each failure, and as the last line the numbers of checks and of failures.

Usage:  run.py [--in DIRECTORY] [FILE...]      for example: run.py test_links.py
"""
import concurrent.futures
import glob
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
if sys.argv[1:2] == ["--in"]:
    HERE = os.path.abspath(sys.argv[2])
    del sys.argv[1:3]
WIDTH = 2


class Failures(unittest.TextTestResult):
    def printErrors(self):
        for kind, problems in (("error", self.errors), ("failed", self.failures)):
            for test, trace in problems:
                lines = trace.strip().splitlines()
                self.stream.writeln(f"✘ {test.id()} {kind}: {lines[-1]}")
                self.stream.writeln("\n".join("  ↳ " + line for line in lines[-30:]))


def run_file(name):
    """Runs one file in this process."""
    sys.path.insert(0, HERE)
    suite = unittest.defaultTestLoader.loadTestsFromName(name.removesuffix(".py"))
    with open(os.devnull, "w", encoding="utf-8") as nothing:
        result = unittest.TextTestRunner(stream=nothing, resultclass=Failures, verbosity=0).run(suite)
    result.stream = unittest.runner._WritelnDecorator(sys.stdout)
    result.printErrors()
    print(result.testsRun, len(result.failures) + len(result.errors))


def start(name):
    """(tests, failures, text) of one file, run in a process of its own."""
    done = subprocess.run([sys.executable, "-B", __file__, "--in", HERE, "--only", name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    text, _, last = done.stdout.strip().rpartition("\n")
    try:
        tests, failures = map(int, last.split())
    except ValueError:
        return 1, 1, f"✘ {name} ended with status {done.returncode}:\n{done.stdout}"
    return tests, failures, text


def main(names):
    names = names or sorted(map(os.path.basename, glob.glob(os.path.join(HERE, "test_*.py"))))
    tests = failures = 0
    with concurrent.futures.ThreadPoolExecutor(WIDTH) as pool:
        for found, failed, text in pool.map(start, names):
            tests, failures = tests + found, failures + failed
            if text:
                print(text)
    print(tests, failures)
    sys.exit(failures > 0)


if sys.argv[1:2] == ["--only"]:
    run_file(sys.argv[2])
else:
    main(sys.argv[1:])

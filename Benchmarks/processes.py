"""Runs programs, and measures them from the outside."""
import contextlib
import os
import statistics
import subprocess
import sys
import time


class Timing:
    """The wall times in milliseconds, and the greatest peak memory in MiB."""

    def __init__(self):
        self.times, self.memory = [], 0.0

    @property
    def median(self):
        return statistics.median(self.times)

    @property
    def p99(self):
        return percentile(self.times, 0.99)


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def run(command, environment):
    """Runs a command to its end without a terminal. Returns milliseconds and what it printed."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, errors = process.communicate()
    elapsed = (time.perf_counter() - begun) * 1000
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}: {errors.decode(errors='replace')[-500:]}")
    return elapsed, output


def peak_memory(command, environment):
    """The peak memory of one run, in MiB."""
    done = subprocess.run(
        ["/usr/bin/time", "-f", "%M", *command], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, check=True)
    return int(done.stderr.split()[-1]) / 1024


def in_turn(commands, environment, runs=21):
    """Times commands in turn, so that other work of the machine slows all of them down. Returns one `Timing` for each."""
    timings = [Timing() for _ in commands]
    for index in range(runs + 1):
        for command, timing in zip(commands, timings):
            elapsed, _ = run(command, environment)
            if index > 0:  # The first run fills the file cache.
                timing.times.append(elapsed)
    for command, timing in zip(commands, timings):
        timing.memory = peak_memory(command, environment)
    return timings


class Servers:
    """Servers that end with the `with` statement."""

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        return self

    def __exit__(self, *problem):
        self.stack.__exit__(*problem)

    def stage(self, users, kind):
        """Starts a stage with this number of users. Returns its address."""
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stage.py")
        process = subprocess.Popen([sys.executable, program, str(users), kind], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        self.stack.callback(process.wait)
        self.stack.callback(process.terminate)
        return process.stdout.readline().decode().strip()

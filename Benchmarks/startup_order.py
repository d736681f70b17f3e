#!/usr/bin/env python3
"""Prints the functions that run at the start of hdoc, so that the linker can put them beside each other.

startup_order.py HDOC      HDOC is a release build with symbols and without debug information

What is used at each start comes first, then what some commands and the screens use. Within one group the order is that of the names, so that
the file changes little from time to time.
"""
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import homes
import processes
import terminal

COMMANDS = {
    "version": ["--version"],
    "status": ["status"],
    "users": ["users", "--limit", "5", "--offline"],
    "screens": [],
    "sync": ["sync"],
}


def traced(home, name):
    """The command under callgrind, and the file with what it called."""
    trace = home.directory / f"{name}.trace"
    tool = ["valgrind", "--quiet", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={trace}"]
    return tool + home.command(*COMMANDS[name]), trace


def use_screens(command, environment):
    """The first frame, the list, a page down, the other screens, and the end."""
    with terminal.Terminal(command, environment) as screens:
        screens.wait(r"Journeyers .*Leaderboard")
        for key, shown in (("2", r"▸ journeyer-\d{7}"), ("\x1b[6~", r"▸ journeyer-\d{7}"), ("3", "ranked"), ("1", "Streak")):
            screens.press(key)
            screens.wait(shown)


def functions(trace):
    names = re.findall(r"^c?fn=\(\d+\) (\S+?)(?:'\d+)?$", trace.read_text(), re.MULTILINE)
    return set(names)


def main():
    hdoc = os.path.abspath(sys.argv[1])
    symbols = subprocess.run(["nm", hdoc], capture_output=True, text=True, check=True).stdout
    count = collections.Counter(line.split()[-1] for line in symbols.splitlines() if re.search(" [tTwW] ", line))
    # A name that several files use for functions of their own would bring all of these.
    defined = {name for name, definitions in count.items() if definitions == 1}
    printed = set()
    with tempfile.TemporaryDirectory(prefix="hdoc-order-") as directory, processes.Servers() as servers:
        home = homes.Home(pathlib.Path(directory) / "home", hdoc, servers.stage(300, "single"))
        home.sync()
        for name in COMMANDS:
            if name == "sync":
                home.forget()
            command, trace = traced(home, name)
            if name == "screens":
                use_screens(command, home.environment)
            else:
                subprocess.run(command, env=home.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            new = sorted(functions(trace) & defined - printed)
            print("\n".join(new))
            printed.update(new)
    print(f"{len(printed)} functions", file=sys.stderr)


if __name__ == "__main__":
    main()

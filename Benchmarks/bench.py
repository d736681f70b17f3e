#!/usr/bin/env python3
"""Measures hdoc beside its peers in one run, and prints a table. It asserts nothing; a goal that is missed is marked.

bench.py HDOC [--users 300,10000,100000] [--only TEXT]      HDOC is a stripped release build
"""
import argparse
import os
import platform
import tempfile

import homes
import processes
import rows_commands
import rows_screens
import rows_sync


class Bench:
    """What the rows share: the program, the sizes, and a home for each size that is synchronised."""

    def __init__(self, hdoc, sizes, directory, start_stage):
        self.hdoc, self.sizes, self.directory = hdoc, sizes, directory
        self.homes, self.results, self.figures = {}, [], {}
        for size in sizes:
            stage = start_stage(size, "single" if size <= 10_000 else "paged")
            home = homes.Home(f"{directory}/{size}", hdoc, stage)
            home.sync()
            assert home.rows() == size, f"the cache has {home.rows()} of {size} users"
            self.homes[size] = home
            if size == self.usual:
                self.newsboat = homes.Newsboat(f"{directory}/newsboat", stage)
                self.newsboat_fetch = self.newsboat.fetch()

    @property
    def usual(self):
        """The size at which the peer is measured."""
        return 10_000

    @property
    def largest(self):
        return max(self.sizes)

    def figure(self, what, unit, users, value):
        """Keeps a figure of a size, to print how it grows with the number of users."""
        self.figures.setdefault((what, unit), {})[users] = value

    def growth(self):
        """A table with a row for each figure that was measured at several sizes, and how much larger the largest is than the smallest."""
        yield "| what | " + " | ".join(f"{size:,} users" for size in self.sizes) + " | growth |"
        yield "|---|" + "---|" * (len(self.sizes) + 1)
        for (what, unit), values in self.figures.items():
            if len(values) > 1:
                cells = [f"{values[size]:.1f} {unit}" if size in values else "" for size in self.sizes]
                yield f"| {what} | " + " | ".join(cells) + f" | {values[max(values)] / values[min(values)]:.2f}× |"

    def row(self, what, peer, hdoc, goal, is_met):
        """Adds a row: texts, and whether the goal is met, or None if it cannot be told."""
        verdict = {True: "", False: "**missed**", None: "?"}[is_met]
        self.results.append((what, peer, hdoc, goal, verdict))
        print(f"{what:58} {peer:28} {hdoc:44} {goal:34} {verdict}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("hdoc")
    parser.add_argument("--users", default="300,10000,100000")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    sizes = sorted({int(size) for size in options.users.split(",")} | {10_000})
    machine = f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start"
    print(f"# {machine}; sizes: {', '.join(map(str, sizes))} users\n")
    with tempfile.TemporaryDirectory(prefix="hdoc-bench-") as directory, processes.Servers() as servers:
        bench = Bench(os.path.abspath(options.hdoc), sizes, directory, servers.stage)
        for module in (rows_commands, rows_sync, rows_screens):
            for measure in module.ROWS:
                if options.only in measure.__name__:
                    measure(bench)
    print("\n| what | peer | hdoc | goal | |\n|---|---|---|---|---|")
    for cells in bench.results:
        print("| " + " | ".join(cells) + " |")
    print("\n" + "\n".join(bench.growth()))
    missed = sum(1 for cells in bench.results if cells[-1])
    print(f"\n{len(bench.results)} rows, {missed} goals missed or not measurable")


if __name__ == "__main__":
    main()

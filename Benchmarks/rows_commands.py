"""Commands that end by themselves and need no network."""
import os

from processes import in_turn


def start(bench):
    home = bench.homes[bench.usual]
    true, version, status, completion = in_turn(
        [["/bin/true"], home.command("--version"), home.command("status"),
         home.command("---completion", "user", "--", "positional@0", "2", "1", "hdoc", "user", "journeyer-00")], home.environment)
    peer = f"/bin/true {true.median:.1f} ms"
    bench.row("hdoc --version", peer, times(version), "≤ /bin/true + 8 ms, ≤ 16 MiB",
              version.median <= true.median + 8 and version.memory <= 16)
    bench.row("hdoc status", peer, times(status), "≤ 15 ms", status.median <= 15)
    bench.row("completion of a handle", peer, times(completion), "≤ 15 ms", completion.median <= 15)


def list_as_json(bench):
    least_memory = None
    for size in [size for size in bench.sizes if size >= bench.usual]:
        home = bench.homes[size]
        sqlite, users = in_turn(
            [["sqlite3", "-json", str(home.cache), "SELECT * FROM journeyer"], home.command("users", "--json", "--offline")],
            home.environment, runs=7)
        ratio = users.median / sqlite.median
        bench.figure("hdoc users --json --offline", "ms", size, users.median)
        bench.figure("peak memory of users --json", "MiB", size, users.memory)
        least_memory = least_memory or users.memory
        bench.row(f"hdoc users --json --offline, {size:,} users", f"sqlite3 -json {sqlite.median:.0f} ms",
                  f"{times(users)} = {ratio:.2f}×", "≤ 1.5×, memory flat", ratio <= 1.5 and users.memory <= least_memory + 2)


def first_rows(bench):
    for size in bench.sizes:
        home = bench.homes[size]
        version, users = in_turn([home.command("--version"), home.command("users", "--limit", "5", "--offline")], home.environment)
        ratio = users.median / version.median
        bench.figure("hdoc users --limit 5 --offline", "ms", size, users.median)
        bench.row(f"hdoc users --limit 5 --offline, {size:,} users", f"hdoc --version {version.median:.1f} ms",
                  f"{times(users)} = {ratio:.2f}×", "≤ 1.3×", ratio <= 1.3)


def size(bench):
    megabytes = os.path.getsize(bench.hdoc) / 1e6
    bench.row("the program, stripped", "", f"{megabytes:.1f} MB", "≤ 25 MB, or the proof", megabytes <= 25)


def times(timing):
    return f"{timing.median:.1f} ms (p99 {timing.p99:.1f}), {timing.memory:.0f} MiB"


ROWS = [start, first_rows, list_as_json, size]

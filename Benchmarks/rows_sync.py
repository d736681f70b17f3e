"""Fetching and storing."""
import statistics
import urllib.request

import community
import floor
from processes import in_turn, peak_memory


def start_of(home):
    """Milliseconds and MiB of a command that does nothing."""
    version, = in_turn([home.command("--version")], home.environment, runs=9)
    return version.median, version.memory


def whole_list(bench):
    for users in [size for size in bench.sizes if size >= bench.usual]:
        home = bench.homes[users]
        bodies = list(community.pages(users, community.PAGE if users > 10_000 else users))
        size = sum(map(len, bodies))
        times, floors = [], []
        for _ in range(5 if users <= 10_000 else 3):
            floors.append(floor.store(bodies))
            home.forget()
            times.append(home.sync())
        start, base = start_of(home)
        net, least = statistics.median(times) - start, statistics.median(floors)
        home.forget()
        memory = peak_memory(home.command("sync"), home.environment)
        assert home.rows() == users
        bench.figure("fetch and store all users", "ms", users, net)
        bench.figure("peak memory of the first synchronisation", "MiB", users, memory)
        most = base + 2 * size / 2**20 if users <= 10_000 else 60
        peer = f"floor {least:.0f} ms"
        if users == bench.usual:
            peer += f", newsboat {bench.newsboat_fetch:.0f} ms"
        bench.row(f"fetch and store {users:,} users ({size / 1e6:.1f} MB)", peer, f"{net:.0f} ms + start = {net / least:.1f}×",
                  "≤ 2× the floor", net <= 2 * least)
        bench.row("  its peak memory", f"start {base:.0f} MiB", f"{memory:.0f} MiB", f"≤ {most:.0f} MiB", memory <= most)


def changes(bench):
    home = bench.homes[bench.largest]
    address = next(line.split('"')[1] for line in (home.directory / "config/hdoc/config.toml").read_text().splitlines() if "api" in line)
    times = []
    for _ in range(5):
        urllib.request.urlopen(address.replace("Prod/", "change?users=100")).read()
        times.append(home.sync())
    bench.row(f"a second sync, 100 of {bench.largest:,} changed", "", f"{statistics.median(times):.0f} ms", "≤ 50 ms",
              statistics.median(times) <= 50)


ROWS = [whole_list, changes]

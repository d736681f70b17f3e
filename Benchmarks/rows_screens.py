"""The screens, in a terminal of 120 × 40."""
import statistics
import time

from processes import percentile
from terminal import Terminal

FIRST_FRAME = r"Journeyers .*Leaderboard"
# The selected row of the list of journeyers.
LIST = r"▸ journeyer-\d{7}"
RUNS = 15
OPENINGS = 5
PAGE_DOWN = "\x1b[6~"


def first_frame(bench):
    medians = {}
    newsboat = []
    for _ in range(RUNS):
        with Terminal(bench.newsboat.command(), bench.newsboat.environment) as terminal:
            newsboat.append(terminal.wait(r"\(\d+.* Journeyers"))
        for size, home in bench.homes.items():
            with Terminal(home.command(), home.environment) as terminal:
                medians.setdefault(size, []).append(terminal.wait(FIRST_FRAME))
    peer = statistics.median(newsboat)
    for size, times in medians.items():
        ratio = statistics.median(times) / peer
        bench.figure("start to the first frame", "ms", size, statistics.median(times))
        bench.row(f"start to the first frame, {size:,} users", f"newsboat {peer:.0f} ms, 10,000 items",
                  f"{statistics.median(times):.1f} ms (p99 {percentile(times, 0.99):.1f}) = {ratio:.2f}×", "≤ 0.40×", ratio <= 0.4)
    small, large = (statistics.median(medians[size]) for size in (min(medians), max(medians)))
    bench.row("  the largest beside the smallest", "", f"{large / small:.2f}×", "≤ 1.10×", large <= 1.1 * small)


def open_list(bench):
    peer_open, peer_page, peer_memory = opened(
        bench.newsboat, "Journeyers", "\r", r"journeyer-0000\d\d\d|journeyer-000\d{4}")
    for size, home in bench.homes.items():
        open_time, page, memory = opened(home, FIRST_FRAME, "2", LIST)
        for what, unit, value in (
                ("open the list", "ms", open_time), ("page down", "ms", page), ("peak memory with the list open", "MiB", memory)):
            bench.figure(what, unit, size, value)
        bench.row(f"open the list, {size:,} users", f"newsboat {peer_open:.0f} ms", f"{open_time:.1f} ms = {open_time / peer_open:.3f}×",
                  "≤ 0.02×", open_time <= 0.02 * peer_open)
        bench.row(f"page down, {size:,} users", f"newsboat {peer_page:.1f} ms", f"{page:.1f} ms = {page / peer_page:.2f}×", "≤ 0.5×",
                  page <= 0.5 * peer_page)
        most = 0.8 if size <= bench.usual else 1.5
        bench.row(f"peak memory with the list open, {size:,} users", f"newsboat {peer_memory:.0f} MiB",
                  f"{memory:.0f} MiB = {memory / peer_memory:.2f}×", f"≤ {most}×", memory <= most * peer_memory)


def opened(program, first, key, shown):
    """Milliseconds until the list is open and for a page down, as medians of several processes, and the greatest peak memory in MiB."""
    opening, pages, memory = [], [], []
    for _ in range(OPENINGS):
        with Terminal(program.command(), program.environment) as terminal:
            terminal.wait(first)
            terminal.settle()
            terminal.press(key)
            opening.append(terminal.wait(shown))
            terminal.settle()
            pages += page_downs(terminal)
            memory.append(terminal.peak_memory())
    return statistics.median(opening), statistics.median(pages), max(memory)


def page_downs(terminal):
    """The times of some page downs."""
    times = []
    for _ in range(10):
        before = terminal.text
        terminal.press(PAGE_DOWN)
        times.append(terminal.wait(lambda: terminal.text != before))
        terminal.settle(0.05)
    return times


def one_row_down(bench):
    with Terminal(bench.homes[bench.usual].command(), bench.homes[bench.usual].environment) as terminal:
        terminal.wait(FIRST_FRAME)
        terminal.press("2")
        terminal.wait(LIST)
        terminal.settle()
        sizes = []
        for _ in range(20):
            terminal.press("j")
            terminal.settle(0.05)
            sizes.append(terminal.bytes)
    bench.row("bytes for one j", "", f"{statistics.median(sizes):.0f}", "≤ 150", statistics.median(sizes) <= 150)


def search(bench):
    home = bench.homes[bench.largest]
    times = []
    with Terminal(home.command(), home.environment) as terminal:
        terminal.wait(FIRST_FRAME)
        terminal.press("2")
        terminal.wait(LIST)
        terminal.settle()
        for letter in "jourey1209bt" * 3:
            terminal.press("/")
            terminal.wait(r"(?m)^ */")
            terminal.settle(0.05)
            before = terminal.text
            terminal.press(letter)
            times.append(terminal.wait(lambda: terminal.text != before and " of " in terminal.text))
            terminal.settle(0.05)
            terminal.press("\x1b")
            terminal.settle(0.1)
            terminal.press("\x1b")
            terminal.settle(0.1)
    bench.row(f"search a letter, {bench.largest:,} users", "", f"{statistics.median(times):.1f} ms (p99 {percentile(times, 0.99):.1f})",
              "≤ 8 ms, p99 ≤ 16 ms", statistics.median(times) <= 8 and percentile(times, 0.99) <= 16)


def keys_during_sync(bench):
    home = bench.homes[bench.largest]
    with Terminal(home.command(), home.environment) as terminal:
        terminal.wait(FIRST_FRAME)
        terminal.press("2")
        terminal.wait(LIST)
        terminal.settle()
        top = terminal.cursor_row()
        terminal.press("R")
        times, end = [], time.perf_counter() + 2
        while time.perf_counter() < end:
            for key, row in (("j", top + 1), ("k", top)):
                terminal.press(key)
                times.append(terminal.wait(lambda: terminal.cursor_row() == row))
    bench.row(f"a key while {bench.largest:,} users are synchronised", "",
              f"{statistics.median(times):.1f} ms (p99 {percentile(times, 0.99):.1f}, {len(times)} keys)", "p99 ≤ 16 ms",
              percentile(times, 0.99) <= 16)


def idle(bench):
    home = bench.homes[bench.usual]
    counts = []
    with Terminal(home.command(), home.environment) as terminal:
        terminal.wait(FIRST_FRAME)
        for screen in "123456":
            terminal.press(screen)
            terminal.settle(1.5)
            before = terminal.wakeups()
            time.sleep(10)
            counts.append(sum(count - before.get(thread, 0) for thread, count in terminal.wakeups().items()))
    bench.row("wake-ups in 10 s, all threads, screens 1 to 6", "", " ".join(map(str, counts)), "0", not any(counts))


ROWS = [first_frame, open_list, one_row_down, search, keys_during_sync, idle]

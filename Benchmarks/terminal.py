"""A program in a pseudoterminal, read through a terminal emulator."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

import pyte


class Terminal:
    def __init__(self, command, environment, columns=120, rows=40):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.begun = time.perf_counter()
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.execvpe(command[0], command, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.bytes = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.process, signal.SIGTERM)
        while self.read(5):
            pass
        os.waitpid(self.process, 0)
        os.close(self.descriptor)

    @property
    def text(self):
        return "\n".join(self.screen.display)

    def read(self, seconds):
        """Reads once, if something comes within this time. Returns when it came, or None."""
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return None
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:
            return None
        moment = time.perf_counter()
        if not data:
            return None
        self.bytes += len(data)
        self.stream.feed(data)
        return moment

    def settle(self, seconds=0.15):
        """Reads until nothing comes for this time."""
        while self.read(seconds):
            pass

    def wait(self, is_shown, limit=60):
        """The milliseconds since the start or the last key until the screen is as wanted: a pattern, or a condition."""
        matches = is_shown if callable(is_shown) else lambda: re.search(is_shown, self.text)
        moment, end = time.perf_counter(), time.perf_counter() + limit
        while not matches():
            read = self.read(max(0, end - time.perf_counter()))
            if read is None:
                raise TimeoutError(f"The screen never was as wanted:\n{self.text}")
            moment = read
        return (moment - self.begun) * 1000

    def press(self, keys):
        self.bytes, self.begun = 0, time.perf_counter()
        os.write(self.descriptor, keys.encode())

    def cursor_row(self):
        return self.screen.cursor.y

    def peak_memory(self):
        """In MiB."""
        with open(f"/proc/{self.process}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))

    def wakeups(self):
        """For each thread of the process, how often it has waited."""
        counts = {}
        for thread in os.listdir(f"/proc/{self.process}/task"):
            with open(f"/proc/{self.process}/task/{thread}/status") as status:
                counts[thread] = next(int(line.split()[1]) for line in status if line.startswith("voluntary_ctxt_switches"))
        return counts

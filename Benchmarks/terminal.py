"""A program in a pseudoterminal, read through a terminal emulator."""
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

import pyte

# A moment, and the number of bytes that follow.
HEADER = struct.Struct("dI")


class Terminal:
    """The output is read by a process of its own, which notes when it came: the emulator takes milliseconds for a screen, and what comes
    meanwhile would seem to come later."""

    def __init__(self, command, environment, columns=120, rows=40):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = 0
        self.descriptor, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.output, output = os.pipe()
        self.reader = os.fork()
        if self.reader == 0:
            os.close(terminal)
            forward(self.descriptor, output)
        os.close(output)
        self.begun = time.perf_counter()
        self.process = os.fork()
        if self.process == 0:
            os.login_tty(terminal)
            os.execvpe(command[0], command, environment)
        os.close(terminal)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.process, signal.SIGTERM)
        while self.read(5):
            pass
        os.waitpid(self.process, 0)
        os.kill(self.reader, signal.SIGTERM)
        os.waitpid(self.reader, 0)
        os.close(self.descriptor)
        os.close(self.output)

    @property
    def text(self):
        return "\n".join(self.screen.display)

    def read(self, seconds):
        """Reads once, if something comes within this time. Returns when it came, or None."""
        if not select.select([self.output], [], [], seconds)[0]:
            return None
        header = self.exactly(HEADER.size)
        if not header:
            return None
        moment, count = HEADER.unpack(header)
        data = self.exactly(count)
        self.bytes += len(data)
        self.stream.feed(data)
        return moment

    def exactly(self, count):
        """This many bytes of the reader, or none at the end."""
        data = b""
        while len(data) < count and (more := os.read(self.output, count - len(data))):
            data += more
        return data if len(data) == count else b""

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


def forward(descriptor, output):
    """Reads the terminal until it is closed, and writes each piece to `output` with the moment when it came. Never returns."""
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:
            data = b""
        if not data:
            os._exit(0)
        os.write(output, HEADER.pack(time.perf_counter(), len(data)) + data)

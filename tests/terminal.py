"""A real pseudo-terminal with a program in it."""

import os
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are not to be had on Windows")

ROOT = Path(__file__).parent.parent
PATIENCE_S = 20
FULL_S = 0.3
DEMO = (sys.executable, "-m", "nessie_tui", "demo")
LISTED = b"events-hourly-s3"
"""A pipeline of the demo."""

# What a terminal is in while nothing was asked of it.
_ON_BY_ITSELF = {b"7", b"25"}
_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
_POINTER = re.compile(rb"\x1b\]22;([^\x07]*)\x07")


class End(NamedTuple):
    """How a program ended."""

    code: int
    """-n where signal n ended it."""
    cpu_s: float
    """What it took of the processor in its whole life."""


class Terminal:
    """A terminal in which a shell has started one program."""

    def __init__(self, master: int, slave: int, report: int) -> None:
        self._master = master
        self._slave = slave
        self._report = report
        self._heard = b""
        self._is_hung_up = False
        self.settings_before = self.settings()
        self.has_ended = False
        self.seen = b""
        self._forgotten = b""
        self.pid = int(self._next_report())

    def read_until(self, *expected: bytes) -> None:
        """Read until one of `expected` was written since `forget`, or the start."""
        self._read_while(
            lambda: not any(text in self.seen for text in expected), f"waited for {expected}"
        )

    def read_some(self) -> None:
        """Read what is there, or comes within a few milliseconds."""
        if select.select([self._master], [], [], 0.005)[0]:
            self.seen += os.read(self._master, 65536)

    def forget(self) -> None:
        self._forgotten += self.seen
        self.seen = b""

    def type(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def resize(self, rows: int, columns: int) -> None:
        termios.tcsetwinsize(self._master, (rows, columns))

    def send(self, number: int) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Go away, like a window that is closed."""
        self._is_hung_up = True
        os.close(self._master)

    def freeze(self) -> None:
        """Make the program draw, read nothing, and wait until no more fits into the terminal."""
        self.resize(400, 1000)
        until = time.monotonic() + PATIENCE_S
        full_since = None
        # The system moves what is written on to where it would be read, so it is full for moments.
        while full_since is None or time.monotonic() < full_since + FULL_S:
            assert time.monotonic() < until
            is_full = not select.select([], [self._slave], [], 0)[1]
            full_since = (full_since or time.monotonic()) if is_full else None
            time.sleep(0.01)

    def wait_until_stopped(self) -> None:
        """Read until the program sleeps as a stopped job."""
        assert self._next_report() == "stopped"

    def wait(self, *, reads: bool = True) -> End:
        """Wait for the end, and read what is drawn meanwhile unless not `reads`."""
        code, cpu_s = self._next_report(reads=reads).split()
        self.has_ended = True
        while not self._is_hung_up and select.select([self._master], [], [], 0)[0]:
            self.seen += os.read(self._master, 65536)
        return End(int(code), float(cpu_s))

    def settings(self) -> list:
        """Return the system's side of the terminal: echo, lines, signals by keys."""
        return termios.tcgetattr(self._slave)

    def is_as_before(self) -> bool:
        """Whether the program left no trace in the terminal, as far as its output was seen."""
        return not self.modes_left_on() and self.settings() == self.settings_before

    def modes_left_on(self) -> set[bytes]:
        """Return what the program asked of the terminal and did not take back."""
        written = self._forgotten + self.seen
        state = dict(_MODE.findall(written))
        left = {mode for mode, to in state.items() if (to == b"h") != (mode in _ON_BY_ITSELF)}
        if written.count(b"\x1b[<u") < len(re.findall(rb"\x1b\[>\d+u", written)):
            left.add(b"keyboard")
        return left | {shape for shape in _POINTER.findall(written)[-1:] if shape}

    def thread_count(self) -> int:
        """Count the program's threads; 0 where the system does not say."""
        tasks = Path(f"/proc/{self.pid}/task")
        return len(list(tasks.iterdir())) if tasks.exists() else 0

    def cpu_s(self) -> float:
        """Return what it took of the processor so far; infinite where the system does not say."""
        stat = Path(f"/proc/{self.pid}/stat")
        if not stat.exists():
            return float("inf")
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def _next_report(self, *, reads: bool = True) -> str:
        self._read_while(lambda: b"\n" not in self._heard, "waited for the program", reads=reads)
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def _read_while(self, goes_on: Callable[[], bool], what: str, *, reads: bool = True) -> None:
        until = time.monotonic() + PATIENCE_S
        sources = [self._report]
        if reads and not self._is_hung_up:
            sources.append(self._master)
        while goes_on():
            ready, _, _ = select.select(sources, [], [], max(0, until - time.monotonic()))
            assert ready, f"{what}, saw {self.seen[-2000:]!r}"
            if self._report in ready:
                self._heard += os.read(self._report, 4096)
            if self._master in ready:
                self.seen += os.read(self._master, 65536)


@contextmanager
def running(
    *command: str, rows: int = 30, columns: int = 100, **environment: str
) -> Iterator[Terminal]:
    """Run `command` in a terminal of its own."""
    master, slave = pty.openpty()
    report, reporting = os.pipe()
    termios.tcsetwinsize(slave, (rows, columns))
    paths = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    shell = subprocess.Popen(
        [sys.executable, "-I", "-S", ROOT / "tests" / "job.py", str(reporting), *command],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, **paths, **environment},
        pass_fds=[reporting],
        cwd=ROOT,
    )
    os.close(reporting)
    terminal = None
    try:
        terminal = Terminal(master, slave, report)
        yield terminal
    finally:
        if terminal is not None and not terminal.has_ended:
            os.kill(terminal.pid, signal.SIGKILL)
        shell.kill()
        shell.wait()
        for descriptor in (slave, report):
            os.close(descriptor)
        if terminal is None or not terminal._is_hung_up:
            os.close(master)

"""The screens in a process of their own, on a real pseudo-terminal."""

import os
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are not to be had on Windows")

PATIENCE_S = 20
LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"
MOUSE_WANTED = b"\x1b[?1000h"


class Terminal:
    """A terminal with a program in it."""

    def __init__(self, master: int, process: subprocess.Popen) -> None:
        self._master = master
        self.process = process
        self.seen = b""

    def read_until(self, *expected: bytes) -> None:
        """Read until one of `expected` was written since the start."""
        until = time.monotonic() + PATIENCE_S
        while not any(text in self.seen for text in expected):
            ready, _, _ = select.select([self._master], [], [], until - time.monotonic())
            assert ready, f"waited for {expected}, saw {self.seen[-2000:]!r}"
            self.seen += os.read(self._master, 65536)

    def type(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def modes(self) -> list:
        return termios.tcgetattr(self._master)


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (30, 100))
    process = subprocess.Popen(
        [sys.executable, "-m", "nessie_tui", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color", **environment},
    )
    try:
        yield Terminal(master, process)
    finally:
        process.kill()
        process.wait()
        os.close(master)
        os.close(slave)


@pytest.mark.parametrize("key", [b"q", b"\x03"], ids=["q", "ctrl+c"])
def test_the_demo_opens_and_leaves_the_terminal_as_it_was(key):
    with running("demo") as terminal:
        modes = terminal.modes()
        terminal.read_until(b"events-hourly-s3")
        assert terminal.modes() != modes
        terminal.type(key)
        terminal.read_until(LEFT_ALTERNATE_SCREEN)
        assert terminal.process.wait(PATIENCE_S) == 0
        assert terminal.modes() == modes
        assert MOUSE_WANTED in terminal.seen


def test_the_mouse_can_be_left_to_the_terminal():
    with running("--no-mouse", "demo") as terminal:
        terminal.read_until(b"events-hourly-s3")
        assert MOUSE_WANTED not in terminal.seen


def test_without_a_profile_the_welcome_screen_opens():
    with running("--ascii") as terminal:
        terminal.read_until(b"add a profile")


def test_an_empty_no_color_means_nothing():
    with running("demo", NO_COLOR="") as terminal:
        terminal.read_until(b"events-hourly-s3")
        assert b"38;" in terminal.seen

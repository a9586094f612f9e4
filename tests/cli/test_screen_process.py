"""The screens in a process of their own, on a real pseudo-terminal."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from terminal import DEMO, LISTED, PATIENCE_S, Terminal, running

NESSIE = DEMO[:-1]
LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"
MOUSE_WANTED = b"\x1b[?1000h"

# A name server that never answers, as a program sees it: the look-up does not return.
SILENT_NAME_SERVER = """
import socket, sys, time
asked = sys.argv.pop(1)
def getaddrinfo(*_, **__):
    open(asked, "w").close()
    time.sleep(60)
socket.getaddrinfo = getaddrinfo
from nessie_tui.__main__ import main
main()
"""

# A bug: what is asked of the project fails as no request does.
BROKEN = """
import sys
from dataclasses import replace
import click
from nessie_tui.cli.demo import DEMO_PROFILE, demo_origin
from nessie_tui.cli.screen import open_screen

def connect(profile):
    raise ZeroDivisionError("a bug")

@click.command()
@click.pass_context
def broken(ctx):
    open_screen(ctx, DEMO_PROFILE, demo=replace(demo_origin(), connect=connect))

sys.exit(broken.main(standalone_mode=False))
"""


@pytest.mark.parametrize("key", [b"q", b"\x03"], ids=["q", "ctrl+c"])
def test_the_demo_opens_and_leaves_the_terminal_as_it_was(key):
    with running(*DEMO) as terminal:
        terminal.read_until(LISTED)
        assert not terminal.is_as_before()
        since = time.monotonic()
        terminal.type(key)
        assert terminal.wait().code == 0
        print(f"ended after {time.monotonic() - since:.2f} s")
        assert terminal.is_as_before()
        assert MOUSE_WANTED in terminal.seen


def test_the_mouse_can_be_left_to_the_terminal():
    with running(*NESSIE, "--no-mouse", "demo") as terminal:
        terminal.read_until(LISTED)
        assert MOUSE_WANTED not in terminal.seen


def test_without_a_profile_the_welcome_screen_opens():
    with running(*NESSIE, "--ascii") as terminal:
        terminal.read_until(b"add a profile")


def test_an_empty_no_color_means_nothing():
    with running(*DEMO, NO_COLOR="") as terminal:
        terminal.read_until(LISTED)
        assert b"38;" in terminal.seen


@contextmanager
def waiting_for_a_name(asked) -> Iterator[Terminal]:
    environment = {"MP_USERNAME": "u", "MP_SECRET": "s", "MP_PROJECT_ID": "1", "MP_REGION": "us"}
    command = (sys.executable, "-c", SILENT_NAME_SERVER, str(asked), "--profile", "env")
    with running(*command, **environment) as terminal:
        terminal.read_until(b"Loading")
        until = time.monotonic() + PATIENCE_S
        while not asked.exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        yield terminal


def test_a_name_server_that_never_answers_does_not_keep_it_alive(tmp_path):
    with waiting_for_a_name(tmp_path / "asked") as terminal:
        since = time.monotonic()
        terminal.type(b"q")
        assert terminal.wait().code == 0
        print(f"ended after {time.monotonic() - since:.2f} s")
        assert time.monotonic() - since < 5
        assert terminal.is_as_before()


def test_who_does_not_want_to_wait_for_the_name_server_interrupts(tmp_path):
    with waiting_for_a_name(tmp_path / "asked") as terminal:
        since = time.monotonic()
        terminal.type(b"q")
        terminal.read_until(LEFT_ALTERNATE_SCREEN)
        with suppress(ProcessLookupError):
            while time.monotonic() < since + PATIENCE_S:
                terminal.send(signal.SIGINT)
                time.sleep(0.05)
        assert terminal.wait().code == 128 + signal.SIGINT
        print(f"ended after {time.monotonic() - since:.2f} s")
        assert time.monotonic() - since < 1.5
        assert terminal.is_as_before()


def test_a_bug_ends_it_with_an_exit_code_that_says_so():
    with running(sys.executable, "-c", BROKEN) as terminal:
        assert terminal.wait().code == 1
        assert b"ZeroDivisionError" in terminal.seen
        assert terminal.is_as_before()


@pytest.mark.parametrize("elsewhere", ["</dev/null", "2>error"])
def test_without_a_terminal_it_says_so_in_one_line(elsewhere, tmp_path):
    shell = ("/bin/sh", "-c", f'cd "$HOME" && exec "$@" {elsewhere}', "sh")
    with running(*shell, *DEMO) as terminal:
        assert terminal.wait().code == 2
        error = tmp_path / "error"
        said = error.read_bytes() if error.exists() else terminal.seen
        assert said.startswith(b"nessie-tui: a terminal is needed to open the screens.")
        assert said.count(b"\n") == 1
        assert terminal.is_as_before()

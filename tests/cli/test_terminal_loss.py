"""The program when it is killed, stopped, or loses its terminal."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from terminal import DEMO, LISTED, End, Terminal, running

SOON_S = 5
"""Generous: three seconds are aimed at, and a busy machine is slow."""
LITTLE_CPU_S = 1.5

IGNORING_HANGUPS = ("/bin/sh", "-c", """trap '' HUP; exec "$@" """, "sh", *DEMO)
HELP = b" Help "

# The keys that open it, what is seen then, and the key that leads back to the table.
SCREENS = {
    "table": (b"", LISTED, b""),
    "help": (b"?", HELP, b"?"),
    "filter": (b"/no", b"/no", b"\x1b"),
}
ENDING = [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT]

every_screen = pytest.mark.parametrize("screen", SCREENS)


@contextmanager
def showing(screen: str, *command: str) -> Iterator[Terminal]:
    keys, sight, _ = SCREENS[screen]
    with running(*(command or DEMO)) as terminal:
        terminal.read_until(LISTED)
        terminal.type(keys)
        terminal.read_until(sight)
        assert not terminal.is_as_before()
        yield terminal


def ends_soon(terminal: Terminal, what, *, reads: bool = True) -> End:
    cpu_s, since = terminal.cpu_s(), time.monotonic()
    what()
    end = terminal.wait(reads=reads)
    took_s, took_cpu_s = time.monotonic() - since, end.cpu_s - cpu_s
    print(f"exit code {end.code} after {took_s:.2f} s and {took_cpu_s:.2f} s of CPU")
    assert took_s < SOON_S
    assert took_cpu_s < LITTLE_CPU_S
    return end


def can_be_used(terminal: Terminal, screen: str) -> None:
    back = SCREENS[screen][2]
    if back:
        terminal.forget()
        terminal.type(back)
        terminal.read_until(LISTED)
    terminal.type(b"?")
    terminal.read_until(HELP)
    terminal.forget()
    terminal.type(b"?")
    terminal.read_until(LISTED)
    assert ends_soon(terminal, lambda: terminal.type(b"q")).code == 0
    assert terminal.is_as_before()


@every_screen
@pytest.mark.parametrize("number", ENDING)
def test_a_signal_ends_it_and_leaves_a_clean_terminal(number, screen):
    with showing(screen) as terminal:
        assert ends_soon(terminal, lambda: terminal.send(number)).code == 128 + number
        assert terminal.is_as_before()


@every_screen
@pytest.mark.parametrize("command", [DEMO, IGNORING_HANGUPS], ids=["plain", "nohup"])
def test_it_ends_with_its_terminal(command, screen):
    with showing(screen, *command) as terminal:
        assert ends_soon(terminal, terminal.hang_up).code == 128 + signal.SIGHUP


@every_screen
def test_a_terminal_that_nobody_reads_does_not_keep_it_alive(screen):
    with showing(screen) as terminal:
        terminal.freeze()
        end = ends_soon(terminal, lambda: terminal.send(signal.SIGTERM), reads=False)
        assert end.code == 128 + signal.SIGTERM
        assert terminal.is_as_before()


@every_screen
def test_it_goes_on_after_it_was_stopped_without_notice(screen):
    with showing(screen) as terminal:
        threads = terminal.thread_count()
        for _ in range(3):
            terminal.send(signal.SIGSTOP)
            terminal.wait_until_stopped()
            terminal.forget()
            terminal.send(signal.SIGCONT)
            terminal.read_until(SCREENS[screen][1])
        assert terminal.thread_count() == threads
        can_be_used(terminal, screen)


@every_screen
def test_continuing_what_was_not_stopped_only_draws_it_again(screen):
    with showing(screen) as terminal:
        threads = terminal.thread_count()
        terminal.forget()
        terminal.send(signal.SIGCONT)
        terminal.read_until(SCREENS[screen][1])
        assert terminal.thread_count() == threads
        can_be_used(terminal, screen)


@every_screen
def test_a_job_put_aside_gives_the_terminal_back_and_takes_it_again(screen):
    with showing(screen) as terminal:
        threads = terminal.thread_count()
        terminal.send(signal.SIGTSTP)
        terminal.wait_until_stopped()
        assert terminal.is_as_before()
        terminal.forget()
        terminal.send(signal.SIGCONT)
        terminal.read_until(SCREENS[screen][1])
        assert terminal.thread_count() == threads
        can_be_used(terminal, screen)


def test_a_stopped_job_that_is_killed_leaves_the_terminal_alone():
    with showing("table") as terminal:
        terminal.send(signal.SIGTSTP)
        terminal.wait_until_stopped()
        terminal.forget()
        terminal.send(signal.SIGTERM)
        end = ends_soon(terminal, lambda: terminal.send(signal.SIGCONT))
        assert end.code == 128 + signal.SIGTERM
        assert not terminal.seen
        assert terminal.is_as_before()

"""The screens on terminals of every size, on a real one."""

import random

import pytest
from terminal import DEMO, LISTED, running

TOO_SMALL = b"Terminal too"
DRAWN = b"\x1b["
STARTED = b"\x1b[?2004h"
"""The last that Textual asks of a terminal when it starts."""

# Rows, columns, and what must be seen.
SIZES = [
    (1, 1, DRAWN),
    (0, 0, DRAWN),
    (2, 2, DRAWN),
    (5, 20, TOO_SMALL),
    (1, 300, TOO_SMALL),
    (24, 1, DRAWN),
    (400, 1000, LISTED),
]


@pytest.mark.parametrize(("rows", "columns", "sight"), SIZES)
def test_it_lives_on_a_terminal_of_any_size(rows, columns, sight):
    with running(*DEMO) as terminal:
        terminal.read_until(LISTED)
        terminal.forget()
        terminal.resize(rows, columns)
        terminal.read_until(sight)
        terminal.resize(30, 100)
        terminal.read_until(LISTED)
        terminal.type(b"q")
        assert terminal.wait().code == 0
        assert terminal.is_as_before()


@pytest.mark.parametrize(("rows", "columns", "sight"), SIZES)
def test_it_starts_on_a_terminal_of_any_size(rows, columns, sight):
    with running(*DEMO, rows=rows, columns=columns) as terminal:
        terminal.read_until(STARTED)
        terminal.read_until(sight)
        terminal.type(b"q")
        assert terminal.wait().code == 0
        assert terminal.is_as_before()


def test_three_hundred_sizes_in_a_row_do_no_harm():
    sizes = random.Random(1)  # noqa: S311 - the same storm in every run
    with running(*DEMO) as terminal:
        terminal.read_until(LISTED)
        for _ in range(300):
            terminal.resize(sizes.randrange(60), sizes.randrange(200))
            terminal.read_some()
        terminal.forget()
        terminal.resize(30, 100)
        terminal.read_until(LISTED)
        terminal.type(b"q")
        assert terminal.wait().code == 0
        assert terminal.is_as_before()

from datetime import date, timedelta
from itertools import pairwise, permutations, product
from zoneinfo import ZoneInfo

import pytest
from dated import task_of, tasks_of_units
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.cells import (
    MISSING,
    Cells,
    UnitRange,
    paint_cells,
    repaint_cells,
    runs,
)
from nessie_tui.model.date_index import index_dates
from nessie_tui.model.state import STATES
from nessie_tui.model.task import Task
from nessie_tui.model.unit import UnitKind, Units

UNITS = Units(UnitKind.DAY, ZoneInfo("US/Pacific"))
FIRST = date(2026, 11, 1).toordinal()
DAY = UNITS.start(FIRST)
HOUR = timedelta(hours=1)


def painted(tasks: list[Task], count: int = 5, synced: tuple[UnitRange, ...] = ()) -> Cells:
    span = UnitRange(FIRST, FIRST + count - 1)
    return paint_cells(index_dates(tasks, UNITS), synced, span)


def words(cells: Cells) -> list[str]:
    return [cells.words[code] for code in cells.codes]


@given(st.lists(st.booleans()), st.integers(-5, 5))
def test_runs_lose_no_cell_and_double_none(marks, first):
    found = runs(b"\x01+", bytes(marks), first)
    told = [unit for run in found for unit in range(run.first, run.last + 1)]
    assert told == [place + first for place, marked in enumerate(marks) if marked]
    assert all(one.last + 1 < two.first for one, two in pairwise(found))


@given(st.integers(-3, 8), st.integers(-3, 8), st.integers(-3, 8), st.integers(-3, 8))
def test_what_lies_outside_is_left_out(begin, end, first_synced, last_synced):
    task = task_of(UNITS.start(FIRST + begin), end=UNITS.start(FIRST + max(begin, end)))
    synced = UnitRange(FIRST + first_synced, FIRST + last_synced)
    cells = painted([task], synced=(synced,))
    assert len(cells.codes) == len(cells.attempts) == len(cells.landed) == len(cells.synced) == 5
    covered = [begin <= place <= max(begin, end) for place in range(5)]
    assert list(cells.attempts) == list(cells.landed) == list(map(int, covered))
    assert list(cells.synced) == [first_synced <= place <= last_synced for place in range(5)]


@pytest.mark.parametrize("widths", product((1, 2), repeat=2), ids=str)
def test_of_two_tasks_one_decides_however_many_dates_they_export(widths):
    order = ("succeeded", "running", "pending")
    for states in permutations([*STATES, "odd"], 2):
        tasks = [
            task_of(DAY, state, end=UNITS.start(FIRST + width - 1), finished=finish)
            for state, width, finish in zip(states, widths, (DAY, DAY + HOUR), strict=True)
        ]
        newest = states[1]  # finished an hour later
        expected = next((word for word in order if word in states), newest)
        assert words(painted(tasks, count=1)) == words(painted(tasks[::-1], count=1)) == [expected]


def test_a_span_that_ends_before_it_begins_has_no_cells():
    cells = painted(tasks_of_units(UNITS, FIRST, "sss"), count=0)
    assert words(cells) == []
    assert painted([], count=-10).codes == b""


def test_a_tasks_own_word_is_none_of_ours():
    tasks = tasks_of_units(UNITS, FIRST, ["missing", "not_reported", "succeeded", ""])
    cells = painted(tasks)
    assert words(cells) == ["missing", "not_reported", "succeeded", "missing", "missing"]
    assert runs(b"\x00+", cells.codes, 0) == (UnitRange(3, 4),)  # what nothing covers


def test_of_thousands_of_unknown_words_one_speaks_for_the_rest_and_the_known_stay_known():
    unknown = [f"word {number}" for number in range(3_000)]
    known = list(STATES)
    cells = painted(tasks_of_units(UNITS, FIRST, [*unknown, *known]), 3_000 + len(known) + 1)
    told = words(cells)
    assert told[-1] == MISSING
    assert told[3_000:-1] == known
    assert set(told[:3_000]) <= set(unknown)
    assert len(set(told[:3_000])) > 200
    index = index_dates([task_of(DAY, "yet another")], UNITS)
    assert words(repaint_cells(cells, index, {FIRST}))[0] in unknown


def test_hundreds_of_attempts_at_one_date_are_counted():
    tasks = [task_of(DAY) for _ in range(300)]
    wide = [task_of(DAY, end=UNITS.start(FIRST + 1)) for _ in range(300)]
    cells = painted([*tasks, *wide])
    assert list(cells.attempts) == [600, 300, 0, 0, 0]
    assert list(cells.landed) == [255, 255, 0, 0, 0]


def test_what_is_painted_anew_shows_what_lay_beneath():
    wide = task_of(DAY, "failed", end=UNITS.start(FIRST + 2))
    single, synced = task_of(UNITS.start(FIRST + 1)), UnitRange(FIRST + 2, FIRST + 3)
    before = painted([wide, single], synced=(synced,))
    assert words(before) == ["failed", "succeeded", "failed", "succeeded", "missing"]
    index = index_dates([wide, task_of(UNITS.start(FIRST + 3), "running")], UNITS)
    after = repaint_cells(before, index, {FIRST + 1, FIRST + 3, FIRST + 99})
    assert words(after) == ["failed", "failed", "failed", "running", "missing"]
    assert list(after.attempts) == [1, 1, 1, 1, 0]
    assert list(after.landed) == [0, 0, 0, 0, 0]

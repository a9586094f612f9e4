from datetime import UTC, datetime
from itertools import pairwise

import pytest

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.query import TaskQuery, select
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.model.task import Task, keyed
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present.column import COLUMNS, GAP_CELLS, fitting
from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import Tone
from nessie_tui.present.wording import Wording

WORDING = Wording(datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC))
DAY = WireTime("2026-11-20T00:00:00-08:00")


def titles(columns):
    return [column.title for column in columns]


def needed_cells(columns):
    return sum(column.width_cells for column in columns) + GAP_CELLS * (len(columns) - 1)


def cells(task, *others, wording=WORDING):
    attempts = Attempts([task, *others])
    return {column.title: column.cell(task, attempts, wording) for column in COLUMNS}


def test_columns_go_one_by_one_the_least_telling_first():
    shown = [titles(fitting(width)) for width in range(needed_cells(COLUMNS), 0, -1)]
    everything = shown[0]
    steps = [before for before, after in pairwise(shown) if before != after]
    gone = [(set(before) - set(after)).pop() for before, after in pairwise([*steps, shown[-1]])]
    assert everything == ["State", "From", "To", "Run at", "Finished", "Attempt"]
    assert gone == ["Attempt", "Run at", "To", "Finished"]


@pytest.mark.parametrize("width", range(-5, 120))
def test_what_is_shown_fits_and_state_and_date_always_stay(width):
    columns = fitting(width)
    assert titles(columns[:2]) == ["State", "From"]
    assert len(columns) == 2 or needed_cells(columns) <= width
    assert list(columns) == [column for column in COLUMNS if column in columns]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.title)
def test_a_column_orders_by_a_field_that_tasks_have(column):
    tasks = keyed([Task()])
    if column.order_by is not None:
        assert hasattr(Task(), column.order_by)
        assert select(tasks, TaskQuery(order_by=column.order_by)) == tasks


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("state", STATES)
def test_a_known_state_fits_with_glyph_and_word(state, ascii_only):
    wording = Wording(WORDING.now, ascii_only=ascii_only)
    cell = cells(Task(state=state), wording=wording)["State"]
    assert width_cells(cell.text) <= COLUMNS[0].width_cells
    assert cell.text.endswith(state.replace("_", " "))
    assert cell.text.isascii() or not ascii_only


def test_an_unknown_state_keeps_its_word_and_none_says_so():
    assert cells(Task(state=TaskState("skipped")))["State"].text == "? skipped"
    assert cells(Task())["State"].text == "? no state"


def test_the_cells_of_a_task():
    task = Task(
        "events",
        TaskState("failed"),
        WireTime("2026-11-21T00:30:00-08:00"),
        WireTime("2026-11-23T12:08:29-08:00"),
        DAY,
        DAY,
    )
    row = cells(task)
    assert {title: cell.text for title, cell in row.items()} == {
        "State": "✗ failed",
        "From": "Fri 20 Nov",
        "To": "Fri 20 Nov",
        "Run at": "21 Nov 00:30",
        "Finished": "4 m ago",
        "Attempt": "1",
    }
    assert row["To"].tone is Tone.MUTED, "it says the same again"


def test_the_midnight_run_of_an_hourly_pipeline_says_its_hour():
    midnight = Task(from_date=DAY, to_date=DAY)
    one = WireTime("2026-11-20T01:00:00-08:00")
    row = cells(midnight, Task(from_date=one, to_date=one))
    assert (row["From"].text, row["To"].text) == ("20 Nov 00h", "20 Nov 00h")


def test_an_end_that_differs_is_not_muted():
    row = cells(Task(from_date=DAY, to_date=WireTime("2026-11-22T00:00:00-08:00")))
    assert row["To"].text == "Sun 22 Nov"
    assert row["To"].tone is Tone.PLAIN


@pytest.mark.parametrize(
    ("place", "of", "words"),
    [(1, 2, "1 of 2"), (3, 3, "3 of 3"), (2, 10, "2 of 10"), (10, 12, "10/12"), (7, 100, "7/100")],
)
def test_attempts_are_counted_from_the_oldest_and_never_cut(place, of, words):
    tried = [
        Task(
            from_date=DAY,
            to_date=DAY,
            last_finish=WireTime(f"2026-11-21T00:{n // 60:02}:{n % 60:02}Z"),
        )
        for n in range(of)
    ]
    task = tried.pop(place - 1)
    shown = cells(task, *reversed(tried))["Attempt"].text
    assert shown == words
    assert len(shown) <= COLUMNS[-1].width_cells

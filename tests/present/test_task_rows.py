from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.query import TaskQuery, select
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present.task_rows import TaskRows, read_rows, requery

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ALL = TaskQuery()
FAILED_ONLY = TaskQuery(state=TaskState("failed"))


def task(state, day=20, **times):
    date = WireTime(f"2026-11-{day:02}")
    return Task("events", TaskState(state), from_date=date, to_date=date, **times)


def snapshot(*tasks):
    return TaskSnapshot("events", NOW, TaskReading(count_states(tasks), tuple(tasks)))


def rows_of(*readings, query=ALL):
    """Read one after the other."""
    rows = None
    for tasks in readings:
        rows = read_rows(snapshot(*tasks), rows, query)
    return rows


def changed_days(rows):
    return sorted(int(key.from_date[-2:]) for key in rows.changed)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ([task("running", 20)], [task("succeeded", 20)], [20]),
        ([task("running", 20)], [task("running", 20)], []),
        ([], [task("pending", 21)], [21]),
        ([task("failed", 20)], [], []),
        # Another finish is no other state.
        ([task("failed", 20)], [task("failed", 20, last_finish=WireTime("2026-11-21"))], []),
        # In another order nothing changed.
        ([task("failed", 20), task("running", 19)], [task("running", 19), task("failed", 20)], []),
        (
            [task("running", 20), task("failed", 19)],
            [task("succeeded", 20), task("failed", 19), task("pending", 21)],
            [20, 21],
        ),
        # Another attempt at the same dates is new; the one before it is what it was.
        ([task("retried", 20)], [task("retried", 20), task("running", 20)], [20]),
    ],
)
def test_what_changed_between_two_readings(before, after, changed):
    assert changed_days(rows_of(before, after)) == changed


def test_the_first_reading_marks_nothing():
    assert not rows_of([task("failed"), task("running", 21)]).changed


def test_what_changed_is_marked_until_the_next_reading_only():
    running, done = [task("running")], [task("succeeded")]
    assert rows_of(running, done).changed
    assert not rows_of(running, done, done).changed


def test_a_snapshot_of_counts_has_no_rows():
    counted = TaskSnapshot("events", NOW, TaskReading({TaskState("failed"): 3}, None))
    assert not read_rows(counted, None, ALL).all


def test_the_query_is_applied_to_every_reading():
    rows = rows_of([task("failed", 20), task("running", 19)], query=FAILED_ONLY)
    assert [task.state for task in rows.shown.values()] == ["failed"]
    assert len(rows.all) == 2


def test_another_query_shows_other_rows_of_the_same_tasks():
    rows = rows_of([task("failed", 20), task("running", 19)])
    filtered = requery(rows, FAILED_ONLY)
    assert filtered.all is rows.all
    assert len(filtered.shown) == 1
    assert requery(filtered, FAILED_ONLY) is filtered, "and the same query costs nothing"


def test_the_same_reading_under_another_query_is_shown_in_that():
    before = rows_of([task("failed", 20), task("running", 19)])
    after = read_rows(snapshot(*before.all.values()), before, FAILED_ONLY)
    assert [task.state for task in after.shown.values()] == ["failed"]


@pytest.mark.parametrize(
    ("state", "other", "is_problem"),
    [
        ("failed", None, True),
        ("failed", "succeeded", False),
        ("failed", "running", True),
        ("skipped", None, True),
        ("retried", None, False),
        ("canceled", None, False),
        ("succeeded", "failed", False),
    ],
)
def test_which_rows_deserve_a_look(state, other, is_problem):
    rows = rows_of([task(state), *([] if other is None else [task(other)])])
    row = next(row for row in rows.all.values() if row.state == state)
    assert rows.attempts.is_outstanding(row) is is_problem


def test_nothing_is_shown_of_nothing():
    assert not TaskRows().shown
    assert not requery(TaskRows(), FAILED_ONLY).shown


tasks = st.builds(
    task,
    st.sampled_from([*STATES, "skipped"]),
    st.integers(1, 4),
    last_finish=st.sampled_from(["", "2026-11-21", "2026-11-22"]).map(WireTime),
)
queries = st.sampled_from(
    [ALL, FAILED_ONLY, TaskQuery("2026-11-02"), TaskQuery(problems_only=True, order_by="state")]
)
readings = st.lists(tasks, max_size=10)


@given(readings, readings, queries)
def test_the_rows_are_exactly_the_tasks_of_the_newest_reading(before, after, query):
    rows = rows_of(before, after, query=query)
    assert Counter(map(repr, rows.all.values())) == Counter(map(repr, after))
    assert list(rows.shown.items()) == list(select(rows.all, query).items())
    assert rows.query == query
    for row in rows.all.values():
        assert any(attempt is row for attempt in rows.attempts.of(row))


@given(readings, readings)
def test_changed_is_what_is_new_or_in_another_state_and_nothing_else(before, after):
    old, new = rows_of(before), rows_of(before, after)
    assert new.changed == {
        key for key, row in new.all.items() if key not in old.all or old.all[key].state != row.state
    }

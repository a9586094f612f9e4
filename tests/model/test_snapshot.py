from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.snapshot import (
    TaskReading,
    TaskSnapshot,
    count_states,
    in_order,
    problem_count,
)
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.model.task import Task

words = st.sampled_from([*STATES, "zebra", "apple", ""]).map(TaskState)


def snapshot(counts: dict[str, int]) -> TaskSnapshot:
    reading = TaskReading({TaskState(word): count for word, count in counts.items()}, None)
    return TaskSnapshot("events", datetime(2026, 11, 24, tzinfo=UTC), reading)


@given(st.lists(st.builds(Task, state=words)))
def test_every_task_is_counted_once(tasks):
    counts = count_states(tasks)
    assert sum(counts.values()) == len(tasks)
    assert all(counts[state] == sum(t.state == state for t in tasks) for state in counts)


@given(st.dictionaries(words, st.integers(0, 9)))
def test_counts_come_in_one_order(counts):
    ordered = in_order(counts)
    assert ordered == counts
    known = [state for state in STATES if state in counts]
    assert list(ordered) == known + sorted(set(counts) - set(STATES))


@pytest.mark.parametrize(
    ("counts", "is_settled", "problems"),
    [
        ({}, True, 0),
        ({"succeeded": 169, "retried": 4, "canceled": 9}, True, 0),
        ({"succeeded": 1, "running": 1}, False, 0),
        ({"succeeded": 1, "pending": 0}, True, 0),
        ({"failed": 2, "timed_out": 1, "succeeded": 5}, True, 3),
        ({"skipped": 2}, False, 2),
    ],
)
def test_what_counts_say(counts, is_settled, problems):
    reading = snapshot(counts)
    assert reading.is_settled is is_settled
    assert problem_count(reading.counts) == problems


def test_a_summary_has_counts_and_no_tasks():
    summary = snapshot({"failed": 1})
    assert summary.tasks is None
    assert summary.counts == {"failed": 1}

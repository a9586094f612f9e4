from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.snapshot import (
    TaskReading,
    TaskSnapshot,
    count_states,
    in_order,
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


def test_a_summary_has_counts_and_no_tasks():
    summary = snapshot({"failed": 1})
    assert summary.tasks is None
    assert summary.counts == {"failed": 1}

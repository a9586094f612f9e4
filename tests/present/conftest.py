"""Readings to make words of."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime

NOW = datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC)


def task(state="succeeded", day=20):
    date = WireTime(f"2026-11-{day:02}T00:00:00-08:00")
    return Task("events", TaskState(state), date, WireTime(""), date, date)


def reading(pipeline, *tasks):
    return TaskSnapshot(pipeline, NOW, TaskReading(count_states(tasks), tuple(tasks)))


def counts(pipeline, **states):
    of_states = {TaskState(state): count for state, count in states.items()}
    return TaskSnapshot(pipeline, NOW, TaskReading(of_states, None))


def listing(*names):
    return PipelineListing(NOW, tuple(Pipeline(name) for name in names))


@pytest.fixture
def make():
    """Give the builders of this file by name."""
    return SimpleNamespace(task=task, reading=reading, counts=counts, listing=listing)

"""Pipelines whose dates are known, and how they stand; the project is in US/Pacific."""

from datetime import UTC, datetime

from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present.project_view import ProjectView

NOW = datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC)  # past noon in US/Pacific
DAILY = Pipeline("daily", frequency="daily")
HOURLY = Pipeline("hourly", frequency="hourly")
PEOPLE = Pipeline("people-daily", frequency="daily")
BACKFILL = Pipeline("2024-backfill", frequency="daily", dispatcher="backfill")


def exported(state, begin, end=None, finish=""):
    date = begin if len(begin) > 10 else f"{begin}T00:00:00-08:00"
    last = f"{end}T00:00:00-08:00" if end else date
    return Task(
        "daily",
        TaskState(state),
        last_finish=WireTime(finish),
        from_date=WireTime(date),
        to_date=WireTime(last),
    )


def days(first, last, state="succeeded"):
    return [exported(state, f"2026-11-{day:02}") for day in range(first, last + 1)]


def hours(first, last, state="succeeded"):
    return [exported(state, f"2026-11-23T{hour:02}:00:00-08:00") for hour in range(first, last + 1)]


def standing(pipeline, *tasks, others=None):
    view = ProjectView(zone="US/Pacific")
    names = (pipeline, *(Pipeline(name) for name in others or {}))
    view.take_listing(PipelineListing(NOW, names))
    reading = TaskReading(count_states(tasks), tuple(tasks))
    view.take_tasks(TaskSnapshot(pipeline.name, NOW, reading))
    for name, state in (others or {}).items():
        running = TaskReading({TaskState(state): 1}, None)
        view.take_counts(TaskSnapshot(name, NOW, running))
    return view.standing(pipeline.name, NOW)

"""Pipelines of whose dates something is known, for the tests of what is said and drawn of them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.state import TaskState
from nessie_tui.model.survey import Evidence, Survey, survey
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import SyncDay
from nessie_tui.model.timestamp import NO_TIME, WireTime

NOW = datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC)
PACIFIC = "US/Pacific"


def export(state: str, first: str, last: str = "", finished: str = "") -> Task:
    """Return a task over days (``2026-11-20``) or hours (``2026-11-20T05:00:00-08:00``)."""
    ended = WireTime(finished) if finished else NO_TIME
    begin, end = WireTime(first), WireTime(last or first)
    return Task("events", TaskState(state), begin, ended, begin, end)


def hour(text: str) -> str:
    """Return an hour of the project, ``2026-11-20 05``, as it is written; the first of two."""
    start = datetime.fromisoformat(f"{text}:00").replace(tzinfo=ZoneInfo(PACIFIC))
    return start.isoformat()


def surveyed(
    *tasks: Task,
    frequency: str = "daily",
    name: str = "events-daily",
    dispatcher: str = "",
    sync_days: tuple[SyncDay, ...] = (),
    zone: str = PACIFIC,
    now: datetime = NOW,
) -> Survey:
    pipeline = Pipeline(name, frequency=frequency, dispatcher=dispatcher)
    return survey(Evidence(pipeline, tasks, sync_days, zone), now)


def long_history(hours: int) -> Survey:
    """Return so many hours up to now in a few wide tasks, one hour in a thousand failed."""
    end = NOW.replace(minute=0, second=0) - timedelta(hours=1)
    first = (end - timedelta(hours=hours - 1)).isoformat()
    failed = (
        export("failed", (end - timedelta(hours=back)).isoformat())
        for back in range(500, hours - 1, 1000)
    )
    tasks = [export("canceled", first, end.isoformat()), *failed]
    return surveyed(*tasks, frequency="hourly", name="events-hourly")

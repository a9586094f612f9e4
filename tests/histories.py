"""Histories of a pipeline that Hypothesis makes up: any zone, any spelling, any outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from nessie_tui.model.coverage import Coverage, cover
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import SyncDay
from nessie_tui.model.timestamp import WireTime
from nessie_tui.model.unit import UnitKind, Units

PLACES = (
    ("US/Pacific", date(2026, 3, 8)),
    ("US/Pacific", date(2026, 11, 1)),
    ("Asia/Kolkata", date(2026, 1, 1)),  # half an hour off
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("UTC", date(2024, 2, 29)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour back
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Sao_Paulo", date(2018, 2, 18)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # its midnight does not exist
)
"""Zones, each with a day on which something is odd."""

UNREADABLE = (
    "",
    "n/a",
    "0001-01-01T00:00:00Z",
    "2026-13-45T00:00:00Z",
    "20261120",
    "2026-W47-5T10:00:00Z",
)
SPELLINGS = (
    lambda t: t.isoformat(),
    lambda t: t.isoformat(),
    lambda t: t.isoformat(),
    lambda t: t.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    lambda t: t.isoformat(" "),
    lambda t: t.replace(tzinfo=None).isoformat(),
    lambda t: t.replace(tzinfo=None).isoformat(" "),
    lambda t: f"{t:%Y-%m-%d}",
    lambda t: f"{t:%Y-%m-%d %H:%M:%S %z} XYZ",
    lambda t: f" {t.isoformat()}",
    lambda t: f"{t.isoformat()} ",
    lambda t: f" {t:%Y-%m-%d}",
)


@dataclass(frozen=True)
class History:
    """What the API says of a pipeline, and when it is."""

    kind: UnitKind
    zone: ZoneInfo
    now: datetime
    tasks: tuple[Task, ...]
    sync_days: tuple[SyncDay, ...] = ()

    def cover(self, units: Units | None = None, before: Coverage | None = None) -> Coverage:
        units = units or Units(self.kind, self.zone)
        return cover(self.tasks, self.sync_days, units, self.now, before)


@st.composite
def histories(draw, most_tasks: int = 12, kinds: Sequence[UnitKind] = tuple(UnitKind)) -> History:
    kind = draw(st.sampled_from(kinds))
    name, day = draw(st.sampled_from(PLACES))
    zone = ZoneInfo(name)
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    now = midnight + timedelta(minutes=draw(st.integers(-24 * 60, 50 * 60)))
    history = History(kind, zone, now, ())
    tasks = draw(st.lists(tasks_of(history), max_size=most_tasks))
    return replace(history, tasks=tuple(tasks), sync_days=draw(syncs_of(history)))


@st.composite
def tasks_of(draw, history: History) -> Task:
    """Draw a task about the time of `history`: most export one unit in the usual spelling."""
    begin = draw(st.integers(-40, 3))
    width = draw(st.sampled_from([0, 0, 0, 0, 1, 5, 30, -1]))
    spelling = draw(st.sampled_from(SPELLINGS))
    written = [spelling(_moment(history, begin + steps)) for steps in (0, width)]
    odd = draw(st.integers(0, 30))  # now and then an end is not readable, or spelled differently
    if odd < 2:
        written[odd] = draw(st.sampled_from(UNREADABLE))
    elif odd < 4:
        written[1] = draw(st.sampled_from(SPELLINGS))(_moment(history, begin + width))
    state = draw(st.sampled_from(["succeeded", "succeeded", *STATES, "skipped", "odd"]))
    times = [draw(st.none() | st.integers(-60, 0)) for _ in range(2)]
    run_at, finish = ("" if n is None else _moment(history, n).isoformat() for n in times)
    first, last = map(WireTime, written)
    return Task("events", TaskState(state), WireTime(run_at), WireTime(finish), first, last)


@st.composite
def syncs_of(draw, history: History) -> tuple[SyncDay, ...]:
    days = draw(st.lists(st.integers(-12, 2), max_size=4))
    return tuple(draw(_sync(history, history.now + timedelta(days=day))) for day in days)


@st.composite
def _sync(draw, history: History, moment: datetime) -> SyncDay:
    day = moment.astimezone(history.zone).date()
    word = draw(st.sampled_from(["synced", "synced", "Synced ", "unsynced", ""]))
    hours = draw(st.lists(st.integers(-10, 60), max_size=2))
    midnight = datetime.combine(day, time(), history.zone)
    times = [midnight.astimezone(UTC) + timedelta(hours=hour, minutes=25) for hour in hours]
    written = tuple(WireTime(f" {time:%Y-%m-%d %H:%M:%S.%f} +0000 UTC") for time in times)
    spelled = draw(st.sampled_from([day.isoformat()] * 9 + ["soon"]))
    return SyncDay(WireTime(spelled), word, written)


def _moment(history: History, units: int) -> datetime:
    """Return when the unit begins that is `units` after that of now, in the zone."""
    if history.kind is UnitKind.HOUR:
        return (history.now.replace(minute=0) + timedelta(hours=units)).astimezone(history.zone)
    day = history.now.astimezone(history.zone).date() + timedelta(days=units)
    return datetime.combine(day, time(), history.zone)

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import NO_TIME, WireTime
from nessie_tui.model.zone import ProjectZone, ZoneSource, project_zone

DISPATCHED = WireTime("2019-02-01 12:00:00 US/Pacific")


def tasks(*dates: str) -> list[Task]:
    return [Task("events", from_date=WireTime(date), to_date=WireTime(date)) for date in dates]


def test_the_profile_is_believed_before_all_others():
    zone = project_zone("Europe/Berlin", DISPATCHED, tasks("2026-11-20T00:00:00-08:00"))
    assert zone == ProjectZone(ZoneInfo("Europe/Berlin"), "Europe/Berlin", ZoneSource.PROFILE)


def test_the_list_of_pipelines_is_believed_before_the_tasks():
    zone = project_zone(None, DISPATCHED, tasks("2026-11-20T00:00:00+05:30"))
    assert zone == ProjectZone(ZoneInfo("US/Pacific"), "US/Pacific", ZoneSource.DISPATCH)


@pytest.mark.parametrize(
    ("dates", "name", "hours"),
    [
        (["2026-11-20T00:00:00-08:00"], "UTC-08:00", -8),
        (["2026-07-20T00:00:00-07:00", "2026-11-20T00:00:00-08:00"], "UTC-08:00", -8),
        (["2026-11-20T00:00:00-08:00", "2026-07-20T00:00:00-07:00"], "UTC-08:00", -8),
        (["2026-11-20T00:00:00+05:30", "soon", "2026-11-21", ""], "UTC+05:30", 5.5),
        (["2026-11-20T00:00:00Z"], "UTC", 0),
    ],
)
def test_else_the_offset_of_the_newest_date_counts(dates, name, hours):
    zone = project_zone(None, NO_TIME, tasks(*dates))
    assert (zone.name, zone.source) == (name, ZoneSource.TASKS)
    assert zone.zone == timezone(timedelta(hours=hours))


@pytest.mark.parametrize(
    ("dispatched", "dates"),
    [
        ("", []),
        ("2019-02-01 12:00:00", ["2026-11-20", "n/a"]),
        ("2019-02-01 12:00:00 Mars/Olympus", ["0001-01-01T00:00:00Z"]),
        ("2019-02-01T12:00:00-08:00", [""]),
    ],
)
def test_where_nobody_says_utc_is_assumed(dispatched, dates):
    zone = project_zone(None, WireTime(dispatched), tasks(*dates))
    assert zone == ProjectZone(UTC, "UTC", ZoneSource.NOBODY)


def test_thousands_of_dates_that_are_none_are_not_all_read():
    unreadable = tasks(*(f"Z{number}" for number in range(5_000)))
    assert project_zone(None, NO_TIME, unreadable).source is ZoneSource.NOBODY

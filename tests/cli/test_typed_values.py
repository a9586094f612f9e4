"""Dates and lengths of time as people type them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import click
import pytest

from nessie_tui.cli.asked_date import AskedDate, DateType
from nessie_tui.cli.duration import DurationType
from nessie_tui.model.unit import UnitKind, Units

PACIFIC = ZoneInfo("US/Pacific")
DAYS, HOURS = Units(UnitKind.DAY, PACIFIC), Units(UnitKind.HOUR, PACIFIC)
EVENING = datetime(2026, 11, 24, 3, tzinfo=UTC)
"""Still the 23rd in US/Pacific."""


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("90m", timedelta(minutes=90)),
        ("24h", timedelta(days=1)),
        ("2d", timedelta(days=2)),
        ("1h30m", timedelta(hours=1, minutes=30)),
        ("1D2H", timedelta(days=1, hours=2)),
        ("0s", timedelta()),
    ],
)
def test_a_length_of_time_names_its_units(typed, length):
    assert DurationType().convert(typed, None, None) == length


@pytest.mark.parametrize(
    "typed", ["", "90", "h", "1.5h", "-1h", "30m1h", "1h ago", "9" * 20 + "d", "٣h"]
)
def test_what_is_no_length_of_time_is_refused(typed):
    with pytest.raises(click.UsageError):
        DurationType().convert(typed, None, None)


def asked(typed):
    return DateType(hours=True).convert(typed, None, None)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-11-20", 20), ("today", 23), ("Yesterday", 22), (" 2026-11-01 ", 1)],
)
def test_a_day_is_one_of_the_project(typed, day):
    units = asked(typed).units(DAYS, EVENING)
    assert units.first == units.last == date(2026, 11, day).toordinal()


def test_a_day_has_as_many_hours_as_the_clock_makes_it_have():
    assert asked("2026-11-20").units(HOURS, EVENING).count == 24
    assert asked("2026-11-01").units(HOURS, EVENING).count == 25
    assert asked("2026-03-08").units(HOURS, EVENING).count == 23


def test_an_hour_is_the_projects_unless_it_says_otherwise():
    written = asked("2026-11-20T05:00").units(HOURS, EVENING)
    assert HOURS.text(written.first) == "2026-11-20T05:00:00-08:00"
    assert asked("2026-11-20T13:00Z").units(HOURS, EVENING) == written
    assert asked("2026-11-20T05:00:00-08:00").units(HOURS, EVENING) == written


def test_the_second_hour_of_the_same_name_needs_its_offset():
    first, second = (asked(f"2026-11-01T01:00{zone}") for zone in ("", "-08:00"))
    distance = second.units(HOURS, EVENING).first - first.units(HOURS, EVENING).first
    assert distance == 1


@pytest.mark.parametrize(
    "typed",
    ["", "2026", "2026-13-01", "2026-W47-5", "20261120", "2026-11-20T", "now", "1066-10-14"],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(click.UsageError):
        asked(typed)


def test_a_day_needs_no_hour():
    with pytest.raises(click.UsageError):
        DateType().convert("2026-11-20T05:00", None, None)
    assert DateType().convert("2026-11-20", None, None) == AskedDate(
        "2026-11-20", day=date(2026, 11, 20)
    )

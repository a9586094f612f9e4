from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime, read_time
from nessie_tui.present.column import COLUMNS
from nessie_tui.present.time_words import (
    day,
    full_day,
    in_zone,
    moment,
    moment_in_full,
    range_end,
    span,
    zone_name,
)
from nessie_tui.present.wording import TimeMode, Wording

NOW = datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC)
PROJECT = Wording(NOW)
IN_UTC = Wording(NOW, TimeMode.UTC)
IN_INDIA = Wording(NOW, TimeMode.LOCAL, local=ZoneInfo("Asia/Kolkata"))
NEVER = "0000-12-31T16:00:00-08:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (38.9, "38 s"),
        (59.99, "59 s"),
        (60, "1 m"),
        (3599, "59 m"),
        (3600, "1 h"),
        (172_799, "47 h"),
        (172_800, "2 d"),
        (1e9, "11574 d"),
    ],
)
def test_a_length_of_time_has_one_unit(seconds, words):
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (date(2026, 11, 20), "Fri 20 Nov"),
        (date(2026, 1, 1), "Thu 1 Jan"),
        (date(2026, 12, 31), "Thu 31 Dec"),
        (date(2025, 12, 31), "31 Dec 2025"),
        (date(2027, 1, 1), "1 Jan 2027"),
        (date(2024, 2, 29), "29 Feb 2024"),
        (date(9999, 12, 31), "31 Dec 9999"),
    ],
)
def test_a_day_says_its_year_where_that_is_another(shown, words):
    assert day(shown, NOW.date()) == words


def test_a_full_day_always_says_its_year():
    assert full_day(date(2026, 11, 20)) == "Fri 20 Nov 2026"


DAY = "2026-11-20T00:00:00-08:00"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (DAY, "Fri 20 Nov"),
        ("2026-11-20", "Fri 20 Nov"),
        ("2026-11-20T00:00:00+14:00", "Fri 20 Nov"),
        ("2025-11-20T00:00:00-08:00", "20 Nov 2025"),
        ("9999-12-31T00:00:00Z", "31 Dec 9999"),
        # An hour is said where hours matter,
        ("2026-11-20T14:00:00-08:00", "20 Nov 14h"),
        ("2026-11-20T23:59:59-08:00", "20 Nov 23h"),
        ("2025-11-20T14:00:00-08:00", "20 Nov 25 14h"),
        # and what cannot be read stands as it came.
        ("string", "string"),
        ("20261120", "20261120"),
        ("", "-"),
        (NEVER, "-"),
    ],
)
@pytest.mark.parametrize("wording", [PROJECT, IN_UTC, IN_INDIA], ids=lambda w: w.mode)
def test_an_end_of_a_range_is_the_day_that_was_written_in_every_zone(written, words, wording):
    dates = Task(from_date=WireTime(DAY), to_date=WireTime(written)).dates
    assert range_end(dates.end, dates, wording) == words


def test_midnight_is_a_day_unless_other_tasks_show_hours_to_matter():
    dates = Task(from_date=WireTime(DAY), to_date=WireTime(DAY)).dates
    assert range_end(dates.start, dates, PROJECT) == "Fri 20 Nov"
    assert range_end(dates.start, dates, PROJECT, hourly=True) == "20 Nov 00h"


def test_midnight_is_an_hour_too_where_the_other_end_is_none():
    dates = Task(
        from_date=WireTime("2026-11-19T23:00:00-08:00"), to_date=WireTime("2026-11-20T00:00:00Z")
    ).dates
    assert range_end(dates.start, dates, PROJECT) == "19 Nov 23h"
    assert range_end(dates.end, dates, PROJECT) == "20 Nov 00h"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        # Recent ones are told by their age.
        ("2026-11-23T20:12:30Z", "0 s ago"),
        ("2026-11-23T12:11:52-08:00", "38 s ago"),
        ("2026-11-23T12:08:29-08:00", "4 m ago"),
        ("2026-11-23T11:12:31-08:00", "59 m ago"),
        ("2026-11-23T11:12:30-08:00", "23 Nov 11:12"),
        ("2026-11-23T12:12:31-08:00", "23 Nov 12:12"),  # to come
        ("2026-11-21T01:12:00-08:00", "21 Nov 01:12"),
        ("2026-01-01T00:00:00-08:00", "1 Jan 00:00"),
        ("2025-11-21T01:12:00-08:00", "21 Nov 2025"),
        ("2027-01-01T00:00:00-08:00", "1 Jan 2027"),
        ("2019-08-19 14:27:46.044605 -0700 PDT", "19 Aug 2019"),
        ("0002-01-01T00:00:00Z", "1 Jan 2"),
        # Without a point in time there is no age.
        ("2026-11-23", "Mon 23 Nov"),
        ("2026-11-23 20:12:00", "Mon 23 Nov"),
        ("2025-11-23", "23 Nov 2025"),
        ("9999-12-31T23:59:59-08:00", "31 Dec 9999"),
        ("soon", "soon"),
        ("", "-"),
        (NEVER, "-"),
        ("0001-01-01T05:30:00+05:30", "-"),
    ],
)
def test_a_moment_is_short(written, words):
    assert moment(read_time(written), PROJECT) == words


@pytest.mark.parametrize(
    ("wording", "short", "full"),
    [
        (PROJECT, "21 Nov 01:12", "Sat 21 Nov 2026 01:12:05 UTC-08:00, 2 d ago"),
        (IN_UTC, "21 Nov 09:12", "Sat 21 Nov 2026 09:12:05 UTC, 2 d ago"),
        (IN_INDIA, "21 Nov 14:42", "Sat 21 Nov 2026 14:42:05 UTC+05:30, 2 d ago"),
    ],
    ids=["project", "utc", "local"],
)
def test_a_moment_is_shown_in_the_zone_that_was_chosen(wording, short, full):
    time = read_time("2026-11-21T01:12:05-08:00")
    assert moment(time, wording) == short
    assert moment_in_full(time, wording) == full


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2026-11-23T22:12:30Z", "Mon 23 Nov 2026 22:12:30 UTC, in 2 h"),
        ("2026-11-23T20:12:30Z", "Mon 23 Nov 2026 20:12:30 UTC, 0 s ago"),
        ("2026-11-23", "Mon 23 Nov"),
        ("soon", "soon"),
        (NEVER, "-"),
    ],
)
def test_a_moment_in_full_says_how_far_away_it_is(written, words):
    assert moment_in_full(read_time(written), PROJECT) == words


@pytest.mark.parametrize("mode", TimeMode)
def test_at_the_edge_of_the_calendar_a_time_stays_where_it_is(mode):
    first = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    last = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))
    wording = Wording(NOW, mode, local=UTC)
    assert in_zone(first, wording) == first
    assert in_zone(last, wording) == last


def test_local_without_a_name_is_the_machines_own_zone():
    assert in_zone(NOW, Wording(NOW, TimeMode.LOCAL)) == NOW


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (timedelta(0), "UTC"),
        (timedelta(hours=-8), "UTC-08:00"),
        (timedelta(hours=5, minutes=45), "UTC+05:45"),
    ],
)
def test_a_zone_is_named_by_its_offset(offset, words):
    assert zone_name(replace_zone(NOW, offset)) == words


def replace_zone(time, offset):
    return time.replace(tzinfo=timezone(offset))


def test_the_modes_go_round():
    assert TimeMode.PROJECT.next().next().next() is TimeMode.PROJECT
    assert {mode.next() for mode in TimeMode} == set(TimeMode)


widths = {column.title: column.width_cells for column in COLUMNS}


@given(st.datetimes(timezones=st.timezones()).map(lambda time: WireTime(time.isoformat())))
def test_every_readable_time_fits_into_its_column(written):
    task = Task(from_date=written, to_date=written, run_at=written)
    for wording in (PROJECT, replace(IN_UTC, now=read_time(written).moment or NOW)):
        assert len(range_end(task.dates.start, task.dates, wording)) <= widths["From"]
        assert len(moment(read_time(written), wording)) <= widths["Run at"]

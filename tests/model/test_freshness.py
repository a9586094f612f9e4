from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dated import task_of, tasks_of_units
from histories import PLACES
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.coverage import cover
from nessie_tui.model.freshness import Lateness, Limits, deadline, freshness, newest_late
from nessie_tui.model.unit import UnitKind, Units

PACIFIC = ZoneInfo("US/Pacific")
DAYS, HOURS = (Units(kind, PACIFIC) for kind in (UnitKind.DAY, UnitKind.HOUR))
LIMITS = Limits()


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=PACIFIC)


@pytest.mark.parametrize(
    ("day", "late_from", "overdue_from"),
    [
        (date(2026, 1, 1), at(2026, 1, 3), at(2026, 1, 4)),
        # By the clock on the wall: the day after has 23 hours, or 25.
        (date(2026, 3, 7), at(2026, 3, 9), at(2026, 3, 10)),
        (date(2026, 10, 31), at(2026, 11, 2), at(2026, 11, 3)),
    ],
)
def test_a_day_is_late_a_day_after_the_next_one_began(day, late_from, overdue_from):
    due = deadline(DAYS, day.toordinal(), LIMITS)
    assert (due.ended, due.late_from, due.overdue_from) == (
        at(day.year, day.month, day.day) + timedelta(days=1),
        late_from,
        overdue_from,
    )
    second = timedelta(seconds=1)
    for moment, lateness in (
        (late_from - second, Lateness.ON_TIME),
        (late_from, Lateness.LATE),
        (overdue_from - second, Lateness.LATE),
        (overdue_from, Lateness.OVERDUE),
    ):
        assert due.lateness(moment) is lateness
        assert due.lateness(moment.astimezone(UTC)) is lateness


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)])
def test_an_hour_is_late_after_24_hours_that_have_passed(day):
    first, last = HOURS.of_day(day)
    for unit in (first, last):
        due = deadline(HOURS, unit, LIMITS)
        assert due.late_from.timestamp() - due.ended.timestamp() == 24 * 3600
        assert due.overdue_from.timestamp() - due.ended.timestamp() == 48 * 3600
        assert due.late_from.tzinfo == PACIFIC


def test_how_late_a_date_is_does_not_depend_on_the_zone_of_now():
    due = deadline(DAYS, date(2026, 3, 6).toordinal(), LIMITS)  # late from 8 March, a short day
    now = at(2026, 3, 8, 12)
    assert due.late_by_s(now) == due.late_by_s(now.astimezone(UTC)) == 11 * 3600
    assert due.late_by_s(at(2026, 3, 7, 23)) == -3600


def test_a_persons_own_limits_replace_mixpanels():
    due = deadline(
        DAYS, date(2026, 1, 1).toordinal(), Limits(timedelta(hours=6), timedelta(days=3))
    )
    assert (due.late_from, due.overdue_from) == (at(2026, 1, 2, 6), at(2026, 1, 5))


@given(
    st.sampled_from(PLACES),
    st.sampled_from(UnitKind),
    st.integers(-60 * 60, 60 * 60),
    st.integers(0, 5),
)
def test_the_newest_late_date_is_the_last_one_whose_deadline_has_passed(place, kind, minutes, days):
    name, day = place
    units, limits = Units(kind, ZoneInfo(name)), Limits(timedelta(days=days), timedelta(days=9))
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
    newest = newest_late(units, limits, now)
    assert deadline(units, newest, limits).lateness(now) is not Lateness.ON_TIME
    assert deadline(units, newest + 1, limits).lateness(now) is Lateness.ON_TIME


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 10, 31)])
def test_a_day_is_late_as_a_day_of_23_or_25_hours_has_passed(day):
    late_from = at(day.year, day.month, day.day) + timedelta(days=2)
    for now, newest in ((late_from, 0), (late_from - timedelta(minutes=1), -1)):
        assert newest_late(DAYS, LIMITS, now.astimezone(UTC)) == day.toordinal() + newest


@pytest.mark.parametrize(
    ("states", "newest", "holes", "awaited"),
    [
        ("ssss", 3, 0, 4),
        ("ss.s", 3, 1, 4),
        ("s.fs..", 3, 2, 4),
        ("ssf.", 1, 0, 2),
        ("f..r", None, 0, 0),
    ],
)
def test_the_newest_date_is_told_with_the_holes_behind_it(states, newest, holes, awaited):
    first = date(2026, 11, 1).toordinal()
    now = DAYS.start(first + len(states)) + timedelta(hours=9)
    coverage = cover(tasks_of_units(DAYS, first, states), (), DAYS, now)
    fresh = freshness(coverage, LIMITS)
    assert fresh.newest_covered == (None if newest is None else first + newest)
    assert fresh.holes == holes
    assert fresh.awaited == deadline(DAYS, first + awaited, LIMITS)


@pytest.mark.parametrize("dates", [(), (at(2026, 11, 25),)])
def test_where_nothing_that_is_due_is_reported_nothing_is_awaited(dates):
    coverage = cover([task_of(day) for day in dates], (), DAYS, at(2026, 11, 23, 9))
    assert freshness(coverage, LIMITS) is None


def test_the_calendar_ends():
    with pytest.raises(OverflowError):
        deadline(DAYS, date.max.toordinal(), LIMITS)

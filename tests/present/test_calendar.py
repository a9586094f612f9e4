"""The layout of dates: every one has its cell, whatever the clocks do."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surveyed import surveyed

from nessie_tui.model.coverage import UnitRange
from nessie_tui.model.unit import UnitKind, Units
from nessie_tui.present.calendar import DayCalendar, Place, WeekCalendar, calendar_of

ZONES = ("US/Pacific", "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "Antarctica/Troll")


def calendar(kind: UnitKind, first: date, days: int, zone: str = "US/Pacific"):
    units = Units(kind, ZoneInfo(zone))
    begin = units.of_day(first)[0]
    end = units.of_day(first + timedelta(days=days - 1))[1]
    return calendar_of(units, UnitRange(begin, end))


def units_of(shown) -> list[int]:
    rows = range(shown.rows)
    columns = range(shown.columns_of(rows))
    found = (shown.unit(Place(row, column)) for row in rows for column in columns)
    return [unit for unit in found if unit is not None and unit >= shown.span.first]


@given(
    st.sampled_from(list(UnitKind)),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(ZONES),
)
def test_every_date_has_exactly_one_cell_and_is_found_there(kind, first, days, zone):
    shown = calendar(kind, first, days, zone)
    span = range(shown.span.first, shown.span.last + 1)
    assert sorted(units_of(shown)) == list(span)
    assert all(shown.unit(shown.place(unit)) == unit for unit in span)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(1, 60), st.data())
@pytest.mark.parametrize("kind", list(UnitKind))
def test_every_move_ends_on_a_date(kind, first, days, data):
    shown = calendar(kind, first, days)
    unit = data.draw(st.integers(shown.span.first, shown.span.last))
    rows, columns = data.draw(st.integers(-40, 40)), data.draw(st.integers(-40, 40))
    assert shown.span.first <= shown.moved(unit, rows, columns) <= shown.span.last


def test_days_stand_in_weeks_from_monday():
    shown = calendar(UnitKind.DAY, date(2026, 11, 2), 22)
    assert isinstance(shown, WeekCalendar)
    assert shown.columns == 4
    monday = date(2026, 11, 9).toordinal()
    assert shown.place(monday) == Place(0, 1)
    assert shown.place(monday + 6) == Place(6, 1)
    assert [shown.label(row, 5) for row in range(7)] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert shown.moved(monday, 0, 1) == monday + 7
    assert shown.moved(monday, 1, 0) == monday + 1


def test_a_month_stands_above_the_week_of_its_first_day_and_january_is_its_year():
    shown = calendar(UnitKind.DAY, date(2026, 11, 2), 80)
    header = shown.header(Place(0, 0), shown.columns, 2)
    assert header.split() == ["Nov", "Dec", "2027"]
    for name, day in (("Dec", date(2026, 12, 1)), ("2027", date(2027, 1, 1))):
        assert header.index(name) == shown.place(day.toordinal()).column * 2 + 1
    assert shown.corner_label(Place(0, 0)) == "2026"


def test_what_lies_before_the_first_date_has_a_place_too():
    shown = calendar(UnitKind.DAY, date(2026, 11, 4), 10)
    assert shown.unit(Place(0, 0)) == date(2026, 11, 2).toordinal()
    assert shown.unit(Place(0, -1)) == date(2026, 10, 26).toordinal()
    assert shown.unit(Place(6, 1)) is None, "what comes after the last date has none"


def test_the_calendar_ends_where_time_does():
    shown = calendar(UnitKind.DAY, date(1, 1, 1), 3)
    assert shown.unit(Place(0, -1)) is None
    assert shown.header(Place(0, -2), 4, 2).strip() == "1"


def test_hours_stand_under_their_clock_time():
    shown = calendar(UnitKind.HOUR, date(2026, 11, 20), 3)
    assert isinstance(shown, DayCalendar)
    assert (shown.rows, shown.columns) == (3, 24)
    assert shown.label(2, 10) == "Su 22 Nov"
    assert shown.label(2, 7) == "22 Nov"
    header = shown.header(Place(0, 0), 24, 2)
    assert header.split() == [f"{hour:02}" for hour in range(0, 24, 3)]
    assert header.index("21") == 21 * 2


def test_the_hour_that_the_clocks_skip_leaves_its_cell_empty():
    shown = calendar(UnitKind.HOUR, date(2026, 3, 8), 1)
    assert len(units_of(shown)) == 23
    assert shown.unit(Place(0, 2)) is None
    assert shown.moved(shown.unit(Place(0, 1)), 0, 1) == shown.unit(Place(0, 3))


def test_the_hour_that_the_clocks_repeat_stands_behind_the_last():
    shown = calendar(UnitKind.HOUR, date(2026, 10, 31), 3)
    assert [shown.columns_of(range(row, row + 1)) for row in range(3)] == [24, 25, 24]
    first, again = shown.unit(Place(1, 1)), shown.unit(Place(1, 24))
    assert again == first + 1
    assert shown.moved(first, 0, 1) == again
    assert shown.moved(again, 0, 1) == shown.unit(Place(1, 2))
    assert shown.moved(again, 1, 0) == shown.unit(Place(2, 23)), "no such column on the next day"
    assert shown.header(Place(0, 0), 25, 2).endswith("again")


def test_from_an_hour_that_the_next_day_skips_it_goes_to_the_one_before():
    shown = calendar(UnitKind.HOUR, date(2026, 3, 7), 2)
    assert shown.moved(shown.unit(Place(0, 2)), 1, 0) == shown.unit(Place(1, 1))


def test_a_pipeline_without_dates_has_the_one_that_goes_on():
    found = surveyed()
    span = UnitRange(found.coverage.newest_due + 1, found.coverage.newest_due + 1)
    assert units_of(calendar_of(found.units, span)) == [span.last]

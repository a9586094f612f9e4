from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from histories import PLACES, UNREADABLE
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.timestamp import WireTime
from nessie_tui.model.unit import UnitKind, Units

PACIFIC = ZoneInfo("US/Pacific")
MONDAY = date(2026, 11, 23)
ZONES = sorted({name for name, _ in PLACES} | {"Asia/Kathmandu", "Pacific/Chatham", "Etc/GMT+12"})


def hours(zone: str = "US/Pacific") -> Units:
    return Units(UnitKind.HOUR, ZoneInfo(zone))


def days(zone: str = "US/Pacific") -> Units:
    return Units(UnitKind.DAY, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "day", "count"),
    [
        ("US/Pacific", date(2026, 3, 7), 24),
        ("US/Pacific", date(2026, 3, 8), 23),
        ("US/Pacific", date(2026, 11, 1), 25),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("America/Sao_Paulo", date(2018, 2, 17), 25),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
        ("UTC", date(2024, 2, 29), 24),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # Samoa went without this day
    ],
)
def test_a_day_has_as_many_hours_as_its_clocks_show(zone, day, count):
    units = hours(zone)
    first, last = units.of_day(day)
    assert last - first + 1 == count
    local = [units.start(unit) for unit in range(first, last + 1)]
    assert {moment.date() for moment in local} <= {day}
    assert len({moment.astimezone(UTC) for moment in local}) == count


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("kind", UnitKind)
def test_days_follow_one_another_without_a_gap_and_without_an_overlap(kind, place):
    name, middle = place
    units = Units(kind, ZoneInfo(name))
    around = [middle + timedelta(days=day) for day in range(-4, 5)]
    ranges = [units.of_day(day) for day in around]
    told = [unit for first, last in ranges for unit in range(first, last + 1)]
    assert told == list(range(told[0], told[-1] + 1))
    for day, (first, last) in zip(around, ranges, strict=True):
        assert {units.day(unit) for unit in range(first, last + 1)} == {day}


@given(
    st.sampled_from(ZONES),
    st.sampled_from(UnitKind),
    st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants its bounds without a zone
)
def test_every_moment_is_in_the_unit_that_it_is_counted_to(zone, kind, moment):
    units = Units(kind, ZoneInfo(zone))
    unit = units.at(moment)
    assert units.start(unit) <= moment < units.end(unit)
    assert units.newest_due(moment) == unit - 1
    assert units.at(units.start(unit)) == unit
    assert units.end(unit - 1) == units.start(unit)
    assert units.start(unit).tzinfo == units.zone
    assert units.of_day(units.day(unit))[0] <= unit <= units.of_day(units.day(unit))[1]
    written = WireTime(units.start(unit).isoformat())
    assert units.firsts[written] == units.lasts[written] == unit


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("2026-11-23T05:00:00-08:00", 5),
        ("2026-11-23T05:59:59.999999999-08:00", 5),
        ("2026-11-23T13:00:00Z", 5),
        ("2026-11-23 05:00:00 -0800 PST", 5),
        ("2026-11-23 05:00:00 US/Pacific", 5),
        ("2026-11-23T05:00:00", 5),  # no zone: the project's
        ("2026-11-23 05:30", 5),
        ("2026-11-23T05", 5),
        (" 2026-11-23T05:00:00-08:00", 5),
        ("2026-11-23T05:00:00-08:00 ", 5),
        ("2026-11-23", 0),
        (" 2026-11-23 ", 0),
    ],
)
def test_an_hour_is_read_in_every_spelling(written, clock):
    first = hours().firsts[WireTime(written)]
    assert hours().start(first) == datetime(2026, 11, 23, clock, tzinfo=PACIFIC)


@pytest.mark.parametrize("clock", ["05:00:00", "05:29:59", "05:30:00", "05:59:59"])
def test_an_hour_of_a_zone_that_is_half_an_hour_off_begins_where_its_clocks_show_it(clock):
    units = hours("Asia/Kolkata")
    for written in (f"2026-11-23T{clock}+05:30", f"2026-11-23 {clock}"):
        assert units.text(units.firsts[WireTime(written)]) == "2026-11-23T05:00:00+05:30"


def test_a_bare_day_begins_with_its_first_hour_and_ends_with_its_last():
    units = hours()
    for written in ("2026-11-01", " 2026-11-01", "2026-11-01 "):
        bare = WireTime(written)
        assert (units.firsts[bare], units.lasts[bare]) == units.of_day(date(2026, 11, 1))
        assert units.lasts[bare] - units.firsts[bare] + 1 == 25


@pytest.mark.parametrize("zone", ["US/Pacific", "Asia/Kolkata"])
def test_a_day_is_the_one_that_is_written_whatever_the_zone(zone):
    for written in ("2026-11-23T00:00:00-08:00", "2026-11-23", "2026-11-23T00:00:00Z"):
        assert days(zone).firsts[WireTime(written)] == MONDAY.toordinal()
        assert days(zone).lasts[WireTime(written)] == MONDAY.toordinal()


@pytest.mark.parametrize("written", [*UNREADABLE, "2026-11-23T25:00:00-08:00", "2026-11-23T"])
@pytest.mark.parametrize("kind", UnitKind)
def test_what_is_no_date_is_none(kind, written):
    units = Units(kind, PACIFIC)
    assert units.firsts[WireTime(written)] is None
    assert units.lasts[WireTime(written)] is None


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "UTC"])
@pytest.mark.parametrize("kind", UnitKind)
@pytest.mark.parametrize(
    "written",
    [
        *("0002-01-01T00:00:00+14:00", "0002-01-01", "9998-12-31T23:00:00-12:00", "9998-12-31"),
        *("9999-01-01T00:00:00Z", "9999-12-31T23:00:00-12:00", "9999-12-31", "9999-12-31T23:59:59"),
    ],
)
def test_a_date_that_can_be_read_can_be_told(zone, kind, written):
    units = Units(kind, ZoneInfo(zone))
    for unit in (units.firsts[WireTime(written)], units.lasts[WireTime(written)]):
        if unit is not None:
            assert units.text(unit)
            assert units.day(unit)
            assert units.start(unit)


def test_how_units_are_written_for_a_program():
    assert days().text(MONDAY.toordinal()) == "2026-11-23"
    autumn = datetime(2026, 11, 1, tzinfo=PACIFIC)
    first = hours().at(autumn)
    assert [hours().text(first + hour) for hour in (0, 1, 2)] == [
        "2026-11-01T00:00:00-07:00",
        "2026-11-01T01:00:00-07:00",
        "2026-11-01T01:00:00-08:00",
    ]
    kolkata = hours("Asia/Kolkata")
    assert kolkata.text(kolkata.of_day(MONDAY)[0]) == "2026-11-23T00:00:00+05:30"


def test_a_day_without_a_midnight_begins_as_the_clocks_go_on():
    units = days("America/Sao_Paulo")
    begin = units.start(date(2018, 11, 4).toordinal())
    assert begin.astimezone(UTC) == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert units.end(date(2018, 11, 4).toordinal()) - begin.astimezone(UTC) == timedelta(hours=23)


@pytest.mark.parametrize("unit", [0, date.max.toordinal() + 1])
def test_the_calendar_has_no_day_before_its_first_and_after_its_last(unit):
    with pytest.raises(OverflowError):
        days().start(unit)


def test_a_second_reading_of_a_date_is_remembered():
    units = days()
    written = WireTime(datetime.combine(MONDAY, time(), PACIFIC).isoformat())
    assert units.firsts[written] == MONDAY.toordinal()
    assert dict(units.firsts) == {written: MONDAY.toordinal()}

from datetime import date

import pytest

from nessie_tui.model.dates import DateRange
from nessie_tui.model.timestamp import read_time


def dates(start: str, end: str) -> DateRange:
    return DateRange(read_time(start), read_time(end))


@pytest.mark.parametrize(
    ("start", "end", "days", "is_reversed", "is_hourly"),
    [
        # one day, as the published sample has it
        ("2016-07-26T00:00:00-07:00", "2016-07-26T00:00:00-07:00", 1, False, False),
        ("2026-11-20", "2026-11-20", 1, False, False),
        ("2026-11-20", "2026-12-01", 12, False, False),
        # daylight saving ends in between
        ("2026-10-31T00:00:00-07:00", "2026-11-02T00:00:00-08:00", 3, False, False),
        ("2026-11-20T13:00:00Z", "2026-11-20T14:00:00Z", 1, False, True),
        ("2026-11-20T23:00:00Z", "2026-11-21T00:00:00Z", 2, False, True),
        # backwards
        ("2026-11-21", "2026-11-20", None, True, False),
        ("2026-11-20T14:00:00Z", "2026-11-20T13:00:00Z", None, True, True),
        # later as a moment and earlier as a day: no count could be right
        ("2026-11-20T00:00:00Z", "2026-11-19T20:00:00-08:00", None, True, True),
        # a moment beside a day is compared by the day
        ("2026-11-20T00:00:00-08:00", "2026-11-20", 1, False, False),
        # an end that says nothing is not backwards
        ("2026-11-20", "", None, False, False),
        ("", "2026-11-20", None, False, False),
        ("2026-11-20T00:00:00Z", "soon", None, False, False),
        ("2026-11-20T00:00:00Z", "0001-01-01T00:00:00Z", None, False, False),
        ("", "", None, False, False),
    ],
)
def test_what_a_range_says(start, end, days, is_reversed, is_hourly):
    both = dates(start, end)
    assert (both.day_count, both.is_reversed, both.is_hourly) == (days, is_reversed, is_hourly)


def test_a_day_stays_where_it_was_written():
    midnight = dates("2016-07-26T00:00:00+14:00", "2016-07-27T23:30:00-11:00")
    assert (midnight.first_day, midnight.last_day) == (date(2016, 7, 26), date(2016, 7, 27))

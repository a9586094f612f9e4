import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.timestamp import TimeKind, read_time

PACIFIC = ZoneInfo("US/Pacific")
ZONES = ["US/Pacific", "Europe/Berlin", "Asia/Kolkata", "Etc/GMT+12", "Pacific/Apia", "EST5EDT"]


def offset(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        # RFC 3339, as in status (documented)
        ("2016-07-26T00:00:00-07:00", datetime(2016, 7, 26, tzinfo=offset(-7))),
        ("2016-07-26T00:00:00Z", datetime(2016, 7, 26, tzinfo=UTC)),
        ("2016-07-26T00:00:00.123456789Z", datetime(2016, 7, 26, 0, 0, 0, 123456, tzinfo=UTC)),
        # Go's Time.String(), as in timeline (documented; the second with its leading space)
        (
            "2019-08-19 14:27:46.044605 -0700 PDT",
            datetime(2019, 8, 19, 14, 27, 46, 44605, tzinfo=offset(-7)),
        ),
        (
            " 2019-08-20 14:33:09.315098 -0700 PDT",
            datetime(2019, 8, 20, 14, 33, 9, 315098, tzinfo=offset(-7)),
        ),
        # the same in general (plausible)
        ("2019-08-20 14:33:09 +0000 UTC", datetime(2019, 8, 20, 14, 33, 9, tzinfo=UTC)),
        ("2025-03-01 02:00:00.1 -0300 -03", datetime(2025, 3, 1, 2, 0, 0, 100_000, offset(-3))),
        (
            "2025-03-01 02:00:00.123456789 +0530 IST m=+0.123",
            datetime(2025, 3, 1, 2, 0, 0, 123456, tzinfo=offset(5.5)),
        ),
        # a zone's name, as in last_dispatched (documented)
        ("2019-02-01 12:00:00 US/Pacific", datetime(2019, 2, 1, 12, tzinfo=offset(-8))),
        # the same where daylight saving ends: the first of the two (plausible)
        ("2025-11-02 01:30:00 US/Pacific", datetime(2025, 11, 2, 1, 30, tzinfo=offset(-7))),
        ("2019-02-01 12:00:00 UTC", datetime(2019, 2, 1, 12, tzinfo=UTC)),
        ("2019-02-01 12:00:00 Etc/GMT+8", datetime(2019, 2, 1, 12, tzinfo=offset(-8))),
        ("2019-02-01 12:00:00 PST8PDT", datetime(2019, 2, 1, 12, tzinfo=offset(-8))),
    ],
)
def test_a_moment(text, moment):
    read = read_time(text)
    assert read.kind is TimeKind.MOMENT
    assert read.moment == moment
    assert read.moment.utcoffset() == moment.utcoffset()
    assert read.day == moment.date()
    assert read.epoch_s == moment.timestamp()
    assert read.text == text
    assert not read.is_never


@pytest.mark.parametrize(
    "text",
    [
        "0000-12-31T16:00:00-08:00",  # documented
        "0001-01-01T00:00:00Z",
        "0001-01-01T05:30:00+05:30",
        "0000-12-31T16:07:02-07:52",
        "0001-01-01 00:00:00 +0000 UTC",
    ],
)
def test_never(text):
    read = read_time(text)
    assert read.kind is TimeKind.NEVER
    assert read.is_never
    assert (read.moment, read.day, read.epoch_s) == (None, None, float("-inf"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-08-19", date(2019, 8, 19)),  # documented
        ("2019-08-19T14:00:00", date(2019, 8, 19)),
        ("2019-02-01 12:00:00 PDT", date(2019, 2, 1)),  # an abbreviation names no zone
        ("2019-02-01 12:00:00 America", date(2019, 2, 1)),  # a folder of zones is none either
        ("9999-12-31T00:00:00-08:00", date(9999, 12, 31)),  # "endless"
    ],
)
def test_a_day_without_a_point_in_time(text, day):
    read = read_time(text)
    assert read.kind is TimeKind.DAY
    assert (read.moment, read.day) == (None, day)
    assert read.epoch_s == datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    assert not read.is_never


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", TimeKind.ABSENT),
        ("  ", TimeKind.ABSENT),
        ("yesterday", TimeKind.UNREADABLE),
        ("20191120", TimeKind.UNREADABLE),
        ("2019-W47", TimeKind.UNREADABLE),
        ("2019-02-30", TimeKind.UNREADABLE),
        ("2019-02-01 25:00:00 US/Pacific", TimeKind.UNREADABLE),
        ("2019-02-01 12:00:00 +9999 X", TimeKind.UNREADABLE),
        ("2019-02-01 12:00:00 ../../etc/passwd", TimeKind.UNREADABLE),
        ("٢٠١٩-٠٨-١٩ 14:27:46 -0700 PDT", TimeKind.UNREADABLE),
        ("1566250066", TimeKind.UNREADABLE),
    ],
)
def test_nothing_to_read(text, kind):
    read = read_time(text)
    assert (read.kind, read.text, read.moment, read.day) == (kind, text, None, None)
    assert read.epoch_s == float("-inf")


fields = {
    "day": st.dates().map(str) | st.sampled_from(["0000-12-31", "2019-02-29", "9999-12-31"]),
    "gap": st.sampled_from(["", " ", "T", "  "]),
    "clock": st.sampled_from(["", "00:00:00", "23:59:59.999999999", "24:00:00", "12:00", "1:2:3"]),
    "zone": st.sampled_from(["", "Z", "-07:00", " -0700 PDT", " +2359 X m=-1", " A/B", "+99:99"])
    | st.sampled_from(ZONES).map(" {}".format)
    | st.from_regex(r" [A-Za-z_]{1,9}(/[A-Za-z_]{1,9})?", fullmatch=True),
}
almost_times = st.fixed_dictionaries(fields).map(lambda parts: "".join(parts.values()))


@given(st.text(st.characters(exclude_categories=[])) | almost_times)
def test_any_text_is_read_without_a_fault_and_never_on_another_day(text):
    read = read_time(text)
    assert read.text == text
    assert isinstance(read.epoch_s, float)
    assert (read.moment is not None) == (read.kind is TimeKind.MOMENT)
    if read.day is not None:
        written = re.match(r"\s*(\d{4}-\d\d-\d\d)", text)
        assert written is not None
        assert read.day.isoformat() == written[1]
    if read.moment is not None:
        for zone in (UTC, PACIFIC, offset(14)):
            assert read.moment.astimezone(zone) == read.moment

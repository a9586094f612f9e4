from datetime import UTC, date, datetime

import pytest

from nessie_tui.model.timeline import SyncDay, Timeline
from nessie_tui.model.timestamp import WireTime

TIMES = (WireTime("2019-08-19 14:27:46.044605 -0700 PDT"),)


@pytest.mark.parametrize(
    ("status", "times", "is_synced"),
    [
        ("synced", TIMES, True),
        ("synced", (), True),
        (" Synced ", (), True),
        ("", TIMES, True),  # the time says so
        ("pending", TIMES, True),
        ("pending", (), False),
        ("unsynced", (), False),
        ("not synced", (), False),
        ("", (), False),
    ],
)
def test_a_day_was_synced_by_its_word_or_by_its_times(status, times, is_synced):
    assert SyncDay(WireTime("2019-08-19"), status, times).is_synced is is_synced


def synced(day: str, *times: str) -> SyncDay:
    return SyncDay(WireTime(day), "synced", tuple(map(WireTime, times)))


def test_the_last_sync_is_the_latest_moment_and_not_the_last_in_the_list():
    days = (
        synced("2019-08-18", "2019-08-30 01:00:00 -0700 PDT"),
        synced("2019-08-19", "2019-08-21 01:00:00 -0700 PDT", "2019-08-20 23:00:00 -0700 PDT"),
        synced("2019-08-20", "2019-08-21 03:00:00 +0000 UTC"),
        synced("soon", "2019-08-31 01:00:00 -0700 PDT"),
    )
    timeline = Timeline("events", datetime(2019, 9, 1, tzinfo=UTC), days)
    last = timeline.last_sync(date(2019, 8, 19), date(2019, 8, 20))
    assert last.moment == datetime(2019, 8, 21, 8, tzinfo=UTC)
    assert timeline.last_sync(date(2019, 8, 1), date(2019, 8, 17)) is None

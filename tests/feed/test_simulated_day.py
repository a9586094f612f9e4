"""A day at the default pace against the simulator: polite, and late by no more than was said."""

from datetime import timedelta

import pytest
from timelapse import DAY_S, MIDNIGHT, PROFILE, Timelapse

pytestmark = pytest.mark.anyio

HOURLY = "events-hourly-s3"
BACKFILL = "company-2024-backfill-snowflake"
_MOST_REQUESTS = 8
"""For one change: a turn for each other question, and the counts, states and tasks of this one."""


def assert_is_polite(lapse):
    assert lapse.meter.most_in_an_hour <= PROFILE.requests_per_hour
    assert lapse.meter.most_in_flight == 1


def assert_keeps_its_word(lapse):
    opened = lapse.watched.view.opened
    changes = lapse.changes[opened]
    assert changes
    for change in changes:
        assert change.requests <= _MOST_REQUESTS
        assert change.lag_s <= change.promised_s
    assert lapse.unseen_s(opened) < 600


@pytest.mark.parametrize(("seed", "opened"), [(1, BACKFILL), (2, HOURLY)])
async def test_in_a_day_every_change_is_seen_within_the_pace_announced(seed, opened):
    lapse = Timelapse("live", seed, opened=opened)
    await lapse.run(DAY_S)
    assert_is_polite(lapse)
    assert_keeps_its_word(lapse)
    assert all(lapse.unseen_s(name) < 3600 for name in lapse.changes), "nothing starves"


async def test_tasks_whose_counts_stand_still_are_seen_of_every_pipeline():
    lapse = Timelapse("calm", opened="events-daily-bigquery")
    await lapse.run(DAY_S)
    assert_is_polite(lapse)
    (hourly,) = (changes for name, changes in lapse.changes.items() if name == HOURLY)
    assert len(hourly) > 48, "a task begins and ends each hour, and an old one leaves the list"
    assert max(change.lag_s for change in hourly) < 3600
    whole = lapse.meter.of("whole")
    assert len(whole) < len(lapse.meter.of("counts")) / 8, "mostly it is found out by counts"


async def test_fifty_thousand_tasks_are_followed_by_counts():
    lapse = Timelapse("large", start=MIDNIGHT + timedelta(minutes=28))
    await lapse.run(40 * 60)
    assert_is_polite(lapse)
    assert_keeps_its_word(lapse)
    steady, whole = lapse.meter.of("counts", "states"), lapse.meter.of("whole")
    assert len(steady) > 5 * len(whole)
    assert max(exchange.body_bytes for exchange in steady) < 1000
    assert len(whole) <= 1 + 2, "the first, and when tasks were queued or done"
    assert min(exchange.body_bytes for exchange in whole) > 10_000_000

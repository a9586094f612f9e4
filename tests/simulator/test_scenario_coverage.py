"""What the scenarios show of dates: missing, exported twice, late, waiting behind a backfill."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from nessie_tui.model.timestamp import read_time
from nessie_tui.simulator.attempt import Pause
from nessie_tui.simulator.scenario import SCENARIOS
from nessie_tui.simulator.timetable import ZONE, local_day, moment_s

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
SPRING = datetime(2026, 3, 8, 10, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 1, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)

FOUR_DAYS = [
    moment + timedelta(minutes=minutes)
    for moment in (NOW, SPRING, AUTUMN)
    for minutes in range(0, 4 * 24 * 60, 53)
]


class Seen:
    """A pipeline of a scenario at a moment."""

    def __init__(self, scenario, name, now=NOW, pauses=()):
        pipeline = next(p for p in SCENARIOS[scenario].build(1) if p.name == name)
        self.now = now
        self.by_state = pipeline.reading(moment_s(now), pauses).by_state
        self.dispatched = pipeline.job(moment_s(now), pauses)["last_dispatched"]
        syncs = pipeline.timeline(moment_s(now), pauses)["day_syncs"]
        self.syncs = {date.fromisoformat(day["date"]): day["sync_times"] for day in syncs}

    def count(self, state):
        return len(self.by_state.get(state, ()))

    def days(self, *states):
        """Return how many tasks each day has, in some states or in any."""
        chosen = states or self.by_state
        return Counter(
            date.fromisoformat(task["from_date"][:10])
            for state in chosen
            for task in self.by_state.get(state, ())
        )

    def finishes(self, state="succeeded"):
        return sorted(read_time(task["last_finish"]).moment for task in self.by_state[state])

    def newest_hour_age(self):
        ends = [read_time(task["to_date"]).moment for task in self.by_state["succeeded"]]
        return self.now - max(ends) - timedelta(hours=1)


@pytest.fixture(scope="module")
def daily():
    return Seen("gaps", "events-daily-bigquery")


# gaps


def test_gaps_are_never_filled(daily):
    landed, listed = daily.days("succeeded"), daily.days()
    expected = {TODAY - timedelta(days=age) for age in range(1, 91)}
    assert len(expected - set(listed)) == 9
    assert len(set(daily.days("failed")) - set(landed)) == 6
    assert len(set(daily.days("timed_out", "canceled")) - set(landed)) == 6


def test_gaps_has_days_that_were_exported_twice(daily):
    twice = [day for day, count in daily.days("succeeded").items() if count == 2]
    assert len(twice) == 3
    assert not set(twice) & set(daily.days("failed"))


def test_gaps_has_days_whose_second_export_failed(daily):
    both = set(daily.days("failed")) & set(daily.days("succeeded"))
    assert len(both) == 3
    ends = {
        state: max(
            read_time(task["last_finish"]).moment
            for task in daily.by_state[state]
            if date.fromisoformat(task["from_date"][:10]) in both
        )
        for state in ("succeeded", "failed")
    }
    assert ends["failed"] > ends["succeeded"]


def test_gaps_has_synced_days_that_no_task_covers(daily):
    assert len(set(daily.syncs) - set(daily.days())) == 3


def test_gaps_has_landed_days_that_no_sync_is_listed_of(daily):
    assert len(set(daily.days("succeeded")) - set(daily.syncs)) == 6


def test_gaps_has_days_that_synced_several_times(daily):
    times = {day: [read_time(time).moment for time in found] for day, found in daily.syncs.items()}
    assert [len(found) for found in times.values()].count(4) == 5
    for day, found in times.items():
        assert found == sorted(found)
        assert all(day < local_day(moment_s(time)) for time in found)
        assert found[-1] <= NOW


def test_gaps_has_missing_hours_too():
    hourly = Seen("gaps", "events-hourly-s3")
    hours = {task["from_date"] for tasks in hourly.by_state.values() for task in tasks}
    assert 5 < 14 * 24 - len(hours) < 40


def test_a_sync_that_a_pause_prevents_is_not_listed(daily):
    day = max(day for day, found in daily.syncs.items() if len(found) == 4)
    began = moment_s(datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=3))
    paused = Seen("gaps", "events-daily-bigquery", pauses=(Pause(int(began)),))
    assert len(paused.syncs[day]) < 4
    assert len(Seen("gaps", "events-daily-bigquery").syncs[day]) == 4


# live


def test_live_has_an_old_day_that_was_exported_twice():
    seen = Seen("live", "events-daily-bigquery")
    [day] = [day for day, count in seen.days("succeeded").items() if count == 2]
    assert TODAY - day > timedelta(days=20)


# late


@pytest.mark.parametrize("now", FOUR_DAYS, ids=str)
def test_late_is_late_whenever_somebody_looks(now):
    today = local_day(moment_s(now))
    daily = Seen("late", "events-daily-bigquery", now)
    assert daily.count("running") == 0
    assert today - timedelta(days=1) not in daily.days()
    if 2 <= now.astimezone(ZONE).hour < 22:
        assert list(daily.days("pending")) == [today - timedelta(days=2)]

    hourly = Seen("late", "events-hourly-s3", now)
    assert hourly.by_state.keys() == {"succeeded"}
    assert timedelta(hours=30) <= hourly.newest_hour_age() < timedelta(hours=32)
    assert timedelta(hours=30) < now - hourly.finishes()[-1] < timedelta(hours=32)

    people = Seen("late", "people-daily-bigquery", now)
    assert people.by_state.keys() <= {"succeeded"}
    assert timedelta(days=3) < now - people.finishes()[-1] < timedelta(days=4, hours=3)
    assert people.dispatched[:10] == people.finishes()[-1].date().isoformat()


def test_late_has_one_pipeline_that_is_on_time():
    seen = Seen("late", "company-daily-snowflake")
    assert max(seen.days("succeeded")) == TODAY - timedelta(days=1)
    assert seen.by_state.keys() == {"succeeded"}


def test_what_stopped_can_be_paused():
    an_hour_later = NOW + timedelta(hours=1)
    pause = Pause(int(moment_s(NOW)))
    running_on = Seen("late", "events-hourly-s3", an_hour_later)
    paused = Seen("late", "events-hourly-s3", an_hour_later, (pause,))
    assert paused.newest_hour_age() > running_on.newest_hour_age()


# backfill


def test_a_backfill_makes_the_others_wait():
    assert Seen("backfill", "company-2022-backfill-bigquery").count("pending") > 50
    events = Seen("backfill", "events-daily-bigquery")
    assert max(events.days("succeeded")) == TODAY - timedelta(days=1)
    early = Seen("backfill", "events-daily-bigquery", NOW - timedelta(hours=3))
    assert early.count("pending") == 1


@pytest.mark.parametrize("now", FOUR_DAYS[::3], ids=str)
def test_a_backfill_goes_on_at_a_steady_pace_while_somebody_waits(now):
    backfill = Seen("backfill", "company-2022-backfill-bigquery", now)
    finishes = backfill.finishes()
    assert len(finishes) >= 180
    steps = [after - before for before, after in pairwise(finishes)]
    assert all(timedelta(minutes=10) < step < timedelta(minutes=50) for step in steps)
    assert timedelta(hours=49) < finishes[-1] - finishes[-100] < timedelta(hours=50)
    assert now - finishes[-1] < timedelta(hours=1)
    assert Seen("backfill", "people-daily-bigquery", now).count("pending") >= 1

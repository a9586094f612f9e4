"""Waiting for dates, with a clock that jumps over every pause."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import click
import pytest
from stage import ACME, NOON, StillClock

from nessie_tui.cli.asked_date import DateType
from nessie_tui.cli.demo import simulated_origin
from nessie_tui.cli.vigil import Vigil
from nessie_tui.errors import CredentialsRefusedError, RejectedError, UnknownPipelineError
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.simulator.request_log import RequestLog

DAILY = "events-daily-bigquery"
HOURLY = "events-hourly-s3"
PEOPLE = "people-daily-bigquery"
MIDNIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""The end of the day of `NOON` in US/Pacific."""

pytestmark = pytest.mark.anyio


class JumpingClock(StillClock):
    """Ends a pause at once, and is then where it would have ended."""

    async def pause(self, seconds, wake):
        del wake
        self.pass_seconds(seconds)
        self.simulated.advance(timedelta(seconds=seconds))
        return False


class Desk:
    """Somebody who waits, and what they are told."""

    def __init__(self, scenario="live", now=NOON, per_hour=60):
        simulated = SimulatedClock(now, speed=0)
        self.simulator = Simulator(scenario, clock=simulated)
        self.clock = JumpingClock(simulated)
        self.simulator.log = RequestLog(self.clock.monotonic)
        self.origin = replace(simulated_origin(self.simulator, self.clock, per_hour), uniform=max)
        self.told = []
        self.standing = ""

    async def wait(self, pipeline, date, **patience):
        vigil = Vigil(self.origin, ACME, pipeline, self.told.append)
        asked = DateType(hours=True).convert(date, None, None)
        covered = await vigil.covered(asked, timedelta(**(patience or {"hours": 2})))
        self.standing = vigil.standing
        return covered

    def seconds(self, route=None):
        return [request.began_s for request in self.simulator.log.requests(route)]

    @property
    def asked(self):
        return len(self.simulator.log.requests())


@pytest.fixture
def desk():
    return Desk()


async def test_what_is_covered_is_not_waited_for(desk):
    assert await desk.wait(DAILY, "yesterday") == "Sun 22 Nov 2026"
    assert (desk.asked, desk.told, desk.clock.now()) == (3, [], NOON)


async def test_a_day_that_goes_on_is_waited_for_without_asking(desk):
    assert await desk.wait(DAILY, "today", hours=20) == "Mon 23 Nov 2026"
    assert MIDNIGHT + timedelta(minutes=40) < desk.clock.now() < MIDNIGHT + timedelta(hours=1)
    first, *later = desk.seconds("status")
    assert first == 0
    assert all(at >= (MIDNIGHT - NOON).total_seconds() for at in later)
    assert desk.told == [
        f"{DAILY}: Mon 23 Nov 2026 has not ended yet; waiting.",
        f"{DAILY}: Mon 23 Nov 2026 is missing; waiting.",
        f"{DAILY}: Mon 23 Nov 2026 is pending; waiting.",
        f"{DAILY}: Mon 23 Nov 2026 is running; waiting.",
    ]


async def test_yesterday_is_the_one_at_the_start():
    desk = Desk(now=MIDNIGHT + timedelta(minutes=10))
    assert await desk.wait(DAILY, "yesterday", hours=30) == "Mon 23 Nov 2026"
    assert desk.clock.now() < MIDNIGHT + timedelta(hours=1)


async def test_all_hours_of_a_day_have_to_be_covered(desk):
    assert await desk.wait(HOURLY, "2026-11-21") == "Sat 21 Nov 2026 00:00 to 23:00"
    assert await desk.wait(HOURLY, "2026-11-23T11:00", hours=3) == "Mon 23 Nov 2026 11:00"
    desk = Desk("gaps")
    assert await desk.wait(HOURLY, "2026-11-21", minutes=1) is None
    assert desk.standing == "1 of 24 hours is not covered, Sat 21 Nov 2026 18:00 has failed"


async def test_an_hour_may_be_written_as_coverage_prints_it(desk):
    assert await desk.wait(HOURLY, "2026-11-21T05:00:00-08:00") == "Sat 21 Nov 2026 05:00"


async def test_an_hour_of_a_daily_pipeline_is_wrong_usage(desk):
    with pytest.raises(click.UsageError, match="exports whole days"):
        await desk.wait(DAILY, "2026-11-21T05:00")


async def test_a_full_export_covers_what_ended_before_it(desk):
    assert await desk.wait(PEOPLE, "yesterday") == "Sun 22 Nov 2026"
    assert desk.clock.now() == NOON
    assert await desk.wait(PEOPLE, "today", hours=20) == "Mon 23 Nov 2026"
    assert desk.clock.now() > MIDNIGHT + timedelta(hours=1)


async def test_the_time_given_is_the_time_waited(desk):
    assert await desk.wait(DAILY, "2020-01-01", minutes=90) is None
    assert desk.clock.monotonic() == pytest.approx(90 * 60)
    assert desk.standing == "Wed 1 Jan 2020 is not reported"


async def test_without_patience_it_asks_once(desk):
    assert await desk.wait(DAILY, "2020-01-01", seconds=0) is None
    assert desk.asked == 3


async def test_a_date_that_has_not_begun_is_said_to_be_so(desk):
    assert await desk.wait(DAILY, "2027-01-01", hours=1) is None
    assert desk.told == [f"{DAILY}: Fri 1 Jan 2027 has not begun yet; waiting."]
    assert desk.asked == 3


async def test_four_fifths_of_the_budget_are_enough():
    desk = Desk(per_hour=20)
    assert await desk.wait(DAILY, "2020-01-01", hours=24) is None
    moments = desk.seconds()
    in_an_hour = [sum(at <= other < at + 3600 for other in moments) for at in moments]
    assert max(in_an_hour) <= 20
    assert 24 * 8 < len(moments) <= 24 * 16 + 4


async def test_trouble_on_the_way_is_told_once_and_outlasted(desk):
    desk.simulator.faults.add("bad-gateway", times=3)
    assert await desk.wait(DAILY, "yesterday") == "Sun 22 Nov 2026"
    (told,) = desk.told
    assert "answered 502" in told
    assert told.endswith("Trying again until then.")
    assert desk.asked == 6


async def test_trouble_that_stays_ends_with_the_time(desk):
    desk.simulator.faults.add("bad-gateway")
    assert await desk.wait(DAILY, "yesterday") is None
    assert desk.standing == ""
    assert desk.asked < 15


async def test_mixpanel_is_left_alone_for_as_long_as_it_says(desk):
    desk.simulator.faults.add("throttled", times=1)
    assert await desk.wait(DAILY, "yesterday") == "Sun 22 Nov 2026"
    assert desk.clock.now() >= NOON + timedelta(hours=1)
    assert desk.asked == 4


async def test_what_mixpanel_told_another_program_holds_here(desk):
    desk.origin.budget.rest(600)
    assert await desk.wait(DAILY, "yesterday") == "Sun 22 Nov 2026"
    assert desk.clock.now() >= NOON + timedelta(minutes=10)


async def test_a_spent_budget_is_waited_for():
    desk = Desk(per_hour=3)
    assert await desk.wait(DAILY, "yesterday") == "Sun 22 Nov 2026"
    assert await desk.wait(DAILY, "yesterday") == "Sun 22 Nov 2026"
    assert desk.clock.now() >= NOON + timedelta(hours=1)
    assert "budget" in desk.told[0] or "requests an hour" in desk.told[0]


@pytest.mark.parametrize(
    ("fault", "error"), [("unauthorized", CredentialsRefusedError), ("wrong-region", RejectedError)]
)
async def test_what_waiting_does_not_change_ends_it_at_once(desk, fault, error):
    desk.simulator.faults.add(fault)
    with pytest.raises(error):
        await desk.wait(DAILY, "yesterday")
    assert desk.clock.now() == NOON


async def test_an_unknown_pipeline_ends_it_at_once(desk):
    with pytest.raises(UnknownPipelineError) as refused:
        await desk.wait("events-dayly-bigquery", "yesterday")
    assert refused.value.nearest == DAILY
    assert desk.clock.now() == NOON

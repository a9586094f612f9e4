"""What is known of a project through any sequence of answers and failures."""

from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from stage import ACME, NOON, StillClock

from nessie_tui.cli.demo import simulated_origin
from nessie_tui.feed.update import PollFailure
from nessie_tui.present.feed_words import FeedPhase
from nessie_tui.present.view_choice import ViewChoice
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.simulator.fault import FAULTS
from nessie_tui.tui.watched import WatchedProject

pytestmark = pytest.mark.anyio

DAILY = "events-daily-bigquery"
SLOW = {"slow", "silent"}
"""They wait real seconds."""
UNTIL_A_PERSON_ACTS = {"unauthorized", "plan", "forbidden"}
KINDS = sorted(set(FAULTS) - SLOW - {"throttled-until"})
HOUR_S = 3600.0


class JumpingClock(StillClock):
    """Jumps over every pause, both clocks together."""

    async def pause(self, seconds, wake):
        if not wake.is_set():
            step = min(seconds, HOUR_S)
            self.simulated.advance(timedelta(seconds=step))
            self.pass_seconds(step)
        return False


class Watch:
    """A project, watched without a screen."""

    def __init__(self, seed):
        simulated = SimulatedClock(NOON, speed=0)
        self.simulator = Simulator("live", clock=simulated)
        self.clock = JumpingClock(simulated)
        origin = simulated_origin(self.simulator, self.clock, ACME.requests_per_hour)
        self.chance = Random(seed)  # noqa: S311 - for variety, not for secrets
        origin = replace(origin, uniform=self.chance.uniform)
        self.watched = WatchedProject(ACME, origin, ViewChoice(DAILY))
        self.asked_at = []

    async def next(self, updates):
        update = await anext(updates)
        before = self.known
        self.watched.take(update)
        if isinstance(update, PollFailure):
            assert self.known == before, "a failure loses nothing"
            if not update.resumes:
                self.watched.poller.refresh_now()
        arrived_at = self.watched.feed_state.arrived_at
        assert arrived_at is None or arrived_at <= self.clock.monotonic(), "no age is negative"
        return update

    @property
    def known(self):
        view = self.watched.view
        return (len(view.matching), len(view.rows.all), view.counts)

    async def until_live(self, updates, most):
        for _ in range(most):
            await self.next(updates)
            if self.watched.feed_state.phase is FeedPhase.LIVE and self.watched.view.rows.all:
                return
        pytest.fail("it did not recover")


@pytest.mark.parametrize("seed", range(25))
async def test_random_faults_lose_nothing_and_end_when_they_end(seed):
    watch = Watch(seed)
    async with aclosing(watch.watched.poller.updates()) as updates:
        for _ in range(3):
            for _ in range(16):
                if watch.chance.random() < 0.5:
                    watch.simulator.faults.add(watch.chance.choice(KINDS), times=1)
                await watch.next(updates)
            watch.simulator.faults.clear()
            await watch.until_live(updates, most=12)
    began = [request.began_s for request in watch.simulator.log.requests()]
    assert began
    assert watch.simulator.log.most_in_flight() == 1


@pytest.mark.parametrize("fault", KINDS)
async def test_after_any_one_fault_the_next_answers_are_live_again(fault):
    watch = Watch(1)
    async with aclosing(watch.watched.poller.updates()) as updates:
        await watch.until_live(updates, most=4)
        rows = len(watch.watched.view.rows.all)
        watch.simulator.faults.add(fault, times=2)
        await watch.next(updates)
        await watch.next(updates)
        assert len(watch.watched.view.rows.all) >= rows
        watch.simulator.faults.clear()
        await watch.until_live(updates, most=8)


@pytest.mark.parametrize("hours", [-3, 5])
async def test_a_clock_that_is_set_anew_changes_no_age(hours):
    watch = Watch(1)
    async with aclosing(watch.watched.poller.updates()) as updates:
        await watch.until_live(updates, most=4)
        arrived_at = watch.watched.feed_state.arrived_at
        watch.clock.simulated.advance(timedelta(hours=hours))
        assert watch.watched.feed_state.arrived_at == arrived_at
        await watch.until_live(updates, most=4)
        assert watch.watched.poller.pace.used <= 60

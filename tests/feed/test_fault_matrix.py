"""Every fault under a poller: what was known stays, is said why it is old, and is asked for again.

The real client over a real socket; only time jumps.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from math import inf
from random import Random

import pytest
from fault_ending import Road, Wait
from fault_stage import FAULTS, PATIENT, PIPELINE, Fault, answering, mixpanel
from odd_answer import ODD_ANSWERS

from nessie_tui.api.client import NessieClient
from nessie_tui.errors import InputError
from nessie_tui.feed.budget import Budget, MemoryLedger
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.poller import Poller
from nessie_tui.feed.question import FetchTasks, ListPipelines
from nessie_tui.feed.source import MixpanelSource
from nessie_tui.feed.update import Arrival, PollFailure
from nessie_tui.model.secret import Secret
from nessie_tui.present.failure import failure_words
from nessie_tui.present.project_view import ProjectView

ENOUGH = 20
"""Updates within which whatever a test waits for must have come."""
ROUNDING_S = 0.01

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock(make_desk):
    return make_desk().clock


class Watch:
    """A poller, and a screen's memory of what it said."""

    def __init__(self, profile, limits, clock):
        @asynccontextmanager
        async def connect(asked) -> AsyncIterator[MixpanelSource]:
            async with NessieClient(asked, Secret("hunter2"), limits=limits) as client:
                yield MixpanelSource(asked, client, budget, clock.now)

        budget = Budget(profile.requests_per_hour, clock.monotonic, MemoryLedger())
        uniform = Random(1).uniform  # noqa: S311 - jitter, no secret
        self.profile = profile
        self.clock = clock
        self.poller = Poller(profile, Origin(connect, clock, budget, uniform=uniform))
        self.view = ProjectView()
        self._updates = self.poller.updates()

    @asynccontextmanager
    async def open(self):
        async with asyncio.timeout(10), aclosing(self._updates):
            yield self

    async def next(self):
        update = await anext(self._updates)
        match update:
            case Arrival(ListPipelines(), listing):
                self.view.take_listing(listing)
            case Arrival(FetchTasks(pipeline), snapshot):
                self.view.opened = pipeline
                self.view.take_tasks(snapshot)
        return update

    async def until(self, is_wanted):
        for _ in range(ENOUGH):
            update = await self.next()
            if is_wanted(update):
                return update
        pytest.fail("it never came")

    def known(self):
        view = self.view
        return list(view.matching.values()), dict(view.counts), list(view.rows.shown.values())


@asynccontextmanager
async def watching(fault: Fault, clock):
    """Yield a watch that knows everything, and the server it learned it from."""
    async with (
        mixpanel(fault.group.road) as (server, profile),
        Watch(profile, fault.limits, clock).open() as watch,
    ):
        await watch.until(lambda update: arrived(update, FetchTasks(PIPELINE)))
        assert all(watch.known())
        yield watch, server


def arrived(update, question):
    return update if isinstance(update, Arrival) and update.question == question else None


def failed(update):
    return isinstance(update, PollFailure)


@pytest.mark.parametrize(
    "fault",
    [fault for fault in FAULTS if fault.group.wait is not Wait.FOR_A_PERSON],
    ids=lambda fault: fault.name,
)
async def test_a_fault_costs_no_row_and_is_asked_about_again_on_schedule(fault, clock):
    async with watching(fault, clock) as (watch, server):
        before = watch.known()
        async with fault.on(server):
            failure = await watch.until(failed)
            since = clock.monotonic()
        assert_told(fault, failure, watch)
        assert failure.resumes
        assert watch.known() == before
        await watch.until(lambda update: arrived(update, failure.question))
        assert watch.known() == before
        fewest_s, most_s = fault.group.wait.value
        assert fewest_s - ROUNDING_S <= clock.monotonic() - since <= most_s + ROUNDING_S


@pytest.mark.parametrize(
    "fault",
    [fault for fault in FAULTS if fault.group.wait is Wait.FOR_A_PERSON],
    ids=lambda fault: fault.name,
)
async def test_a_refusal_is_asked_about_again_by_a_person_only(fault, clock):
    async with watching(fault, clock) as (watch, server):
        before = watch.known()
        async with fault.on(server):
            already = len(server.heads)
            failure = await watch.until(failed)
            since = clock.monotonic()
            if failure.resumes:  # once more, in case it was a slip
                failure = await watch.until(failed)
                assert clock.monotonic() - since <= 4
            assert_told(fault, failure, watch)
            assert not failure.resumes
            asked = len(server.heads)
            refused = f"/{fault.group.route}?".encode()
            assert sum(refused in head for head in server.heads[already:]) <= 2
            coming = asyncio.ensure_future(watch.next())
            await until_it_waits(clock)
            assert watch.poller.pace.next_at is None
        assert (watch.known(), len(server.heads)) == (before, asked)
        watch.poller.refresh_now()
        assert isinstance(await coming, Arrival)
        assert watch.known() == before


async def test_an_environment_that_cannot_be_used_waits_for_a_person(monkeypatch, clock):
    async with (
        mixpanel(Road.TLS) as (server, profile),
        Watch(profile, PATIENT, clock).open() as watch,
    ):
        monkeypatch.setenv("HTTPS_PROXY", "ftp://nonsense")
        failure = await watch.next()
        assert isinstance(failure.error, InputError)
        assert (failure.question, failure.resumes) == (None, False)
        coming = asyncio.ensure_future(watch.next())
        await until_it_waits(clock)
        assert not server.connections
        monkeypatch.delenv("HTTPS_PROXY")
        watch.poller.refresh_now()
        assert isinstance(await coming, Arrival)


@pytest.mark.parametrize("odd", ODD_ANSWERS, ids=lambda odd: odd.name)
async def test_an_odd_answer_is_no_failure(odd, clock):
    async with (
        mixpanel(Road.PLAIN) as (server, profile),
        Watch(profile, PATIENT, clock).open() as watch,
    ):
        await watch.until(lambda update: arrived(update, FetchTasks(PIPELINE)))
        question = ListPipelines() if odd.route == "jobs" else FetchTasks(PIPELINE)
        async with answering(odd.reply, odd.route)(server):
            for _ in range(ENOUGH):
                update = await watch.next()
                assert isinstance(update, Arrival)
                if update.question == question:
                    break
        assert await watch.until(lambda update: arrived(update, FetchTasks(PIPELINE)))


async def until_it_waits(clock):
    for _ in range(1_000):
        if clock.pauses[-1:] == [inf]:
            return
        await asyncio.sleep(0)
    pytest.fail("it did something else")


def assert_told(fault, failure, watch):
    assert type(failure.error) is fault.group.kind
    title = fault.group.title.format(status=failure.error.status)
    assert failure_words(failure.error, watch.profile).title == title

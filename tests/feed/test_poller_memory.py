"""What a poller knows of earlier runs, and what it keeps for the next one."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from asked import Counts
from waiting import take, waiting_for_the_next

from nessie_tui.errors import CredentialsRefusedError, UnreachableError
from nessie_tui.feed.question import FetchTasks, ListPipelines
from nessie_tui.feed.update import Arrival, PollFailure
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.state import SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime

pytestmark = pytest.mark.anyio

LIST = ListPipelines()
DAILY, HOURLY = FetchTasks("daily"), FetchTasks("hourly")
BEAT = Counts("daily")
ONE = TaskReading({SUCCEEDED: 1}, (Task(state=SUCCEEDED),))


class Shelf:
    """What earlier runs left, and what this one leaves."""

    def __init__(self, listing=None, **tasks):
        self._listing = listing
        self._tasks = tasks
        self._hangs_at = None
        self._ready = threading.Event()
        self.kept = []

    def hang(self, pipeline):
        self._hangs_at = pipeline

    def go_on(self):
        self._ready.set()

    def listed(self, name, **members):
        pipelines = (
            replace(p, **members) if p.name == name else p for p in self._listing.pipelines
        )
        self._listing = replace(self._listing, pipelines=tuple(pipelines))

    def listing(self):
        return self._listing

    def tasks(self, pipeline):
        if pipeline == self._hangs_at:
            assert self._ready.wait(10)
        return self._tasks.get(pipeline)

    def keep_listing(self, listing):
        self.kept.append(listing)

    def keep_tasks(self, snapshot):
        self.kept.append(snapshot)

    def confirm(self, pipeline, at):
        self.kept.append((pipeline, at))


def remembered(desk, age_s=60.0, **tasks):
    before = desk.clock.wall - timedelta(seconds=age_s)
    listing = PipelineListing(before, (Pipeline("daily"), Pipeline("hourly")))
    return Shelf(listing, **{name: TaskSnapshot(name, before, r) for name, r in tasks.items()})


@pytest.fixture
def recalling(make_desk):
    def recalling(age_s=60.0):
        shelf = remembered(make_desk(), age_s, daily=ONE)
        desk = make_desk("daily", "hourly", shelf=shelf)
        desk.poller.open("daily")
        return desk, shelf

    return recalling


class TestMemory:
    async def test_what_an_earlier_run_knew_comes_before_anything_is_asked(self, recalling):
        desk, shelf = recalling()
        async with desk.watch() as updates:
            first = await take(updates, 2)
            assert desk.script.opened == 0
            later = await take(updates, 2)
        assert first == [
            Arrival(LIST, shelf.listing(), remembered=True),
            Arrival(DAILY, shelf.tasks("daily"), remembered=True),
        ]
        assert [arrival.remembered for arrival in later] == [False, False]

    async def test_and_is_confirmed_by_the_counts_alone(self, recalling):
        desk, shelf = recalling()
        async with desk.watch() as updates:
            *_, confirmed = await take(updates, 4)
        assert desk.script.questions == [LIST, BEAT]
        assert confirmed.question == DAILY
        assert confirmed.answer.tasks is shelf.tasks("daily").tasks

    async def test_unless_it_is_too_old(self, recalling):
        desk, _ = recalling(age_s=3600.0)
        async with desk.watch() as updates:
            await take(updates, 4)
        assert desk.script.questions == [LIST, DAILY]

    async def test_it_comes_also_where_nothing_can_be_asked(self, recalling):
        desk, _ = recalling()
        desk.script.error_for = lambda _: UnreachableError("no route")
        async with desk.watch() as updates:
            kinds = [type(update) for update in await take(updates, 3)]
        assert kinds == [Arrival, Arrival, PollFailure]

    async def test_a_pipeline_that_is_not_listed_is_recalled_when_it_is_opened(self, make_desk):
        desk = make_desk("daily", "hourly", shelf=remembered(make_desk(), backfill=ONE))
        desk.poller.open("daily")
        async with desk.watch() as updates:
            await take(updates, 4)
            desk.poller.open("backfill")
            recalled = await anext(updates)
        assert (recalled.question, recalled.remembered) == (FetchTasks("backfill"), True)

    async def test_answers_are_kept_for_the_next_run(self, make_desk):
        shelf = Shelf()
        desk = make_desk("daily", shelf=shelf)
        async with desk.watch() as updates:
            arrivals = await take(updates, 3)
        listing, tasks, confirmed = (arrival.answer for arrival in arrivals)
        async with asyncio.timeout(10):
            while len(shelf.kept) < 3:  # noqa: ASYNC110 - it is kept by another thread
                await asyncio.sleep(0.001)
        assert shelf.kept == [listing, tasks, ("daily", confirmed.fetched_at)]


class TestOthers:
    """The pipelines that are not open."""

    @pytest.fixture
    def desk(self, make_desk):
        shelf = remembered(make_desk(), daily=ONE, hourly=ONE)
        desk = make_desk("daily", "hourly", shelf=shelf)
        desk.poller.open("daily")
        return desk

    async def test_are_recalled_while_the_first_request_is_not_answered(self, desk):
        desk.script.answering.clear()
        async with desk.watch() as updates:
            assert [update.question for update in await take(updates, 3)] == [LIST, DAILY, HOURLY]
            assert desk.script.questions == [LIST]
            async with waiting_for_the_next(updates) as waiting:
                desk.script.answering.set()
                assert await waiting == Arrival(LIST, desk.script.listing)

    @pytest.mark.parametrize("error", [UnreachableError("no route"), CredentialsRefusedError()])
    async def test_are_recalled_where_nothing_can_be_asked(self, desk, error):
        desk.script.error_for = lambda _: error
        async with desk.watch() as updates:
            recalled = await until_recalled(updates, HOURLY)
        assert recalled.answer == desk.shelf.tasks("hourly")

    async def test_hold_up_no_request_about_the_open_one(self, desk):
        desk.shelf.hang("hourly")
        async with desk.watch() as updates:
            seen = await take(updates, 4)
            assert [(update.question, update.remembered) for update in seen] == [
                (LIST, True),
                (DAILY, True),
                (LIST, False),
                (DAILY, False),
            ]
            desk.shelf.go_on()
            assert (await anext(updates)).remembered

    async def test_are_confirmed_by_their_counts(self, desk):
        async with desk.watch() as updates:
            confirmed = await until_arrived(updates, HOURLY)
        assert desk.script.questions == [LIST, BEAT, Counts("hourly")]
        assert confirmed.answer.tasks is desk.shelf.tasks("hourly").tasks

    async def test_but_not_where_a_run_has_begun_since(self, desk):
        desk.script.dispatched["hourly"] = WireTime("2026-11-23 12:30:00 US/Pacific")
        desk.shelf.listed("hourly", last_dispatched=WireTime("2026-11-23 11:30:00 US/Pacific"))
        async with desk.watch() as updates:
            await until_arrived(updates, HOURLY)
        assert desk.script.questions == [LIST, BEAT, HOURLY]

    async def test_are_kept_for_the_next_run(self, make_desk):
        shelf = Shelf()
        desk = make_desk("daily", "hourly", shelf=shelf)
        async with desk.watch() as updates:
            arrivals = await take(updates, 3)
        assert [arrival.answer for arrival in arrivals] == shelf.kept

    async def test_that_are_new_on_the_list_are_recalled_too(self, make_desk):
        shelf = remembered(make_desk(), people=ONE)
        desk = make_desk("daily", "people", shelf=shelf)
        async with desk.watch() as updates:
            recalled = await until_recalled(updates, FetchTasks("people"))
        assert recalled.answer == shelf.tasks("people")

    async def test_leaving_while_they_are_recalled_leaves_no_task_behind(self, desk):
        before = asyncio.all_tasks()
        desk.shelf.hang("hourly")
        async with desk.watch() as updates:
            await take(updates, 2)
        desk.shelf.go_on()
        assert asyncio.all_tasks() == before

    async def test_an_answer_is_not_replaced_by_what_an_earlier_run_knew(self, desk):
        desk.shelf.hang("hourly")
        async with desk.watch() as updates:
            await take(updates, 4)
            desk.poller.open("hourly")
            answered = await anext(updates)
            desk.shelf.go_on()
            later = await take(updates, 3)
        assert (answered.question, answered.remembered) == (HOURLY, False)
        assert not any(update.remembered for update in later)


async def until_arrived(updates, question):
    return await until(updates, question, remembered=False)


async def until_recalled(updates, question):
    return await until(updates, question, remembered=True)


async def until(updates, question, *, remembered):
    async for update in updates:
        if isinstance(update, Arrival) and update.question == question:
            if update.remembered == remembered:
                return update
            assert not remembered, "an answer came before"
    raise AssertionError

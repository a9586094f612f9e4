"""How a poller follows the pipelines that are not open: as seldom and as cheaply as it can."""

from dataclasses import replace

import pytest
from asked import Counts
from waiting import take

from nessie_tui.errors import PermissionRefusedError, PlanRefusedError, RejectedError
from nessie_tui.feed.plan import ASIDE_RESYNC_BEATS, SELDOM_BEATS
from nessie_tui.feed.question import FetchTasks, FetchTimeline, ListPipelines
from nessie_tui.feed.update import Arrival, PollFailure
from nessie_tui.model.snapshot import TaskReading
from nessie_tui.model.state import FAILED, SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime

pytestmark = pytest.mark.anyio

LIST = ListPipelines()
DAILY, HOURLY = FetchTasks("daily"), FetchTasks("hourly")
BEAT, BEAT_ASIDE = Counts("daily"), Counts("hourly")
CHANGED = TaskReading({SUCCEEDED: 2}, (Task(state=SUCCEEDED),) * 2)
WISH_S = 60


@pytest.fixture
def desk(make_desk):
    return opening_daily(make_desk("daily", "hourly"))


@pytest.fixture
def hurried(make_desk, desk):
    """Give a desk with little budget."""
    return opening_daily(
        make_desk("daily", "hourly", profile=replace(desk.profile, requests_per_hour=10))
    )


@pytest.fixture
def rich(make_desk, desk):
    """Give a desk with more budget than it needs."""
    return opening_daily(
        make_desk("daily", "hourly", profile=replace(desk.profile, requests_per_hour=3600))
    )


def opening_daily(desk):
    desk.poller.open("daily")
    return desk


def moments(desk, *questions):
    return [at for at, question in desk.script.asked if question in questions]


async def until(updates, is_wanted):
    async for update in updates:
        if is_wanted(update):
            return update
    raise AssertionError


def arrived(question, *, partial=False):
    return lambda update: (
        isinstance(update, Arrival) and (update.question, update.partial) == (question, partial)
    )


async def test_the_first_look_brings_the_tasks_and_the_next_ones_the_counts(rich):
    async with rich.watch() as updates:
        seen = await take(updates, 60)
    asked = [question for question in rich.script.questions if question in {HOURLY, BEAT_ASIDE}]
    assert asked[:4] == [HOURLY, *[BEAT_ASIDE] * 3]
    answers = [update.answer for update in seen if update.question == HOURLY]
    assert len({id(answer.tasks) for answer in answers}) == 1, "the same tasks, confirmed"


async def test_that_is_at_a_seldom_pace(rich):
    async with rich.watch() as updates:
        await take(updates, 60)
    first, second, third, *_ = moments(rich, HOURLY, BEAT_ASIDE)
    assert second - first == third - second == WISH_S * SELDOM_BEATS


async def test_whatever_the_counts_say_all_is_fetched_a_few_times_a_day(rich):
    async with rich.watch() as updates:
        await take(updates, 2000)
    whole = moments(rich, HOURLY)
    assert whole[1] - whole[0] == pytest.approx(WISH_S * ASIDE_RESYNC_BEATS, rel=0.03)


async def test_counts_that_changed_are_told_and_then_the_tasks(rich):
    async with rich.watch() as updates:
        await take(updates, 3)
        rich.script.tasks = CHANGED
        counted = await until(updates, arrived(HOURLY, partial=True))
        found = await until(updates, arrived(HOURLY))
    assert counted.answer.counts == CHANGED.counts
    assert found.answer.tasks == CHANGED.tasks
    assert rich.script.asked[-1][0] - moments(rich, BEAT_ASIDE)[-1] < WISH_S


async def test_the_tasks_are_paid_out_of_the_feeds_own_share(hurried):
    async with hurried.watch() as updates:
        await until(updates, arrived(HOURLY))
        hurried.script.tasks = CHANGED
        await until(updates, arrived(HOURLY, partial=True))
        assert hurried.budget.wait_s() > 0
        await until(updates, arrived(HOURLY))
    assert hurried.script.questions[-3:] == [BEAT_ASIDE, BEAT, HOURLY], (
        "and the open one goes first"
    )
    at = [moment for moment, _ in hurried.script.asked]
    assert sum(moment > at[-1] - 3600 for moment in at) <= 8, "the feed asks no faster for it"


async def test_a_run_that_began_makes_counts_that_stand_still_doubtful(rich):
    rich.script.dispatched["hourly"] = WireTime("2026-11-23 12:30:00 US/Pacific")
    async with rich.watch() as updates:
        await take(updates, 3)
        rich.script.dispatched["hourly"] = WireTime("2026-11-23 13:30:00 US/Pacific")
        rich.script.tasks = TaskReading({SUCCEEDED: 1}, (Task("another", SUCCEEDED),))
        while (found := await until(updates, arrived(HOURLY))).answer.tasks[0].name == "":
            pass
        assert found.answer.tasks == rich.script.tasks.tasks
    assert len(moments(rich, HOURLY)) == 2
    assert moments(rich, HOURLY)[-1] - moments(rich, LIST)[1] <= WISH_S * SELDOM_BEATS


async def test_a_large_answer_of_a_server_without_summary_is_not_fetched_at_every_look(rich):
    many = TaskReading({FAILED: 1000}, tuple(Task(str(n), FAILED) for n in range(1000)))
    rich.script.tasks, rich.script.no_summary = many, True
    async with rich.watch() as updates:
        await take(updates, 200)
    hours = (rich.script.asked[-1][0] - rich.script.asked[0][0]) / 3600
    assert hours > 5
    assert len(moments(rich, HOURLY, BEAT_ASIDE)) <= hours + 3


async def test_a_large_answer_is_not_fetched_for_every_change(rich):
    many = (Task(state=FAILED), *(Task(str(n), SUCCEEDED) for n in range(1000)))
    rich.script.tasks = TaskReading({FAILED: 1, SUCCEEDED: 1000}, many)
    async with rich.watch() as updates:
        for n in range(10):
            await until(updates, lambda update: update.question == HOURLY)
            tasks = (*many, *many[1 : n + 2])
            rich.script.tasks = TaskReading({FAILED: 1, SUCCEEDED: 1001 + n}, tasks)
    hours = (rich.script.asked[-1][0] - rich.script.asked[0][0]) / 3600
    assert 0.5 < hours < 1
    assert len(moments(rich, HOURLY)) == 1
    assert len(moments(rich, BEAT_ASIDE)) == 9, "every change is told, with nothing asked in vain"


@pytest.mark.parametrize("error", [PermissionRefusedError(status=403), PlanRefusedError()])
async def test_one_that_is_refused_stops_nobody(desk, error):
    desk.script.error_for = lambda question: error if question == HOURLY else None
    async with desk.watch() as updates:
        seen = await take(updates, 20)
    failures = [update for update in seen if isinstance(update, PollFailure)]
    assert failures[0] == PollFailure(HOURLY, error, resumes=True, aside=True)
    assert len(moments(desk, DAILY, BEAT)) > 10


async def test_a_refusal_stops_all_once_it_is_of_the_open_one(desk):
    error = PermissionRefusedError(status=403)
    desk.script.error_for = lambda question: error if question == HOURLY else None
    async with desk.watch() as updates:
        await take(updates, 3)
        desk.poller.open("hourly")
        assert await anext(updates) == PollFailure(HOURLY, error, resumes=False)


async def test_a_summary_that_is_refused_costs_the_tasks_and_is_no_failure(rich):
    rich.script.error_for = lambda question: (
        RejectedError("no such parameter", status=400) if isinstance(question, Counts) else None
    )
    async with rich.watch() as updates:
        seen = await take(updates, 60)
    assert not [update for update in seen if isinstance(update, PollFailure)]
    assert len(moments(rich, HOURLY)) > 3


async def test_a_look_at_another_pipeline_is_no_refresh_of_the_open_one(desk):
    async with desk.watch() as updates:
        await take(updates, 2)
        desk.clock.pass_seconds(5)
        await until(updates, arrived(HOURLY))
        assert desk.poller.refresh_now() == 0


async def test_their_timelines_come_last(rich):
    rich.script.synced = True
    async with rich.watch() as updates:
        seen = await take(updates, 30)
    asked = [update.question for update in seen]
    assert asked[:4] == [LIST, DAILY, HOURLY, FetchTimeline("daily")]
    assert asked.count(FetchTimeline("hourly")) == 1
    assert asked.index(FetchTimeline("hourly")) > 10

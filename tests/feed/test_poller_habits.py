"""What a poller believes and notices."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from itertools import pairwise

import pytest
from asked import Counts
from waiting import take

from nessie_tui.errors import (
    BudgetSpentError,
    RateLimitedError,
    RejectedError,
    ServerTroubleError,
    UnreachableError,
)
from nessie_tui.feed.poller import Poller
from nessie_tui.feed.question import FetchTasks, FetchTimeline, ListPipelines
from nessie_tui.feed.update import Arrival, PollFailure
from nessie_tui.model.pace import PaceRule
from nessie_tui.model.snapshot import TaskReading
from nessie_tui.model.state import RUNNING, SUCCEEDED
from nessie_tui.model.task import Task

pytestmark = pytest.mark.anyio

LIST = ListPipelines()
DAILY, BEAT = FetchTasks("daily"), Counts("daily")


class TestBelief:
    async def test_all_pipelines_gone_at_once_have_to_be_gone_twice(self, desk):
        async with desk.watch() as updates:
            await take(updates, 3)
            desk.script.names = ()
            listed_at = []
            while True:
                update = await anext(updates)
                listed_at = [at for at, question in desk.script.asked if question == LIST]
                if update.question == LIST:
                    break
        assert update.answer.pipelines == ()
        assert len(listed_at) == 3, "asked again before it was believed"
        assert listed_at[2] - listed_at[1] == 60, "and that soon"

    async def test_a_refused_summary_is_no_failure(self, desk):
        desk.script.error_for = lambda question: (
            RejectedError("no such parameter", status=400) if question == BEAT else None
        )
        async with desk.watch() as updates:
            seen = await take(updates, 12)
        assert not [update for update in seen if isinstance(update, PollFailure)]
        assert desk.script.questions.count(BEAT) == 1

    async def test_counts_that_changed_are_told_before_the_tasks_are_here(self, desk):
        desk.script.counts = {SUCCEEDED: 2}
        async with desk.watch() as updates:
            seen = await take(updates, 5)
        told = [(update.question, update.partial) for update in seen[3:]]
        assert told == [(DAILY, True), (DAILY, False)]
        at = [moment for moment, _ in desk.script.asked]
        assert at[4] == at[3], "at once"

    async def test_also_where_the_budget_is_short_and_the_debt_is_paid_afterwards(
        self, make_desk, desk
    ):
        desk = make_desk("daily", profile=replace(desk.profile, requests_per_hour=10))
        desk.script.counts = {SUCCEEDED: 2}
        async with desk.watch() as updates:
            await take(updates, 5)
        assert desk.script.questions == [LIST, DAILY, BEAT, DAILY, BEAT]
        at = [moment for moment, _ in desk.script.asked]
        slot_s = at[2] - at[1]
        assert slot_s > 400, "seven an hour"
        assert at[3] == at[2], "at once"
        assert at[4] - at[3] == pytest.approx(2 * slot_s, abs=1)


class TestTempo:
    async def test_what_is_settled_is_asked_about_more_seldom(self, desk):
        desk.clock.wall = desk.clock.wall.replace(minute=10)
        async with desk.watch() as updates:
            await take(updates, 8)
            assert desk.poller.pace.rule is PaceRule.SETTLED
        assert beats(desk)[1:4] == [180, 180, 180]

    async def test_until_something_moves(self, desk):
        desk.clock.wall = desk.clock.wall.replace(minute=10)
        desk.script.tasks = TaskReading({RUNNING: 1}, (Task(state=RUNNING),))
        async with desk.watch() as updates:
            await take(updates, 3)
            assert desk.poller.pace.rule is PaceRule.WISH

    async def test_nobody_looking_asks_least_and_somebody_coming_back_asks_at_once(self, desk):
        async with desk.watch() as updates:
            await take(updates, 3)
            desk.poller.attend(is_attended=False)
            await take(updates, 3)
            assert beats(desk)[-1] == 600
            desk.clock.pass_seconds(70)
            asked_at = desk.clock.seconds
            desk.poller.attend(is_attended=True)
            await anext(updates)
            assert desk.script.asked[-1][0] == asked_at

    async def test_the_timeline_is_asked_for_where_there_is_sync(self, desk):
        desk.script.synced = True
        async with desk.watch() as updates:
            seen = await take(updates, 4)
        assert seen[-1].question == FetchTimeline("daily")
        assert seen[-1].answer.pipeline == "daily"


class TestSleep:
    async def test_a_machine_that_wakes_up_connects_anew_and_asks_at_once(self, desk):
        async with desk.watch() as updates:
            await take(updates, 3)
            desk.clock.sleeps_s = 8 * 3600
            assert isinstance(await anext(updates), Arrival)
        assert (desk.script.opened, desk.script.closed) == (2, 2)
        assert desk.script.asked[3][0] - desk.script.asked[2][0] == 60 + 8 * 3600 + 5

    async def test_a_rest_after_failures_ends_with_the_sleep(self, desk):
        desk.script.error_for = lambda _: UnreachableError("no route")
        async with desk.watch() as updates:
            await take(updates, 8)
            desk.script.error_for = None
            desk.clock.sleeps_s = 100.0
            before = desk.clock.seconds
            assert isinstance(await anext(updates), Arrival)
        assert desk.clock.seconds - before == 60 + 100 + 5


async def test_a_start_that_finds_the_hours_requests_spent_says_so_once(make_desk, desk):
    desk = make_desk("daily", profile=replace(desk.profile, requests_per_hour=5))
    while desk.budget.take():
        pass
    async with desk.watch() as updates:
        spent, after = await take(updates, 2)
    assert isinstance(spent.error, BudgetSpentError)
    assert spent.resumes
    assert isinstance(after, Arrival)


async def test_another_program_that_took_the_last_request_is_no_failure(make_desk, desk):
    desk = make_desk("daily", profile=replace(desk.profile, requests_per_hour=5))
    async with desk.watch() as updates:
        await take(updates, 2)
        while desk.budget.take():
            pass
        assert isinstance(await anext(updates), Arrival)
    assert desk.script.asked[2][0] - desk.script.asked[0][0] >= 3600


async def test_a_person_who_acts_while_a_question_is_under_way_is_served_next(make_desk, desk):
    desk = make_desk("daily", "hourly", profile=replace(desk.profile, requests_per_hour=10))
    async with desk.watch() as updates:
        await take(updates, 2)
        desk.script.answering.clear()
        waiting = asyncio.ensure_future(anext(updates))
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(desk.script.asked) == 3
        assert desk.poller.refresh_now() == 0
        desk.script.answering.set()
        assert (await waiting).question == FetchTasks("hourly")
        assert (await anext(updates)).question == DAILY
    at = [moment for moment, _ in desk.script.asked]
    assert at[3] == at[2], "whatever the feed has spent"


def beats(desk):
    asked = [at for at, question in desk.script.asked if question in {DAILY, BEAT}]
    return [later - earlier for earlier, later in pairwise(asked)]


@pytest.fixture
def desk(make_desk):
    desk = make_desk("daily", "hourly")
    desk.poller.open("daily")
    return desk


async def test_the_answer_to_a_person_who_is_away_while_it_is_told_is_not_lost(desk):
    async with desk.watch() as updates:
        await take(updates, 3)
        desk.poller.open("hourly")
        await asyncio.sleep(0)
        assert (await anext(updates)).question == FetchTasks("hourly")


class TestRestForAll:
    async def test_what_mixpanel_said_to_one_program_holds_for_the_next(self, desk):
        desk.script.fail(LIST, RateLimitedError(retry_after_s=1234.0))
        async with desk.watch() as updates:
            await anext(updates)
            assert desk.budget.rest_s() == 1234
        poller = Poller(desk.profile, desk.origin)
        before = desk.clock.seconds
        async with aclosing(poller.updates()) as updates:
            assert isinstance(await anext(updates), Arrival)
        assert desk.clock.seconds - before == 1234

    def test_a_clock_that_was_set_back_makes_nobody_wait_for_days(self, desk):
        desk.budget.rest(7 * 3600)
        assert desk.budget.rest_s() == 0


async def test_an_outage_ends_by_its_own_schedule_and_not_by_the_budgets(make_desk, desk):
    desk = make_desk("daily", profile=replace(desk.profile, requests_per_hour=10))
    async with desk.watch() as updates:
        await take(updates, 2)
        assert desk.budget.wait_s() > 60
        desk.clock.pass_seconds(60)
        desk.script.error_for = lambda _: UnreachableError("no route")
        while not isinstance(await anext(updates), PollFailure):
            pass
        desk.script.error_for = None
        failed_at = desk.clock.seconds
        assert isinstance(await anext(updates), Arrival)
    assert desk.clock.seconds - failed_at == 2


async def test_a_pipeline_that_keeps_failing_rests_longer_though_others_answer(make_desk, desk):
    desk = make_desk("daily", "hourly", profile=replace(desk.profile, requests_per_hour=3600))
    desk.poller.open("daily")
    desk.script.error_for = lambda question: (
        ServerTroubleError(status=504) if question in {DAILY, BEAT} else None
    )
    async with desk.watch() as updates:
        await take(updates, 40)
    assert beats(desk)[:5] == [30, 60, 120, 240, 480]

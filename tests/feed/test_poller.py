"""When the poller asks, what it makes of the answers, and when it stops."""

from dataclasses import replace
from itertools import pairwise

import pytest
from asked import Counts
from waiting import idle, take, waiting_for_the_next

from nessie_tui.errors import (
    CredentialsRefusedError,
    DeadlineError,
    DecodeError,
    PermissionRefusedError,
    PlanRefusedError,
    RateLimitedError,
    RejectedError,
    SecretUnavailableError,
    ServerTroubleError,
    UnknownPipelineError,
    UnreachableError,
)
from nessie_tui.feed.question import FetchTasks, ListPipelines
from nessie_tui.feed.update import Arrival, PollFailure

pytestmark = pytest.mark.anyio

LIST = ListPipelines()
DAILY, HOURLY = FetchTasks("daily"), FetchTasks("hourly")
BEAT = Counts("daily")
"""What is sent to find out whether the open pipeline's tasks are the same."""


@pytest.fixture
def desk(make_desk):
    desk = make_desk("daily", "hourly")
    desk.poller.open("daily")
    return desk


async def test_asks_for_the_list_then_the_open_pipeline_then_the_others(desk):
    async with desk.watch() as updates:
        arrivals = await take(updates, 3)
    assert desk.script.questions == [LIST, DAILY, HOURLY]
    assert [arrival.question for arrival in arrivals] == [LIST, DAILY, HOURLY]
    assert [pipeline.name for pipeline in arrivals[0].answer.pipelines] == ["daily", "hourly"]
    assert [arrival.answer.pipeline for arrival in arrivals[1:]] == ["daily", "hourly"]


async def test_where_nobody_opened_one_the_first_listed_is_watched(make_desk):
    desk = make_desk("daily", "hourly")
    assert desk.poller.opened is None
    async with desk.watch() as updates:
        await take(updates, 3)
    assert desk.poller.opened == "daily"
    assert desk.script.questions == [LIST, DAILY, HOURLY]


async def test_nothing_is_asked_before_somebody_iterates(desk):
    assert desk.script.opened == 0
    assert desk.poller.pace.used == 0


async def test_then_it_keeps_the_pace(desk):
    async with desk.watch() as updates:
        await take(updates, 12)
    asked = [at for at, question in desk.script.asked if question in {DAILY, BEAT}]
    assert asked == pytest.approx([1000 + 60 * n for n in range(len(asked))], abs=1)
    assert len(asked) == 10


async def test_one_question_at_a_time_and_none_while_nobody_takes_the_answer(desk):
    async with desk.watch() as updates:
        await anext(updates)
        await idle()
        assert desk.script.questions == [LIST]


async def test_closing_the_iterator_closes_the_source(desk):
    async with desk.watch() as updates:
        await anext(updates)
        assert (desk.script.opened, desk.script.closed) == (1, 0)
    assert desk.script.closed == 1


async def test_leaving_in_the_middle_of_a_question_closes_the_source(desk):
    desk.script.answering.clear()
    async with desk.watch() as updates, waiting_for_the_next(updates) as waiting:
        assert desk.script.questions == [LIST]
        assert desk.script.closed == 0
        waiting.cancel()
    assert desk.script.closed == 1


async def test_an_error_is_a_value_and_the_updates_go_on(desk):
    trouble = ServerTroubleError("bad gateway", status=502)
    desk.script.fail(DAILY, trouble)
    async with desk.watch() as updates:
        _, failure, after = await take(updates, 3)
        again = await take(updates, 3)
    assert failure == PollFailure(DAILY, trouble, resumes=True)
    assert isinstance(after, Arrival)
    assert DAILY in [update.question for update in again if isinstance(update, Arrival)]
    assert desk.script.opened == 1, "the connection is kept"


async def test_failures_in_a_row_rest_longer_and_an_answer_starts_anew(desk):
    desk.script.error_for = lambda _: UnreachableError("no route")
    async with desk.watch() as updates:
        await take(updates, 4)
        asked = [at for at, _ in desk.script.asked]
        assert [b - a for a, b in pairwise(asked)] == [2, 4, 8]
        desk.script.error_for = None
        await take(updates, 3)
        desk.script.fail(BEAT, UnreachableError("no route"))
        while not isinstance(await anext(updates), PollFailure):
            pass
        failed_at = desk.clock.seconds
        await anext(updates)
    assert desk.script.asked[-1][0] - failed_at == 2


async def test_refused_credentials_are_tried_once_more_and_then_a_person_has_to_act(desk):
    refused = CredentialsRefusedError(status=401)
    desk.script.error_for = lambda _: refused
    async with desk.watch() as updates:
        assert await anext(updates) == PollFailure(LIST, refused, resumes=True)
        assert await anext(updates) == PollFailure(LIST, refused, resumes=False)
        assert desk.script.asked[1][0] - desk.script.asked[0][0] == 4
        async with waiting_for_the_next(updates):
            assert desk.poller.pace.next_at is None


async def test_credentials_refused_by_mistake_cost_four_seconds(desk):
    desk.script.fail(LIST, CredentialsRefusedError(status=401))
    async with desk.watch() as updates:
        _, after = await take(updates, 2)
    assert isinstance(after, Arrival)
    assert desk.script.opened == 1


@pytest.mark.parametrize("error", [PermissionRefusedError(status=403), PlanRefusedError()])
async def test_refused_stops_until_somebody_says_again(desk, error):
    desk.script.fail(LIST, error)
    async with desk.watch() as updates:
        assert await anext(updates) == PollFailure(LIST, error, resumes=False)
        async with waiting_for_the_next(updates) as waiting:
            desk.clock.pass_seconds(10**6)
            desk.poller.hasten(1)
            desk.poller.open("hourly")
            await idle()
            assert not waiting.done()
            assert desk.script.questions == [LIST]
            assert desk.poller.pace.next_at is None

            desk.poller.refresh_now()
            assert isinstance(await waiting, Arrival)


async def test_a_throttled_project_rests_as_a_whole(desk):
    desk.script.fail(DAILY, RateLimitedError(retry_after_s=1234.0))
    async with desk.watch() as updates:
        _, failure, _ = await take(updates, 3)
    assert failure.resumes
    at = [moment for moment, _ in desk.script.asked]
    assert at[2] - at[1] == 1234


async def test_an_unknown_pipeline_does_not_stop_the_others(desk):
    desk.script.error_for = lambda question: (
        UnknownPipelineError("daily") if question == DAILY else None
    )
    async with desk.watch() as updates:
        first = await take(updates, 3)
        await take(updates, 20)
    assert [type(update) for update in first] == [Arrival, PollFailure, Arrival]
    assert first[1].resumes
    asked = desk.script.asked
    assert asked[2][0] == asked[1][0], "nobody rests for it"
    times = [at for at, question in asked if question == DAILY]
    assert times[1] - times[0] == 60, "it may come back, so it is asked for at its pace"


async def test_a_question_that_is_not_accepted_rests_alone(make_desk, desk):
    desk = make_desk("daily", "hourly", profile=replace(desk.profile, requests_per_hour=600))
    desk.poller.open("daily")
    desk.script.error_for = lambda question: (
        RejectedError("too many tasks", status=400) if question == HOURLY else None
    )
    async with desk.watch() as updates:
        await take(updates, 40)
    hourly = [at for at, question in desk.script.asked if question == HOURLY]
    daily = [at for at, question in desk.script.asked if question in {DAILY, BEAT}]
    assert hourly[1] - hourly[0] == 900
    assert max(b - a for a, b in pairwise(daily)) == 60


async def test_where_not_even_the_list_is_accepted_all_rest(desk):
    desk.script.fail(LIST, RejectedError("no such project", status=400))
    async with desk.watch() as updates:
        await take(updates, 2)
    assert desk.script.asked[1][0] - desk.script.asked[0][0] == 900


async def test_an_unreadable_answer_is_asked_for_again_after_a_rest(desk):
    desk.script.fail(LIST, DecodeError("a page"))
    async with desk.watch() as updates:
        failure, *_ = await take(updates, 3)
    assert failure.resumes
    assert desk.script.asked[1][0] - desk.script.asked[0][0] == 30


async def test_without_a_secret_it_waits_for_a_person(desk):
    locked = SecretUnavailableError("The keyring is locked.")
    desk.script.connect_errors.append(locked)
    async with desk.watch() as updates:
        assert await anext(updates) == PollFailure(None, locked, resumes=False)
        async with waiting_for_the_next(updates) as waiting:
            desk.poller.open("hourly")
            await idle()
            assert not waiting.done()
            assert desk.script.opened == 0

            desk.poller.refresh_now()
            assert (await waiting).question == LIST
    assert (desk.script.opened, desk.script.closed) == (1, 1)


async def test_a_person_who_acts_while_the_failure_is_being_told_is_heard(desk):
    desk.script.connect_errors.append(SecretUnavailableError("The keyring is locked."))
    async with desk.watch() as updates:
        await anext(updates)
        desk.poller.refresh_now()
        assert isinstance(await anext(updates), Arrival)


async def test_opening_another_pipeline_wakes_the_poller_at_once(desk):
    async with desk.watch() as updates:
        await take(updates, 3)
        desk.clock.held = True
        async with waiting_for_the_next(updates) as waiting:
            assert desk.clock.pauses[-1] == 60

            desk.poller.open("hourly")
            assert (await waiting).question == FetchTasks("hourly")
    assert desk.clock.seconds == 1000


async def test_refresh_now_does_not_wait_for_the_pace(desk):
    async with desk.watch() as updates:
        await take(updates, 3)
        desk.clock.held = True
        desk.clock.pass_seconds(2)
        async with waiting_for_the_next(updates) as waiting:
            assert desk.poller.refresh_now() == 0
            assert (await waiting).question == DAILY
    assert desk.script.questions[-1] == DAILY, "a person wants to be sure: all tasks are fetched"


async def test_a_key_that_is_held_down_asks_once(desk):
    async with desk.watch() as updates:
        await take(updates, 3)
        desk.clock.held = True
        async with waiting_for_the_next(updates) as waiting:
            for _ in range(50):
                assert desk.poller.refresh_now() is None
            await idle()
            assert not waiting.done()
    assert len(desk.script.questions) == 3


async def test_a_person_may_spend_what_the_feed_saves_up(make_desk, desk):
    desk = make_desk("daily", profile=replace(desk.profile, requests_per_hour=10))
    async with desk.watch() as updates:
        await take(updates, 2)
        desk.clock.held = True
        async with waiting_for_the_next(updates) as waiting:
            desk.clock.pass_seconds(2)
            assert desk.budget.wait_s() > 0
            assert desk.poller.refresh_now() == 0
            assert isinstance(await waiting, Arrival)


async def test_a_rest_after_a_failure_can_be_cut_short(desk):
    desk.script.fail(LIST, DeadlineError("too slow"))
    async with desk.watch() as updates:
        await anext(updates)
        desk.clock.held = True
        async with waiting_for_the_next(updates) as waiting:
            assert desk.clock.pauses[-1] == 30
            assert desk.poller.refresh_now() == 0
            assert isinstance(await waiting, Arrival)


async def test_a_rest_that_mixpanel_asked_for_cannot(desk):
    desk.script.fail(LIST, RateLimitedError(retry_after_s=3600.0))
    async with desk.watch() as updates:
        await anext(updates)
        desk.clock.held = True
        async with waiting_for_the_next(updates) as waiting:
            assert desk.poller.refresh_now() == 3600
            await idle()
            assert not waiting.done()
            assert desk.script.questions == [LIST]


async def test_refused_credentials_are_looked_up_again_before_the_next_try(desk):
    desk.script.error_for = lambda _: CredentialsRefusedError(status=401)
    async with desk.watch() as updates:
        await take(updates, 2)
        async with waiting_for_the_next(updates) as waiting:
            desk.script.error_for = None
            desk.poller.refresh_now()
            await waiting
    assert desk.script.opened == 2


async def test_one_pipelines_bad_answer_does_not_slow_the_others(desk):
    desk.script.error_for = lambda question: DecodeError("a page") if question == HOURLY else None
    async with desk.watch() as updates:
        await take(updates, 40)
    daily = [at for at, question in desk.script.asked if question in {DAILY, BEAT}]
    assert {later - earlier for earlier, later in pairwise(daily[:10])} == {60}


async def test_not_even_a_person_asks_beyond_the_budget(make_desk):
    desk = make_desk("daily")
    desk.poller.open("daily")
    async with desk.watch() as updates:
        for _ in range(200):
            desk.clock.pass_seconds(2)
            desk.poller.refresh_now()
            await anext(updates)
    at = [moment for moment, _ in desk.script.asked]
    assert max(sum(end - 3599.9 < moment <= end for moment in at) for end in at) <= 60


async def test_a_faster_wish_wakes_the_poller(desk):
    async with desk.watch() as updates:
        await take(updates, 3)
        desk.clock.held = True
        async with waiting_for_the_next(updates) as waiting:
            desk.clock.pass_seconds(10)
            assert desk.poller.hasten(3) == 10
            assert (await waiting).question == DAILY


async def test_a_bug_is_no_update(desk):
    desk.script.fail(DAILY, ZeroDivisionError("a bug"))
    with pytest.raises(ZeroDivisionError):
        async with desk.watch() as updates:
            await take(updates, 2)
    assert desk.script.closed == 1

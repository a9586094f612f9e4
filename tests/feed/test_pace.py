"""What the poller says of its own pace."""

from dataclasses import replace
from math import inf

import pytest
from waiting import take, waiting_for_the_next

from nessie_tui.errors import PlanRefusedError
from nessie_tui.feed.question import ListPipelines
from nessie_tui.model.pace import PaceRule

pytestmark = pytest.mark.anyio

LIST = ListPipelines()


@pytest.fixture
def desk(make_desk):
    desk = make_desk("daily", "hourly")
    desk.poller.open("daily")
    return desk


class TestPace:
    async def test_says_when_the_next_question_goes_out(self, desk):
        async with desk.watch() as updates:
            await take(updates, 3)
            desk.clock.held = True
            async with waiting_for_the_next(updates):
                pace = desk.poller.pace
        assert (pace.used, pace.per_hour, pace.wish_s) == (3, 60, 60)
        assert (pace.next_at, pace.rule) == (1060, PaceRule.WISH)

    async def test_says_nothing_while_a_question_is_under_way(self, desk):
        desk.script.answering.clear()
        async with desk.watch() as updates, waiting_for_the_next(updates) as waiting:
            assert desk.poller.pace.next_at is None
            desk.script.answering.set()
            await waiting

    async def test_says_that_the_budget_sets_it(self, make_desk, desk):
        desk = make_desk("daily", profile=replace(desk.profile, requests_per_hour=1))
        async with desk.watch() as updates:
            await anext(updates)
            desk.clock.held = True
            async with waiting_for_the_next(updates):
                pace = desk.poller.pace
        assert pace.rule is PaceRule.BUDGET
        assert pace.next_at == pytest.approx(4600)

    async def test_says_nothing_where_a_person_has_to_act(self, desk):
        desk.script.fail(LIST, PlanRefusedError())
        async with desk.watch() as updates:
            await anext(updates)
            async with waiting_for_the_next(updates):
                assert desk.clock.pauses[-1] == inf
                assert desk.poller.pace.next_at is None

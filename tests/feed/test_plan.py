from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.feed.plan import (
    ASIDE_RESYNC_BEATS,
    ASIDE_TIMELINE_BEATS,
    PROBLEM_BEATS,
    RESYNC_BEATS,
    SELDOM_BEATS,
    Plan,
)
from nessie_tui.feed.question import FetchTasks, FetchTimeline, ListPipelines

WISH_S = 60
LIST = ListPipelines()


def no_jitter(low, high):
    return (low + high) / 2


def plan_of(*names, opened=None, wish_s=WISH_S):
    plan = Plan(wish_s, no_jitter)
    plan.open(opened)
    plan.cover(names)
    return plan


def follow(plan, until_s, spacing_s=1.0):
    """Ask whatever is due, `spacing_s` apart at least, and return who was asked when."""
    now, asked = 0.0, []
    while True:
        question, wait_s = plan.next(now)
        now += wait_s
        if now >= until_s:
            return asked
        plan.asked(question, now)
        asked.append((now, question))
        now += spacing_s


def test_the_list_is_asked_for_first():
    assert Plan(WISH_S, no_jitter).next(1000.0) == (LIST, 0.0)


def test_after_the_list_comes_the_open_pipeline_and_then_the_others():
    plan = plan_of("hourly", "daily", opened="daily")
    asked = [question for _, question in follow(plan, 10)]
    assert asked == [LIST, FetchTasks("daily"), FetchTasks("hourly")]


def test_a_pipeline_can_be_open_before_there_is_a_list():
    plan = Plan(WISH_S, no_jitter)
    plan.open("daily")
    assert [question for _, question in follow(plan, 10)] == [LIST, FetchTasks("daily")]


def test_the_open_one_goes_at_its_pace_and_the_others_more_seldom():
    hours = 10
    plan = plan_of("daily", "hourly", "people", opened="daily")
    times = Counter(question for _, question in follow(plan, hours * 3600, spacing_s=0.1))
    often = hours * 3600 / WISH_S
    assert times[FetchTasks("daily")] == pytest.approx(often, rel=0.01)
    for seldom in (LIST, FetchTasks("hourly"), FetchTasks("people")):
        assert times[seldom] == pytest.approx(often / SELDOM_BEATS, rel=0.01)
    assert len(times) == 4


def test_nothing_is_asked_before_it_is_due():
    plan = plan_of("daily", "hourly", opened="daily")
    asked = {}
    for at, question in follow(plan, 3600):
        if question in asked:
            interval_s = WISH_S * (1 if question == FetchTasks("daily") else SELDOM_BEATS)
            assert at - asked[question] >= interval_s - 1e-6
        asked[question] = at


@pytest.mark.parametrize("spacing_s", [75, 300, 3600])
def test_under_a_short_budget_none_starves_and_the_open_one_stays_ahead(spacing_s):
    names = [f"pipeline-{n}" for n in range(20)]
    plan = plan_of(*names, opened=names[0])
    asked = follow(plan, 400 * spacing_s, spacing_s)
    times = {}
    for at, question in asked:
        times.setdefault(question, []).append(at)
    assert len(times) == 21
    # In one round each of the 20 others goes once, and the open one at most every second time.
    round_s = (2 * 20 + SELDOM_BEATS + 1) * spacing_s
    for moments in times.values():
        assert all(later - earlier <= round_s for earlier, later in pairwise(moments))
    most_of_others = max(len(times[FetchTasks(name)]) for name in names[1:])
    assert len(times[FetchTasks(names[0])]) > 8 * most_of_others


def test_opening_another_asks_for_it_at_once_and_for_the_one_before_more_seldom():
    plan = plan_of("daily", "hourly", opened="daily")
    follow(plan, 100)
    plan.open("hourly")
    assert plan.next(100.0) == (FetchTasks("hourly"), 0.0)
    times = Counter(question for _, question in follow(plan, 36_000, spacing_s=0.1))
    assert times[FetchTasks("hourly")] == pytest.approx(600, rel=0.01)
    assert times[FetchTasks("daily")] == pytest.approx(600 / SELDOM_BEATS, rel=0.03)


def test_opening_again_asks_again():
    plan = plan_of("daily", "hourly", opened="daily")
    follow(plan, 30)
    plan.open("hourly")
    follow(plan, 30)
    plan.open("daily")
    assert plan.next(30.0) == (FetchTasks("daily"), 0.0)


def test_where_nobody_opened_one_the_first_of_the_list_is_open():
    plan = Plan(WISH_S, no_jitter)
    assert plan.opened is None
    plan.cover(["daily", "hourly"])
    assert plan.opened == "daily"
    plan.cover(["another", "daily"])
    assert plan.opened == "daily", "and a new list opens no other"
    assert FetchTasks("daily") in {question for _, question in follow(plan, 10)}


def test_an_empty_project_is_asked_for_its_list_alone():
    assert {question for _, question in follow(plan_of(), 4000)} == {LIST}


def test_an_open_pipeline_that_is_not_listed_is_asked_about_all_the_same():
    plan = plan_of("daily", opened="backfill")
    assert FetchTasks("backfill") in {question for _, question in follow(plan, 100)}


def test_a_pipeline_that_is_no_longer_listed_is_no_longer_asked_about():
    plan = plan_of("daily", "hourly", opened="daily")
    follow(plan, 400)
    plan.cover(["daily"])
    assert {question for _, question in follow(plan, 4000)} == {LIST, FetchTasks("daily")}


def test_a_name_that_is_listed_twice_is_asked_about_once():
    plan = plan_of("daily", "twin", "twin", opened="daily")
    questions = [question for _, question in follow(plan, 60)]
    assert questions.count(FetchTasks("twin")) == 1


@pytest.mark.parametrize(
    ("names", "urgent"), [(["daily", "hourly"], FetchTasks("daily")), ([], LIST)]
)
def test_hurry_makes_what_is_looked_at_due_now(names, urgent):
    plan = plan_of(*names)
    follow(plan, 30)
    assert plan.next(30.0)[1] > 0
    plan.hurry()
    assert plan.next(30.0) == (urgent, 0.0)


def test_what_is_postponed_comes_at_its_time_and_takes_no_turn_from_the_others():
    plan = plan_of("daily", "hourly", opened="daily")
    follow(plan, 30)
    plan.postpone(FetchTasks("daily"), 1000.0)
    asked = follow(plan, 1100)
    assert next(at for at, question in asked if question == FetchTasks("daily")) >= 1000.0
    assert {question for at, question in asked if at < 1000} == {LIST, FetchTasks("hourly")}


def test_a_new_wish_holds_at_once():
    plan = plan_of("daily", opened="daily")
    follow(plan, 10)
    plan.wish_s = 5  # it was asked at 1.0, after the list
    question, wait_s = plan.next(4.0)
    assert (question, wait_s) == (FetchTasks("daily"), 2.0)


def test_a_pipeline_that_deserves_a_look_gets_it_more_often():
    plan = plan_of("daily", "broken", "fine", opened="daily")
    plan.deserving = {"broken"}
    times = Counter(question for _, question in follow(plan, 36_000, spacing_s=0.1))
    assert times[FetchTasks("broken")] == pytest.approx(600 / PROBLEM_BEATS, rel=0.03)
    assert times[FetchTasks("fine")] == pytest.approx(600 / SELDOM_BEATS, rel=0.03)


def test_large_answers_are_asked_for_more_seldom():
    plan = plan_of("daily", opened="daily")
    plan.costly = {"daily"}
    times = Counter(question for _, question in follow(plan, 36_000))
    assert times[FetchTasks("daily")] == pytest.approx(600 / SELDOM_BEATS, rel=0.03)


def test_large_answers_about_another_pipeline_are_asked_for_most_seldom():
    plan = plan_of("daily", "large", opened="daily")
    plan.costly = plan.deserving = {"large"}
    times = Counter(question for _, question in follow(plan, 36_000))
    assert times[FetchTasks("large")] == pytest.approx(600 / RESYNC_BEATS, abs=1)


def test_all_that_counts_do_not_tell_is_fetched_most_often_of_the_open_pipeline():
    plan = plan_of("daily", "hourly", opened="daily")
    assert plan.whole_every_s("daily") == WISH_S * RESYNC_BEATS
    assert plan.whole_every_s("hourly") == WISH_S * ASIDE_RESYNC_BEATS


def halving(plan, question, until_s, spacing_s):
    """Ask as `follow` does, `question` in two halves each time; return who was asked when."""
    now, asked, is_half = 0.0, [], False
    while now < until_s:
        due, wait_s = plan.next(now)
        now += wait_s
        asked.append((now, due))
        if due == question:
            is_half = not is_half
        if due == question and is_half:
            plan.halve(due)
        else:
            plan.asked(due, now)
        now += spacing_s
    return asked


def test_the_other_half_of_a_look_is_due_at_once_and_makes_the_next_look_later():
    plan = plan_of("daily", "busy", opened="daily")
    busy = FetchTasks("busy")
    at = [moment for moment, asked in halving(plan, busy, 36_000, 0.1) if asked == busy]
    assert len(at) == pytest.approx(600 / SELDOM_BEATS, rel=0.04), "no more than in one piece"
    assert all(second - first < 1 for first, second in zip(at[::2], at[1::2], strict=False))


def test_under_a_short_budget_halves_take_no_turn_from_the_open_pipeline():
    plan = plan_of("daily", "busy", "fine", opened="daily")
    asked = [question for _, question in halving(plan, FetchTasks("busy"), 36_000, 300)]
    assert asked.count(FetchTasks("daily")) >= len(asked) // 2
    assert {LIST, FetchTasks("fine")} <= set(asked)


def test_the_timeline_is_asked_for_seldom_and_only_where_there_is_one():
    plan = plan_of(opened="daily")
    plan.cover(["daily", "people"], ["daily"])
    times = Counter(question for _, question in follow(plan, 10 * 3600))
    assert times[FetchTimeline("daily")] == pytest.approx(600 / RESYNC_BEATS, abs=1)
    plan.open("people")
    assert FetchTimeline("people") not in {question for _, question in follow(plan, 7200)}


class TestTimelinesOfOthers:
    @pytest.fixture
    def plan(self):
        plan = plan_of(opened="daily")
        plan.cover(["daily", "hourly", "people"], ["daily", "hourly"])
        return plan

    def test_are_asked_for_where_there_is_sync_and_a_quarter_as_often(self, plan):
        times = Counter(question for _, question in follow(plan, 100 * 3600))
        hourly = times[FetchTimeline("hourly")]
        assert hourly == pytest.approx(6000 / ASIDE_TIMELINE_BEATS, abs=1)
        assert times[FetchTimeline("daily")] == pytest.approx(4 * hourly, rel=0.04)
        assert FetchTimeline("people") not in times

    def test_leave_a_start_to_the_tasks(self, plan):
        first = [question for _, question in follow(plan, SELDOM_BEATS * WISH_S)]
        assert FetchTimeline("daily") in first
        assert FetchTimeline("hourly") not in first

    @pytest.mark.parametrize("others", [2, 40])
    def test_starve_under_no_budget(self, plan, others):
        names = [f"pipeline-{n}" for n in range(others)]
        plan.cover(["daily", *names], names)
        times = Counter(question for _, question in follow(plan, 20 * 24 * 3600, spacing_s=300))
        assert all(times[FetchTimeline(name)] for name in names)
        assert all(times[FetchTasks(name)] > 3 * times[FetchTimeline(name)] for name in names)

    def test_are_due_soon_once_the_pipeline_is_opened(self, plan):
        follow(plan, 120)
        plan.open("hourly")
        soon = [question for _, question in follow(plan, 120 + WISH_S)]
        assert FetchTimeline("hourly") in soon


def test_a_stretched_beat_slows_everything_and_a_shorter_one_makes_up_at_once():
    plan = plan_of("daily", opened="daily")
    follow(plan, 10)
    plan.stretch = 3.0
    assert plan.next(100.0) == (FetchTasks("daily"), 81.0), "it was asked at 1.0, after the list"
    plan.stretch = 1.0
    assert plan.next(100.0) == (FetchTasks("daily"), 0.0)


def test_no_two_programs_ask_in_step():
    draws = iter([0.93, 1.07, 1.01, 0.95] * 100)
    plan = Plan(WISH_S, lambda *_: next(draws))
    plan.open("daily")
    plan.cover(["daily"])
    daily = [at for at, q in follow(plan, 600) if q == FetchTasks("daily")]
    intervals = {round(b - a, 3) for a, b in pairwise(daily)}
    assert len(intervals) > 1
    assert all(0.9 * WISH_S <= interval <= 1.1 * WISH_S + 1 for interval in intervals)


actions = st.lists(
    st.tuples(
        st.sampled_from(["ask", "halve", "cover", "open", "hurry", "postpone", "wish"]),
        st.sampled_from(["a", "b", "c"]),
        st.floats(0, 5000),
    ),
    max_size=60,
)


@given(actions)
def test_there_is_always_a_next_question_and_never_a_negative_wait(actions):
    plan, now = Plan(WISH_S, no_jitter), 0.0
    for action, name, seconds in actions:
        now += seconds / 10
        question, wait_s = plan.next(now)
        assert wait_s >= 0
        match action:
            case "ask":
                plan.asked(question, now)
            case "halve":
                plan.halve(question)
            case "cover":
                plan.cover([name, "d"], [name])
            case "open":
                plan.open(name)
            case "hurry":
                plan.hurry()
            case "postpone":
                plan.postpone(question, now + seconds)
            case "wish":
                plan.wish_s = 5 + seconds
    assert plan.next(now)[1] >= 0

"""Keeping tasks true by their counts: against a server that is honest, and some that are not."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.feed.follower import COUNTS, EVERYTHING, Follower, Wanted
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import (
    CANCELED,
    FAILED,
    PENDING,
    RETRIED,
    RUNNING,
    SUCCEEDED,
    TaskState,
)
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime

WHOLE_EVERY_S = 3600
START = datetime(2026, 11, 23, tzinfo=UTC)
MOVING = frozenset({RUNNING, PENDING})


def task(day, state=SUCCEEDED):
    return Task("daily", state, from_date=WireTime(f"2026-11-{day:02}"))


class Server:
    """Answers as Mixpanel's pages say, unless told otherwise."""

    def __init__(self, *tasks, summary=True, status_filter="kept", uncounted=0):
        self.tasks = tasks
        self.summary = summary
        self.status_filter = status_filter
        self.uncounted = uncounted
        self.now_s = 0.0
        self.asked = []

    def answer(self, wanted):
        self.asked.append(wanted)
        self.now_s += 1
        tasks = self.tasks
        if wanted.counts_only and self.summary:
            counts = count_states(tasks)
            if self.uncounted:
                counts[SUCCEEDED] = counts.get(SUCCEEDED, 0) + self.uncounted
            return self._snapshot(TaskReading(counts, None))
        if wanted.states and self.status_filter == "kept":
            tasks = tuple(task for task in tasks if task.state in wanted.states)
        elif wanted.states and self.status_filter == "forgetful":
            tasks = ()
        elif wanted.states and self.status_filter == "another":
            tasks = tuple(task for task in tasks if task.state == CANCELED)
        return self._snapshot(TaskReading(count_states(tasks), tuple(tasks)))

    def change(self, *tasks):
        self.tasks = tasks

    def _snapshot(self, reading):
        return TaskSnapshot("daily", START + timedelta(seconds=self.now_s), reading)


def beat(follower, server, most=5):
    """Ask until the follower is not behind any more; return what it said last."""
    server.asked.clear()
    for _ in range(most):
        wanted = follower.wanted(server.now_s, WHOLE_EVERY_S)
        news = follower.take(wanted, server.answer(wanted), server.now_s)
        if not follower.is_behind:
            return news
    pytest.fail(f"still behind after {server.asked}")


def following(server, beats=2):
    follower = Follower()
    for _ in range(beats):
        beat(follower, server)
    return follower


def test_the_first_question_is_for_everything_and_the_next_for_the_counts():
    server = Server(task(1), task(2))
    follower = Follower()
    assert beat(follower, server).tasks == server.tasks
    assert server.asked == [EVERYTHING]
    beat(follower, server)
    assert server.asked == [COUNTS]


def test_counts_that_stand_still_confirm_the_very_same_tasks():
    server = Server(task(1), task(2, FAILED))
    follower = following(server)
    before = follower.snapshot
    confirmed = beat(follower, server)
    assert confirmed.tasks is before.tasks
    assert confirmed.fetched_at > before.fetched_at


def test_changed_counts_of_a_state_that_no_filter_knows_fetch_everything():
    server = Server(task(1), task(2, FAILED))
    follower = following(server)
    server.change(task(1), task(2))
    assert beat(follower, server).tasks == server.tasks
    assert server.asked == [COUNTS, EVERYTHING]


def test_changed_counts_of_other_states_fetch_only_those():
    server = Server(task(1), task(2, PENDING))
    follower = following(server)
    server.change(task(1), task(2, RETRIED), task(2, PENDING))
    follower.wanted(server.now_s, WHOLE_EVERY_S)
    for _ in range(2):  # a look at what moves, perhaps, and one at the counts
        news = beat(follower, server)
    assert Counter(news.tasks) == Counter(server.tasks)
    assert EVERYTHING not in server.asked


def test_while_something_moves_every_second_beat_looks_at_it():
    server = Server(task(1), task(2, RUNNING))
    follower = following(server, 1)
    for expected in [COUNTS, Wanted(states=MOVING)] * 3:
        beat(follower, server)
        assert server.asked == [expected]


def test_two_tasks_that_changed_places_are_seen():
    server = Server(task(1, RUNNING), task(2, PENDING))
    follower = following(server, 1)
    server.change(task(1, PENDING), task(2, RUNNING))
    beat(follower, server)
    assert Counter(beat(follower, server).tasks) == Counter(server.tasks)


def test_what_counts_do_not_tell_is_seen_at_the_next_whole_answer():
    server = Server(task(1), task(2, FAILED))
    follower = following(server)
    server.change(task(1, FAILED), task(2))
    beat(follower, server)
    assert follower.snapshot.tasks != server.tasks
    server.now_s += WHOLE_EVERY_S
    assert beat(follower, server).tasks == server.tasks


def test_somebody_who_wants_to_be_sure_gets_everything():
    server = Server(task(1))
    follower = following(server)
    follower.doubt()
    beat(follower, server)
    assert server.asked == [EVERYTHING]


def test_a_server_without_summary_is_asked_for_everything_each_time():
    server = Server(*(task(1, FAILED) for _ in range(1000)), summary=False)
    follower = following(server)
    server.change(*server.tasks, task(2))
    assert beat(follower, server).tasks == server.tasks
    assert server.asked == [EVERYTHING]
    assert follower.is_costly


@pytest.mark.parametrize("status_filter", ["ignored", "forgetful", "another"])
def test_a_server_whose_filter_is_not_kept_is_not_asked_to_filter_again(status_filter):
    server = Server(task(1), task(2, RUNNING), task(3, CANCELED), status_filter=status_filter)
    follower = following(server, 4)
    server.change(task(1), task(2, FAILED), task(3, CANCELED))
    assert Counter(beat(follower, server).tasks) == Counter(server.tasks)
    server.change(task(1), task(2, RUNNING), task(3, CANCELED))
    for _ in range(3):
        beat(follower, server)
        assert not any(wanted.states for wanted in server.asked)
    assert Counter(follower.snapshot.tasks) == Counter(server.tasks)


def test_a_summary_that_counts_more_than_is_listed_costs_one_more_answer_and_not_one_a_beat():
    server = Server(task(1), task(2), uncounted=900)
    follower = following(server, 3)
    beat(follower, server)
    assert server.asked == [COUNTS]
    assert not follower.counts_agree
    server.change(task(1), task(2), task(3))
    assert beat(follower, server).tasks == server.tasks


def test_all_tasks_gone_at_once_have_to_be_gone_twice():
    server = Server(task(1), task(2))
    follower = following(server)
    known = follower.snapshot
    server.change()
    assert beat(follower, server) is None
    assert follower.snapshot == known
    assert beat(follower, server).tasks == ()


def test_an_answer_that_was_empty_by_mistake_loses_nothing():
    server = Server(task(1), task(2))
    follower = following(server)
    tasks = server.tasks
    server.change()
    beat(follower, server)
    server.change(*tasks)
    assert beat(follower, server).tasks == tasks
    server.change()
    assert beat(follower, server) is None, "and the next time it has to come twice again"


def test_a_refused_summary_or_filter_is_asked_for_in_another_way():
    server = Server(task(1), task(2, RUNNING))
    follower = following(server, 1)
    assert follower.refuse(COUNTS)
    assert follower.wanted(server.now_s, WHOLE_EVERY_S) == EVERYTHING
    assert not follower.refuse(EVERYTHING), "then it was not the way of asking"
    beat(follower, server)
    assert follower.wanted(server.now_s, WHOLE_EVERY_S) != EVERYTHING


class TestNotClosely:
    """Of a pipeline that is not open."""

    def look(self, follower, server):
        wanted = follower.wanted(server.now_s, WHOLE_EVERY_S, closely=False)
        return wanted, follower.take(wanted, server.answer(wanted), server.now_s)

    def test_what_moves_is_looked_at_by_its_counts(self):
        server = Server(task(1), task(2, RUNNING))
        follower = following(server, 1)
        assert [self.look(follower, server)[0] for _ in range(4)] == [COUNTS] * 4

    def test_tasks_that_change_before_the_other_half_of_a_look_make_nobody_distrust_counts(self):
        server = Server(task(1), task(2, PENDING), task(3, PENDING))
        follower = following(server, 1)
        server.change(task(1), task(2, RUNNING), task(3, PENDING))
        assert self.look(follower, server) == (COUNTS, None)
        server.change(task(1), task(2), task(3, PENDING))
        follower.doubt()
        assert self.look(follower, server)[1].tasks == server.tasks
        assert follower.counts_agree
        wanted, confirmed = self.look(follower, server)
        assert (wanted, confirmed.tasks) == (COUNTS, server.tasks)

    def test_a_run_since_the_last_look_makes_unchanged_counts_doubtful(self):
        server = Server(task(1), task(2))
        follower = following(server)
        server.change(task(2), task(3))
        follower.suspect()
        assert self.look(follower, server)[1].tasks == server.tasks
        assert self.look(follower, server)[0] == COUNTS, "and only once"

    def test_but_is_not_worth_a_large_answer(self):
        follower = following(Server(*(task(1, FAILED) for _ in range(1000))))
        follower.suspect()
        assert follower.wanted(0.0, WHOLE_EVERY_S, closely=False) == COUNTS


class TestLargeAndNotOpen:
    """Of a pipeline of so many tasks that all of them are not fetched for every change."""

    @pytest.fixture
    def server(self):
        return Server(*(task(1, FAILED) for _ in range(1000)))

    def looks(self, follower, server, times=4):
        server.asked.clear()
        for _ in range(times):
            wanted = follower.wanted(server.now_s, WHOLE_EVERY_S, closely=False)
            follower.take(wanted, server.answer(wanted), server.now_s)
        return server.asked

    def test_changed_counts_are_only_counted_until_the_last_whole_answer_is_old(self, server):
        follower = following(server)
        server.change(*server.tasks, task(2))
        assert self.looks(follower, server) == [COUNTS] * 4
        server.now_s += WHOLE_EVERY_S / 6
        assert self.looks(follower, server) == [EVERYTHING, *[COUNTS] * 3]
        assert follower.snapshot.tasks == server.tasks

    def test_counts_that_are_again_what_they_were_confirm_the_tasks(self, server):
        follower, before = following(server), server.tasks
        server.change(*before, task(2))
        self.looks(follower, server)
        assert follower.is_behind
        server.change(*before)
        self.looks(follower, server)
        assert not follower.is_behind
        server.now_s += WHOLE_EVERY_S / 6
        assert self.looks(follower, server) == [COUNTS] * 4

    def test_opening_it_fetches_what_changed_at_once(self, server):
        follower = following(server)
        server.change(*server.tasks, task(2))
        self.looks(follower, server)
        assert follower.wanted(server.now_s, WHOLE_EVERY_S) == EVERYTHING


class TestRecalled:
    def test_tasks_of_an_earlier_run_are_confirmed_by_their_counts(self):
        server = Server(task(1), task(2))
        kept = following(server).snapshot
        follower = Follower()
        follower.recall(kept, server.now_s - 60)
        assert beat(follower, server).tasks is kept.tasks
        assert server.asked == [COUNTS]

    def test_too_old_ones_are_fetched_again(self):
        server = Server(task(1))
        kept = following(server).snapshot
        follower = Follower()
        follower.recall(kept, server.now_s - WHOLE_EVERY_S)
        beat(follower, server)
        assert server.asked == [EVERYTHING]


states = st.sampled_from([RUNNING, PENDING, RETRIED, FAILED, CANCELED, SUCCEEDED, TaskState("odd")])
readings = st.lists(st.tuples(st.integers(1, 9), states), max_size=8)


@given(
    st.lists(readings, min_size=1, max_size=12),
    st.booleans(),
    st.sampled_from(["kept", "ignored", "forgetful", "another"]),
    st.sampled_from([0, 5]),
)
def test_whatever_the_server_is_like_a_change_of_counts_is_never_missed(
    history, summary, status_filter, uncounted
):
    server = Server(summary=summary, status_filter=status_filter, uncounted=uncounted)
    follower = Follower()
    for reading in history:
        server.change(*(task(day, state) for day, state in reading))
        for _ in range(4):  # counts come every second beat, and all gone is believed at the second
            beat(follower, server)
        assert count_states(follower.snapshot.tasks) == count_states(server.tasks)
    follower.doubt()
    beat(follower, server)
    beat(follower, server)
    assert Counter(follower.snapshot.tasks) == Counter(server.tasks)


def test_a_reading_that_says_the_same_keeps_the_tuple_that_is_known():
    server = Server(task(1), task(2, FAILED))
    follower = following(server)
    known = follower.snapshot.tasks
    server.change(*(replace(one) for one in server.tasks))
    follower.doubt()
    assert beat(follower, server).tasks is known

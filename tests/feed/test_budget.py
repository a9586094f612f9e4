import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.feed.budget import HOUR_S, Budget, MemoryLedger

TICK_S = 0.001


class Seconds:
    def __init__(self, start=1000.0):
        self.now = start

    def __call__(self):
        return self.now


def spend_when_allowed(budget, seconds):
    """Wait as told, a tick at least, and spend."""
    while (wait_s := budget.wait_s()) > 0:
        seconds.now += max(wait_s, TICK_S)
    assert budget.take()


def most_in_an_hour(moments):
    return max(sum(end - HOUR_S + TICK_S < at <= end for at in moments) for end in moments)


idle_s = st.just(0.0) | st.floats(0, 200) | st.floats(0, 3 * HOUR_S)


@given(st.integers(1, 200), st.lists(idle_s, min_size=1, max_size=250), st.floats(0, 1e7))
def test_no_hour_sees_more_than_its_share_whoever_asks_and_when(per_hour, idle, start):
    seconds = Seconds(start)
    budget = Budget(per_hour, seconds, MemoryLedger())
    spent = []
    for pause_s in idle:
        seconds.now += pause_s
        spend_when_allowed(budget, seconds)
        spent.append(seconds.now)
    assert most_in_an_hour(spent) <= per_hour


@pytest.mark.parametrize("per_hour", [1, 2, 3, 5, 12, 60, 1000])
def test_a_feed_without_a_rest_uses_most_of_the_hour_and_leaves_some_to_people(per_hour):
    seconds = Seconds()
    budget = Budget(per_hour, seconds, MemoryLedger())
    spent = []
    for _ in range(3 * per_hour):
        spend_when_allowed(budget, seconds)
        spent.append(seconds.now)
    assert most_in_an_hour(spent) <= per_hour
    hours = (spent[-1] - spent[0]) / HOUR_S
    assert 0.65 * per_hour <= len(spent) / hours, "a budget is there to be used"
    if per_hour >= 5:
        assert len(spent) / hours <= 0.87 * per_hour


@pytest.mark.parametrize(("per_hour", "at_once"), [(1, 1), (3, 1), (5, 1), (60, 12), (600, 120)])
def test_a_start_is_not_throttled(per_hour, at_once):
    budget = Budget(per_hour, Seconds(), MemoryLedger())
    for _ in range(at_once):
        assert budget.wait_s() == 0
        assert budget.take()
    assert budget.wait_s() > 0


def test_what_comes_back_comes_evenly():
    seconds = Seconds()
    budget = Budget(60, seconds, MemoryLedger())
    for _ in range(12):
        assert budget.take()
    assert budget.wait_s() == pytest.approx(3600 / 42)
    seconds.now += 80
    assert budget.wait_s() == pytest.approx(3600 / 42 - 80)
    seconds.now += 5.72
    assert budget.wait_s() == 0


def test_what_people_took_is_paid_for_by_the_feed():
    seconds = Seconds()
    budget = Budget(60, seconds, MemoryLedger())
    for _ in range(14):
        assert budget.take()
    assert budget.wait_s() == pytest.approx(3 * 3600 / 42)
    assert budget.ceiling_wait_s() == 0


def test_used_forgets_after_an_hour():
    seconds = Seconds()
    budget = Budget(60, seconds, MemoryLedger())
    assert budget.take()
    seconds.now += 600
    assert budget.take()
    assert budget.take()
    assert budget.used == 3
    seconds.now += HOUR_S - 601
    assert budget.used == 3
    seconds.now += 1
    assert budget.used == 2
    seconds.now += 600
    assert budget.used == 0


def test_a_long_rest_saves_up_no_more_than_a_start():
    seconds = Seconds()
    budget = Budget(60, seconds, MemoryLedger())
    seconds.now += 1e6
    for _ in range(12):
        assert budget.wait_s() == 0
        assert budget.take()
    assert budget.wait_s() > 0


def test_nobody_goes_past_the_ceiling():
    seconds = Seconds()
    budget = Budget(5, seconds, MemoryLedger())
    for _ in range(5):
        assert budget.take()
        seconds.now += 60
    assert not budget.take()
    assert budget.used == 5
    assert budget.ceiling_wait_s() == pytest.approx(HOUR_S - 300)
    seconds.now += HOUR_S - 300 + TICK_S
    assert budget.ceiling_wait_s() == 0
    assert budget.take()


def test_two_who_share_a_ledger_share_the_ceiling():
    seconds, ledger = Seconds(), MemoryLedger()
    ours, theirs = Budget(10, seconds, ledger), Budget(10, seconds, ledger)
    assert [budget.take() for budget in (ours, theirs) * 6] == [True] * 10 + [False] * 2
    assert ours.wait_s() == theirs.wait_s() > 0
    assert ours.used == theirs.used == 10


def test_an_ended_program_has_spent_for_the_next_one_too():
    seconds, ledger = Seconds(), MemoryLedger()
    before = Budget(60, seconds, ledger)
    for _ in range(12):
        assert before.take()
    seconds.now += 10
    after = Budget(60, seconds, ledger)
    assert after.used == 12
    assert after.wait_s() > 60


def test_what_never_got_out_is_given_back():
    seconds = Seconds()
    budget = Budget(60, seconds, MemoryLedger())
    assert budget.take()
    seconds.now += 1
    assert budget.take()
    budget.give_back()
    budget.give_back()
    assert budget.used == 1

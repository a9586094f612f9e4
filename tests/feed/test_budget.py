import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.feed.budget import HOUR_S, Budget

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
    budget.spend()


def most_in_an_hour(moments):
    return max(sum(end - HOUR_S + TICK_S < at <= end for at in moments) for end in moments)


idle_s = st.just(0.0) | st.floats(0, 200) | st.floats(0, 3 * HOUR_S)


@given(st.integers(1, 200), st.lists(idle_s, min_size=1, max_size=250), st.floats(0, 1e7))
def test_no_hour_sees_more_than_its_share_whoever_asks_and_when(per_hour, idle, start):
    seconds = Seconds(start)
    budget = Budget(per_hour, seconds)
    spent = []
    for pause_s in idle:
        seconds.now += pause_s
        spend_when_allowed(budget, seconds)
        spent.append(seconds.now)
    assert most_in_an_hour(spent) <= per_hour


@pytest.mark.parametrize("per_hour", [1, 2, 3, 5, 12, 60, 1000])
def test_asking_without_a_rest_uses_the_whole_hour_and_no_more(per_hour):
    seconds = Seconds()
    budget = Budget(per_hour, seconds)
    spent = []
    for _ in range(3 * per_hour):
        spend_when_allowed(budget, seconds)
        spent.append(seconds.now)
    assert most_in_an_hour(spent) <= per_hour
    assert spent[per_hour - 1] - spent[0] <= HOUR_S + TICK_S, "a budget is there to be used"


@pytest.mark.parametrize(("per_hour", "at_once"), [(1, 1), (3, 1), (5, 1), (60, 12), (600, 120)])
def test_a_start_is_not_throttled(per_hour, at_once):
    budget = Budget(per_hour, Seconds())
    for _ in range(at_once):
        assert budget.wait_s() == 0
        budget.spend()
    assert budget.wait_s() > 0


def test_what_comes_back_comes_evenly():
    seconds = Seconds()
    budget = Budget(60, seconds)
    for _ in range(12):
        budget.spend()
    assert budget.wait_s() == pytest.approx(75)
    seconds.now += 74
    assert budget.wait_s() == pytest.approx(1)
    seconds.now += 1.001
    assert budget.wait_s() == 0


def test_a_question_that_took_two_requests_is_paid_for_later():
    seconds = Seconds()
    budget = Budget(60, seconds)
    for _ in range(14):
        budget.spend()
    assert budget.wait_s() == pytest.approx(3 * 75)


def test_used_forgets_after_an_hour():
    seconds = Seconds()
    budget = Budget(60, seconds)
    budget.spend()
    seconds.now += 600
    budget.spend()
    budget.spend()
    assert budget.used == 3
    seconds.now += HOUR_S - 601
    assert budget.used == 3
    seconds.now += 1
    assert budget.used == 2
    seconds.now += 600
    assert budget.used == 0


def test_a_long_rest_saves_up_no_more_than_a_start():
    seconds = Seconds()
    budget = Budget(60, seconds)
    seconds.now += 1e6
    for _ in range(12):
        assert budget.wait_s() == 0
        budget.spend()
    assert budget.wait_s() > 0

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.state import (
    CANCELED,
    NO_STATE,
    STATES,
    TIMED_OUT,
    is_problem,
    is_settled,
    state_rank,
    task_state,
)


def test_the_order_is_that_of_the_number_keys():
    words = "running pending retried failed timed_out canceled succeeded"
    assert list(STATES) == words.split()
    assert [state_rank(state) for state in STATES] == list(range(len(STATES)))


@pytest.mark.parametrize(
    ("word", "state"),
    [
        *((word, word) for word in STATES),
        *((word.upper(), word) for word in STATES),
        (" Succeeded ", "succeeded"),
        ("cancelled", CANCELED),
        ("timedout", TIMED_OUT),
        ("Timed-Out", TIMED_OUT),
        ("skipped", "skipped"),
        ("Skipped ", "Skipped "),  # an unknown word stays as it came
        ("", NO_STATE),
    ],
)
def test_what_a_word_names(word, state):
    assert task_state(word) == state


def test_what_each_state_means():
    assert {state for state in STATES if not is_settled(state)} == {"running", "pending"}
    assert {state for state in STATES if is_problem(state)} == {"failed", "timed_out"}
    # The API's own list of filters has every state but this one.
    assert [s for s, meaning in STATES.items() if not meaning.filterable] == ["succeeded"]


@given(st.text().map(task_state).filter(lambda state: state not in STATES))
def test_an_unknown_state_is_never_known_good(state):
    assert is_problem(state)
    assert not is_settled(state)
    assert state_rank(state) == len(STATES)

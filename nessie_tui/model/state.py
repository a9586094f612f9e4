"""The states a task can be in.

The set is open: Mixpanel's documents list seven words and define none of them, so a word that is
not listed here is kept, shown as it came and never counted as good.
"""

from dataclasses import dataclass
from typing import NewType

TaskState = NewType("TaskState", str)
"""The word Mixpanel used, cleaned; one of `STATES` or any other."""

NO_STATE = TaskState("")
"""Where the answer held no word for the state."""


@dataclass(frozen=True, slots=True)
class StateMeaning:
    """What a known state says about a task."""

    state: TaskState
    settled: bool
    """Nothing more will happen to this task."""
    problem: bool
    """Somebody should look, unless another task covered the same dates."""
    filterable: bool
    """The API's own ``status`` filter accepts the word (OpenAPI, 2026-08)."""


PENDING = TaskState("pending")
RUNNING = TaskState("running")
RETRIED = TaskState("retried")
FAILED = TaskState("failed")
CANCELED = TaskState("canceled")
TIMED_OUT = TaskState("timed_out")
SUCCEEDED = TaskState("succeeded")

# In the order of the number keys and of every list of counts: what moves, then what went wrong,
# then what is done.
_MEANINGS = (
    StateMeaning(RUNNING, settled=False, problem=False, filterable=True),
    StateMeaning(PENDING, settled=False, problem=False, filterable=True),
    StateMeaning(RETRIED, settled=True, problem=False, filterable=True),
    StateMeaning(FAILED, settled=True, problem=True, filterable=True),
    StateMeaning(TIMED_OUT, settled=True, problem=True, filterable=True),
    StateMeaning(CANCELED, settled=True, problem=False, filterable=True),
    StateMeaning(SUCCEEDED, settled=True, problem=False, filterable=False),
)

STATES: dict[TaskState, StateMeaning] = {meaning.state: meaning for meaning in _MEANINGS}
"""The known states, in the order in which they are shown."""

_SPELLINGS = {
    "cancelled": CANCELED,
    "timedout": TIMED_OUT,
    "timed-out": TIMED_OUT,
    "timed out": TIMED_OUT,
}


def task_state(word: str) -> TaskState:
    """Return the state that `word` names: a known one in any spelling, else the word itself."""
    lowered = word.strip().lower()
    state = TaskState(_SPELLINGS.get(lowered, lowered))
    return state if state in STATES else TaskState(word)


def is_settled(state: TaskState) -> bool:
    """Tell whether nothing more will happen; an unknown state is taken as still moving."""
    meaning = STATES.get(state)
    return meaning is not None and meaning.settled


def is_problem(state: TaskState) -> bool:
    """Tell whether somebody should look; an unknown state counts, as it is never known good."""
    meaning = STATES.get(state)
    return meaning is None or meaning.problem


def state_rank(state: TaskState) -> int:
    """Return the place of `state` in every list of states; unknown ones come last."""
    return _RANKS.get(state, len(_RANKS))


_RANKS = {state: rank for rank, state in enumerate(STATES)}

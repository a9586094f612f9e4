"""Tasks of given dates, as the ``status`` route writes them."""

from datetime import datetime, timedelta

from nessie_tui.model.state import RUNNING, SUCCEEDED, TaskState, is_settled
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime
from nessie_tui.model.unit import Units

NEVER = WireTime("0001-01-01T00:00:00Z")


def task_of(
    begin: datetime,
    state: str = SUCCEEDED,
    *,
    end: datetime | None = None,
    finished: datetime | None = None,
) -> Task:
    """Return a task that exports what begins at `begin`, up to what begins at `end`.

    One that settled finished 25 hours after its end began, unless `finished` says when.
    """
    end = end or begin
    if finished is None and is_settled(TaskState(state)):
        finished = end + timedelta(hours=25)
    first, last = (WireTime(moment.isoformat()) for moment in (begin, end))
    finish = NEVER if finished is None else WireTime(finished.isoformat())
    return Task("events", TaskState(state), last, finish, first, last)


def tasks_of_units(units: Units, first: int, states: str | list[str]) -> list[Task]:
    """Return a task for each of the units from `first` on; none where its state is empty.

    Args:
        units: How dates are counted.
        first: The first unit.
        states: Words; or letters: ``s``ucceeded, ``r``unning, ``f``ailed, ``.`` for no task.
    """
    words = [_LETTERS.get(state, state) for state in states]
    return [task_of(units.start(unit), word) for unit, word in enumerate(words, first) if word]


_LETTERS = {
    "s": SUCCEEDED,
    "r": RUNNING,
    "f": "failed",
    "p": "pending",
    "c": "canceled",
    "t": "timed_out",
    "a": "retried",
    ".": "",
}

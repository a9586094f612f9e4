"""Which tasks are attempts at the same dates."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from nessie_tui.model.state import CANCELED, PENDING, RUNNING, SUCCEEDED, TaskState
from nessie_tui.model.task import Task, attempt_order

_CLOCK = slice(11, 16)
"""Hours and minutes in a time as the ``status`` route writes it."""


class Attempts:
    """The tasks of one reading, by the dates they export."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        """Look at `tasks` only when first asked."""
        self._tasks = tasks

    def of(self, task: Task) -> tuple[Task, ...]:
        """Return all attempts at the dates of `task`, it among them, the oldest first."""
        return tuple(sorted(self._by_dates[task.from_date, task.to_date], key=attempt_order))

    def count(self, task: Task) -> int:
        """Return how many attempts there are at the dates of `task`."""
        return len(self._by_dates[task.from_date, task.to_date])

    @cached_property
    def are_hourly(self) -> bool:
        """The tasks export hours rather than days: their dates begin at different times of day."""
        begins = {task.from_date[_CLOCK] for task in self._tasks}
        begins.discard("")
        return len(begins) > 1

    @cached_property
    def _by_dates(self) -> dict[tuple[str, str], list[Task]]:
        by_dates: dict[tuple[str, str], list[Task]] = defaultdict(list)
        for task in self._tasks:
            by_dates[task.from_date, task.to_date].append(task)
        return by_dates


def outcome(attempts: Iterable[Task]) -> TaskState:
    """Return what became of some dates, given every attempt at them, the oldest first.

    Data that landed has landed: one success decides, then what is still going, then the newest
    attempt. `attempts` must not be empty.
    """
    states = [attempt.state for attempt in attempts]
    for deciding in (SUCCEEDED, RUNNING, PENDING):
        if deciding in states:
            return deciding
    return states[-1]


def is_recovered(task: Task, attempts: Iterable[Task]) -> bool:
    """Tell whether `task` did not succeed and another attempt at its dates did."""
    return task.state not in {SUCCEEDED, CANCELED} and outcome(attempts) == SUCCEEDED

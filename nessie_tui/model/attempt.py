"""Which tasks are attempts at the same dates, and what became of those dates."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from nessie_tui.model.state import CANCELED, PENDING, RUNNING, SUCCEEDED, TaskState, is_problem
from nessie_tui.model.task import Task, attempt_order
from nessie_tui.model.timestamp import read_time

_DAY = slice(0, 10)
_CLOCK = slice(11, 16)
"""Where day, and hours and minutes, stand in a time as the ``status`` route writes it."""


class Attempts:
    """The tasks of one reading, by the dates they export. Everything is found out once."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        """Look at `tasks` only when first asked."""
        self._tasks = tasks
        self._ordered: dict[tuple[str, str], tuple[Task, ...]] = {}
        self._places: dict[int, int] = {}
        self._outcomes: dict[tuple[str, str], TaskState] = {}

    def of(self, task: Task) -> tuple[Task, ...]:
        """Return all attempts at the dates of `task`, it among them, the oldest first."""
        dates = (task.from_date, task.to_date)
        ordered = self._ordered.get(dates)
        if ordered is None:
            ordered = tuple(sorted(self._by_dates[dates], key=attempt_order))
            self._ordered[dates] = ordered
            self._places.update((id(attempt), place) for place, attempt in enumerate(ordered, 1))
        return ordered

    def place(self, task: Task) -> int:
        """Return which attempt at its dates `task` is, counted from 1."""
        self.of(task)
        return self._places[id(task)]

    def count(self, task: Task) -> int:
        """Return how many attempts there are at the dates of `task`."""
        return len(self._by_dates[task.from_date, task.to_date])

    def outcome(self, task: Task) -> TaskState:
        """Return what became of the dates of `task`."""
        dates = (task.from_date, task.to_date)
        if dates not in self._outcomes:
            self._outcomes[dates] = outcome(self.of(task))
        return self._outcomes[dates]

    def is_outstanding(self, task: Task) -> bool:
        """Tell whether somebody should look at `task`: it went wrong and its dates never landed."""
        return is_problem(task.state) and not self.is_recovered(task)

    def is_recovered(self, task: Task) -> bool:
        """Tell whether `task` did not succeed and another task exported its dates."""
        if task.state in {SUCCEEDED, CANCELED}:
            return False
        return self.outcome(task) == SUCCEEDED or self._is_within_a_success(task)

    @cached_property
    def are_hourly(self) -> bool:
        """The tasks export hours rather than days: dates of one day begin at different times."""
        clocks: dict[str, str] = {}
        for task in self._tasks:
            begin = task.from_date
            if (
                begin[_DAY] > "0002"
                and clocks.setdefault(begin[_DAY], begin[_CLOCK]) != begin[_CLOCK]
            ):
                return read_time(begin).moment is not None
        return False

    def _is_within_a_success(self, task: Task) -> bool:
        dates = task.dates
        starts, ends = self._wide_successes
        place = bisect_right(starts, dates.start.epoch_s)
        return place > 0 and dates.is_whole and dates.end.epoch_s <= ends[place - 1]

    @cached_property
    def _wide_successes(self) -> tuple[Sequence[float], Sequence[float]]:
        """Where the successes over more than one date begin, in order, and how far each reaches.

        The reach of one is at least that of those before it.
        """
        successes = (
            task.dates
            for task in self._tasks
            if task.state == SUCCEEDED and task.from_date != task.to_date
        )
        ranges = sorted((d.start.epoch_s, d.end.epoch_s) for d in successes if d.is_whole)
        return [start for start, _ in ranges], list(accumulate((end for _, end in ranges), max))

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

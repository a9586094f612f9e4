"""How a backfill gets on, and when it may be done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import pairwise
from statistics import median, quantiles

from nessie_tui.model.state import PENDING, RUNNING, SUCCEEDED, TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import read_time

FEWEST_COMPLETIONS = 5
"""Fewer say nothing about the pace."""
_NEWEST = 31
"""How many completions, the newest ones, the pace is taken from."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pipeline is with the dates that wait. Counts are date ranges, not attempts."""

    done: int
    remaining: int
    """Running and pending."""
    running: int
    completions: int
    """How many of the newest ends the pace was taken from."""
    pace_s: float | None
    """Seconds from one end to the next, usually; None where there are too few to say."""
    slow_s: float | None
    """The same when it is slow: nine of ten are quicker."""
    last_finish: datetime | None
    """Aware; None where nothing has finished."""

    def estimate(self, now: datetime) -> tuple[datetime, datetime] | None:
        """Return between which moments it may be done; None where there is too little to say."""
        if self.pace_s is None or self.slow_s is None:
            return None
        try:
            return (
                now + timedelta(seconds=self.remaining * self.pace_s),
                now + timedelta(seconds=self.remaining * self.slow_s),
            )
        except OverflowError:
            return None


def progress(tasks: Iterable[Task]) -> Progress | None:
    """Return how a pipeline gets on; None where nothing waits or runs."""
    known = tuple(tasks)
    going = {(t.from_date, t.to_date): t.state for t in known if t.state in {RUNNING, PENDING}}
    if not going:
        return None
    landed = [task for task in known if task.state == SUCCEEDED]
    done = {(task.from_date, task.to_date) for task in landed} - going.keys()
    # A few more, because times written in two offsets are not quite in the order of their letters.
    newest = nlargest(2 * _NEWEST, (task.last_finish for task in landed))
    moments = sorted(m for m in (read_time(written).moment for written in newest) if m is not None)
    ends = moments[-_NEWEST:]
    gaps = [(later - one).total_seconds() for one, later in pairwise(ends)]
    is_enough = len(ends) >= FEWEST_COMPLETIONS
    return Progress(
        done=len(done),
        remaining=len(going),
        running=sum(state == RUNNING for state in going.values()),
        completions=len(ends),
        pace_s=median(gaps) if is_enough else None,
        slow_s=quantiles(gaps, n=10)[-1] if is_enough else None,
        last_finish=ends[-1] if ends else None,
    )


def waits_behind(pipeline: str, counts: Mapping[str, Mapping[TaskState, int]]) -> tuple[str, ...]:
    """Return the pipelines that run while the tasks of `pipeline` wait; a project runs one step.

    Args:
        pipeline: The one that may wait.
        counts: Tasks by state, of every pipeline of the project.
    """
    own = counts.get(pipeline, {})
    if own.get(RUNNING) or not own.get(PENDING):
        return ()
    return tuple(
        name for name, states in counts.items() if name != pipeline and states.get(RUNNING)
    )

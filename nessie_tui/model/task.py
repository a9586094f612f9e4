"""A task: one run of a pipeline over a range of dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from nessie_tui.model.dates import DateRange
from nessie_tui.model.state import NO_STATE, TaskState, is_settled, state_rank
from nessie_tui.model.timestamp import NO_TIME, WireTime, read_time


@dataclass(frozen=True, slots=True)
class Task:
    """One run, as the ``status`` route reports it.

    Mixpanel gives a task no id, no attempt number and no reason for a failure.
    """

    name: str = ""
    """The pipeline's name, cleaned."""
    state: TaskState = NO_STATE
    run_at: WireTime = NO_TIME
    """Seems to be the planned time, not when a worker began: never show its distance to
    `last_finish` as a duration."""
    last_finish: WireTime = NO_TIME
    """Go's zero time while the task has not finished."""
    from_date: WireTime = NO_TIME
    to_date: WireTime = NO_TIME
    """Inclusive: equal to `from_date` for one day."""
    project_id: int | None = None
    extra: Mapping[str, object] | None = field(default=None, hash=False)
    """Members of the answer that this program does not know, cleaned; None without any."""

    @property
    def dates(self) -> DateRange:
        """The dates this task exports."""
        return DateRange(read_time(self.from_date), read_time(self.to_date))


class TaskKey(NamedTuple):
    """What tells one task from another between two readings."""

    from_date: str
    to_date: str
    run_at: str
    ordinal: int
    """0 for the first attempt with the same three times, 1 for the next, and so on."""


def keyed(tasks: Iterable[Task]) -> dict[TaskKey, Task]:
    """Give every task its key, in the order given; no task is lost to a collision.

    Attempts that share all three times stand together, numbered in `attempt_order`: those still
    going come last, so that an attempt keeps its number when it finishes.
    """
    keyed_tasks: dict[TaskKey, Task] = {}
    collided: dict[TaskKey, list[Task]] = {}
    for task in tasks:
        key = TaskKey(task.from_date, task.to_date, task.run_at, 0)
        if key in keyed_tasks:
            collided.setdefault(key, [keyed_tasks[key]]).append(task)
        else:
            keyed_tasks[key] = task
    if not collided:
        return keyed_tasks
    spread: dict[TaskKey, Task] = {}
    for key, task in keyed_tasks.items():
        attempts = collided.get(key)
        if attempts is None:
            spread[key] = task
            continue
        attempts.sort(key=attempt_order)
        spread.update((key._replace(ordinal=n), attempt) for n, attempt in enumerate(attempts))
    return spread


def attempt_order(task: Task) -> tuple[bool, float, int, str, str]:
    """Order attempts at the same dates from the oldest to the newest.

    There is no attempt number on the wire: an attempt counts by when it finished, one that settled
    without a finish (as a canceled one does) by `run_at`, and one still going is the newest. Where
    times say nothing the words decide, so that the order of the answer never does.
    """
    finished = read_time(task.last_finish)
    is_going = finished.is_never and not is_settled(task.state)
    when = read_time(task.run_at) if finished.day is None else finished
    return (is_going, when.epoch_s, state_rank(task.state), task.state, task.last_finish)

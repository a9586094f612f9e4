"""One reading of a pipeline's tasks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from nessie_tui.model.state import TaskState, state_rank
from nessie_tui.model.task import Task


@dataclass(frozen=True, slots=True)
class TaskReading:
    """What one ``status`` answer said, before anybody noted when it came."""

    counts: Mapping[TaskState, int]
    """Tasks per state, in the order in which states are shown. An absent state has none."""
    tasks: tuple[Task, ...] | None
    """None when the answer held counts only."""
    extra: Mapping[str, object] | None = field(default=None, hash=False)
    """Members of the answer that are no state, cleaned; None without any."""


@dataclass(frozen=True, slots=True)
class TaskSnapshot:
    """A pipeline's tasks at one moment."""

    pipeline: str
    fetched_at: datetime
    """Aware; when the answer was complete."""
    reading: TaskReading

    @property
    def counts(self) -> Mapping[TaskState, int]:
        """Tasks per state."""
        return self.reading.counts

    @property
    def tasks(self) -> tuple[Task, ...] | None:
        """The tasks, or None when only counts were asked for or given."""
        return self.reading.tasks


def in_order(counts: Mapping[TaskState, int]) -> dict[TaskState, int]:
    """Return `counts` in the order in which states are shown; unknown words last, by name."""
    return dict(sorted(counts.items(), key=lambda item: (state_rank(item[0]), item[0])))


def count_states(tasks: Iterable[Task]) -> dict[TaskState, int]:
    """Count `tasks` per state, in the order in which states are shown."""
    return in_order(Counter(task.state for task in tasks))


def only_states(snapshot: TaskSnapshot, states: Iterable[TaskState]) -> TaskSnapshot:
    """Return `snapshot` without the tasks and counts of other states.

    The API's own filter is not to be relied on: its published sample shows another state than the
    one asked for.
    """
    wanted = frozenset(states)
    reading = snapshot.reading
    counts = {state: count for state, count in reading.counts.items() if state in wanted}
    tasks = reading.tasks and tuple(task for task in reading.tasks if task.state in wanted)
    return replace(snapshot, reading=replace(reading, counts=counts, tasks=tasks))

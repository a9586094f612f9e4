"""The rows of the task table, from a reading, a query and the reading before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.query import TaskQuery, select
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.model.task import Task, TaskKey, keyed


@dataclass(frozen=True)
class TaskRows:
    """All tasks of one reading and those of them that the query wants, in its order."""

    tasks: tuple[Task, ...] = ()
    """The reading's own tasks: the next one often brings the very same."""
    all: Mapping[TaskKey, Task] = field(default_factory=dict)
    shown: Mapping[TaskKey, Task] = field(default_factory=dict)
    attempts: Attempts = field(default_factory=lambda: Attempts(()))
    changed: frozenset[TaskKey] = frozenset()
    """New tasks, and tasks whose state differs from the reading before."""
    query: TaskQuery = field(default_factory=TaskQuery)


def read_rows(snapshot: TaskSnapshot, before: TaskRows | None, query: TaskQuery) -> TaskRows:
    """Return the rows of `snapshot`; `before` is the reading it follows, None for the first."""
    read = snapshot.tasks or ()
    if before is not None and read is before.tasks:
        return requery(_unmarked(before), query)
    tasks = keyed(read)
    if before is not None and tasks == before.all:
        return requery(_unmarked(replace(before, tasks=read)), query)
    changed: frozenset[TaskKey] = frozenset()
    if before is not None:
        changed = frozenset(
            key
            for key, task in tasks.items()
            if key not in before.all or before.all[key].state != task.state
        )
    attempts = Attempts(tasks.values())
    return TaskRows(read, tasks, select(tasks, query, attempts), attempts, changed, query)


def requery(rows: TaskRows, query: TaskQuery) -> TaskRows:
    """Return the same tasks under another query; the same rows where it asks for the same."""
    if query == rows.query:
        return rows
    return replace(rows, shown=select(rows.all, query, rows.attempts), query=query)


def _unmarked(rows: TaskRows) -> TaskRows:
    return replace(rows, changed=frozenset()) if rows.changed else rows


def filter_words(rows: TaskRows) -> str:
    """Say what is filtered and how much is left; empty where everything is shown."""
    query = rows.query
    if not query.is_filtering or not rows.all:
        return ""
    words = [
        "problems only" if query.problems_only else "",
        f"/{query.text}" if query.text else "",
        f"{len(rows.shown)} of {len(rows.all)}",
    ]
    return " ".join(word for word in words if word)

"""The columns of the task table: adding one is adding a row here."""

from collections.abc import Callable
from dataclasses import dataclass

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.state_look import state_look
from nessie_tui.present.time_words import moment, range_end
from nessie_tui.present.tone import Span, Tone
from nessie_tui.present.wording import Wording

_ATTEMPT_CELLS = 7


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands over it, how wide it is and what a task shows in it."""

    title: str
    width_cells: int
    cell: Callable[[Task, Attempts, Wording], Span]
    order_by: str | None = None
    """The field of `Task` that sorts by this column; None where sorting makes no sense."""
    priority: int = 0
    """The columns with the highest numbers go first when the table is narrow."""


def _state(task: Task, attempts: Attempts, wording: Wording) -> Span:
    del attempts
    look = state_look(task.state)
    return Span(f"{wording.state_mark(task.state)} {look.word}", look.tone)


def _from(task: Task, attempts: Attempts, wording: Wording) -> Span:
    dates = task.dates
    return Span(range_end(dates.start, dates, wording, hourly=attempts.are_hourly))


def _to(task: Task, attempts: Attempts, wording: Wording) -> Span:
    dates = task.dates
    same = dates.start.text == dates.end.text
    return Span(
        range_end(dates.end, dates, wording, hourly=attempts.are_hourly),
        Tone.MUTED if same else Tone.PLAIN,
    )


def _run_at(task: Task, attempts: Attempts, wording: Wording) -> Span:
    del attempts
    return Span(moment(read_time(task.run_at), wording), Tone.MUTED)


def _finished(task: Task, attempts: Attempts, wording: Wording) -> Span:
    del attempts
    return Span(moment(read_time(task.last_finish), wording))


def _attempt(task: Task, attempts: Attempts, wording: Wording) -> Span:
    del wording
    if attempts.count(task) == 1:
        return Span("1", Tone.MUTED)
    place, count = attempts.place(task), attempts.count(task)
    words = f"{place} of {count}"
    # Cut off, "12 of 13" would read "12 of 1".
    return Span(words if len(words) <= _ATTEMPT_CELLS else f"{place}/{count}")


COLUMNS = (
    Column("State", 12, _state, "state"),
    Column("From", 13, _from, "from_date"),
    Column("To", 13, _to, "to_date", priority=2),
    Column("Run at", 12, _run_at, "run_at", priority=3),
    Column("Finished", 12, _finished, "last_finish", priority=1),
    Column("Attempt", _ATTEMPT_CELLS, _attempt, priority=4),
)

GAP_CELLS = 1
"""Empty cells between two columns."""


def fitting(width_cells: int) -> tuple[Column, ...]:
    """Return the columns that fit into `width_cells`, in their order; at least the first two."""
    shown = list(COLUMNS)
    while len(shown) > 2 and _needed(shown) > width_cells:  # noqa: PLR2004 - state and date stay
        shown.remove(max(shown, key=lambda column: column.priority))
    return tuple(shown)


def _needed(columns: list[Column]) -> int:
    return sum(column.width_cells + GAP_CELLS for column in columns) - GAP_CELLS

"""Tasks and counts as plain tables for people."""

from collections.abc import Iterable, Mapping

from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.present.document import wire_time
from nessie_tui.present.state_look import state_look
from nessie_tui.present.table import Table
from nessie_tui.present.tone import Span, Tone


def task_table(tasks: Iterable[Task], *, ascii_only: bool) -> Table:
    """Return a row per task, with the times as Mixpanel's, readable by eye and by cut."""
    rows = [
        (
            _state(task.state, ascii_only=ascii_only),
            Span(_time(task.from_date)),
            Span(_time(task.to_date)),
            Span(_time(task.run_at), Tone.MUTED),
            Span(_time(task.last_finish)),
        )
        for task in tasks
    ]
    return Table(("STATE", "FROM", "TO", "RUN AT", "LAST FINISH"), rows)


def counts_table(counts: Mapping[TaskState, int], *, ascii_only: bool) -> Table:
    """Return a row per state."""
    rows = [
        (_state(state, ascii_only=ascii_only), Span(str(count))) for state, count in counts.items()
    ]
    return Table(("STATE", "TASKS"), rows)


def _state(state: TaskState, *, ascii_only: bool) -> Span:
    look = state_look(state)
    return Span(f"{look.mark(ascii_only=ascii_only)} {look.word}", look.tone)


def _time(written: str) -> str:
    return wire_time(written) or "-"

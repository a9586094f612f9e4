"""Tasks and counts as plain tables for people."""

from collections.abc import Mapping, Sequence

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.present.state_look import state_look
from nessie_tui.present.table import Table
from nessie_tui.present.time_words import plain_day, plain_moment
from nessie_tui.present.tone import Span, Tone


def task_table(tasks: Sequence[Task], *, ascii_only: bool) -> Table:
    """Return a row per task: days as days, moments to the minute with the written offset's clock.

    ``--json`` has the whole times.
    """
    hourly = Attempts(tasks).are_hourly
    rows = [
        (
            _state(task.state, ascii_only=ascii_only),
            Span(plain_moment(task.from_date) if hourly else plain_day(task.from_date)),
            Span(plain_moment(task.to_date) if hourly else plain_day(task.to_date)),
            Span(plain_moment(task.run_at), Tone.MUTED),
            Span(plain_moment(task.last_finish)),
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

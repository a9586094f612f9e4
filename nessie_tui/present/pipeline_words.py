"""A pipeline in words: its worst state, how it runs, its counts."""

from collections.abc import Mapping, Sequence

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.state import (
    CANCELED,
    FAILED,
    PENDING,
    RETRIED,
    RUNNING,
    STATES,
    SUCCEEDED,
    TIMED_OUT,
    TaskState,
)
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.state_look import state_look
from nessie_tui.present.table import Table
from nessie_tui.present.time_words import moment, plain_moment
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording

# What is worth looking at first.
_WORST_FIRST = (FAILED, TIMED_OUT, RUNNING, PENDING, SUCCEEDED, RETRIED, CANCELED)

Counts = Mapping[TaskState, int]

PipelineKey = tuple[str, int]
"""A name and an ordinal: Mixpanel does not promise that names are unique."""


def worst_state(counts: Counts | None) -> TaskState | None:
    """Return the state that most deserves a look; None when there are no tasks or no counts."""
    present = (state for state, count in (counts or {}).items() if count)
    return min(present, key=_rank, default=None)


def _rank(state: TaskState) -> int:
    # An unknown word is never taken for good: it stands with what timed out.
    return _WORST_FIRST.index(state if state in STATES else TIMED_OUT)


def heading(pipeline: Pipeline, wording: Wording) -> str:
    """Return how a pipeline runs, for the border of its tasks."""
    sync = {True: "sync on", False: "sync off", None: ""}[pipeline.sync_enabled]
    dispatched = read_time(pipeline.last_dispatched)
    parts = [
        pipeline.frequency,
        sync,
        pipeline.dispatcher,
        "" if dispatched.is_never else f"dispatched {moment(dispatched, wording)}",
        "" if pipeline.listed else "named in the profile, not listed by Mixpanel",
    ]
    return f" {wording.marks.dot} ".join(part for part in parts if part)


EMPTY_PROJECT = (
    "Mixpanel lists no pipelines for this project.",
    "Pipelines made in Mixpanel's web page (JSON pipelines) may not be listed by this API.",
    'If you know a name, add it to the profile: pipelines = ["name"].',
)
"""What to say where a project has no pipelines."""


def pipeline_table(counted: Sequence[tuple[Pipeline, Counts | None]], *, ascii_only: bool) -> Table:
    """Return the pipelines for people, a row each, with a column for every state that occurs."""
    present = {state for _, counts in counted for state, count in (counts or {}).items() if count}
    states = [state for state in STATES if state in present]
    states += sorted(present - set(STATES))
    rows: list[Line] = []
    for pipeline, counts in counted:
        sync = {True: "on", False: "off", None: "?"}[pipeline.sync_enabled]
        row = [
            Span(pipeline.name, strong=True),
            Span(pipeline.frequency or "?"),
            Span(sync),
            Span(plain_moment(pipeline.last_dispatched), Tone.MUTED),
        ]
        for state in states:
            count = None if counts is None else counts.get(state, 0)
            shown = "?" if count is None else str(count)
            row.append(Span(shown, state_look(state).tone if count else Tone.MUTED))
        rows.append(tuple(row))
    titles = [_title(state, ascii_only=ascii_only) for state in states]
    return Table(("PIPELINE", "FREQUENCY", "SYNC", "LAST DISPATCHED", *titles), rows)


def _title(state: TaskState, *, ascii_only: bool) -> str:
    look = state_look(state)
    mark = look.mark(ascii_only=ascii_only)
    # A glyph alone is enough for a state that the documents name; a column is narrow.
    return mark if state in STATES else f"{mark} {look.word}"

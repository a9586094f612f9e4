"""A day of the timeline in columns, and what to say where there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.survey import FindingKind
from nessie_tui.model.timeline import Timeline
from nessie_tui.present.failure import FailureWords
from nessie_tui.present.line import cells, joined
from nessie_tui.present.notice import Notice
from nessie_tui.present.state_look import state_look
from nessie_tui.present.sync_words import distance
from nessie_tui.present.table import cut
from nessie_tui.present.time_words import NONE, day, moment
from nessie_tui.present.timeline_rows import DayRow
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording

_NOTHING: Line = (Span(NONE, Tone.MUTED),)


@dataclass(frozen=True, slots=True)
class DayColumn:
    """One column: what stands over it, how wide it is and what a day shows in it."""

    title: str
    width_cells: int
    cell: Callable[[DayRow, Wording], Line]
    priority: int = 0
    """The columns with the highest numbers go first when there is too little room."""


def day_columns(width: int) -> tuple[DayColumn, ...]:
    """Return the columns that fit into `width` cells, in their order; at least the first two."""
    shown = list(COLUMNS)
    while len(shown) > 2 and _needed(shown) > width:  # noqa: PLR2004 - day and outcome stay
        shown.remove(max(shown, key=lambda column: column.priority))
    return tuple(shown)


def padded(line: Line, width: int) -> Line:
    """Return `line` in exactly `width` cells."""
    fitting = cut(line, width)
    return (*fitting, Span(" " * (width - cells(fitting))))


def timeline_summary(rows: Mapping[date, DayRow]) -> Line:
    """Return how many days there are, how many were synced again, and where the two disagree."""
    again = sum(len(row.syncs) > 1 for row in rows.values())
    parts: list[Line] = [(Span(f"{len(rows):,} day{'' if len(rows) == 1 else 's'}"),)]
    if again:
        parts.append((Span(f"{again:,} synced again", Tone.ACCENT),))
    for kind, words in _DISAGREEMENTS.items():
        count = sum(row.disagreement is kind for row in rows.values())
        if count:
            parts.append((Span(f"{count:,} {words}", Tone.WARNING),))
    return joined(parts)


def timeline_notice(
    pipeline: Pipeline | None, timeline: Timeline | None, failure: FailureWords | None
) -> Notice:
    """Return what stands in place of the days; nothing where there are any.

    Args:
        pipeline: The open one as Mixpanel lists it; None where it is not listed.
        timeline: Its syncs; None before an answer.
        failure: What went wrong with the question for them; None if nothing has.
    """
    if timeline is not None:
        return () if timeline.days else _NO_SYNCS
    if pipeline is not None and pipeline.sync_enabled is False:
        return _SYNC_OFF
    if failure is None:
        return _NOT_ASKED
    return (
        (Span("The timeline could not be read.", Tone.ERROR, strong=True),),
        (Span(failure.sentence),),
    )


_NO_SYNCS = (
    (Span("No syncs reported.", strong=True),),
    (Span("Mixpanel's timeline of this pipeline lists no day."),),
)
_SYNC_OFF = (
    (Span("No timeline: sync is off.", strong=True),),
    (Span("Only a pipeline with sync writes days again when late data has come."),),
)
_NOT_ASKED = (
    (Span("No timeline yet.", strong=True),),
    (Span("It is asked for about once an hour, after the tasks."),),
)
_DISAGREEMENTS = {
    FindingKind.ONLY_SYNCED: "only synced",
    FindingKind.NEVER_SYNCED: "never synced",
}


def _day(row: DayRow, wording: Wording) -> Line:
    return (Span(day(row.day, wording.now.date())),)


def _tasks(row: DayRow, wording: Wording) -> Line:
    if not row.outcomes:
        return _NOTHING
    if sum(row.outcomes.values()) == 1:
        state = next(iter(row.outcomes))
        return (
            Span(f"{wording.state_mark(state)} {state_look(state).word}", state_look(state).tone),
        )
    return joined(
        (
            (Span(f"{wording.state_mark(state)} {count}", state_look(state).tone),)
            for state, count in row.outcomes.items()
        ),
        " ",
    )


def _sync(row: DayRow, wording: Wording) -> Line:
    del wording
    return (Span(row.status),) if row.status else _NOTHING


def _syncs(row: DayRow, wording: Wording) -> Line:
    del wording
    count = f"{len(row.syncs):>{_COUNT_CELLS},}"
    return (Span(count, Tone.PLAIN if len(row.syncs) > 1 else Tone.MUTED),) if row.syncs else ()


def _first(row: DayRow, wording: Wording) -> Line:
    return (Span(moment(row.syncs[0], wording), Tone.MUTED),) if row.syncs else ()


def _last(row: DayRow, wording: Wording) -> Line:
    return (Span(moment(row.syncs[-1], wording)),) if row.syncs else ()


def _again(row: DayRow, wording: Wording) -> Line:
    del wording
    return (Span(distance(list(row.syncs)), Tone.ACCENT),)


def _note(row: DayRow, wording: Wording) -> Line:
    del wording
    if row.disagreement is None:
        return ()
    return (Span(_DISAGREEMENTS[row.disagreement], Tone.WARNING),)


_COUNT_CELLS = 5
COLUMNS = (
    DayColumn("Day", 11, _day),
    DayColumn("Tasks", 12, _tasks),
    DayColumn("Sync", 7, _sync, priority=5),
    DayColumn("Syncs", _COUNT_CELLS, _syncs, priority=4),
    DayColumn("First", 12, _first, priority=6),
    DayColumn("Last", 12, _last, priority=2),
    DayColumn("Again", 10, _again, priority=3),
    DayColumn("", 12, _note, priority=1),
)


def _needed(columns: list[DayColumn]) -> int:
    return sum(column.width_cells + 1 for column in columns) - 1

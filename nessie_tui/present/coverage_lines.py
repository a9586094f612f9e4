"""What became of a pipeline's dates, for people: a short head, what is not fine, what is odd."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from nessie_tui.model.coverage import MISSING, Coverage, UnitRange
from nessie_tui.model.freshness import Lateness, Limits, freshness, newest_late
from nessie_tui.model.state import TaskState
from nessie_tui.model.survey import Finding, FindingKind, Survey
from nessie_tui.model.verdict import judge
from nessie_tui.present.coverage_document import Window
from nessie_tui.present.finding_words import finding_tone, finding_words
from nessie_tui.present.freshness_words import (
    LATENESS_TONES,
    ZONE_NOTES,
    holes_words,
    lateness_words,
    length,
)
from nessie_tui.present.progress_words import progress_line
from nessie_tui.present.state_look import state_look
from nessie_tui.present.table import Table
from nessie_tui.present.time_words import full_day
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.unit_words import count_words, range_words, unit_words
from nessie_tui.present.wording import Wording

MOST_RANGES = 40
"""So many ranges are told to a person; a program gets them all."""
LABEL_CELLS = 12
"""How far the facts of the head stand to the right."""

_MOST_OF_A_KIND = 5


class _Trouble(NamedTuple):
    """A run of dates that are not simply fine."""

    units: UnitRange
    state: TaskState | None
    """None for dates that landed more than once."""
    tasks: str


def coverage_head(found: Survey, window: Window, limits: Limits, wording: Wording) -> list[Line]:
    """Return how far the pipeline is: the newest date, how late the next is, the zone, a backfill.

    Args:
        found: What is known of the pipeline's dates.
        window: Which of them were asked for; all the rest is told of all dates.
        limits: How long after its end a date may stay unexported.
        wording: The moment, and what can be drawn.
    """
    pipeline, coverage, kind = found.pipeline, told(found, Window()), found.units.kind
    frequency = pipeline.frequency or f"by the {kind}"
    lines: list[Line] = [
        (Span(pipeline.name or "(no name)", strong=True), Span(f"  {frequency}", Tone.MUTED))
    ]
    if not len(coverage):
        lines.append((_label("Covered to"), Span("no date that is due has been reported")))
    else:
        newest = coverage.newest_covered
        words = "nothing landed yet" if newest is None else unit_words(found.units, newest)
        holes = f", {holes_words(coverage.holes)}" if coverage.holes else ""
        lines.append((_label("Covered to"), Span(words, strong=True), Span(holes, Tone.WARNING)))
        lines.append((_label("Landed"), Span(_landed(coverage))))
    if window.is_asked:
        lines.append((_label("Asked for"), *_asked_for(told(found, window))))
    lines += _lateness(found, limits, wording.now)
    zone = Span(f", {ZONE_NOTES[found.zone.source]}", Tone.MUTED)
    lines.append((_label("Zone"), Span(found.zone.name), zone))
    made = found.progress if pipeline.is_backfill else None
    if made is not None:
        lines.append((_label("Backfill"), *progress_line(made, (), wording)))
    return lines


def told(found: Survey, window: Window) -> Coverage:
    """Return the dates that a person is told of: of a backfill, none after its newest one."""
    if not found.pipeline.is_backfill or window.last is not None:
        return window.of(found)
    return found.coverage.between(window.first, found.coverage.reported_to)


def trouble_table(
    found: Survey, window: Window, limits: Limits, wording: Wording
) -> tuple[Table | None, int]:
    """Return the ranges that are not simply fine, the newest first, and how many are left out.

    Args:
        found: What is known of the pipeline's dates.
        window: Which of them were asked for.
        limits: How long after its end a date may stay unexported; until then it is no alarm.
        wording: The moment, and what can be drawn.

    Returns:
        None in place of a table without rows.
    """
    units = found.units
    still_early = newest_late(units, limits, wording.now) + 1
    troubles = sorted(
        _troubles(told(found, window)), key=lambda t: (t.units.last, t.units.first), reverse=True
    )
    rows = []
    for trouble in troubles[:MOST_RANGES]:
        is_early = trouble.state == MISSING and trouble.units.first >= still_early
        rows.append(
            (
                _state(trouble.state, wording, is_early=is_early),
                Span(range_words(units, trouble.units)),
                Span(count_words(trouble.units.count, units.kind)),
                Span("none yet" if is_early else trouble.tasks, Tone.MUTED),
            )
        )
    table = Table(("STATE", "DATES", "HOW MANY", "TASKS"), rows) if rows else None
    return table, len(troubles) - len(rows)


def finding_lines(found: Survey, window: Window) -> list[Line]:
    """Return what is odd or was assumed: a sentence for each kind, then its dates."""
    kinds: dict[FindingKind, list[Finding]] = {}
    for finding in window.findings(found):
        kinds.setdefault(finding.kind, []).append(finding)
    lines: list[Line] = []
    for alike in kinds.values():
        tone = finding_tone(alike[0])
        lines.append((Span("! ", tone), Span(finding_words(alike[0], found), tone)))
        ranges = [finding.units for finding in reversed(alike) if finding.units is not None]
        if ranges:
            words = [range_words(found.units, units) for units in ranges[:_MOST_OF_A_KIND]]
            more = len(ranges) - len(words)
            words += [f"and {more:,} more"] if more else []
            lines.append((Span("  "), Span(", ".join(words))))
    return lines


def _landed(coverage: Coverage) -> str:
    covered, total = coverage.covered, len(coverage)
    told = count_words(total, coverage.units.kind)
    return f"all {told}" if covered == total else f"{covered:,} of {told}"


def _asked_for(coverage: Coverage) -> Line:
    if not len(coverage):
        return (Span("no date that is due", Tone.MUTED),)
    words = range_words(coverage.units, coverage.span)
    return (Span(words), Span(f": {_landed(coverage)} landed"))


def _lateness(found: Survey, limits: Limits, now: datetime) -> Iterator[Line]:
    """Return how late the newest data is; nothing where no date is awaited."""
    if found.pipeline.exports_in_full:
        verdict = judge(found, limits, now)
        tone = LATENESS_TONES[verdict.lateness]
        ago = "never" if verdict.age_s is None else f"{length(verdict.age_s)} ago"
        yield (_label("Last run"), Span(f"last full export {ago}", tone))
        return
    fresh = freshness(found.coverage, limits)
    if fresh is None or found.pipeline.is_backfill:
        return
    awaited, due, lateness = fresh.awaited, fresh.awaited.late_from, fresh.awaited.lateness(now)
    until = "by" if lateness is Lateness.ON_TIME else "was due"
    yield (
        _label("Next"),
        Span(f"{unit_words(found.units, awaited.unit)}  "),
        Span(lateness_words(awaited, now), LATENESS_TONES[lateness], strong=True),
        Span(f", {until} {full_day(due.date())} {due:%H:%M}", Tone.MUTED),
    )


def _troubles(coverage: Coverage) -> Iterator[_Trouble]:
    for run in coverage.uncovered:
        first = run.first
        for state, alike in groupby(range(run.first, run.last + 1), coverage.state):
            units = UnitRange(first, first + sum(1 for _ in alike) - 1)
            yield _Trouble(units, state, _tasks(coverage, units))
            first = units.last + 1
    for overlap in coverage.overlaps:
        yield _Trouble(overlap.units, None, f"{overlap.tasks:,} landed")


def _tasks(coverage: Coverage, units: UnitRange) -> str:
    begin = units.first - coverage.first
    attempts = coverage.cells.attempts[begin : begin + units.count]
    fewest, most = min(attempts), max(attempts)
    if not most:
        return "none"
    return f"{most:,}" if fewest == most else f"{fewest:,} to {most:,}"


def _state(state: TaskState | None, wording: Wording, *, is_early: bool) -> Span:
    if state is None:
        return Span("! overlap", Tone.WARNING)
    look = state_look(state)
    return Span(f"{wording.state_mark(state)} {look.word}", Tone.MUTED if is_early else look.tone)


def _label(word: str) -> Span:
    return Span(f"{word:<{LABEL_CELLS}}", Tone.MUTED)

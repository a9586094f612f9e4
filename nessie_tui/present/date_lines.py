"""What became of a task's dates, and of those around them: lines of the detail pane."""

from collections.abc import Iterator
from datetime import timedelta

from nessie_tui.model.coverage import UnitRange
from nessie_tui.model.day_name import WEEKDAYS
from nessie_tui.model.freshness import Lateness, Limits, deadline
from nessie_tui.model.state import FAILED, RETRIED, SUCCEEDED, TIMED_OUT, state_rank
from nessie_tui.model.survey import FindingKind, Survey
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import read_time
from nessie_tui.model.unit import UnitKind, Units
from nessie_tui.present.finding_words import finding_tone, finding_words
from nessie_tui.present.freshness_words import LATENESS_TONES, lateness_words, length
from nessie_tui.present.line import joined
from nessie_tui.present.small_calendar import state_at
from nessie_tui.present.standing import Judgement
from nessie_tui.present.state_look import state_look
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording

_AROUND = 2
"""Neighbours on each side."""
_EDGE = timedelta(days=366)
"""So near to the first and the last year nothing can be reckoned."""
_STOPPED = frozenset({FAILED, TIMED_OUT, RETRIED})


def units_of(task: Task, units: Units) -> UnitRange | None:
    """Return the units that a task exports; None where its dates, or those around, say nothing."""
    begin, end = task.from_date, task.to_date
    first = units.firsts[begin]
    last = first if begin == end and begin[10:] else units.lasts[end]
    if first is None or last is None or last < first:
        return None
    try:
        _ = units.start(first) - _EDGE, units.end(last) + _EDGE
    except OverflowError:  # at the calendar's edge
        return None
    return UnitRange(first, last)


def outcome_words(
    found: Survey, task: Task, at: UnitRange, limits: Limits, wording: Wording
) -> Line:
    """Return what became of the dates of `task` and how late they are, or were.

    Of several dates the oldest one says how late they are.
    """
    recovered = found.attempts.is_recovered(task)
    state = SUCCEEDED if recovered else found.attempts.outcome(task)
    look = state_look(state)
    mark = f"{wording.state_mark(state)} "
    if state == SUCCEEDED:
        return (Span(f"{mark}{_landed(found, task, at)}", look.tone),)
    said = "not landed" if state in _STOPPED else look.word
    if found.pipeline.is_backfill:
        return (Span(f"{mark}{said}", look.tone, strong=True),)
    awaited = deadline(found.units, at.first, limits)
    lateness, late = awaited.lateness(wording.now), lateness_words(awaited, wording.now)
    if lateness is Lateness.ON_TIME:
        return (Span(f"{mark}{said}", look.tone, strong=True), Span(f", {late}", Tone.MUTED))
    words = late if state in _STOPPED else f"{said}, {late}"
    return (Span(mark, look.tone), Span(words, LATENESS_TONES[lateness], strong=True))


def _landed(found: Survey, task: Task, at: UnitRange) -> str:
    """Say how long after its last date had ended the first success came."""
    successes = (one for one in found.attempts.of(task) if one.state == SUCCEEDED)
    finishes = [read_time(one.last_finish).moment for one in successes]
    moments = [moment for moment in finishes if moment is not None]
    if not moments or found.pipeline.is_backfill:
        return "landed"
    after_s = (min(moments) - found.units.end(at.last)).total_seconds()
    if after_s <= 0:
        return "landed"
    return f"landed {length(after_s)} after the {found.units.kind} ended"


def around_words(found: Survey, judgement: Judgement, at: UnitRange, wording: Wording) -> Line:
    """Return the outcome of a date and of those around it, or of several dates in numbers."""
    if at.count > 1:
        return outcomes_words(found, at, wording)
    judged, parts = judgement.judged, []
    for unit in range(at.first - _AROUND, at.last + _AROUND + 1):
        state = state_at(judged, unit)
        if state is not None:
            name = _unit_name(found.units, unit)
            is_own = unit == at.first
            mark = Span(wording.state_mark(state), state_look(state).tone, strong=is_own)
            parts.append((Span(f"{name} ", strong=is_own), mark))
    return joined(parts, "   ")


def outcomes_words(found: Survey, at: UnitRange, wording: Wording) -> Line:
    """Return how many of several dates have which outcome."""
    counts = found.coverage.between(at.first, at.last).counts
    states = sorted(counts, key=lambda state: (state != SUCCEEDED, state_rank(state)))
    parts: list[Line] = []
    for state in states:
        look = state_look(state)
        parts.append((Span(f"{counts[state]:,} {wording.state_mark(state)}", look.tone),))
    return joined(parts)


def findings_about(found: Survey, at: UnitRange) -> Iterator[Line]:
    """Return what is odd about some dates, a sentence each."""
    for overlap in found.coverage.overlaps:
        if _meet(overlap.units, at):
            yield (Span(f"Exported by {overlap.tasks:,} tasks that succeeded.", Tone.WARNING),)
            break
    told: set[FindingKind] = {FindingKind.FAILED_AGAIN}  # the outcome says so
    for finding in found.findings:
        if finding.units and finding.kind not in told and _meet(finding.units, at):
            told.add(finding.kind)
            yield (Span(finding_words(finding, found), finding_tone(finding)),)


def _meet(one: UnitRange, other: UnitRange) -> bool:
    return one.first <= other.last and other.first <= one.last


def _unit_name(units: Units, unit: int) -> str:
    if units.kind is UnitKind.HOUR:
        return f"{units.start(unit):%H:%M}"
    day = units.day(unit)
    return f"{WEEKDAYS[day.weekday()]} {day.day}"

"""A pipeline's dates as a whole: how many landed, how new the newest is, what each glyph means."""

from collections.abc import Mapping
from dataclasses import dataclass

from nessie_tui.model.coverage import MISSING, NOT_REPORTED, Coverage
from nessie_tui.model.freshness import Limits, freshness
from nessie_tui.model.progress import progress, waits_behind
from nessie_tui.model.state import STATES, SUCCEEDED, TaskState, is_settled
from nessie_tui.model.survey import FindingKind, Survey
from nessie_tui.model.task import Task, attempt_order
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.date_mark import NOTED, DateMarks
from nessie_tui.present.finding_words import finding_tone, finding_words
from nessie_tui.present.freshness_words import LATENESS_TONES, lateness_words, newest_words
from nessie_tui.present.progress_words import progress_line
from nessie_tui.present.state_look import state_look
from nessie_tui.present.time_words import moment_in_full
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.unit_words import count_words
from nessie_tui.present.wording import Wording

_GAP = "   "
_A_QUEUE = 5
"""So many date ranges that wait are worth a line."""


def coverage_line(found: Survey, marks: DateMarks, limits: Limits, wording: Wording) -> Line:
    """Return one line: how much landed, how new the newest is, and whether that is late."""
    if found.pipeline.exports_in_full:
        return (Span("Each run exports everything anew: its dates tell nothing."),)
    told = told_of(found, marks)
    fresh = freshness(found.coverage, limits)
    if not len(told) or fresh is None:
        return (Span("No date that is due has been reported.", Tone.MUTED),)
    line: list[Span] = [
        Span(f"{told.covered:,} of {count_words(len(told), found.units.kind)} landed", strong=True),
        Span(f", {_percent(told.covered, len(told))}{_GAP}"),
        Span("newest ", Tone.MUTED),
        Span(newest_words(fresh, found, wording), Tone.WARNING if fresh.holes else Tone.PLAIN),
    ]
    if not found.pipeline.is_backfill:
        lateness = fresh.awaited.lateness(wording.now)
        words = lateness_words(fresh.awaited, wording.now)
        tone = LATENESS_TONES[lateness]
        line += [
            Span(f"{_GAP}next ", Tone.MUTED),
            Span(words, tone, strong=bool(lateness)),
        ]
    return tuple(line)


def progress_lines(
    found: Survey, counts: Mapping[str, Mapping[TaskState, int]], wording: Wording
) -> list[Line]:
    """Return how a backfill gets on, or any pipeline with a queue; nothing where none waits.

    Args:
        found: The pipeline.
        counts: Tasks by state, of every pipeline of the project.
        wording: The moment and the zone.
    """
    made = progress(found.coverage.index.tasks)
    if made is None or not (found.pipeline.is_backfill or made.remaining >= _A_QUEUE):
        return []
    return [progress_line(made, waits_behind(found.pipeline.name, counts), wording)]


def legend(found: Survey, marks: DateMarks, wording: Wording) -> list[Line]:
    """Return what each glyph of the calendar means and on how many dates it stands."""
    if found.pipeline.exports_in_full or not len(found.coverage):
        return []
    judged = found.coverage.between(last=marks.judged_to)
    several = sum(map(judged.cells.landed.count, range(2, 256)))
    noted = marks.noted
    entries = [_entry(state, judged.counts[state], wording) for state in _ordered(judged.counts)]
    if several:
        entries.insert(1, _Entry("2", f"{several:,} more than once", Tone.SUCCESS))
    if noted:
        entries.append(_Entry(NOTED, f"{noted:,} to look at", Tone.WARNING))
    waiting = len(found.coverage) - len(judged)
    if waiting > 0:
        entries.append(_Entry("", f"{waiting:,} not due yet", Tone.MUTED))
    entries.append(_entry(NOT_REPORTED, None, wording))
    return [_joined(entries)]


def full_export_lines(found: Survey, wording: Wording) -> list[Line]:
    """Return what stands in place of the dates of a pipeline that exports everything each time."""
    tasks = found.coverage.index.tasks
    lines: list[Line] = [
        (Span("Each run of this pipeline exports everything anew.", strong=True),),
        (Span("So no date can be missing, and what counts is its last run."),),
        (),
    ]
    newest = max(tasks, key=attempt_order, default=None)
    landed = max((t for t in tasks if t.state == SUCCEEDED), key=attempt_order, default=None)
    if newest is None:
        return [*lines, (Span("No run has been reported.", Tone.MUTED),)]
    lines.append(_run_line("Last run", newest, wording))
    if landed is not newest:
        lines.append(
            (_label("Landed"), Span("no run of those reported", Tone.WARNING))
            if landed is None
            else _run_line("Landed", landed, wording)
        )
    return lines


def remarks(found: Survey) -> list[Line]:
    """Return what is odd about the pipeline as a whole, or was assumed, a sentence each."""
    return [
        (Span(finding_words(finding, found), finding_tone(finding)),)
        for finding in found.findings
        if finding.units is None and finding.kind is not FindingKind.FULL_EXPORT
    ]


def told_of(found: Survey, marks: DateMarks) -> Coverage:
    """Return the dates that count: of a backfill, those up to its newest one."""
    if found.pipeline.is_backfill:
        return found.coverage.between(last=marks.judged_to)
    return found.coverage


@dataclass(frozen=True, slots=True)
class _Entry:
    glyph: str
    words: str
    tone: Tone


def _entry(state: TaskState, count: int | None, wording: Wording) -> _Entry:
    look = state_look(state)
    word = "landed" if state == SUCCEEDED else look.word
    words = word if count is None else f"{count:,} {word}"
    return _Entry(wording.state_mark(state), words, look.tone)


def _ordered(counts: Mapping[TaskState, int]) -> list[TaskState]:
    first = [SUCCEEDED, MISSING, *(state for state in reversed(STATES) if state != SUCCEEDED)]
    return [*(s for s in first if s in counts), *sorted(s for s in counts if s not in first)]


def _joined(entries: list[_Entry]) -> Line:
    spans: list[Span] = []
    for entry in entries:
        spans += [
            Span(f"{entry.glyph} " if entry.glyph else "", entry.tone, strong=True),
            Span(f"{entry.words}{_GAP}", Tone.PLAIN if entry.glyph else Tone.MUTED),
        ]
    return tuple(spans)


def _percent(part: int, whole: int) -> str:
    # Rounded down: what is not all is never told as all.
    tenths = part * 1000 // whole
    return "100 %" if part == whole else f"{tenths // 10}.{tenths % 10} %"


def _run_line(label: str, task: Task, wording: Wording) -> Line:
    look = state_look(task.state)
    when = read_time(task.last_finish if is_settled(task.state) else task.run_at)
    return (
        _label(label),
        Span(f"{wording.state_mark(task.state)} {look.word}", look.tone, strong=True),
        Span(f"  {moment_in_full(when, wording)}"),
    )


def _label(word: str) -> Span:
    return Span(f"{word:<11}", Tone.MUTED)

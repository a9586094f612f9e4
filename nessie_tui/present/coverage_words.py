"""A pipeline's dates as a whole: how many landed, how new the newest is, what each glyph means."""

from collections.abc import Iterable, Mapping

from nessie_tui.model.coverage import MISSING, NOT_REPORTED, Coverage
from nessie_tui.model.freshness import freshness
from nessie_tui.model.progress import waits_behind
from nessie_tui.model.state import STATES, SUCCEEDED, TaskState, is_settled
from nessie_tui.model.survey import FindingKind, Survey
from nessie_tui.model.task import Task, attempt_order
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.date_mark import NOTED, DateFacts
from nessie_tui.present.finding_words import finding_tone, finding_words
from nessie_tui.present.freshness_words import LATENESS_TONES, lateness_words, newest_words
from nessie_tui.present.progress_words import FEWEST_RANGES, progress_line
from nessie_tui.present.state_look import state_look
from nessie_tui.present.table import width_cells
from nessie_tui.present.time_words import moment_in_full
from nessie_tui.present.tone import Line, Span, Tone, plain
from nessie_tui.present.unit_words import count_words, share_words
from nessie_tui.present.wording import Wording

_GAP, _SMALL_GAP = "   ", "  "


def coverage_lines(facts: DateFacts, width: int) -> list[Line]:
    """Return how much landed, how new the newest is and whether that is late: one line, or two."""
    found, wording = facts.found, facts.wording
    told = told_of(facts)
    fresh = freshness(found.coverage, facts.limits)
    if not len(told) or fresh is None:
        return [(Span("No date that is due has been reported.", Tone.MUTED),)]
    landed = (
        Span(f"{told.covered:,} of {count_words(len(told), found.units.kind)} landed", strong=True),
        Span(f", {share_words(told)}"),
    )
    newest = (
        Span("newest ", Tone.MUTED),
        Span(newest_words(fresh, found, wording), Tone.WARNING if fresh.holes else Tone.PLAIN),
    )
    late: Line = ()
    if not found.pipeline.is_backfill:
        lateness, words = (
            fresh.awaited.lateness(wording.now),
            lateness_words(fresh.awaited, wording.now),
        )
        late = (Span(words, LATENESS_TONES[lateness], strong=bool(lateness)),)
    named = (Span("next ", Tone.MUTED), *late) if late else ()
    for gap, last in ((_GAP, named), (_SMALL_GAP, late)):
        line = _joined((landed, newest, last), gap)
        if width_cells(plain(line)) <= width:
            return [line]
    return [_joined((landed, named), _GAP), newest]


def progress_lines(
    found: Survey, counts: Mapping[str, Mapping[TaskState, int]], wording: Wording
) -> list[Line]:
    """Return how a backfill gets on, or any pipeline with a queue; nothing where none waits.

    Args:
        found: The pipeline.
        counts: Tasks by state, of every pipeline of the project.
        wording: The moment and the zone.
    """
    made = found.progress
    if made is None or not (found.pipeline.is_backfill or made.remaining >= FEWEST_RANGES):
        return []
    return [progress_line(made, waits_behind(found.pipeline.name, counts), wording)]


def legend(facts: DateFacts, width: int) -> list[Line]:
    """Return what each glyph of the calendar means and on how many dates it stands."""
    found, wording = facts.found, facts.wording
    judged = found.coverage.between(last=facts.marks.judged_to)
    landed = judged.cells.landed
    several = len(landed) - landed.count(0) - landed.count(1)
    entries = [_entry(state, judged.counts[state], wording) for state in _ordered(judged.counts)]
    if several:
        entries.insert(1, _glyph_words("2", f"{several:,} more than once", Tone.SUCCESS))
    if facts.marks.noted:
        words = f"{facts.marks.noted:,} to look at"
        entries.append(_glyph_words(NOTED, words, Tone.WARNING))
    waiting = len(told_of(facts)) - len(judged)
    if waiting > 0:
        entries.append((Span(f"{waiting:,} not due yet", Tone.MUTED),))
    entries.append(_entry(NOT_REPORTED, None, wording))
    return min(_flowing(entries, width, _GAP), _flowing(entries, width, _SMALL_GAP), key=len)


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


def told_of(facts: DateFacts) -> Coverage:
    """Return the dates that count: of a backfill, those up to its newest one."""
    if facts.found.pipeline.is_backfill:
        return facts.found.coverage.between(last=facts.marks.judged_to)
    return facts.found.coverage


def _entry(state: TaskState, count: int | None, wording: Wording) -> Line:
    look = state_look(state)
    word = "landed" if state == SUCCEEDED else look.word
    words = word if count is None else f"{count:,} {word}"
    return _glyph_words(wording.state_mark(state), words, look.tone)


def _glyph_words(glyph: str, words: str, tone: Tone) -> Line:
    return (Span(f"{glyph} ", tone, strong=True), Span(words))


def _ordered(counts: Mapping[TaskState, int]) -> list[TaskState]:
    first = [SUCCEEDED, MISSING, *(state for state in reversed(STATES) if state != SUCCEEDED)]
    return [*(s for s in first if s in counts), *sorted(s for s in counts if s not in first)]


def _joined(parts: Iterable[Line], gap: str) -> Line:
    spans: list[Span] = []
    for part in filter(None, parts):
        spans += [Span(gap), *part] if spans else part
    return tuple(spans)


def _flowing(entries: Iterable[Line], width: int, gap: str) -> list[Line]:
    """Return the entries in as many lines as they need: none is broken."""
    lines: list[Line] = [()]
    for entry in entries:
        longer = _joined((lines[-1], entry), gap)
        if lines[-1] and width_cells(plain(longer)) > width:
            lines.append(entry)
        else:
            lines[-1] = longer
    return lines


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

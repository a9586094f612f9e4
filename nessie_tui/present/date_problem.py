"""What is wrong with a pipeline's dates, as ranges: what a person goes through one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nessie_tui.model.cells import SUCCEEDED_CODE, SYNCED_CODE, runs
from nessie_tui.model.coverage import Coverage, UnitRange
from nessie_tui.model.freshness import Limits, newest_late
from nessie_tui.model.state import PENDING, RUNNING, SUCCEEDED, TaskState
from nessie_tui.model.survey import Finding, FindingKind, Survey
from nessie_tui.model.verdict import newest_judged
from nessie_tui.present.date_mark import NOTED
from nessie_tui.present.finding_words import finding_tone
from nessie_tui.present.state_look import state_look
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.unit_words import short_range
from nessie_tui.present.wording import Wording

_OVERLAP = "overlap"
_MOST_SHOWN = 9
_COUNT_CELLS = 5
_ROOMY_CELLS = 40
"""So wide, most ranges have room behind their number."""
_WORD_CELLS = 12
_NOTES = {
    FindingKind.FAILED_AGAIN: "failed again",
    FindingKind.ONLY_SYNCED: "only synced",
    FindingKind.NEVER_SYNCED: "never synced",
    FindingKind.FUTURE: "future",
}

ProblemKey = tuple[str, int]
"""What is wrong and the first date of which: what stays when the range grows."""


@dataclass(frozen=True, slots=True)
class DateProblem:
    """Dates that follow one another and of which the same is wrong."""

    what: str
    """A state, `overlap`, or the kind of a finding."""
    units: UnitRange
    tasks: int = 0
    """How many tasks exported them, of an overlap."""
    is_late: bool = False
    """They wait or are being exported, and should have landed by now."""

    @property
    def key(self) -> ProblemKey:
        """What tells it from the others, from one reading to the next."""
        return (self.what, self.units.first)


def date_problems(found: Survey, limits: Limits, now: datetime) -> tuple[DateProblem, ...]:
    """Return what is wrong at `now`, the newest first. What still has time is not wrong."""
    judged = found.coverage.between(last=newest_judged(found, limits, now))
    late = found.coverage.between(last=newest_late(found.units, limits, now))
    if found.pipeline.is_backfill:  # its dates are old, and it gets to them in its own time
        late = found.coverage.between(last=found.coverage.first - 1)
    problems = [
        *_of_states(judged, late),
        *(DateProblem(_OVERLAP, twice.units, twice.tasks) for twice in found.coverage.overlaps),
        *(
            DateProblem(finding.kind, finding.units)
            for finding in found.findings
            if finding.units is not None
        ),
    ]
    problems.sort(key=lambda problem: problem.units.last, reverse=True)
    return tuple(problems)


def problem_at(problems: tuple[DateProblem, ...], unit: int) -> DateProblem | None:
    """Return the first problem that `unit` belongs to; None where nothing is wrong with it."""
    return next((p for p in problems if p.units.first <= unit <= p.units.last), None)


def problem_after(problems: tuple[DateProblem, ...], unit: int, step: int) -> DateProblem | None:
    """Return the next problem that ends before `unit`, or after it for a negative `step`.

    Round the end; None where there are none.
    """
    if step > 0:
        older = (problem for problem in problems if problem.units.last < unit)
        return next(older, problems[0] if problems else None)
    newer = (problem for problem in reversed(problems) if problem.units.last > unit)
    return next(newer, problems[-1] if problems else None)


def problem_line(problem: DateProblem, found: Survey, wording: Wording, width: int) -> Line:
    """Return one line: glyph and word, which dates, and how many where there is room for that."""
    glyph, word, tone = problem_look(problem, wording)
    dates = short_range(found.units, problem.units, wording.now.year)
    count = f"{problem.units.count:,} {found.units.kind[0]}"
    counted = f"{count:>{_COUNT_CELLS}}  " if width >= _ROOMY_CELLS else ""
    return (
        Span(f"{glyph} ", tone, strong=True),
        Span(f"{word:<{_WORD_CELLS}} ", tone),
        Span(counted, Tone.MUTED),
        Span(dates),
    )


def problem_look(problem: DateProblem, wording: Wording) -> tuple[str, str, Tone]:
    """Return the glyph, the word and the tone of a problem."""
    if problem.what == _OVERLAP:
        return (str(min(problem.tasks, _MOST_SHOWN)), f"{problem.tasks:,} tasks", Tone.WARNING)
    if problem.what in _NOTES:
        kind = FindingKind(problem.what)
        return (NOTED, _NOTES[kind], finding_tone(Finding(kind)))
    look = state_look(TaskState(problem.what))
    word = "late" if problem.is_late else look.word
    tone = Tone.WARNING if problem.is_late else look.tone
    return (look.mark(ascii_only=wording.ascii_only), word, tone)


def _of_states(judged: Coverage, late: Coverage) -> Iterator[DateProblem]:
    """Return the runs of dates that did not land, a run for each state."""
    fine = {SYNCED_CODE, SUCCEEDED_CODE}
    for code, state in enumerate(judged.cells.words):
        if code in fine or state == SUCCEEDED:
            continue
        told = late if state in {RUNNING, PENDING} else judged
        pattern = b"[\\x%02x]+" % code
        for run in runs(pattern, told.cells.codes, told.first):
            yield DateProblem(state, run, is_late=state in {RUNNING, PENDING})

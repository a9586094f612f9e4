"""The detail pane: everything that is known about one task's dates."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.freshness import Limits
from nessie_tui.model.state import FAILED, RETRIED, SUCCEEDED, TIMED_OUT, is_problem, is_settled
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import Timeline
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.date_lines import around_words, findings_about, outcome_words, units_of
from nessie_tui.present.line import apart
from nessie_tui.present.small_calendar import small_calendar
from nessie_tui.present.standing import Standing
from nessie_tui.present.state_look import state_look
from nessie_tui.present.sync_words import sync_words
from nessie_tui.present.task_dates import dates_in_words, zone_note
from nessie_tui.present.time_words import moment, moment_in_full
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording

_LABEL_CELLS = 11
_MOST_ATTEMPTS = 3
_NOT_LANDED = frozenset({FAILED, TIMED_OUT, RETRIED})
_FEWEST_ROWS = 3
"""Of the calendar, its header included."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The task that the pane tells of, and what is known around it."""

    task: Task
    attempts: Attempts
    """All tasks of the same reading."""
    zone: str | None = None
    """The project's time zone by name; None when nobody said."""
    timeline: Timeline | None = None
    """On which days the pipeline synced; None where nobody has asked."""
    standing: Standing | None = None
    """What became of all dates of the pipeline; None where nobody looked."""
    limits: Limits = field(default_factory=Limits)
    """How long after its end a date may stay unexported."""


def task_detail(focus: Focus, wording: Wording, width: int = 80, height: int = 24) -> list[Line]:
    """Return the lines of the pane, the most important first, as a small terminal cuts the rest.

    Args:
        focus: The task under the cursor.
        wording: The moment and what can be drawn.
        width: Cells of the pane.
        height: Lines of it: the calendar takes what the others leave free, but never nothing.
    """
    became = _became(focus, wording)
    begin = [*_heading(focus, became, width), *_about_dates(focus, wording)]
    if not became and _is_outstanding(focus):
        begin.insert(1, (_label("Outcome"), Span("These dates have not landed.", Tone.ERROR)))
    end = list(_about_the_task(focus, wording))
    rows = max(_FEWEST_ROWS, height - len(begin) - len(end))
    return [*begin, *_calendar(focus, wording, width, rows), *end]


def _heading(focus: Focus, became: Line, width: int) -> list[Line]:
    """Return the dates in full, and at the right, or below, what became of them."""
    task = focus.task
    words = dates_in_words(task.dates, hourly=focus.attempts.are_hourly)
    dates: Line = (Span(words, strong=True),)
    zone = Span(f"  ({zone_note(task, focus.zone)})", Tone.MUTED)
    fitting = (apart(left, became, width) for left in ((*dates, zone), dates) if became)
    line = next(filter(None, fitting), None)
    if line is not None:
        return [line]
    return [(*dates, zone), *([(_label("Dates"), *became)] if became else [])]


def _became(focus: Focus, wording: Wording) -> Line:
    shown = focus.standing
    if shown is None or shown.survey is None or shown.pipeline.exports_in_full:
        return ()
    at = units_of(focus.task, shown.survey.units)
    if at is None:
        return ()
    return outcome_words(shown.survey, focus.task, at, focus.limits, wording)


def _about_dates(focus: Focus, wording: Wording) -> Iterator[Line]:
    task = focus.task
    yield from filter(None, [_outcome_line(focus)])
    yield (_label("Attempts"), *_attempt_spans(task, focus.attempts.of(task), wording))
    shown = focus.standing
    at = None
    if shown and shown.survey and shown.judgement and not shown.pipeline.exports_in_full:
        at = units_of(task, shown.survey.units)
        if at is not None:
            around = around_words(shown.survey, shown.judgement, at, wording)
            yield (_label("Outcomes" if at.count > 1 else "Neighbours"), *around)
    first, last = task.dates.first_day, task.dates.last_day
    if focus.timeline is not None and first is not None and last is not None:
        yield (_label("Last sync"), *sync_words(focus.timeline, first, last, wording))
    if shown and shown.survey and at is not None:
        yield from ((_label("Finding"), *line) for line in findings_about(shown.survey, at))


def _calendar(focus: Focus, wording: Wording, width: int, rows: int) -> list[Line]:
    shown = focus.standing
    if not shown or not shown.survey or not shown.judgement or shown.pipeline.exports_in_full:
        return []
    at = units_of(focus.task, shown.survey.units)
    return [] if at is None else small_calendar(shown.judgement.judged, at, wording, width, rows)


def _about_the_task(focus: Focus, wording: Wording) -> Iterator[Line]:
    task = focus.task
    look = state_look(task.state)
    yield (_label("Run at"), Span(moment_in_full(read_time(task.run_at), wording)))
    yield (_label("Finished"), _finished(task, wording))
    yield (
        _label("State"),
        Span(f"{wording.state_mark(task.state)} {look.word}", look.tone, strong=True),
        Span(f"  {look.meaning}", Tone.MUTED),
    )
    for name, value in sorted((task.extra or {}).items()):
        yield (_label(name), Span(str(value)))


def _outcome_line(focus: Focus) -> Line:
    task, attempts = focus.task, focus.attempts
    newest = attempts.of(task)[-1]
    if attempts.is_recovered(task):
        return (_label("Outcome"), Span("These dates landed with another task.", Tone.SUCCESS))
    if task.state == SUCCEEDED and newest is not task and is_problem(newest.state):
        said = "These dates landed; a later attempt at them did not succeed."
        return (_label("Outcome"), Span(said, Tone.WARNING))
    return ()


def _is_outstanding(focus: Focus) -> bool:
    task, attempts = focus.task, focus.attempts
    return attempts.outcome(task) in _NOT_LANDED and not attempts.is_recovered(task)


def _attempt_spans(task: Task, tried: tuple[Task, ...], wording: Wording) -> Line:
    earlier = tried[:-_MOST_ATTEMPTS]
    spans = [Span(f"{len(earlier)} earlier   ", Tone.MUTED)] if earlier else []
    for attempt in tried[-_MOST_ATTEMPTS:]:
        when = read_time(attempt.last_finish)
        words = moment(read_time(attempt.run_at) if when.is_never else when, wording)
        text = f"{wording.state_mark(attempt.state)} {words}"
        spans += [Span(text, state_look(attempt.state).tone, strong=attempt is task), Span("   ")]
    return tuple(spans[:-1])


def _finished(task: Task, wording: Wording) -> Span:
    finished = read_time(task.last_finish)
    if finished.is_never:
        return Span("never" if is_settled(task.state) else "not yet", Tone.MUTED)
    return Span(moment_in_full(finished, wording))


def _label(word: str) -> Span:
    return Span(f"{word:<{_LABEL_CELLS}.{_LABEL_CELLS - 1}}", Tone.MUTED)

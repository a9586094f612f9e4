"""The detail pane: everything that is known about one task's dates."""

from zoneinfo import ZoneInfo

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.dates import DateRange
from nessie_tui.model.state import FAILED, RETRIED, SUCCEEDED, TIMED_OUT, is_problem, is_settled
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import Timeline
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.state_look import state_look
from nessie_tui.present.time_words import NONE, full_day, moment, moment_in_full, zone_name
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording

_LABEL_CELLS = 11
_MOST_ATTEMPTS = 3
_NOT_LANDED = frozenset({FAILED, TIMED_OUT, RETRIED})


def task_detail(
    task: Task,
    attempts: Attempts,
    zone: str | None,
    wording: Wording,
    timeline: Timeline | None = None,
) -> list[Line]:
    """Return the lines of the pane, the most important first.

    Args:
        task: The task under the cursor.
        attempts: All tasks of the same reading.
        zone: The project's time zone by name, or None when nobody said.
        wording: The moment and what can be drawn.
        timeline: On which days the pipeline synced; None where nobody has asked.
    """
    tried = attempts.of(task)
    look = state_look(task.state)
    lines: list[Line] = [
        (
            Span(dates_in_words(task.dates, hourly=attempts.are_hourly), strong=True),
            Span(f"  ({zone_note(task, zone)})", Tone.MUTED),
        ),
        (
            _label("State"),
            Span(f"{wording.state_mark(task.state)} {look.word}", look.tone, strong=True),
            Span(f"  {look.meaning}", Tone.MUTED),
        ),
        _outcome_line(task, attempts),
        (_label("Attempts"), *_attempt_spans(task, tried, wording)),
        (_label("Run at"), Span(moment_in_full(read_time(task.run_at), wording))),
        (_label("Finished"), _finished(task, wording)),
        _sync_line(task, timeline, wording),
    ]
    lines.extend(
        (_label(name), Span(str(value))) for name, value in sorted((task.extra or {}).items())
    )
    return [line for line in lines if line]


def dates_in_words(dates: DateRange, *, hourly: bool = False) -> str:
    """Return a range: ``Fri 20 Nov 2026, one day``; unreadable ends stand as they came.

    `hourly` says that other tasks show hours to matter: midnight may be a day or an hour.
    """
    first, last = dates.first_day, dates.last_day
    if first is None or last is None:
        start, end = (NONE if end.is_never else end.text for end in (dates.start, dates.end))
        return start if start == end else f"{start} to {end}"
    if hourly or dates.is_hourly:
        return _hours_in_words(dates)
    if dates.is_reversed:
        return f"{full_day(first)} back to {full_day(last)}: ends before it begins"
    if first == last:
        return f"{full_day(first)}, one day"
    return f"{full_day(first)} to {full_day(last)}, {dates.day_count} days"


def _hours_in_words(dates: DateRange) -> str:
    start = _hour(dates.start.text, dates)
    if dates.start.text == dates.end.text:
        return f"{start}, one hour"
    if dates.is_reversed:
        return f"{start} back to {_hour(dates.end.text, dates)}: ends before it begins"
    return f"{start} to {_hour(dates.end.text, dates)}"


def _hour(text: str, dates: DateRange) -> str:
    end = dates.start if text == dates.start.text else dates.end
    if end.day is None or end.moment is None:
        return end.text
    return f"{full_day(end.day)} {end.moment:%H:%M}"


def zone_note(task: Task, zone: str | None) -> str:
    """Say in which zone the dates were written: the project's, unless they say otherwise."""
    start = read_time(task.from_date).moment
    if start is None:
        return zone or "no time zone given"
    if zone is not None and start.astimezone(ZoneInfo(zone)).utcoffset() == start.utcoffset():
        return zone
    return zone_name(start)


def _outcome_line(task: Task, attempts: Attempts) -> Line:
    newest = attempts.of(task)[-1]
    if attempts.is_recovered(task):
        return (_label("Outcome"), Span("These dates landed with another task.", Tone.SUCCESS))
    if task.state == SUCCEEDED and newest is not task and is_problem(newest.state):
        said = "These dates landed; a later attempt at them did not succeed."
        return (_label("Outcome"), Span(said, Tone.WARNING))
    if attempts.outcome(task) in _NOT_LANDED:
        return (_label("Outcome"), Span("These dates have not landed.", Tone.ERROR))
    return ()


def _sync_line(task: Task, timeline: Timeline | None, wording: Wording) -> Line:
    first, last = task.dates.first_day, task.dates.last_day
    if timeline is None or first is None or last is None:
        return ()
    synced = timeline.last_sync(first, last)
    if synced is None:
        return (_label("Last sync"), Span("none reported", Tone.MUTED))
    return (_label("Last sync"), Span(moment_in_full(synced, wording)))


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

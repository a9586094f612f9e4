"""The pane of the calendar: everything that is known about one date."""

from collections.abc import Sequence

from nessie_tui.model.coverage import MISSING, NOT_REPORTED
from nessie_tui.model.day_name import WEEKDAYS
from nessie_tui.model.freshness import deadline
from nessie_tui.model.state import SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import Timestamp, read_time
from nessie_tui.model.unit import UnitKind
from nessie_tui.present.date_mark import DateFacts
from nessie_tui.present.finding_words import finding_tone, finding_words
from nessie_tui.present.freshness_words import due_spans, length
from nessie_tui.present.state_look import state_look
from nessie_tui.present.sync_words import in_order
from nessie_tui.present.table import cut, width_cells
from nessie_tui.present.task_dates import dates_in_words
from nessie_tui.present.time_words import moment
from nessie_tui.present.tone import Line, Span, Tone, plain
from nessie_tui.present.unit_words import unit_words

_LABEL_CELLS = 9
_STATE_CELLS = 10
_MOMENT_CELLS = 13
_AROUND = 3
_MOST_SYNCS = 3


def date_detail(facts: DateFacts, unit: int, lines: int, width: int) -> list[Line]:
    """Return the lines of the pane, the most important first.

    Args:
        facts: What is known.
        unit: The date under the cursor.
        lines: How many can be seen; attempts that do not fit in lines stand side by side.
        width: Cells; only notes are left to wrap.
    """
    tried = facts.found.coverage.index.at(unit)
    notes = _note_lines(facts, unit)
    before = [line for line in (_title(facts, unit), _due_line(facts, unit)) if line]
    after = [_neighbours(facts, unit, width), _sync_line(facts, unit)]
    left = lines - len(before) - len(notes) - len(list(filter(None, after)))
    if len(tried) <= max(1, left):
        attempts = _attempt_lines(facts, tried)
    else:
        attempts = [_attempts_abreast(facts, tried)]
    return [
        *(cut(line, width) for line in before),
        *notes,
        *(cut(line, width) for line in (*attempts, *after) if line),
    ]


def _title(facts: DateFacts, unit: int) -> Line:
    found, state = facts.found, facts.marks.state(unit)
    name = Span(unit_words(found.units, unit), strong=True)
    zone = Span(f" ({found.zone.name})", Tone.MUTED)
    if state is None:
        words = "has not ended" if unit > found.coverage.last else "not due yet, no task covers it"
        return (name, zone, Span(f"  {words}", Tone.MUTED))
    look = state_look(state)
    word = "landed" if state == SUCCEEDED else look.word
    meaning = look.meaning if state in {MISSING, NOT_REPORTED} else ""
    return (
        name,
        zone,
        Span(f"  {facts.wording.state_mark(state)} {word}", look.tone, strong=True),
        Span(f"  {meaning}" if meaning else "", Tone.MUTED),
    )


def _due_line(facts: DateFacts, unit: int) -> Line:
    found = facts.found
    if found.pipeline.is_backfill or facts.marks.state(unit) in {SUCCEEDED, NOT_REPORTED}:
        return ()
    try:
        due = deadline(found.units, unit, facts.limits)
    except (OverflowError, ValueError):  # at the calendar's edge
        return ()
    return (_label("Due"), *due_spans(due, facts.limits, facts.wording.now))


def _note_lines(facts: DateFacts, unit: int) -> list[Line]:
    found, lines = facts.found, list[Line]()
    for finding in found.findings:
        if finding.units is not None and finding.units.first <= unit <= finding.units.last:
            words = finding_words(finding, found)
            lines.append((_label("Note"), Span(words, finding_tone(finding))))
    if unit in found.coverage:
        landed = found.coverage.cells.landed[unit - found.coverage.first]
        if landed > 1:
            words = f"{landed} tasks exported it: a load that appends holds it {landed} times."
            lines.append((_label("Note"), Span(words, Tone.WARNING)))
    return lines


def _attempt_lines(facts: DateFacts, tried: Sequence[Task]) -> list[Line]:
    """Return a line per attempt, the newest first."""
    if not tried:
        return [(_label("Tasks"), Span("none covers it", Tone.MUTED))]
    lines: list[Line] = []
    for number, task in enumerate(reversed(tried)):
        look = state_look(task.state)
        label = f"Task {len(tried) - number}" if len(tried) > 1 else "Task"
        run_at = moment(read_time(task.run_at), facts.wording)
        finished = moment(read_time(task.last_finish), facts.wording)
        dates = "" if task.from_date == task.to_date else dates_in_words(task.dates)
        lines.append(
            (
                _label(label),
                Span(
                    f"{facts.wording.state_mark(task.state)} {look.word:<{_STATE_CELLS}}", look.tone
                ),
                Span("run ", Tone.MUTED),
                Span(f"{run_at:<{_MOMENT_CELLS}}"),
                Span("finished ", Tone.MUTED),
                Span(f"{finished:<{_MOMENT_CELLS}}"),
                Span(dates, Tone.MUTED),
            )
        )
    return lines


def _attempts_abreast(facts: DateFacts, tried: Sequence[Task]) -> Line:
    spans: list[Span] = []
    for task in reversed(tried):
        finished = read_time(task.last_finish)
        when = read_time(task.run_at) if finished.is_never else finished
        words = f"{facts.wording.state_mark(task.state)} {moment(when, facts.wording)}"
        spans += [Span(words, state_look(task.state).tone), Span("   ")]
    return (_label(f"{len(tried)} tasks"), *spans)


def _sync_line(facts: DateFacts, unit: int) -> Line:
    found = facts.found
    if not found.coverage.sync_days:
        return ()
    day = found.units.day(unit).isoformat()
    written = [t for d in found.coverage.sync_days if d.date[:10] == day for t in d.sync_times]
    times = in_order(written)
    of_day = " (that day)" if found.units.kind is UnitKind.HOUR else ""
    if not times:
        is_synced = unit in found.coverage and found.coverage.is_synced(unit)
        words = "yes, Mixpanel does not say when" if is_synced else "none reported"
        return (_label("Synced"), Span(words, Tone.MUTED))
    spans = [_label("Synced"), Span(f"{moment(times[0], facts.wording)}{of_day}")]
    left_out = len(times) - 1 - _MOST_SYNCS
    if left_out > 0:
        spans.append(Span(f", {left_out} more", Tone.MUTED))
    for time in times[1:][-_MOST_SYNCS:]:
        spans.append(Span(f", again {moment(time, facts.wording)}"))
        spans.append(Span(_distance(times[0], time), Tone.MUTED))
    return tuple(spans)


def _distance(first: Timestamp, time: Timestamp) -> str:
    if first.moment is None or time.moment is None:
        return ""
    return f" (re-exported +{length((time.moment - first.moment).total_seconds())})"


def _neighbours(facts: DateFacts, unit: int, width: int) -> Line:
    """Return the dates around `unit`, three on each side, or two where three do not fit."""
    line = _around(facts, unit, _AROUND)
    fits = width_cells(plain(line)) <= width
    return line if fits else _around(facts, unit, _AROUND - 1)


def _around(facts: DateFacts, unit: int, count: int) -> Line:
    units, spans = facts.found.units, list[Span]()
    for other in range(unit - count, min(unit + count, facts.marks.span.last) + 1):
        try:
            day, start = units.day(other), units.start(other)
        except (OverflowError, ValueError):  # at the calendar's edge
            continue
        is_hour = units.kind is UnitKind.HOUR
        name = f"{start:%H:%M}" if is_hour else f"{WEEKDAYS[day.weekday()]} {day.day}"
        mark = facts.marks.mark(other)
        spans += [
            Span(f"{name} ", Tone.PLAIN if other == unit else Tone.MUTED, strong=other == unit),
            Span(mark.glyph, mark.tone, strong=mark.strong),
            Span("  "),
        ]
    return (_label("Around"), *spans[:-1])


def _label(word: str) -> Span:
    return Span(f"{word:<{_LABEL_CELLS}}", Tone.MUTED)

"""A small calendar of the newest dates: weeks of days, or days of hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from nessie_tui.model.attempt import outcome
from nessie_tui.model.coverage import NOT_REPORTED, Coverage, UnitRange
from nessie_tui.model.day_name import MONTHS, WEEKDAYS
from nessie_tui.model.state import SUCCEEDED, TaskState, state_rank
from nessie_tui.model.unit import UnitKind, Units
from nessie_tui.present.line import cells, first_that_fits, joined
from nessie_tui.present.state_look import state_look
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.unit_words import count_words, share_words, short_range
from nessie_tui.present.wording import Wording

_HOURS = "0     6     12    18"
_LABEL_CELLS = 8
_MOST_HOURS = 25
_MARGIN = Span("   ")


def small_calendar(
    judged: Coverage, at: UnitRange, wording: Wording, width: int, height: int
) -> list[Line]:
    """Return a header, and as many of the newest dates as leave those of `at` in sight.

    Args:
        judged: The dates that have an outcome.
        at: Those under the cursor: a day is bracketed, an hour's row stands out.
        wording: What can be drawn.
        width: Cells; beside the calendar stands how many dates landed, and which are missing.
        height: Lines; at least two. Dates before the first one reported take none.
    """
    units = judged.units
    hourly = units.kind is UnitKind.HOUR
    step = timedelta(days=1 if hourly else 7)
    rows = [
        _hour_row(judged, begin, at, wording) if hourly else _week_row(judged, begin, at, wording)
        for begin in _begins(judged, at, height - 1, step)
    ]
    titles = _HOURS if hourly else "".join(f" {name[:2]}" for name in WEEKDAYS)
    header: Line = (Span(" " * _LABEL_CELLS + titles, Tone.MUTED),)
    left = [header, *rows]
    widest = max(map(cells, left))
    room = width - widest - len(_MARGIN.text)
    beside = _beside(judged, wording, room) if room > 0 else []
    return [
        (*line, Span(" " * (widest - cells(line))), _MARGIN, *beside[number])
        if number < len(beside)
        else line
        for number, line in enumerate(left)
    ]


def state_at(judged: Coverage, unit: int) -> TaskState | None:
    """Return the outcome of a unit; None where nothing is to be said of it yet."""
    if unit in judged:
        return judged.state(unit)
    if unit < judged.first:
        return NOT_REPORTED
    tried = judged.index.at(unit)
    return outcome(tried) if tried else None


def _begins(judged: Coverage, at: UnitRange, rows: int, step: timedelta) -> list[date]:
    """Return the first days of the rows, the newest last."""
    units = judged.units
    pointed, newest = (_begin(units, unit) for unit in (at.last, max(judged.last, judged.first)))
    last = max(newest, min(pointed, newest + step))
    if pointed < last - step * (rows - 1):  # out of sight: with one row of context, if there is one
        last = min(last, pointed + step * min(1, rows - 1))
    first = min(_begin(units, judged.first), pointed)
    rows = max(1, min(rows, (last - first) // step + 1))
    return [last - step * number for number in reversed(range(rows))]


def _begin(units: Units, unit: int) -> date:
    day = units.day(unit)
    if units.kind is UnitKind.HOUR:
        return day
    return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))


def _week_row(judged: Coverage, begin: date, at: UnitRange, wording: Wording) -> Line:
    spans = [_label(begin)]
    for unit in range(begin.toordinal(), begin.toordinal() + 7):
        is_pointed = at.first <= unit <= at.last
        mark = _mark(judged, unit, wording)
        opening, closing = "[]" if is_pointed else "  "
        spans += [Span(opening), replace(mark, strong=is_pointed), Span(closing)]
    return tuple(spans)


def _hour_row(judged: Coverage, begin: date, at: UnitRange, wording: Wording) -> Line:
    units = judged.units
    first, last = units.of_day(begin)
    is_pointed = at.first <= last and at.last >= first
    marks = [
        replace(_mark(judged, unit, wording), strong=at.first <= unit <= at.last)
        for unit in range(first, last + 1)
    ]
    return (_label(begin, strong=is_pointed), *marks, Span(" " * (_MOST_HOURS - len(marks))))


def _label(begin: date, *, strong: bool = False) -> Span:
    words = f"{begin.day:>2} {MONTHS[begin.month - 1]}"
    return Span(f"{words:<{_LABEL_CELLS}}", Tone.PLAIN if strong else Tone.MUTED, strong=strong)


def _mark(judged: Coverage, unit: int, wording: Wording) -> Span:
    state = state_at(judged, unit)
    if state is None:
        return Span(" ")
    return Span(wording.state_mark(state), state_look(state).tone)


def _beside(judged: Coverage, wording: Wording, room: int) -> list[Line]:
    """Return how many dates have which outcome, and the newest of those that are missing."""
    total = (Span(count_words(len(judged), judged.units.kind)),)
    states = sorted(judged.counts, key=lambda state: (state != SUCCEEDED, state_rank(state)))
    counts = [
        (Span(f"{judged.counts[state]:,} {wording.state_mark(state)}", state_look(state).tone),)
        for state in states
    ]
    share = (Span(f"{share_words(judged)} covered", Tone.MUTED),) if len(judged) else ()
    lines = [
        first_that_fits(
            (
                joined([total, *counts, share]),
                joined([*counts, share]),
                joined(counts),
                share,
            ),
            room,
        )
    ]
    ranges = {"Missing": judged.missing, "Not landed": judged.uncovered}
    if ranges["Missing"] == ranges["Not landed"]:
        del ranges["Not landed"]
    lines += [_ranges(name, found, judged, wording, room) for name, found in ranges.items()]
    return [line for line in lines if line]


def _ranges(
    name: str, found: Sequence[UnitRange], judged: Coverage, wording: Wording, room: int
) -> Line:
    """Return as many ranges as there is room for, the newest first, and how many there are more."""
    if not found:
        return ()
    newest = [
        short_range(judged.units, run, wording.now.year) for run in found[: -_MOST_RANGES - 1 : -1]
    ]
    candidates = []
    for count in range(len(newest), 0, -1):
        more = f" and {len(found) - count:,} more" if len(found) > count else ""
        words = f"{', '.join(newest[:count])}{more}"
        candidates.append((Span(f"{name}  ", Tone.MUTED), Span(words)))
    return first_that_fits(candidates, room)


_MOST_RANGES = 8

"""A pipeline in the picker, in two lines: how it stands, and how new its data is.

Where there is too little room whole facts are left out, never the end of one. The newest date is
not shown without the holes behind it: its age goes before they do.
"""

from collections.abc import Iterable, Iterator

from nessie_tui.model.state import FAILED, PENDING, RUNNING, SUCCEEDED, TIMED_OUT, TaskState
from nessie_tui.model.survey import Survey
from nessie_tui.model.unit import UnitKind
from nessie_tui.model.verdict import Health, Verdict
from nessie_tui.present.freshness_words import holes_words
from nessie_tui.present.line import apart, cells, first_that_fits, joined
from nessie_tui.present.standing import Standing
from nessie_tui.present.state_look import state_look
from nessie_tui.present.strip import STRIP_UNITS, date_strip
from nessie_tui.present.table import cut
from nessie_tui.present.time_words import span
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.trouble_words import trouble
from nessie_tui.present.unit_words import short_unit
from nessie_tui.present.wording import Wording

_INDENT: Line = (Span("   "),)
_WIDE_CELLS = 60
"""From here on the facts stand in columns, those of one pipeline under those of another."""
_NEWEST_CELLS, _AGE_CELLS, _HOLES_CELLS = 14, 6, 16
_FEWEST_UNITS = 7


def picker_lines(shown: Standing, wording: Wording, width: int) -> tuple[Line, Line]:
    """Return both lines, at most `width` cells wide; the first cell is left for the cursor."""
    name: Line = (
        Span(" "),
        shown.mark(wording),
        Span(" "),
        Span(shown.pipeline.name or "(no name)", strong=True),
    )
    is_wide, width = width >= _WIDE_CELLS, max(1, width - 1)  # a cell stays free at the right
    frequency = (Span(f"  {shown.pipeline.frequency}", Tone.MUTED),) if is_wide else ()
    wrong = trouble(shown, wording)
    titles = [apart((*name, *frequency), words, width) for words in wrong]
    title = next((title for title in titles if title), cut(name, width))
    left_out: list[Line] = [()] if any(titles) or not wrong else wrong
    facts = [*(_columns(shown, wording, width) if is_wide else _facts(shown, wording)), ()]
    below = (
        (*_INDENT, *joined([_doubt(shown), words, line]))
        for is_last in (False, True)
        for words in left_out
        for line in (facts[-1:] if is_last else facts[:-1])
    )
    return title, first_that_fits(below, width)


def _doubt(shown: Standing) -> Line:
    return (Span(shown.doubt, Tone.WARNING),) if shown.doubt else ()


def _facts(shown: Standing, wording: Wording) -> Iterator[Line]:
    """Return what a narrow list tells, the longest wording first."""
    found, judgement = shown.survey, shown.judgement
    if found is None or judgement is None or judgement.verdict.health is Health.UNKNOWN:
        yield from _counts_only(shown, wording)
    elif shown.pipeline.exports_in_full:
        last = _last_full_export(judgement.verdict)
        yield joined([last, _moving(shown, wording)])
        yield last
    else:
        for units in (STRIP_UNITS, _FEWEST_UNITS, 0):
            strip = date_strip(found, judgement.judged.last, units, wording)
            if shown.pipeline.is_backfill:  # how new its dates are is not the point
                yield joined([strip, _moving(shown, wording)])
                yield strip
                continue
            for newest in _newest(found, wording):
                yield joined([strip, newest, _moving(shown, wording)])
                yield joined([strip, newest])


def _columns(shown: Standing, wording: Wording, width: int) -> Iterator[Line]:
    """Return what a wide list tells: the dates in columns, the counts at the right."""
    found, judgement = shown.survey, shown.judgement
    if found is None or judgement is None or judgement.verdict.health is Health.UNKNOWN:
        yield from _counts_only(shown, wording)
        return
    facts = _last_full_export(judgement.verdict)
    if not shown.pipeline.exports_in_full:
        newest, age, holes = _newest_parts(found, wording)
        columns = ((newest, _NEWEST_CELLS), (age, _AGE_CELLS), (holes, _HOLES_CELLS))
        padded = [Span(f"{part.text:<{room}} ", part.tone) for part, room in columns]
        facts = joined(
            [date_strip(found, judgement.judged.last, STRIP_UNITS, wording), tuple(padded)]
        )
    for counts in (_counts(shown, wording, _ALL), _moving(shown, wording)):
        yield from filter(None, [apart(facts, counts, width - cells(_INDENT))])
    yield facts


def _newest(found: Survey, wording: Wording) -> Iterator[Line]:
    """Return how new the data is, the longest wording first."""
    newest, age, holes = _newest_parts(found, wording)
    short_holes = Span(holes.text.removesuffix(" behind"), holes.tone)
    for parts in ((newest, age, holes), (newest, age, short_holes), (newest, short_holes)):
        spans = [part for part in parts if part.text]
        yield tuple(piece for part in spans for piece in ((Span(", ", Tone.MUTED), part)))[1:]


def _newest_parts(found: Survey, wording: Wording) -> tuple[Span, Span, Span]:
    """Return the newest date that landed, its age, and the holes behind it; the latter if any."""
    coverage, units = found.coverage, found.units
    newest, age_s = coverage.newest_covered, coverage.age_s(wording.now)
    if newest is None or age_s is None:
        return Span("nothing landed", Tone.MUTED), Span(""), Span("")
    words = short_unit(units, newest, wording.now.year)
    today = units.day(units.at(wording.now))
    if units.kind is UnitKind.HOUR and units.day(newest) == today:
        words = words.split(" ", 2)[2]
    age = Span("" if found.pipeline.is_backfill else span(age_s), Tone.MUTED)
    return Span(words), age, Span(holes_words(coverage.holes), Tone.WARNING)


def _last_full_export(verdict: Verdict) -> Line:
    age = "none landed" if verdict.age_s is None else f"last {span(verdict.age_s)} ago"
    return (Span(f"full export, {age}", Tone.MUTED),)


def _counts_only(shown: Standing, wording: Wording) -> Iterator[Line]:
    """Return what is told of a pipeline as long as its tasks are not known."""
    if shown.counts is None:
        yield () if shown.doubt else (Span("counting", Tone.MUTED),)
        return
    counts = _counts(shown, wording, _ALL)
    if not any(shown.counts.values()):
        counts = (Span("no tasks reported", Tone.MUTED),)
    elif not counts:
        counts = (Span(f"{sum(shown.counts.values())} tasks", Tone.MUTED),)
    frequency = shown.pipeline.frequency or ("" if shown.pipeline.listed else "not listed")
    yield joined([counts, (Span(frequency, Tone.MUTED),) if frequency else ()])
    yield counts


def _moving(shown: Standing, wording: Wording) -> Line:
    return _counts(shown, wording, (RUNNING, PENDING))


def _counts(shown: Standing, wording: Wording, states: Iterable[TaskState]) -> Line:
    counts = shown.counts or {}
    told = [
        (Span(f"{wording.state_mark(state)} {counts[state]:,}", state_look(state).tone),)
        for state in states
        if counts.get(state)
    ]
    return joined(told)


_ALL = (FAILED, TIMED_OUT, RUNNING, PENDING, SUCCEEDED)

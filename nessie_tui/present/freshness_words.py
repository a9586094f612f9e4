"""How new and how late a pipeline's data is, with the arithmetic."""

from datetime import datetime, timedelta
from datetime import time as clock

from nessie_tui.model.day_name import MONTHS, WEEKDAYS
from nessie_tui.model.freshness import Deadline, Freshness, Lateness, Limits, freshness
from nessie_tui.model.survey import Survey
from nessie_tui.model.unit import UnitKind
from nessie_tui.model.zone import ZoneSource
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.unit_words import count_words, short_unit, unit_words
from nessie_tui.present.wording import Wording

_MINUTE_S = 60
_HOUR_S = 60 * _MINUTE_S

LATENESS_TONES = {
    Lateness.ON_TIME: Tone.SUCCESS,
    Lateness.LATE: Tone.WARNING,
    Lateness.OVERDUE: Tone.ERROR,
}


def length(seconds: float) -> str:
    """Return a length of time in two units: ``1 d 6 h``, ``2 h 14 m``, ``40 m``."""
    hours, minutes = divmod(max(0, int(seconds)) // _MINUTE_S, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days:,} d {hours} h" if hours else f"{days:,} d"
    if hours:
        return f"{hours} h {minutes} m" if minutes else f"{hours} h"
    return f"{minutes} m"


def lateness_words(deadline: Deadline, now: datetime) -> str:
    """Return how a unit that has not landed stands: ``late by 1 d 6 h``, ``due in 3 h``."""
    late_s = deadline.late_by_s(now)
    match deadline.lateness(now):
        case Lateness.ON_TIME:
            return f"due in {length(-late_s)}"
        case Lateness.LATE:
            return f"late by {length(late_s)}"
        case Lateness.OVERDUE:
            return f"overdue, late by {length(late_s)}"


def holes_words(holes: int) -> str:
    """Return how many dates behind the newest one did not land; empty for none."""
    return "" if not holes else f"{holes:,} hole{'' if holes == 1 else 's'} behind"


def newest_words(fresh: Freshness, found: Survey, wording: Wording) -> str:
    """Return the newest covered unit with the holes behind it: ``20 Nov, 1 hole behind``."""
    if fresh.newest_covered is None:
        return "nothing landed yet"
    newest = short_unit(found.units, fresh.newest_covered, wording.now.year)
    holes = holes_words(fresh.holes)
    return f"{newest}, {holes}" if holes else newest


def arithmetic(found: Survey, limits: Limits, now: datetime) -> list[Line]:
    """Return how the freshness of a pipeline's data was found out, step by step.

    Everything is in the project's zone, because its days and Mixpanel's rule are.

    Args:
        found: What is known of the pipeline's dates.
        limits: How long after its end a date may stay unexported.
        now: Aware.
    """
    fresh, coverage, units = freshness(found.coverage, limits), found.coverage, found.units
    if fresh is None:
        return [(Span("Nothing that is due has been reported.", Tone.MUTED),)]
    awaited = fresh.awaited
    landed = f"{coverage.covered:,} of {count_words(len(coverage), units.kind)} landed"
    newest = "nothing" if fresh.newest_covered is None else unit_words(units, fresh.newest_covered)
    holes = f", {holes_words(fresh.holes)}" if fresh.holes else ""
    lateness, ended = awaited.lateness(now), _moment(awaited.ended)
    return [
        _step("Covered to", f"{newest}{holes}", f"{landed} since the first one reported"),
        _step("Next", unit_words(units, awaited.unit), f"ends {ended}"),
        _step("Rule", _rule(limits), _STARTS[units.kind]),
        _step("Due", f"{ended} + {_hours(limits.warning)} = {_moment(awaited.late_from)}"),
        _step("Overdue", f"{ended} + {_hours(limits.critical)} = {_moment(awaited.overdue_from)}"),
        _step("Now", _moment(now.astimezone(found.zone.zone))),
        (
            _label("So it is"),
            Span(lateness_words(awaited, now), LATENESS_TONES[lateness], strong=True),
        ),
        _step("Zone", found.zone.name, ZONE_NOTES[found.zone.source]),
    ]


def due_spans(awaited: Deadline, limits: Limits, now: datetime) -> Line:
    """Return when a unit that has not landed is due, how that follows, and how it stands."""
    lateness = awaited.lateness(now)
    return (
        Span(lateness_words(awaited, now), LATENESS_TONES[lateness], strong=True),
        Span(f"  {_sum_words(awaited, limits)}", Tone.MUTED),
    )


_MIDNIGHT = clock()
_LABEL_CELLS = 12
_STARTS = {
    UnitKind.DAY: "daily runs start at 00:30",
    UnitKind.HOUR: "hourly runs start at half past",
}
ZONE_NOTES = {
    ZoneSource.PROFILE: "set in the profile",
    ZoneSource.DISPATCH: "named by the list of pipelines; the profile sets none",
    ZoneSource.TASKS: "written in the tasks' dates; the profile sets none",
    ZoneSource.NOBODY: "assumed: neither the profile nor Mixpanel names one",
}


def _rule(limits: Limits) -> str:
    words = f"within {_hours(limits.warning)}, late data within {_hours(limits.critical)}"
    return f"Mixpanel's: {words}" if limits == Limits() else f"the profile's: {words}"


def _hours(limit: timedelta) -> str:
    return f"{limit.total_seconds() / _HOUR_S:g} h"


def _moment(time: datetime) -> str:
    weekday, month = WEEKDAYS[time.weekday()], MONTHS[time.month - 1]
    return f"{weekday} {time.day} {month} {time:%H:%M}"


def _sum_words(awaited: Deadline, limits: Limits) -> str:
    times = (awaited.ended, awaited.late_from)
    # A day that begins needs no clock time.
    are_days = all(time.time() == _MIDNIGHT for time in times)
    ended, due = (
        f"{time.day} {MONTHS[time.month - 1]}" + ("" if are_days else f" {time:%H:%M}")
        for time in times
    )
    return f"{ended} + {_hours(limits.warning)} = {due}"


def _step(label: str, fact: str, note: str = "") -> Line:
    spans = (_label(label), Span(fact))
    return (*spans, Span(f"  {note}", Tone.MUTED)) if note else spans


def _label(word: str) -> Span:
    return Span(f"{word:<{_LABEL_CELLS}}", Tone.MUTED)

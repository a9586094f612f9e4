"""Days and hours of a project, and ranges of them, in words."""

from nessie_tui.model.coverage import Coverage, UnitRange
from nessie_tui.model.day_name import MONTHS, WEEKDAYS
from nessie_tui.model.unit import UnitKind, Units
from nessie_tui.present.time_words import full_day, zone_name


def unit_words(units: Units, unit: int) -> str:
    """Return a unit in full: ``Fri 20 Nov 2026``, ``Fri 20 Nov 2026 05:00``."""
    return full_day(units.day(unit)) + _clock(units, unit)


def short_unit(units: Units, unit: int, this_year: int) -> str:
    """Return a unit shortly: ``20 Nov``, ``20 Nov 05:00``, ``20 Nov 2025``."""
    day = units.day(unit)
    year = "" if day.year == this_year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{year}{_clock(units, unit)}"


def range_words(units: Units, run: UnitRange) -> str:
    """Return a range in full: ``Fri 20 Nov 2026``, ``Fri 20 to Sun 22 Nov 2026``."""
    last = unit_words(units, run.last)
    if run.count == 1:
        return last
    if units.kind is UnitKind.HOUR:
        if units.day(run.first) == units.day(run.last):
            return f"{unit_words(units, run.first)} to {units.start(run.last):%H:%M}"
        return f"{unit_words(units, run.first)} to {last}"
    first, end = units.day(run.first), units.day(run.last)
    words = f"{WEEKDAYS[first.weekday()]} {first.day}"
    if (first.year, first.month) != (end.year, end.month):
        words += f" {MONTHS[first.month - 1]}"
    if first.year != end.year:
        words += f" {first.year}"
    return f"{words} to {last}"


def short_range(units: Units, run: UnitRange, this_year: int) -> str:
    """Return a range shortly: ``20 Nov``, ``16 to 18 Nov``, ``20 Nov 05:00 to 07:00``."""
    last = short_unit(units, run.last, this_year)
    if run.count == 1:
        return last
    first, end = units.day(run.first), units.day(run.last)
    if first == end:
        clock = _clock(units, run.last).strip()
        return f"{short_unit(units, run.first, this_year)} to {clock}"
    if units.kind is UnitKind.HOUR or first.year != end.year:
        year = this_year if first.year == end.year else 0
        return f"{short_unit(units, run.first, year)} to {short_unit(units, run.last, year)}"
    month = "" if first.month == end.month else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{month} to {last}"


def range_options(units: Units, run: UnitRange) -> str:
    """Return a range as options of a command: ``--from 2026-11-16 --to 2026-11-18``."""
    return f"--from {units.text(run.first)} --to {units.text(run.last)}"


def count_words(count: int, kind: UnitKind) -> str:
    """Return a number of units: ``1 day``, ``1,234 hours``."""
    return f"{count:,} {kind}{'' if count == 1 else 's'}"


def share_words(told: Coverage) -> str:
    """Return which part of some dates, at least one, landed: ``95.1 %``."""
    # Rounded down: what is not all is never told as all.
    tenths = told.covered * 1000 // len(told)
    return "100 %" if told.covered == len(told) else f"{tenths // 10}.{tenths % 10} %"


def _clock(units: Units, unit: int) -> str:
    if units.kind is UnitKind.DAY:
        return ""
    start = units.start(unit)
    around = (units.start(unit - 1), units.start(unit + 1))
    is_twice = any((other.hour, other.day) == (start.hour, start.day) for other in around)
    return f" {start:%H:%M}" + (f" {zone_name(start)}" if is_twice else "")

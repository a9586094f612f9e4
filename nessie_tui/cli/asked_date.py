"""Dates as they are typed: ``2026-11-20``, ``yesterday``, ``2026-11-20T05:00``."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import click

from nessie_tui.model.coverage import UnitRange
from nessie_tui.model.text import clean
from nessie_tui.model.unit import UnitKind, Units

_DAYS_AGO = {"today": 0, "yesterday": 1}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9:]+)(Z|[+-][0-9]{2}:[0-9]{2})?")
_FIRST_YEAR, _LAST_YEAR = 1971, 9000
"""Beyond them, some zones have no day before or after."""


@dataclass(frozen=True, slots=True)
class AskedDate:
    """A date of the project that somebody asked for; which one it is, the zone decides."""

    text: str
    """As it was typed."""
    day: date | None = None
    hour: datetime | None = None
    """In the project's zone where it names none."""

    def units(self, units: Units, now: datetime) -> UnitRange:
        """Return the units of that date: a day, all hours of a day, or one hour.

        Args:
            units: How the pipeline counts, and in which zone.
            now: Aware; when ``today`` is.

        Raises:
            UsageError: An hour is asked for of a pipeline that exports whole days.
        """
        if self.hour is not None:
            if units.kind is UnitKind.DAY:
                msg = f"{self.text} is an hour, and this pipeline exports whole days."
                raise click.UsageError(msg)
            hour = self.hour if self.hour.tzinfo else self.hour.replace(tzinfo=units.zone)
            return UnitRange(units.at(hour), units.at(hour))
        today = now.astimezone(units.zone).date()
        day = self.day or today - timedelta(days=_DAYS_AGO[self.text])
        return UnitRange(*units.of_day(day))


class DateType(click.ParamType):  # type: ignore[type-arg]  # not in every click
    """Reads a date, or also an hour."""

    name = "date"

    def __init__(self, *, hours: bool = False) -> None:
        """Read a day; an hour too where `hours` says so."""
        self._hours = hours

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> AskedDate:
        """Read `value`, or fail with the spellings that are known."""
        word = str(value).strip()
        if word.lower() in _DAYS_AGO:
            return AskedDate(word.lower())
        asked = _read(word)
        known = "YYYY-MM-DD, today or yesterday"
        if asked is None or (asked.hour is not None and not self._hours):
            hour = ", or an hour as 2026-11-20T05:00" if self._hours else ""
            self.fail(f"{clean(word)!r} is no date. Dates are written {known}{hour}.", param, ctx)
        year = (asked.day or asked.hour or date.min).year
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            self.fail(f"{clean(word)!r} is out of any reach.", param, ctx)
        return asked


def _read(word: str) -> AskedDate | None:
    try:
        if _DAY.fullmatch(word):
            return AskedDate(word, day=date.fromisoformat(word))
        if _HOUR.fullmatch(word):
            return AskedDate(word, hour=datetime.fromisoformat(word))
    except ValueError:
        return None
    return None

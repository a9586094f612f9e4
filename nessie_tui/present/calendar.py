"""How a pipeline's dates are laid out: days as weeks, hours as days.

In both, whatever stands further right or further down is later, so the newest date is in the last
corner, and an arrow key means the same direction in time everywhere. Nothing is worded or counted
beyond the cells that are asked for: half a million hours cost no more than a screenful of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from nessie_tui.model.coverage import UnitRange
from nessie_tui.model.day_name import MONTHS, WEEKDAYS
from nessie_tui.model.unit import UnitKind, Units

_WEEK = 7
_HOURS = 24
_NARROW_CELLS = 2
_HOURS_APART = 3
"""So many columns lie between two hours that are named where columns are narrow."""
_JANUARY = 1
_YEAR_CELLS = 5
_DAY_CELLS, _NAMED_DAY_CELLS = 7, 10
_ROOMY_CELLS = _NAMED_DAY_CELLS + 2 * (_HOURS + 2)
"""So wide, a weekday and a repeated hour both have room."""


class Place(NamedTuple):
    """Where a date stands. Rows and columns before the first date are negative."""

    row: int
    column: int


class Calendar(ABC):
    """A layout of the dates of `span`. What lies before them has a place, too, without an end."""

    rows: int
    columns: int
    grows_down: bool
    """Later dates need further rows; else, further columns."""

    def __init__(self, units: Units, span: UnitRange) -> None:
        self.units = units
        self.span = span

    @abstractmethod
    def place(self, unit: int) -> Place:
        """Return where `unit` stands."""

    @abstractmethod
    def unit(self, place: Place) -> int | None:
        """Return what stands at `place`; None where no date does, or one after the last."""

    @abstractmethod
    def label_cells(self, width: int) -> int:
        """Return the cells of the rows' names, with the space behind them, of `width` in all."""

    @abstractmethod
    def label(self, row: int, cells: int) -> str:
        """Return the name of a row, in as many words as there are cells for."""

    def columns_of(self, rows: range) -> int:
        """Return how many columns `rows` need."""
        del rows
        return self.columns

    @abstractmethod
    def header(self, corner: Place, columns: int, pitch: int) -> str:
        """Return the names of the columns, to stand behind the rows' names.

        Args:
            corner: The first place that is seen.
            columns: How many columns are seen.
            pitch: Cells of each, of which the date takes the last.
        """

    @abstractmethod
    def _moved(self, unit: int, rows: int, columns: int) -> int:
        """Return where a move ends, were there no end."""

    def moved(self, unit: int, rows: int, columns: int) -> int:
        """Return the date so many rows below and columns to the right of `unit`, or the last."""
        return self.clamped(self._moved(unit, rows, columns))

    def clamped(self, unit: int) -> int:
        """Return `unit`, or the first or last date where it lies outside."""
        return max(self.span.first, min(unit, self.span.last))

    def corner_label(self, corner: Place) -> str:
        """Return the year that the first visible column or row belongs to."""
        day = self._day_at(corner)
        return "" if day is None else str(day.year)

    @abstractmethod
    def _day_at(self, place: Place) -> date | None:
        """Return a day of the row or column of `place`; None outside of the calendar."""


class WeekCalendar(Calendar):
    """Days: a column per week, a row per weekday."""

    rows = _WEEK
    grows_down = False

    def __init__(self, units: Units, span: UnitRange) -> None:
        super().__init__(units, span)
        self._first_week = _week(span.first)
        self.columns = _week(span.last) - self._first_week + 1

    def place(self, unit: int) -> Place:
        """Return where `unit` stands."""
        return Place((unit - 1) % _WEEK, _week(unit) - self._first_week)

    def unit(self, place: Place) -> int | None:
        """Return what stands at `place`; None where no date does, or one after the last."""
        unit = self._monday(place.column) + place.row
        return unit if 1 <= unit <= self.span.last else None

    def label_cells(self, width: int) -> int:
        """Return the cells of the rows' names, and of the year above them."""
        del width
        return _YEAR_CELLS

    def label(self, row: int, cells: int) -> str:
        """Return ``Mo``, ``Tu`` and so on."""
        del cells
        return WEEKDAYS[row][:2]

    def header(self, corner: Place, columns: int, pitch: int) -> str:
        """Return the months, each where its first day is; January is named by its year."""
        named = {
            column: name
            for column in range(columns)
            if (name := self._month_begun(corner.column + column))
        }
        first = self._monday(corner.column)
        if first > 0 and 0 not in named:
            begun = MONTHS[date.fromordinal(first).month - 1]
            if min(named, default=columns) * pitch > len(begun):
                named[0] = begun
        text = ""
        for column in sorted(named):
            longer = f"{text:<{(column + 1) * pitch - 1}}{named[column]}"
            if len(longer) <= columns * pitch:
                text = longer
        return text

    def _month_begun(self, column: int) -> str:
        """Return the name of the month whose first day stands in `column`; empty for none."""
        monday = self._monday(column)
        for unit in range(max(1, monday), monday + _WEEK):
            day = date.fromordinal(unit)
            if day.day == 1:
                return str(day.year) if day.month == _JANUARY else MONTHS[day.month - 1]
        return ""

    def _moved(self, unit: int, rows: int, columns: int) -> int:
        return unit + rows + _WEEK * columns

    def _day_at(self, place: Place) -> date | None:
        sunday = self._monday(place.column) + _WEEK - 1
        return date.fromordinal(sunday) if sunday > 0 else None

    def _monday(self, column: int) -> int:
        return (self._first_week + column) * _WEEK + 1


class DayCalendar(Calendar):
    """Hours: a row per day, a column per hour on the clock.

    An hour that the clocks skip leaves its cell empty; one that they repeat stands behind the last
    hour, so that every hour has a cell and all days are aligned.
    """

    columns = _HOURS
    grows_down = True

    def __init__(self, units: Units, span: UnitRange) -> None:
        super().__init__(units, span)
        self._first_day = units.day(span.first).toordinal()
        self.rows = units.day(span.last).toordinal() - self._first_day + 1
        self._hours = lru_cache(maxsize=256)(self._hours_of)  # a few screenfuls

    def place(self, unit: int) -> Place:
        """Return where `unit` stands."""
        row = self.units.day(unit).toordinal() - self._first_day
        return Place(row, self._hours(row).index(unit))

    def unit(self, place: Place) -> int | None:
        """Return what stands at `place`; None where no date does, or one after the last."""
        hours = self._hours(place.row)
        unit = hours[place.column] if 0 <= place.column < len(hours) else None
        return unit if unit is not None and unit <= self.span.last else None

    def columns_of(self, rows: range) -> int:
        """Return how many columns `rows` need, more than 24 where an hour is repeated."""
        return max((len(self._hours(row)) for row in rows), default=_HOURS)

    def label_cells(self, width: int) -> int:
        """Return the cells of the rows' names."""
        return _NAMED_DAY_CELLS if width >= _ROOMY_CELLS else _DAY_CELLS

    def label(self, row: int, cells: int) -> str:
        """Return ``Su 22 Nov``, or ``22 Nov``."""
        day = self._day_at(Place(row, 0))
        if day is None:
            return ""
        name = f"{WEEKDAYS[day.weekday()][:2]} " if cells >= _NAMED_DAY_CELLS else ""
        return f"{name}{day.day:>2} {MONTHS[day.month - 1]}"

    def header(self, corner: Place, columns: int, pitch: int) -> str:
        """Return the hours, or every third where there is no room for more."""
        text = ""
        apart = _HOURS_APART if pitch == _NARROW_CELLS else 1
        for column in range(corner.column, min(corner.column + columns, _HOURS), apart):
            text = f"{text:<{(column - corner.column + 1) * pitch - 2}}{column:02}"
        if columns > _HOURS:
            text = f"{text:<{_HOURS * pitch}}{'':<{pitch - 2}}again"
        return text

    def _moved(self, unit: int, rows: int, columns: int) -> int:
        if not rows:
            return unit + columns
        place = self.place(unit)
        row = max(0, min(place.row + rows, self.rows - 1))
        hours = self._hours(row)
        # At the end of a shorter day, and where the clocks skip an hour: the hour before.
        before = (hour for hour in reversed(hours[: place.column + 1]) if hour is not None)
        return next(before, self.span.first) + columns

    def _day_at(self, place: Place) -> date | None:
        ordinal = self._first_day + place.row
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None

    def _hours_of(self, row: int) -> Sequence[int | None]:
        """Return the hours of a row by the clock, then those that the clocks repeated."""
        hours: list[int | None] = [None] * _HOURS
        repeated: list[int | None] = []
        day = self._day_at(Place(row, 0))
        if day is None:
            return hours
        try:
            first, last = self.units.of_day(day)
        except (OverflowError, ValueError):  # at the calendar's edge
            return hours
        for unit in range(first, last + 1):
            start = self.units.start(unit)
            # Where clocks change by half an hour, a day's first hour may begin before it.
            hour = start.hour if start.date() == day else 0
            if hours[hour] is None:
                hours[hour] = unit
            else:
                repeated.append(unit)
        return (*hours, *repeated)


def calendar_of(units: Units, span: UnitRange) -> Calendar:
    """Return the layout for `units`, from the first of `span` to its last."""
    return WeekCalendar(units, span) if units.kind is UnitKind.DAY else DayCalendar(units, span)


def _week(unit: int) -> int:
    """Return the number of a day's week; day 1 of the calendar is a Monday."""
    return (unit - 1) // _WEEK

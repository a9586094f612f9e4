"""Units of dates: the days of a project, or its hours, as whole numbers that follow one another.

A day counts by its place in the calendar, so no zone can move it. An hour counts by the moment it
begins, so a day has 23 or 25 of them where clocks are changed, and none is lost or counted twice.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property

from nessie_tui.model.timestamp import Timestamp, WireTime, read_time

_HOUR_S = 3600
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_REMEMBERED = 1_000_000


class UnitKind(StrEnum):
    """How finely a pipeline's dates are counted."""

    DAY = "day"
    HOUR = "hour"


class Reading(dict[WireTime, int | None]):
    """The units that written dates stand for, read when they are first looked up.

    What was read is remembered: between two readings nearly all dates are the same. None stands for
    a date that cannot be read.
    """

    def __init__(self, read: Callable[[WireTime], int | None]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, written: WireTime) -> int | None:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        try:
            unit = self._read(WireTime(written.strip()))
        except (OverflowError, ValueError, OSError):  # at the calendar's edge
            unit = None
        self[written] = unit
        return unit


class Units:
    """Turns written dates into units and back.

    Attributes:
        kind: Days or hours.
        zone: The project's: its days begin here.
        firsts: The unit that a range begins with, by its written beginning.
        lasts: The unit that a range ends with, included, by its written end.
    """

    def __init__(self, kind: UnitKind, zone: tzinfo) -> None:
        self.kind = kind
        self.zone = zone
        hourly = kind is UnitKind.HOUR
        self.firsts = Reading(self._read_hour if hourly else _read_day)
        self.lasts = Reading(self._read_last_hour if hourly else _read_day)

    def at(self, moment: datetime) -> int:
        """Return the unit that an aware `moment` falls into."""
        if self.kind is UnitKind.DAY:
            return moment.astimezone(self.zone).toordinal()
        return int((moment.timestamp() - self._phase_s) // _HOUR_S)

    def newest_due(self, now: datetime) -> int:
        """Return the newest unit that has ended."""
        return self.at(now) - 1

    def start(self, unit: int) -> datetime:
        """Return when `unit` begins, in the project's zone. The one before it ends then.

        Raises:
            OverflowError: The calendar has no such date.
        """
        if self.kind is UnitKind.DAY:
            if not date.min.toordinal() <= unit <= date.max.toordinal():
                raise OverflowError
            return _midnight(date.fromordinal(unit), self.zone)
        seconds = unit * _HOUR_S + self._phase_s
        return (_EPOCH + timedelta(seconds=seconds)).astimezone(self.zone)

    def end(self, unit: int) -> datetime:
        """Return when `unit` has ended, in the project's zone."""
        return self.start(unit + 1)

    def day(self, unit: int) -> date:
        """Return the day that `unit` is, or is an hour of: the one in which its last moment is."""
        if self.kind is UnitKind.DAY:
            return date.fromordinal(unit)
        last_s = (unit + 1) * _HOUR_S + self._phase_s - 1
        return (_EPOCH + timedelta(seconds=last_s)).astimezone(self.zone).date()

    def of_day(self, day: date) -> tuple[int, int]:
        """Return the first and the last unit of a `day` of the project."""
        if self.kind is UnitKind.DAY:
            return day.toordinal(), day.toordinal()
        next_day = date.fromordinal(day.toordinal() + 1)
        return self.at(_midnight(day, self.zone)), self.at(_midnight(next_day, self.zone)) - 1

    def text(self, unit: int) -> str:
        """Return `unit` for a program: ``2026-11-20``, an hour as RFC 3339 with its offset."""
        if self.kind is UnitKind.DAY:
            return date.fromordinal(unit).isoformat()
        return self.start(unit).isoformat()

    @cached_property
    def _phase_s(self) -> int:
        # Some zones are half an hour off, and their hours begin at half past. The one zone that
        # changes its clocks by half an hour has the hours of its January counted all year.
        january = datetime(2026, 1, 1, tzinfo=self.zone).utcoffset() or timedelta()
        return -int(january.total_seconds()) % _HOUR_S

    def _read_hour(self, written: WireTime) -> int | None:
        # The usual spelling first: the general reader takes six times as long. The days of a week
        # ("2026-W47-5T10:00Z") are no spelling of Mixpanel's and have their hyphen elsewhere.
        if "0002" < written[:4] < "9998" and written[7:11:3] == "-T":
            with_zone = datetime.fromisoformat(written)
            if with_zone.tzinfo is not None:
                return int((with_zone.timestamp() - self._phase_s) // _HOUR_S)
        read = read_time(written)
        if read.moment is not None:
            return self.at(read.moment)
        clock = _clock(read)
        if clock is not None:  # it names no zone: the project's, unless it is no moment in UTC
            return self.at(clock.replace(tzinfo=self.zone).astimezone(UTC))
        return None if read.day is None else self.of_day(read.day)[0]

    def _read_last_hour(self, written: WireTime) -> int | None:
        if written[10:]:
            return self.firsts[written]
        day = read_time(written).day
        return None if day is None else self.of_day(day)[1]


def _read_day(written: WireTime) -> int | None:
    day = read_time(written).day
    return None if day is None else day.toordinal()


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _clock(read: Timestamp) -> datetime | None:
    """Return the day and clock time of a time that names no zone; None for anything else."""
    if read.day is None or not read.text[10:]:
        return None
    return datetime.fromisoformat(read.text)

"""Timetables: which dates a pipeline exports, when they are due and when it is their turn.

A unit is one range of dates with a number of its own that never changes. Mixpanel runs one step per
project at a time and lets the others wait; so every timetable of a scenario is given its own part
of the hour, and no two of them ever run at once.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

ZONE_NAME = "US/Pacific"
"""The project's time zone, that of Mixpanel's own samples."""
ZONE = ZoneInfo(ZONE_NAME)

_HOUR_S = 3600
_DUE_AFTER = timedelta(minutes=30)
"""Daily exports are due at 00:30 of the next day, hourly ones at half past the next hour."""


class Turn(NamedTuple):
    """A stretch of time that one attempt has the project for itself."""

    opens_s: int
    closes_s: int


class Timetable(Protocol):
    """The units of one pipeline. All moments are seconds since 1970 (UTC)."""

    def units(self, now_s: float) -> range:
        """Return the numbers of the units kept at a moment and of the next to be queued."""

    def date_s(self, unit: int) -> int:
        """Return where a unit's dates begin: project midnight, or the full hour."""

    def run_at_s(self, unit: int) -> int:
        """Return when the unit is due."""

    def queued_s(self, unit: int) -> int:
        """Return when the unit's first task is listed."""

    def turn(self, unit: int, number: int, count: int) -> Turn:
        """Return the turn of the attempt `number`, from 0, of `count`."""


@dataclass(frozen=True, slots=True)
class Daily:
    """A day at a time, due at 00:30 project time of the next. Units count days from year 1."""

    kept: int
    """Days in the answer."""
    waits: timedelta
    """From when it is due to when the project's turn comes to it."""
    turn_length: timedelta
    retried_after: timedelta = timedelta(hours=4)

    def units(self, now_s: float) -> range:
        """Return the days that are due, and the next."""
        clock_face = datetime.fromtimestamp(now_s, ZONE).replace(tzinfo=None)
        newest = (clock_face - _DUE_AFTER).date().toordinal() - 1
        return range(newest - self.kept + 1, newest + 2)

    def date_s(self, unit: int) -> int:
        """Return the day's midnight in project time."""
        return _midnight_s(date.fromordinal(unit))

    def run_at_s(self, unit: int) -> int:
        """Return 00:30 of the next day; daylight saving never begins or ends before that."""
        return self.date_s(unit + 1) + _seconds(_DUE_AFTER)

    def queued_s(self, unit: int) -> int:
        """Return when it is due."""
        return self.run_at_s(unit)

    def turn(self, unit: int, number: int, count: int) -> Turn:
        """Return a turn of its own for every attempt, some hours apart."""
        del count
        opens_s = self.run_at_s(unit) + _seconds(self.waits + number * self.retried_after)
        return Turn(opens_s, opens_s + _seconds(self.turn_length))


@dataclass(frozen=True, slots=True)
class Hourly:
    """An hour at a time, due at half past the next. Units count hours from 1970 UTC."""

    kept: int
    """Hours in the answer."""
    turn_length: timedelta

    def units(self, now_s: float) -> range:
        """Return the hours that are due, and the next."""
        newest = int(now_s - _seconds(_DUE_AFTER)) // _HOUR_S - 1
        return range(newest - self.kept + 1, newest + 2)

    def date_s(self, unit: int) -> int:
        """Return where the hour begins."""
        return unit * _HOUR_S

    def run_at_s(self, unit: int) -> int:
        """Return half past the next hour."""
        return (unit + 1) * _HOUR_S + _seconds(_DUE_AFTER)

    def queued_s(self, unit: int) -> int:
        """Return when it is due."""
        return self.run_at_s(unit)

    def turn(self, unit: int, number: int, count: int) -> Turn:
        """Return a part of the hour's one turn, which all attempts share."""
        opens_s = self.run_at_s(unit)
        return _part(Turn(opens_s, opens_s + _seconds(self.turn_length)), number, count)


@dataclass(frozen=True, slots=True)
class Backfill:
    """Old days, one after the other without end, queued a batch at a time.

    Units count steps from 1970. A batch is queued whole; with `lead` batches of lead there is
    always something pending. The days begin again at `first_day` after `span` of them, by when
    their older tasks are long forgotten.
    """

    first_day: date
    span: int
    """Days in all; more than are ever listed at once, or two tasks would share their dates."""
    batch: int
    """Days queued together."""
    steps_per_hour: int
    first_minute: int
    """Of the hour, at which the first of its steps begins."""
    step: timedelta
    lead: int = 1
    kept: int = 4
    """Finished batches in the answer."""

    def units(self, now_s: float) -> range:
        """Return the steps of the batches that are kept, running, queued and next."""
        hour, rest_s = divmod(int(now_s) - self.first_minute * 60, _HOUR_S)
        place = min(rest_s // _seconds(self.step), self.steps_per_hour - 1)
        running = (hour * self.steps_per_hour + place) // self.batch
        return range((running - self.kept) * self.batch, (running + self.lead + 2) * self.batch)

    def date_s(self, unit: int) -> int:
        """Return the old day's midnight in project time."""
        return _midnight_s(self.first_day + timedelta(days=unit % self.span))

    def run_at_s(self, unit: int) -> int:
        """Return the exported day itself, as in Mixpanel's sample of a backfill."""
        return self.date_s(unit)

    def queued_s(self, unit: int) -> int:
        """Return when the unit's batch is queued."""
        return self._opens_s((unit // self.batch - self.lead) * self.batch)

    def turn(self, unit: int, number: int, count: int) -> Turn:
        """Return a part of the step, which all attempts share."""
        opens_s = self._opens_s(unit)
        return _part(Turn(opens_s, opens_s + _seconds(self.step)), number, count)

    def _opens_s(self, unit: int) -> int:
        hour, place = divmod(unit, self.steps_per_hour)
        return hour * _HOUR_S + self.first_minute * 60 + place * _seconds(self.step)


def local_day(moment_s: float) -> date:
    """Return the project's day at a moment."""
    return datetime.fromtimestamp(moment_s, ZONE).date()


def moment_s(moment: datetime) -> float:
    """Return an aware moment in seconds since 1970 (UTC)."""
    return moment.astimezone(UTC).timestamp()


def _part(turn: Turn, number: int, count: int) -> Turn:
    length_s = (turn.closes_s - turn.opens_s) // count
    opens_s = turn.opens_s + number * length_s
    return Turn(opens_s, opens_s + length_s)


def _midnight_s(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp())


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())

"""How late dates are, by Mixpanel's own rule and the person's limits.

The rule (docs.mixpanel.com, Data Pipelines, read 2026-08): data is exported within 24 hours, and
late data within another 24. The clock of a day starts when the next day begins in the project's
zone, so the data of 1 January is due by the start of 3 January. Mixpanel's two pages on that
example disagree about the day after, so what is not there then is late, and what is not there
another day later is overdue.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from nessie_tui.model.coverage import Coverage
from nessie_tui.model.profile import Profile
from nessie_tui.model.unit import UnitKind, Units


class Lateness(IntEnum):
    """How a date stands that has not landed."""

    ON_TIME = 0
    LATE = 1
    """Mixpanel's 24 hours, or the person's own limit, have passed."""
    OVERDUE = 2
    """So has the allowance for late data."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long after its end a date may stay unexported."""

    warning: timedelta = timedelta(hours=24)
    critical: timedelta = timedelta(hours=48)


def limits_of(profile: Profile) -> Limits:
    """Return the limits that a profile sets, and Mixpanel's own where it sets none."""
    return Limits(
        timedelta(hours=getattr(profile, "warning_hours", 24)),
        timedelta(hours=getattr(profile, "critical_hours", 48)),
    )


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the data of one unit has to have landed. All moments in the project's zone."""

    unit: int
    ended: datetime
    late_from: datetime
    overdue_from: datetime
    """With the allowance for late data."""

    def lateness(self, now: datetime) -> Lateness:
        """Return how it stands at `now` if it has not landed."""
        if now < self.late_from:
            return Lateness.ON_TIME
        return Lateness.LATE if now < self.overdue_from else Lateness.OVERDUE

    def late_by_s(self, now: datetime) -> float:
        """Return by how many seconds it is late; negative for what is left until then."""
        return (now - self.late_from).total_seconds()


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the newest data is."""

    newest_covered: int | None
    """The newest unit that landed; None where none did."""
    holes: int
    """How many units before it did not: it must not be told without them."""
    awaited: Deadline
    """Of the unit after it, or of the first one reported."""


def deadline(units: Units, unit: int, limits: Limits) -> Deadline:
    """Return when the data of `unit` has to have landed.

    Raises:
        OverflowError: The calendar has no such date.
    """
    ended = units.end(unit)
    return Deadline(
        unit, ended, _later(units, ended, limits.warning), _later(units, ended, limits.critical)
    )


def freshness(coverage: Coverage, limits: Limits) -> Freshness | None:
    """Return how new the newest data is; None where nothing is reported that is due."""
    if not len(coverage):
        return None
    newest = coverage.newest_covered
    awaited = coverage.first if newest is None else newest + 1
    return Freshness(newest, coverage.holes, deadline(coverage.units, awaited, limits))


def newest_late(units: Units, limits: Limits, now: datetime) -> int:
    """Return the newest unit that is late at `now` unless it has landed."""
    by_the_wall = now.astimezone(units.zone if units.kind is UnitKind.DAY else UTC)
    return units.newest_due(by_the_wall - limits.warning)


def _later(units: Units, ended: datetime, by: timedelta) -> datetime:
    if units.kind is UnitKind.DAY:  # by the clock on the wall: due as a day ends, 23 hours or 25
        return ended + by
    return (ended.astimezone(UTC) + by).astimezone(units.zone)

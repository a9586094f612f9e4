"""The six ways Mixpanel writes a time, read without ever failing.

Sources are Mixpanel's reference pages of 2019 and 2026-08; no live answer was seen. Reading is lazy
on purpose: 50,000 tasks carry 200,000 times, of which a screen shows a hundred.
"""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta, timezone
from enum import Enum, auto
from functools import lru_cache
from typing import NewType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WireTime = NewType("WireTime", str)
"""A time as Mixpanel wrote it, cleaned; empty when none was given. `read_time` reads it."""


NO_TIME = WireTime("")


class TimeKind(Enum):
    """How much of a written time could be read."""

    MOMENT = auto()
    """A point in time, with its offset."""
    DAY = auto()
    """A calendar day of the project, or a clock time without an offset: no point in time."""
    NEVER = auto()
    """Go's zero time, in whatever zone it was printed: it has not happened."""
    ABSENT = auto()
    """Nothing was written."""
    UNREADABLE = auto()
    """Something was written and it is none of the known spellings."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A written time and what could be read of it."""

    text: str
    """As Mixpanel wrote it."""
    kind: TimeKind
    moment: datetime | None = None
    """Aware, with the offset that was written; None unless `kind` is MOMENT."""
    day: date | None = None
    """The calendar day that was written, never moved by a zone; None when none was."""

    @property
    def is_never(self) -> bool:
        """The event this time belongs to has not happened."""
        return self.kind in {TimeKind.NEVER, TimeKind.ABSENT}

    @property
    def epoch_s(self) -> float:
        """Seconds since 1970 for ordering; a bare day counts from its UTC midnight.

        Never, absent and unreadable times come before everything.
        """
        if self.moment is not None:
            return self.moment.timestamp()
        if self.day is not None:
            return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC).timestamp()
        return float("-inf")


_ZERO_YEAR = re.compile(r"000[01]-")
# Go's Time.String(): "2019-08-19 14:27:46.044605 -0700 PDT", perhaps with " m=+0.123" behind it.
_GO_STRING = re.compile(
    r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))? ([+-])(\d\d)(\d\d) \S+(?: m=\S+)?"
)
# The jobs route's last_dispatched: "2019-02-01 12:00:00 US/Pacific".
_ZONE_NAME = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ([A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*)"
)


@lru_cache(maxsize=512)  # a screen's worth: for weeks, every day brings new ones
def read_time(text: str) -> Timestamp:
    """Read `text` in any of Mixpanel's spellings. Never raises."""
    written = text.strip()
    if not written:
        return Timestamp(text, TimeKind.ABSENT)
    if _ZERO_YEAR.match(written):
        return Timestamp(text, TimeKind.NEVER)
    try:
        return _read_iso(text, written) or _read_go(text, written) or _read_zone(text, written)
    except (ValueError, OverflowError):
        return Timestamp(text, TimeKind.UNREADABLE)


def zone_named_in(text: str) -> ZoneInfo | None:
    """Return the zone that a time names, as in ``2019-02-01 12:00:00 US/Pacific``; None if none."""
    match = _ZONE_NAME.fullmatch(text.strip())
    return None if match is None else _zone(match[2])


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _read_iso(text: str, written: str) -> Timestamp | None:
    # A bare "20191120" or "2019-W47" is ISO too, yet no spelling of Mixpanel's.
    if not re.match(r"\d{4}-\d\d-\d\d", written):
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return Timestamp(text, TimeKind.DAY, day=moment.date())
    return _moment(text, moment)


def _read_go(text: str, written: str) -> Timestamp | None:
    match = _GO_STRING.fullmatch(written)
    if match is None:
        return None
    day, clock, fraction, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    micros = int((fraction or "0")[:6].ljust(6, "0"))
    local = datetime.fromisoformat(f"{day} {clock}").replace(
        microsecond=micros, tzinfo=timezone(-offset if sign == "-" else offset)
    )
    return _moment(text, local)


def _read_zone(text: str, written: str) -> Timestamp:
    match = _ZONE_NAME.fullmatch(written)
    if match is None:
        return Timestamp(text, TimeKind.UNREADABLE)
    local = datetime.fromisoformat(match[1])
    zone = _zone(match[2])
    if zone is None:  # unknown here; the day that was written still stands
        return Timestamp(text, TimeKind.DAY, day=local.date())
    # In the hour that daylight saving repeats, the first of the two is taken. Only its offset is
    # kept: with its zone, such a time would equal no other, not even itself in UTC (PEP 495).
    return _moment(text, datetime.fromisoformat(local.replace(tzinfo=zone).isoformat()))


def _moment(text: str, moment: datetime) -> Timestamp:
    # A year that stands for "endless": other zones have no day after its last to show it on.
    if moment.year == MAXYEAR:
        return Timestamp(text, TimeKind.DAY, day=moment.date())
    return Timestamp(text, TimeKind.MOMENT, moment=moment, day=moment.date())

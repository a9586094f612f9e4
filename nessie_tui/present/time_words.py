"""Times in words: short where they are recent, whole where they are looked at."""

from datetime import UTC, date, datetime

from nessie_tui.model.dates import DateRange
from nessie_tui.model.day_name import MONTHS, WEEKDAYS
from nessie_tui.model.timestamp import TimeKind, Timestamp, read_time
from nessie_tui.present.wording import TimeMode, Wording

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_RECENT_S = _HOUR

NONE = "-"
"""Stands where there is no time to show."""


def span(seconds: float) -> str:
    """Return a length of time in one unit: ``38 s``, ``4 m``, ``3 h``, ``12 d``."""
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} m"
    if whole < 2 * _DAY:
        return f"{whole // _HOUR} h"
    return f"{whole // _DAY} d"


def day(shown: date, today: date) -> str:
    """Return a day: ``Fri 20 Nov``, or ``20 Nov 2025`` outside this year."""
    if shown.year != today.year:
        return f"{shown.day} {MONTHS[shown.month - 1]} {shown.year}"
    return f"{WEEKDAYS[shown.weekday()]} {shown.day} {MONTHS[shown.month - 1]}"


def range_end(end: Timestamp, dates: DateRange, wording: Wording, *, hourly: bool = False) -> str:
    """Return one end of a task's dates as Mixpanel wrote it, with its hour where hours matter.

    `hourly` says that other tasks show them to matter: midnight may be a day or an hour.
    """
    if end.day is None:
        return NONE if end.is_never else end.text
    if end.moment is None or not (hourly or dates.is_hourly):
        return day(end.day, wording.now.date())
    year = "" if end.day.year == wording.now.year else f" {end.day:%y}"
    return f"{end.day.day} {MONTHS[end.day.month - 1]}{year} {end.moment:%H}h"


def moment(time: Timestamp, wording: Wording) -> str:
    """Return a moment shortly: ``4 m ago``, ``21 Nov 01:12``, or the text that came."""
    if time.moment is None:
        return _without_moment(time, wording)
    age_s = (wording.now - time.moment).total_seconds()
    if 0 <= age_s < _RECENT_S:
        return f"{span(age_s)} ago"
    shown = in_zone(time.moment, wording)
    words = f"{shown.day} {MONTHS[shown.month - 1]}"
    if shown.year != wording.now.year:
        return f"{words} {shown.year}"
    return f"{words} {shown:%H:%M}"


def moment_in_full(time: Timestamp, wording: Wording) -> str:
    """Return a moment with its year, its zone and how long ago it was."""
    if time.moment is None:
        return _without_moment(time, wording)
    shown = in_zone(time.moment, wording)
    words = f"{full_day(shown.date())} {shown:%H:%M:%S} {zone_name(shown)}"
    age_s = (wording.now - time.moment).total_seconds()
    distance = f"{span(age_s)} ago" if age_s >= 0 else f"in {span(-age_s)}"
    return f"{words}, {distance}"


def clock_time(time: datetime, wording: Wording) -> str:
    """Return an aware moment of the next hours: ``14:05``, with its day where that is another."""
    shown = in_zone(time, wording)
    is_today = shown.date() == in_zone(wording.now, wording).date()
    return f"{shown:%H:%M}" if is_today else f"{shown.day} {MONTHS[shown.month - 1]} {shown:%H:%M}"


def full_day(shown: date) -> str:
    """Return a day with weekday and year: ``Fri 20 Nov 2026``."""
    weekday, month = WEEKDAYS[shown.weekday()], MONTHS[shown.month - 1]
    return f"{weekday} {shown.day} {month} {shown.year}"


def in_zone(time: datetime, wording: Wording) -> datetime:
    """Return `time` in the zone that the person chose; at the calendar's edge, as it is."""
    try:
        if wording.mode is TimeMode.UTC:
            return time.astimezone(UTC)
        if wording.mode is TimeMode.LOCAL:
            return time.astimezone(wording.local)
        if wording.zone is not None:
            return time.astimezone(wording.zone)
    except (OverflowError, ValueError, OSError):
        return time
    return time


def zone_name(time: datetime) -> str:
    """Return the offset of an aware time: ``UTC-08:00``, or ``UTC``."""
    offset = f"{time:%z}"  # "-0800"
    return "UTC" if offset in {"+0000", ""} else f"UTC{offset[:3]}:{offset[3:5]}"


def plain_day(written: str) -> str:
    """Return a written day for a table of the command line: ``2026-11-20``."""
    time = read_time(written)
    return _unread(time) if time.day is None else time.day.isoformat()


def plain_moment(written: str) -> str:
    """Return a written moment for a table of the command line: ``2026-11-21 01:12``."""
    time = read_time(written)
    return plain_day(written) if time.moment is None else f"{time.moment:%Y-%m-%d %H:%M}"


def _unread(time: Timestamp) -> str:
    return NONE if time.is_never else time.text


def _without_moment(time: Timestamp, wording: Wording) -> str:
    if time.is_never:
        return NONE
    if time.kind is TimeKind.DAY and time.day is not None:
        return day(time.day, wording.now.date())
    return time.text

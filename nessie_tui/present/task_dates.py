"""The dates of one task in full, as Mixpanel wrote them."""

from zoneinfo import ZoneInfo

from nessie_tui.model.dates import DateRange
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.time_words import NONE, full_day, zone_name


def dates_in_words(dates: DateRange, *, hourly: bool = False) -> str:
    """Return a range: ``Fri 20 Nov 2026, one day``; unreadable ends stand as they came.

    `hourly` says that other tasks show hours to matter: midnight may be a day or an hour.
    """
    first, last = dates.first_day, dates.last_day
    if first is None or last is None:
        start, end = (NONE if end.is_never else end.text for end in (dates.start, dates.end))
        return start if start == end else f"{start} to {end}"
    if hourly or dates.is_hourly:
        return _hours_in_words(dates)
    if dates.is_reversed:
        return f"{full_day(first)} back to {full_day(last)}: ends before it begins"
    if first == last:
        return f"{full_day(first)}, one day"
    return f"{full_day(first)} to {full_day(last)}, {dates.day_count} days"


def _hours_in_words(dates: DateRange) -> str:
    start = _hour(dates.start.text, dates)
    if dates.start.text == dates.end.text:
        return f"{start}, one hour"
    if dates.is_reversed:
        return f"{start} back to {_hour(dates.end.text, dates)}: ends before it begins"
    return f"{start} to {_hour(dates.end.text, dates)}"


def _hour(text: str, dates: DateRange) -> str:
    end = dates.start if text == dates.start.text else dates.end
    if end.day is None or end.moment is None:
        return end.text
    return f"{full_day(end.day)} {end.moment:%H:%M}"


def zone_note(task: Task, zone: str | None) -> str:
    """Say in which zone the dates were written: the project's, unless they say otherwise."""
    start = read_time(task.from_date).moment
    if start is None:
        return zone or "no time zone given"
    if zone is not None and start.astimezone(ZoneInfo(zone)).utcoffset() == start.utcoffset():
        return zone
    return zone_name(start)

"""Ranges of dates, inclusive at both ends as Mixpanel writes them."""

from dataclasses import dataclass
from datetime import date

from nessie_tui.model.timestamp import Timestamp


@dataclass(frozen=True, slots=True)
class DateRange:
    """The dates one task exports.

    Both ends are kept as Mixpanel wrote them; a day is never moved by a zone conversion.
    """

    start: Timestamp
    end: Timestamp

    @property
    def first_day(self) -> date | None:
        """The first calendar day, or None when it could not be read."""
        return self.start.day

    @property
    def last_day(self) -> date | None:
        """The last calendar day, included, or None when it could not be read."""
        return self.end.day

    @property
    def day_count(self) -> int | None:
        """How many calendar days the range touches; None when unreadable or backwards."""
        if self.first_day is None or self.last_day is None or self.is_reversed:
            return None
        return (self.last_day - self.first_day).days + 1

    @property
    def is_reversed(self) -> bool:
        """The range ends before it begins, which no export does; False when an end is unknown."""
        if self.first_day is None or self.last_day is None:
            return False
        if self.start.moment is None or self.end.moment is None:
            return self.last_day < self.first_day
        return self.end.moment < self.start.moment or self.last_day < self.first_day

    @property
    def is_hourly(self) -> bool:
        """An end is not at midnight, so the range speaks of hours rather than days."""
        moments = (self.start.moment, self.end.moment)
        return any(m is not None and (m.hour, m.minute, m.second) != (0, 0, 0) for m in moments)

    @property
    def is_whole(self) -> bool:
        """Both ends could be read, and it does not end before it begins."""
        both_read = self.first_day is not None and self.last_day is not None
        return both_read and self.start.epoch_s <= self.end.epoch_s

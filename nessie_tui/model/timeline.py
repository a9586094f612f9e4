"""Which days were synced, and when."""

from dataclasses import dataclass
from datetime import date, datetime

from nessie_tui.model.timestamp import Timestamp, WireTime, read_time

_SYNCED = "synced"


@dataclass(frozen=True, slots=True)
class SyncDay:
    """One day of the ``timeline`` route."""

    date: WireTime
    """A bare calendar day, presumably of the project's time zone."""
    status: str
    """Only ``synced`` was ever published; any word is kept."""
    sync_times: tuple[WireTime, ...] = ()
    """When that day was written to the destination; several when late data came."""

    @property
    def is_synced(self) -> bool:
        """The day was written to the destination, by its word or by the times that are given."""
        return bool(self.sync_times) or self.status.strip().lower() == _SYNCED


@dataclass(frozen=True, slots=True)
class Timeline:
    """The syncs of one pipeline."""

    pipeline: str
    fetched_at: datetime
    """Aware; when the answer was complete."""
    days: tuple[SyncDay, ...]

    def last_sync(self, first: date, last: date) -> Timestamp | None:
        """Return when one of the days from `first` to `last` was synced last; None if none was."""
        times = (
            read_time(time)
            for day in self.days
            for time in day.sync_times
            if _is_within(read_time(day.date).day, first, last)
        )
        return max(times, key=lambda time: time.epoch_s, default=None)


def _is_within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last

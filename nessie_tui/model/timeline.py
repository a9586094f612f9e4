"""Which days were synced, and when."""

from dataclasses import dataclass
from datetime import datetime

from nessie_tui.model.timestamp import WireTime


@dataclass(frozen=True, slots=True)
class SyncDay:
    """One day of the ``timeline`` route."""

    date: WireTime
    """A bare calendar day, presumably of the project's time zone."""
    status: str
    """Only ``synced`` was ever published; any word is kept."""
    sync_times: tuple[WireTime, ...] = ()
    """When that day was written to the destination; several when late data came."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The syncs of one pipeline."""

    pipeline: str
    fetched_at: datetime
    """Aware; when the answer was complete."""
    days: tuple[SyncDay, ...]

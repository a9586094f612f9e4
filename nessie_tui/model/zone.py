"""In which time zone a project's days begin, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from enum import StrEnum
from heapq import nlargest
from zoneinfo import ZoneInfo

from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime, read_time, zone_named_in

_LOOKED_AT = 20


class ZoneSource(StrEnum):
    """Who says which zone it is, the most reliable first."""

    PROFILE = "profile"
    DISPATCH = "dispatch"
    """The list of pipelines names it behind the time of the last dispatch."""
    TASKS = "tasks"
    """The tasks' dates carry an offset; what it is in another season nobody says."""
    NOBODY = "nobody"
    """UTC is assumed."""


@dataclass(frozen=True, slots=True)
class ProjectZone:
    """A time zone, its name, and where it is known from."""

    zone: tzinfo
    name: str
    """An IANA name, ``UTC``, or an offset such as ``UTC-08:00``."""
    source: ZoneSource


def project_zone(told: str | None, last_dispatched: WireTime, tasks: Iterable[Task]) -> ProjectZone:
    """Return the zone that a project's days begin in.

    Args:
        told: The profile's zone, an IANA name that exists; None when nobody said.
        last_dispatched: As the ``jobs`` route wrote it: a clock time and a zone's name.
        tasks: Of the pipeline; the newest date that carries an offset counts.
    """
    if told is not None:
        return ProjectZone(ZoneInfo(told), told, ZoneSource.PROFILE)
    named = zone_named_in(last_dispatched)
    if named is not None:
        return ProjectZone(named, named.key, ZoneSource.DISPATCH)
    # A few, because the last ones in the alphabet may be no dates at all.
    newest = nlargest(_LOOKED_AT, (task.from_date for task in tasks))
    for moment in (read_time(written).moment for written in newest):
        if moment is not None:
            offset = timezone(moment.utcoffset() or timedelta())
            return ProjectZone(offset, str(offset), ZoneSource.TASKS)
    return ProjectZone(UTC, "UTC", ZoneSource.NOBODY)

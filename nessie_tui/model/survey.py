"""Everything that can be said about one pipeline's dates, and what had to be assumed for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.coverage import Coverage, UnitRange, cover
from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.progress import Progress, progress
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import SyncDay
from nessie_tui.model.unit import UnitKind, Units
from nessie_tui.model.zone import ProjectZone, ZoneSource, project_zone

_KINDS = {"daily": UnitKind.DAY, "hourly": UnitKind.HOUR}
_ENOUGH_DAYS = 3
"""So many days without a second hour are no chance."""


class FindingKind(StrEnum):
    """What is odd about a pipeline's dates, or was assumed about them."""

    FAILED_AGAIN = "failed_again"
    """Dates landed, and a later attempt at them failed."""
    ONLY_SYNCED = "only_synced"
    """The timeline says that dates were synced; no task that exported them succeeded."""
    NEVER_SYNCED = "never_synced"
    """A task exported dates that the timeline skips, between others that it names."""
    LABEL = "label"
    """The list says another frequency than the tasks' dates show."""
    FREQUENCY = "frequency"
    """The list names no frequency that is known; what the tasks show was taken."""
    TIMEZONE = "timezone"
    """The profile names no time zone; another source was taken, or UTC."""
    UNREADABLE = "unreadable"
    """The dates of some tasks cannot be read."""
    BACKWARDS = "backwards"
    """Some tasks end before they begin."""
    FUTURE = "future"
    """Tasks export dates that have not begun."""
    FULL_EXPORT = "full_export"
    """Every run exports everything, so no date can be missing."""
    BACKFILL = "backfill"
    """A backfill of old dates: whatever comes after its newest one is not its to export."""
    CUT = "cut"
    """The history is longer than what is told of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should know about a pipeline's dates."""

    kind: FindingKind
    units: UnitRange | None = None
    """The dates that it is about; None where it is not about dates."""
    count: int = 0
    """How many tasks, where it is about tasks."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a pipeline, from which everything about its dates follows."""

    pipeline: Pipeline
    """As the list has it."""
    tasks: tuple[Task, ...]
    sync_days: tuple[SyncDay, ...] = ()
    """What the timeline says; nothing where nobody asked."""
    told_zone: str | None = None
    """The profile's time zone, an IANA name that exists; None when nobody said."""


@dataclass(frozen=True)
class Survey:
    """What is known of a pipeline's dates."""

    pipeline: Pipeline
    zone: ProjectZone
    coverage: Coverage
    attempts: Attempts
    """All tasks of the reading by their dates."""

    @property
    def units(self) -> Units:
        """How the dates are counted."""
        return self.coverage.units

    @cached_property
    def progress(self) -> Progress | None:
        """How it gets on; None where nothing waits or runs."""
        return progress(self.coverage.index.tasks)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is odd or was assumed: about dates first, the oldest first in each kind."""
        return (*self._about_dates(), *self._about_tasks(), *self._assumptions())

    def _about_dates(self) -> Iterator[Finding]:
        coverage = self.coverage
        for kind, found in (
            (FindingKind.FAILED_AGAIN, coverage.failed_again),
            (FindingKind.ONLY_SYNCED, coverage.only_synced),
            (FindingKind.NEVER_SYNCED, coverage.never_synced),
        ):
            yield from (Finding(kind, units) for units in found)
        now = coverage.newest_due + 1
        early = [unit for unit in (*coverage.index.alone, *coverage.index.several) if unit > now]
        early += (edge for s in coverage.index.wide if s.first > now for edge in (s.first, s.last))
        if early:
            yield Finding(FindingKind.FUTURE, UnitRange(min(early), max(early)))

    def _about_tasks(self) -> Iterator[Finding]:
        for kind, tasks in (
            (FindingKind.UNREADABLE, self.coverage.index.unread),
            (FindingKind.BACKWARDS, self.coverage.index.backwards),
        ):
            if tasks:
                yield Finding(kind, count=len(tasks))

    def _assumptions(self) -> Iterator[Finding]:
        if self.coverage.is_cut:
            yield Finding(FindingKind.CUT)
        if self.pipeline.exports_in_full:
            yield Finding(FindingKind.FULL_EXPORT)
        if self.pipeline.is_backfill:
            yield Finding(FindingKind.BACKFILL)
        labelled = _KINDS.get(self.pipeline.frequency.lower())
        if labelled is None:
            yield Finding(FindingKind.FREQUENCY)
        elif self._contradicts(labelled):
            yield Finding(FindingKind.LABEL)
        if self.zone.source is not ZoneSource.PROFILE:
            yield Finding(FindingKind.TIMEZONE)

    def _contradicts(self, labelled: UnitKind) -> bool:
        """Tell whether the tasks' dates show another frequency than the label says."""
        if labelled is UnitKind.DAY:
            return self.attempts.are_hourly
        if self.attempts.are_hourly:
            return False
        return len({task.from_date[:10] for task in self.coverage.index.tasks}) >= _ENOUGH_DAYS


def survey(evidence: Evidence, now: datetime, before: Survey | None = None) -> Survey:
    """Find out what became of a pipeline's dates.

    Args:
        evidence: What is known of it.
        now: Aware.
        before: The result for the reading before: where little has changed, little is done.
    """
    pipeline, tasks = evidence.pipeline, evidence.tasks
    attempts = Attempts(tasks)
    zone = project_zone(evidence.told_zone, pipeline.last_dispatched, tasks)
    kind = _KINDS.get(pipeline.frequency.lower())
    if kind is None:
        kind = UnitKind.HOUR if attempts.are_hourly else UnitKind.DAY
    units, known = Units(kind, zone.zone), None
    if before and before.zone == zone and before.units.kind is kind:
        units, known = before.units, before.coverage
    coverage = cover(tasks, evidence.sync_days, units, now, known)
    return Survey(pipeline, zone, coverage, attempts)

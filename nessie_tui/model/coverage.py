"""What became of every date: covered, missing, or not reported at all.

Status answers hold recent tasks only, so a date before the first one reported is unknown and not
missing. Between that and the newest date that has ended, every date has an outcome: the data landed
once any task that covers it succeeded; until then what is going on counts, then the newest attempt.
Where no task covers a date, the timeline's word that it was synced counts as landed: nothing is
called missing because one of two witnesses is silent.
"""

import contextlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from operator import add, and_, gt

from nessie_tui.model.cells import (
    MISSING,
    MISSING_CODE,
    NOT_REPORTED,
    NOT_REPORTED_CODE,
    SUCCEEDED_CODE,
    SYNCED_CODE,
    Cells,
    UnitRange,
    paint_cells,
    repaint_cells,
    runs,
)
from nessie_tui.model.date_index import DateIndex, index_dates
from nessie_tui.model.state import FAILED, SUCCEEDED, TIMED_OUT, TaskState
from nessie_tui.model.task import Task, attempt_order
from nessie_tui.model.timeline import SyncDay
from nessie_tui.model.timestamp import read_time
from nessie_tui.model.unit import UnitKind, Units

__all__ = ["MISSING", "MOST_UNITS", "NOT_REPORTED", "Coverage", "Overlap", "UnitRange", "cover"]

MOST_UNITS = 600_000
"""Of a longer history only the newest part is told: hours of almost seventy years."""

_FAILED = frozenset({FAILED, TIMED_OUT})


@dataclass(frozen=True, slots=True)
class Overlap:
    """Units that were exported more than once, and by how many tasks that succeeded."""

    units: UnitRange
    tasks: int


@dataclass(frozen=True)
class Coverage:
    """The outcome of every unit from `first` to `last`, which is due."""

    units: Units
    index: DateIndex
    """The tasks, by the units they export."""
    sync_days: tuple[SyncDay, ...]
    reported_from: int | None
    """The oldest unit that a task or a sync covers; None where there is none."""
    newest_due: int
    """The newest unit that has ended."""
    cells: Cells

    @property
    def first(self) -> int:
        """The oldest unit that is told of."""
        return self.cells.first

    @property
    def last(self) -> int:
        """The newest unit that is told of; before `first` where there is none."""
        return self.cells.first + len(self) - 1

    @property
    def span(self) -> UnitRange:
        """From `first` to `last`."""
        return UnitRange(self.first, self.last)

    @property
    def reported_to(self) -> int:
        """The newest unit that a task or a sync covers; before `first` where there is none."""
        return self.first + len(self.cells.codes.rstrip(bytes([MISSING_CODE]))) - 1

    @property
    def is_cut(self) -> bool:
        """The history is longer than what is told of it."""
        return self.reported_from is not None and self.reported_from < self.first

    def __len__(self) -> int:
        return len(self.cells.codes)

    def __contains__(self, unit: int) -> bool:
        return self.first <= unit <= self.last

    def state(self, unit: int) -> TaskState:
        """Return the outcome of a unit that is told of."""
        return self.cells.words[self.cells.codes[unit - self.first]]

    def states(self) -> Iterator[TaskState]:
        """Return the outcome of every unit in order."""
        return map(self.cells.words.__getitem__, self.cells.codes)

    def attempts(self, unit: int) -> int:
        """Return how many tasks cover a unit that is told of."""
        return self.cells.attempts[unit - self.first]

    def is_synced(self, unit: int) -> bool:
        """Tell whether the timeline says that a unit that is told of, or its day, was synced."""
        return bool(self.cells.synced[unit - self.first])

    def is_decided_by(self, task: Task) -> bool:
        """Tell whether the outcome of some unit that `task` covers is its own."""
        words = self.cells.words[SUCCEEDED_CODE:]  # those of tasks
        if task.state not in words:
            return False
        code = SUCCEEDED_CODE + words.index(task.state)
        return code in self.cells.codes[self._places(task)]

    @cached_property
    def counts(self) -> Mapping[TaskState, int]:
        """How many units have which outcome; those that none has are left out."""
        counts: dict[TaskState, int] = {}
        for code, word in enumerate(self.cells.words):
            count = self.cells.codes.count(code)
            if count:
                counts[word] = counts.get(word, 0) + count
        return counts

    @property
    def covered(self) -> int:
        """How many units landed."""
        return self.counts.get(SUCCEEDED, 0)

    @cached_property
    def missing(self) -> tuple[UnitRange, ...]:
        """The units that nothing covers, the oldest first."""
        return runs(b"[%c]+" % MISSING_CODE, self.cells.codes, self.first)

    @cached_property
    def uncovered(self) -> tuple[UnitRange, ...]:
        """The units whose data did not land, whatever the reason, the oldest first."""
        pattern = b"[^%c%c]+" % (SYNCED_CODE, SUCCEEDED_CODE)
        return runs(pattern, self.cells.codes, self.first)

    @cached_property
    def newest_covered(self) -> int | None:
        """The newest unit whose data landed; None where none did."""
        place = max(map(self.cells.codes.rfind, (SYNCED_CODE, SUCCEEDED_CODE)))
        return None if place < 0 else self.first + place

    @cached_property
    def holes(self) -> int:
        """How many units before the newest covered one did not land."""
        newest = self.newest_covered
        return 0 if newest is None else newest - self.first + 1 - self.covered

    def age_s(self, now: datetime) -> float | None:
        """Return the seconds since the newest covered unit ended; None where there is none."""
        newest = self.newest_covered
        # By seconds: between two moments of one zone Python subtracts what the clocks show.
        return None if newest is None else now.timestamp() - self.units.end(newest).timestamp()

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """The units that more than one succeeded task covers, the oldest first."""
        twice = runs(rb"[\x02-\xff]+", self.cells.landed, self.first)
        counts = map(add, map(self._single_successes, twice), self._wide_successes(twice))
        return tuple(map(Overlap, twice, counts))

    @cached_property
    def only_synced(self) -> tuple[UnitRange, ...]:
        """The units that the timeline says were synced while no task of theirs succeeded.

        Of hours, those between tasks that no task covers: the timeline speaks of days, one of a
        day's hours may have failed, and the tasks reported begin somewhere in a day.
        """
        told = self._landed
        if self.units.kind is UnitKind.HOUR:
            older = bytes([1]) * min(max((self.index.first or 0) - self.first, 0), len(self))
            told = older + bytes(map(bool, self.cells.attempts[len(older) :]))
        return runs(rb"\x01+", bytes(map(gt, self.cells.synced, told)), self.first)

    @cached_property
    def never_synced(self) -> tuple[UnitRange, ...]:
        """The units that landed and that the timeline skips, between others that it names."""
        begin, end = self.cells.synced.find(1), self.cells.synced.rfind(1)
        if begin < 0 or self.units.kind is UnitKind.HOUR:  # it speaks of days
            return ()
        named, landed = self.cells.synced[begin:end], self._landed[begin:end]
        return runs(rb"\x01+", bytes(map(gt, landed, named)), self.first + begin)

    @cached_property
    def failed_again(self) -> tuple[UnitRange, ...]:
        """The units that landed and at which a later attempt failed."""
        tasks = list(self.index.tried_again)
        troubled = [task for task in tasks if task.state in _FAILED]
        touched = bytearray(len(self))
        for task in troubled:
            self._mark(touched, task, 1)
        successes = (task for task in tasks if task.state == SUCCEEDED)
        landed = [task for task in successes if 1 in touched[self._places(task)]]
        word = bytearray(len(self))
        for task in sorted((*troubled, *landed), key=attempt_order):  # the newest has the last word
            self._mark(word, task, int(task.state in _FAILED))
        return runs(rb"\x01+", bytes(map(and_, word, self._landed)), self.first)

    def between(self, first: int | None = None, last: int | None = None) -> "Coverage":
        """Return the same from `first` to `last`; None for where this one begins or ends.

        What is not due is left out. What is older than all that was reported is not reported.
        """
        begin = self.first if first is None else first
        end = min(self.last if last is None else last, self.newest_due)
        begin = max(begin, end - MOST_UNITS + 1)
        older = range(begin, min(self.first, end + 1))
        place = slice(max(begin - self.first, 0), max(end - self.first + 1, 0))
        cells, none = self.cells, [0] * len(older)
        window = replace(
            cells,
            first=begin,
            codes=bytes([NOT_REPORTED_CODE]) * len(older) + cells.codes[place],
            attempts=[*none, *cells.attempts[place]],
            landed=bytes(none) + cells.landed[place],
            synced=bytes(none) + cells.synced[place],
        )
        return replace(self, cells=window)

    @cached_property
    def _landed(self) -> bytes:
        """1 for each unit that a task exported."""
        return self.cells.landed.translate(bytes([0]) + bytes([1]) * 255)

    def _places(self, task: Task) -> slice:
        first, last = self.units.firsts[task.from_date], self.units.lasts[task.to_date]
        if first is None or last is None:
            return slice(0)
        return slice(max(0, first - self.first), max(0, last - self.first + 1))

    def _mark(self, marks: bytearray, task: Task, mark: int) -> None:
        place = self._places(task)
        marks[place] = bytes([mark]) * len(marks[place])

    def _single_successes(self, run: UnitRange) -> int:
        """Count the succeeded tasks that cover one unit, which is in `run`."""
        units = range(run.first, run.last + 1)
        tasks = (task for unit in units for task in self.index.single(unit))
        return sum(task.state == SUCCEEDED for task in tasks)

    def _wide_successes(self, ordered: Sequence[UnitRange]) -> Iterator[int]:
        """Count for each run the succeeded tasks that cover more than one unit, some of them in it.

        There may be tens of thousands of both, so each task is looked up among the runs.
        """
        firsts, lasts = [run.first for run in ordered], [run.last for run in ordered]
        edges = [0] * (len(ordered) + 1)
        for stretch in self.index.wide:
            if stretch.task.state == SUCCEEDED:
                edges[bisect_left(lasts, stretch.first)] += 1
                edges[bisect_right(firsts, stretch.last)] -= 1
        return accumulate(edges)


def cover(
    tasks: Iterable[Task],
    sync_days: Iterable[SyncDay],
    units: Units,
    now: datetime,
    before: Coverage | None = None,
) -> Coverage:
    """Return what became of every unit from the first one reported to the newest that is due.

    Args:
        tasks: All that is known of the pipeline.
        sync_days: What the timeline says; nothing where nobody asked.
        units: How the pipeline's dates are counted. The same object from reading to reading
            remembers the dates that it has read.
        now: Aware.
        before: The result for the reading before: where little has changed, little is done.
    """
    days, newest_due = tuple(sync_days), units.newest_due(now)
    updated = before.index.updated(tasks) if before and before.units is units else None
    index = index_dates(tasks, units) if updated is None else updated[0]
    synced = list(_synced(days, units))
    reported_from = min(
        (unit for unit in (index.first, *(run.first for run in synced)) if unit is not None),
        default=None,
    )
    first = newest_due + 1 if reported_from is None else reported_from
    span = UnitRange(max(first, newest_due - MOST_UNITS + 1), newest_due)
    if before and updated and before.sync_days == days and before.span == span:
        cells = repaint_cells(before.cells, index, updated[1])
    else:
        cells = paint_cells(index, synced, span)
    return Coverage(units, index, days, reported_from, newest_due, cells)


def _synced(days: Iterable[SyncDay], units: Units) -> Iterator[UnitRange]:
    for day in days:
        read = read_time(day.date).day
        if day.is_synced and read is not None:
            with contextlib.suppress(OverflowError, ValueError):  # at the calendar's edge
                first, last = units.of_day(read)
                last = min(last, _synced_to(day, units, last))
                if first <= last:  # a sync in the day's first hour covers none of them
                    yield UnitRange(first, last)


def _synced_to(day: SyncDay, units: Units, last: int) -> int:
    """Return the newest unit that the syncs of a day cover, `last` where no time tells.

    A sync replaces the day's data, so of the hours it covers those that had ended by then.
    """
    times = [read_time(written).moment for written in day.sync_times]
    ended = [units.newest_due(time) for time in times if time is not None]
    return max(ended, default=last) if units.kind is UnitKind.HOUR else last

"""Which tasks export which day or hour."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from nessie_tui.model.task import Task, attempt_order
from nessie_tui.model.unit import Units


class Stretch(NamedTuple):
    """A task and the units it exports, both ends included; more than one."""

    first: int
    last: int
    task: Task


@dataclass(frozen=True)
class DateIndex:
    """The tasks of one reading by the units they export.

    Nearly all tasks export one unit, and most of them are the only ones that do: tens of thousands
    of lists of one task each would take longer to make than all the rest. A backfill may export
    thousands of units, so those tasks are kept as stretches.
    """

    tasks: Sequence[Task]
    """All tasks, also those whose dates say nothing."""
    units: Units
    alone: dict[int, Task]
    """By unit, the one task that exports this unit and no other."""
    several: dict[int, list[Task]]
    """By unit, those tasks where there are more than one, in no particular order."""
    wide: tuple[Stretch, ...]
    unread: tuple[Task, ...]
    """Those whose dates cannot be read."""
    backwards: tuple[Task, ...]
    """Those that end before they begin, which no export does."""

    @property
    def first(self) -> int | None:
        """The oldest unit that any task exports; None without any."""
        ends = (min(units, default=None) for units in (self.alone, self.several))
        firsts = (*ends, *(stretch.first for stretch in self.wide))
        return min((unit for unit in firsts if unit is not None), default=None)

    @property
    def tried_again(self) -> Iterable[Task]:
        """All tasks that may share a unit with another one."""
        return self.tasks if self.wide else chain.from_iterable(self.several.values())

    def single(self, unit: int) -> list[Task]:
        """Return the tasks that export `unit` and no other, in no particular order."""
        return [self.alone[unit]] if unit in self.alone else self.several.get(unit, [])

    def at(self, unit: int) -> list[Task]:
        """Return the tasks that export `unit`, the oldest attempt first."""
        wide = (stretch.task for stretch in self.wide if stretch.first <= unit <= stretch.last)
        return sorted((*self.single(unit), *wide), key=attempt_order)

    def updated(self, tasks: Iterable[Task]) -> "tuple[DateIndex, AbstractSet[int]] | None":
        """Return the index of the next reading, and the units on which anything differs.

        A task that has not changed is the same object in both readings.

        Returns:
            None where it has to be built anew: more than some single units have changed.
        """
        now = tuple(tasks)
        gone, new = _differences(self.tasks, now)
        if len(gone) + len(new) > len(now) // 4:
            return None
        changed = index_dates((*gone.values(), *new.values()), self.units)
        if changed.wide or changed.unread or changed.backwards:
            return None
        touched = changed.alone.keys() | changed.several.keys()
        alone, several = dict(self.alone), dict(self.several)
        for unit in touched:
            kept = [task for task in self.single(unit) if id(task) not in gone]
            found = [*kept, *(task for task in changed.single(unit) if id(task) in new)]
            alone.pop(unit, None)
            several.pop(unit, None)
            if len(found) == 1:
                alone[unit] = found[0]
            elif found:
                several[unit] = found
        index = DateIndex(now, self.units, alone, several, self.wide, self.unread, self.backwards)
        return index, touched


def index_dates(tasks: Iterable[Task], units: Units) -> DateIndex:
    """Return `tasks` by the units they export."""
    known = tuple(tasks)
    firsts, lasts = units.firsts, units.lasts
    alone: dict[int, Task] = {}
    several: dict[int, list[Task]] = {}
    wide: list[Stretch] = []
    unread: list[Task] = []
    backwards: list[Task] = []
    for task in known:
        begin, end = task.from_date, task.to_date
        # One moment twice is one unit; a bare day twice may be all of its hours.
        first = firsts[begin]
        last = first if begin == end and begin.strip()[10:] else lasts[end]
        if first is None or last is None:
            unread.append(task)
        elif first < last:
            wide.append(Stretch(first, last, task))
        elif first > last:
            backwards.append(task)
        elif first in several:
            several[first].append(task)
        elif first in alone:
            several[first] = [alone.pop(first), task]
        else:
            alone[first] = task
    return DateIndex(known, units, alone, several, tuple(wide), tuple(unread), tuple(backwards))


def _differences(
    before: Sequence[Task], now: Sequence[Task]
) -> tuple[dict[int, Task], dict[int, Task]]:
    """Return the tasks that are only in `before` and those that are only in `now`, by identity."""
    # Most stand where they stood; only the others are worth looking up.
    moved = [(old, new) for old, new in zip(before, now, strict=False) if old is not new]
    gone = {id(old): old for old in (*(old for old, _ in moved), *before[len(now) :])}
    new = {id(new): new for new in (*(new for _, new in moved), *now[len(before) :])}
    both = gone.keys() & new.keys()
    for identity in both:
        del gone[identity], new[identity]
    return gone, new

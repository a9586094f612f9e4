"""One byte for every unit: which outcome it has.

Bytes are painted, compared, counted and searched for runs as quickly as text is, so that half a
million hours are no burden. Painting keeps to one rule: what counts more is painted later.
"""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from nessie_tui.model.attempt import outcome
from nessie_tui.model.date_index import DateIndex, Stretch
from nessie_tui.model.state import PENDING, RUNNING, STATES, SUCCEEDED, TaskState
from nessie_tui.model.task import Task, attempt_order

MISSING = TaskState("missing")
"""The outcome of a date that is due and that neither a task nor a sync covers."""
NOT_REPORTED = TaskState("not_reported")
"""The outcome of a date that is older than everything the API returned."""

MISSING_CODE, NOT_REPORTED_CODE, SYNCED_CODE, SUCCEEDED_CODE = range(4)
_OWN_WORDS = (MISSING, NOT_REPORTED, SUCCEEDED)
# A task's word may read like one of ours: it is another one, and its dates are not missing.
_FIRST_WORDS = (*_OWN_WORDS, *dict.fromkeys((SUCCEEDED, MISSING, NOT_REPORTED, *STATES)))
_MOST_WORDS = _MOST_LANDED = 255
_RANKS = {PENDING: 1, RUNNING: 2, SUCCEEDED: 3}
"""What counts more than the newest attempt, and how much more."""


@dataclass(frozen=True, slots=True)
class UnitRange:
    """Units that follow one another, both ends included."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Cells:
    """The outcomes of the units from `first` on."""

    first: int
    codes: bytes
    words: tuple[TaskState, ...]
    """What each code means; two mean succeeded: one by a sync alone, one by a task."""
    attempts: Sequence[int]
    """How many tasks cover each unit."""
    landed: bytes
    """How many of them succeeded, 255 for that many and more."""
    synced: bytes
    """1 where the timeline says that the unit was synced."""
    ground: "_Ground"


@dataclass(frozen=True, slots=True)
class _Ground:
    """What lies under the tasks that export one unit each: the wide ones, and the syncs."""

    wide: Sequence[Stretch]
    lies: Sequence[int]
    """For each unit, the place in `wide` of the one on top; negative where none lies there."""
    codes: bytes
    attempts: Sequence[int]
    landed: bytes


def paint_cells(index: DateIndex, synced: Iterable[UnitRange], span: UnitRange) -> Cells:
    """Return the outcomes of the units of `span`; what lies outside is left out.

    Args:
        index: The tasks by the units they export.
        synced: The units that the timeline says were synced.
        span: Which units; none where its last comes before its first.
    """
    size = max(0, span.count)
    marks = bytearray(size)
    for run in synced:
        place = _within(run.first, run.last, span.first, size)
        marks[place] = b"\x01" * len(marks[place])
    words = _Words(_FIRST_WORDS)
    ground = _ground(index.wide, bytes(marks), span.first, words)
    bare = Cells(span.first, ground.codes, (), ground.attempts, ground.landed, bytes(marks), ground)
    return _painted(bare, index.alone.items(), index.several.items(), words)


def repaint_cells(cells: Cells, index: DateIndex, touched: Iterable[int]) -> Cells:
    """Return `cells` with only the `touched` units painted anew, from `index`.

    The wide tasks and the syncs must be those that `cells` were painted from.
    """
    ground = cells.ground
    codes, attempts, landed = bytearray(cells.codes), list(cells.attempts), bytearray(cells.landed)
    for unit in touched:
        place = unit - cells.first
        if 0 <= place < len(codes):
            codes[place] = ground.codes[place]
            attempts[place], landed[place] = ground.attempts[place], ground.landed[place]
    bare = replace(cells, codes=bytes(codes), attempts=attempts, landed=bytes(landed))
    tasks = ((unit, found) for unit in touched if (found := index.single(unit)))
    return _painted(bare, (), tasks, _Words(cells.words))


def runs(pattern: bytes, cells: bytes, first: int) -> tuple[UnitRange, ...]:
    """Return where `pattern` matches; the first of `cells` is the unit `first`."""
    return tuple(
        UnitRange(first + match.start(), first + match.end() - 1)
        for match in re.finditer(pattern, cells, re.DOTALL)
    )


class _Words(dict[TaskState, int]):
    """Gives every outcome its code, as they come."""

    def __init__(self, words: Sequence[TaskState]) -> None:
        # A task whose state reads "missing" is no missing date.
        known = enumerate(words[SUCCEEDED_CODE:], SUCCEEDED_CODE)
        super().__init__((word, code) for code, word in known)
        self.list = list(words)

    def __missing__(self, word: TaskState) -> int:
        if len(self.list) > _MOST_WORDS:  # nobody invents so many: one speaks for all the others
            return len(self.list) - 1
        self[word] = len(self.list)
        self.list.append(word)
        return self[word]


def _painted(
    cells: Cells,
    alone: Iterable[tuple[int, Task]],
    several: Iterable[tuple[int, list[Task]]],
    words: _Words,
) -> Cells:
    """Return `cells` with the tasks that export one unit each painted over the ground."""
    codes, attempts, landed = bytearray(cells.codes), list(cells.attempts), bytearray(cells.landed)
    lies, wide, first, size = cells.ground.lies, cells.ground.wide, cells.first, len(codes)
    crowded = list(several)
    for unit, task in alone:
        place = unit - first
        if not 0 <= place < size:
            continue
        if lies[place] >= 0:
            crowded.append((unit, [task]))
            continue
        codes[place] = words[task.state]
        attempts[place] = 1
        landed[place] = task.state == SUCCEEDED
    for unit, tried in crowded:
        place = unit - first
        if not 0 <= place < size:
            continue
        attempts[place] += len(tried)
        successes = sum(task.state == SUCCEEDED for task in tried)
        landed[place] = min(_MOST_LANDED, landed[place] + successes)
        beneath = [wide[lies[place]].task] if lies[place] >= 0 else []
        codes[place] = words[outcome(sorted(tried + beneath, key=attempt_order))]
    return replace(
        cells,
        codes=bytes(codes),
        words=tuple(words.list),
        attempts=attempts,
        landed=bytes(landed),
    )


def _ground(stretches: Iterable[Stretch], synced: bytes, first: int, words: _Words) -> _Ground:
    size = len(synced)
    wide = sorted(stretches, key=lambda s: (_RANKS.get(s.task.state, 0), attempt_order(s.task)))
    lies = array("l", map((-1).__sub__, synced))  # -2 where only a sync is known of
    edges, landed_edges = [0] * (size + 1), [0] * (size + 1)
    for number, stretch in enumerate(wide):
        place = _within(stretch.first, stretch.last, first, size)
        length = place.stop - place.start
        lies[place] = array("l", [number]) * length
        landed = stretch.task.state == SUCCEEDED
        for edge, step in ((place.start, 1), (place.stop, -1)):
            edges[edge] += step
            landed_edges[edge] += step * landed
    code_of = {-1: MISSING_CODE, -2: SYNCED_CODE}
    code_of |= {number: words[stretch.task.state] for number, stretch in enumerate(wide)}
    return _Ground(
        wide,
        lies,
        bytes(map(code_of.__getitem__, lies)),
        list(accumulate(edges))[:size],
        bytes(min(_MOST_LANDED, count) for count in accumulate(landed_edges))[:size],
    )


def _within(first: int, last: int, begin: int, size: int) -> slice:
    """Return the places of the units from `first` to `last` among `size` units from `begin`."""
    start = min(max(first - begin, 0), size)
    return slice(start, max(start, min(last - begin + 1, size)))

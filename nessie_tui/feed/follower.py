"""Keeping a pipeline's tasks true with as few bytes as the server allows.

50,000 tasks are 10 MB, their counts 60 bytes. So the counts are the heartbeat: as long as they
stay the same, so do the tasks, nearly always; for the rest the whole answer is fetched now and
then. Where only states have changed that the API's ``status`` filter knows, only those are fetched.

Nothing of this is promised. Mixpanel documents no answer to ``summary``, its sample of the filter
contradicts it, and both may count other tasks than the list holds. Whatever does not fit is
noticed, and the whole answer asked for instead.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import PENDING, RUNNING, STATES, TaskState
from nessie_tui.model.task import Task

_MOVING = frozenset({RUNNING, PENDING})
"""The states that change by themselves. An unknown word may stand for ever."""
_COSTLY_TASKS = 1000
_LARGE_SHARE = 1 / 6
"""So soon, in the time after which everything is fetched anyway, no large answer is fetched again
about a pipeline that is not open: its counts have to do."""

Counts = Mapping[TaskState, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask the ``status`` route for."""

    counts_only: bool = False
    states: frozenset[TaskState] = frozenset()
    """Only these; empty for all."""


EVERYTHING = Wanted()
COUNTS = Wanted(counts_only=True)


def is_moving(counts: Counts) -> bool:
    """Tell whether some task is not settled."""
    return any(counts.get(state) for state in _MOVING)


class Follower:
    """What is known of one pipeline's tasks, and what has to be asked to know them again.

    Times are monotonic seconds.
    """

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.snapshot: TaskSnapshot | None = None
        self._whole_at = -inf
        self._heard: Counts = {}
        self._ahead: Counts | None = None
        self._misfit: Counts | None = None
        self._doubts = False
        self._checks = False
        self._emptied = False
        self._beat = 0
        self._honours_summary = True
        self._honours_filter = True
        self._agrees = True

    @property
    def is_behind(self) -> bool:
        """Another question has to be asked, and at once, before anything is known again."""
        return self._ahead is not None or self._doubts or self._checks

    @property
    def is_moving(self) -> bool:
        """Some task is not settled."""
        return self.snapshot is not None and is_moving(self.snapshot.counts)

    @property
    def is_costly(self) -> bool:
        """Every beat brings all of many tasks, because the server knows no summary."""
        return not self._honours_summary and self._is_large

    @property
    def counts_agree(self) -> bool:
        """The server's summary counts the tasks that its list holds, and no others."""
        return self._agrees

    def recall(self, snapshot: TaskSnapshot, at: float) -> None:
        """Begin with tasks that were true at `at`, in an earlier run perhaps."""
        self.snapshot, self._whole_at, self._heard = snapshot, at, snapshot.counts

    def doubt(self) -> None:
        """Ask for everything next: somebody wants to be sure."""
        self._doubts = True

    def suspect(self) -> None:
        """Ask for everything next, unless that is large: a run has begun since the last look.

        It may be over by the next one, and have pushed an old task out of the list: then the counts
        are what they were.
        """
        self._doubts = self._doubts or not self._is_large

    def refuse(self, wanted: Wanted) -> bool:
        """Note that the server did not accept `wanted`; True where another question may do."""
        if wanted.states:
            self._honours_filter, self._doubts = False, True
        else:  # where not even the plain question is accepted, it was not the summary's fault
            self._honours_summary = not wanted.counts_only
        return wanted != EVERYTHING

    def wanted(self, now: float, whole_every_s: float, *, closely: bool = True) -> Wanted:
        """Return what to ask next.

        Args:
            now: The moment.
            whole_every_s: After how many seconds everything is fetched, whatever the counts say.
            closely: It is open: look also at tasks that move where the counts stand still, and
                fetch a large answer as soon as something changed.
        """
        wanted = self._wanted(now, whole_every_s, closely=closely)
        is_early = now - self._whole_at < whole_every_s * _LARGE_SHARE
        if wanted == EVERYTHING and is_early and self._is_large and not closely:
            return COUNTS if self._honours_summary else EVERYTHING
        return wanted

    def _wanted(self, now: float, whole_every_s: float, *, closely: bool) -> Wanted:
        is_old = self.snapshot is None or now - self._whole_at >= whole_every_s
        if is_old:  # and what a server did not keep to once it may keep to again
            self._honours_summary = self._honours_filter = True
        if is_old or self._doubts or self._emptied or not self._honours_summary:
            return EVERYTHING
        if self._ahead is not None:
            return self._details(self._ahead)
        if self._checks or not closely or not self._may_filter or not self.is_moving:
            return COUNTS
        # Every second beat looks at the tasks that move: two may have changed places.
        return COUNTS if self._beat % 2 else Wanted(states=_MOVING)

    def take(self, wanted: Wanted, answer: TaskSnapshot, now: float) -> TaskSnapshot | None:
        """Take over the `answer` to `wanted`.

        Returns:
            The pipeline's tasks as they are now; None where that is not known yet.
        """
        self._beat += 1
        if wanted.counts_only and not answer.tasks:  # an empty answer counts nothing either
            return self._take_counts(answer)
        if wanted.counts_only:
            self._honours_summary = False
        if wanted.states:
            return self._take_states(wanted.states, answer, now)
        return self._take_everything(answer, now)

    @property
    def _is_large(self) -> bool:
        return len(self._tasks) >= _COSTLY_TASKS

    @property
    def _may_filter(self) -> bool:
        return self._honours_filter and self._agrees

    def _details(self, ahead: Counts) -> Wanted:
        changed = {
            state for state in {*ahead, *self._heard} if ahead.get(state) != self._heard.get(state)
        }
        known = all(state in STATES and STATES[state].filterable for state in changed)
        may_filter = known and self._may_filter and bool(ahead)
        return Wanted(states=_MOVING | changed) if may_filter else EVERYTHING

    def _take_counts(self, answer: TaskSnapshot) -> TaskSnapshot | None:
        counts = _without_zeros(answer.counts)
        if counts != _without_zeros(self._heard):
            self._ahead, self._checks = counts, False
            return None
        self._ahead = None
        if self._checks:  # the counts stand still, so it was the filter that left something out
            self._checks = self._honours_filter = False
        return self._confirmed(answer)

    def _take_states(
        self, states: frozenset[TaskState], answer: TaskSnapshot, now: float
    ) -> TaskSnapshot | None:
        found = answer.tasks or ()
        expected = _without_zeros(self._heard if self._ahead is None else self._ahead)
        if any(task.state not in states for task in found):
            self._honours_filter = False
            if _without_zeros(answer.counts) == expected:
                return self._take_everything(answer, now)
            self._doubts = True
            return None
        if count_states(found) != {s: n for s, n in expected.items() if s in states}:
            if self._ahead is None:
                self._checks = True
            else:
                self._doubts = True
            return None
        if self._ahead is not None:
            self._heard, self._ahead = self._ahead, None
        return self._merged(states, answer)

    def _take_everything(self, answer: TaskSnapshot, now: float) -> TaskSnapshot | None:
        known = None if self.snapshot is None else self.snapshot.tasks
        if known and answer.tasks == () and not self._emptied:
            # Everything is gone all at once: that has to come twice to be believed.
            self._emptied, self._doubts, self._checks, self._ahead = True, False, False, None
            return None
        self._heard = answer.counts
        if self._ahead is not None:
            self._compare(self._ahead, answer.counts)
            self._ahead = None
        self._doubts = self._checks = self._emptied = False
        self._whole_at = now
        if known is not None and answer.tasks == known:
            return self._confirmed(answer)
        self.snapshot = answer
        return answer

    def _compare(self, ahead: Counts, listed: Counts) -> None:
        """Find out whether the summary, asked for a moment before, counts what is listed.

        Tasks may have changed in between, so the same counts have to miss the list twice.
        """
        misfit = None if ahead == _without_zeros(listed) else ahead
        self._agrees = misfit is None or (self._agrees and misfit != self._misfit)
        self._misfit = misfit
        if not self._agrees:
            self._heard = ahead

    def _merged(self, states: frozenset[TaskState], answer: TaskSnapshot) -> TaskSnapshot:
        """Put the tasks found in `states` in the place of those known in them."""
        known, found = self._tasks, answer.tasks or ()
        if Counter(task for task in known if task.state in states) == Counter(found):
            return self._confirmed(answer)
        tasks = (*(task for task in known if task.state not in states), *found)
        self.snapshot = replace(answer, reading=TaskReading(count_states(tasks), tasks))
        return self.snapshot

    def _confirmed(self, answer: TaskSnapshot) -> TaskSnapshot:
        """Return the tasks known, true as of `answer`: the same tuple, so that nobody compares."""
        held = answer if self.snapshot is None else self.snapshot
        self.snapshot = replace(held, fetched_at=answer.fetched_at)
        return self.snapshot

    @property
    def _tasks(self) -> tuple[Task, ...]:
        return () if self.snapshot is None else self.snapshot.tasks or ()


def _without_zeros(counts: Counts) -> dict[TaskState, int]:
    """Return `counts` with absent states absent: an answer may write them as 0."""
    return {state: count for state, count in counts.items() if count}

"""A pipeline of the simulated project: what each of the three routes says of it at a moment."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from nessie_tui.model.state import CANCELED, SUCCEEDED, TaskState
from nessie_tui.simulator import wire
from nessie_tui.simulator.attempt import Attempt, Pause, under_pauses
from nessie_tui.simulator.story import Story, chances
from nessie_tui.simulator.timetable import Timetable, local_day
from nessie_tui.simulator.wire import Json

_DAY_S = 86_400
Pauses = tuple[Pause, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """A pipeline's tasks, and for how long they stay as they are.

    As long as nothing changes a pipeline returns the same reading, which keeps what it was encoded
    to: 50,000 tasks are worked out and encoded once an hour, not once a request.
    """

    by_state: Mapping[str, object]
    """State to list of tasks, spelled as on the wire."""
    attempts: Sequence[Attempt]
    """The attempts behind the tasks; those at the same dates stand together."""
    since_s: float = float("-inf")
    until_s: float = float("inf")
    """The moment at which some task changes next."""
    _bodies: dict[tuple[bool, frozenset[str]], bytes] = field(default_factory=dict, repr=False)

    def body(self, *, summary: bool, states: frozenset[str]) -> bytes:
        """Return the ``status`` answer; see `wire.status` for the arguments."""
        asked = (summary, states)
        if asked not in self._bodies:
            self._bodies[asked] = wire.status(self.by_state, summary=summary, states=states)
        return self._bodies[asked]


class SimulatedPipeline(Protocol):
    """What a project holds. Moments are seconds since 1970 (UTC)."""

    @property
    def name(self) -> str:
        """Return the name, which nothing promises to be unique."""

    def job(self, now_s: float, pauses: Pauses) -> Json:
        """Return the pipeline's entry in the ``jobs`` answer."""

    def reading(self, now_s: float, pauses: Pauses) -> Reading:
        """Return the tasks."""

    def timeline(self, now_s: float, pauses: Pauses) -> Json:
        """Return the ``timeline`` answer."""


@dataclass(frozen=True, slots=True)
class WrittenPipeline:
    """A pipeline whose answers are written down and never change."""

    name: str
    entry: Json
    by_state: Mapping[str, object]
    day_syncs: object = None

    def job(self, now_s: float, pauses: Pauses) -> Json:
        """Return the entry as written."""
        del now_s, pauses
        return self.entry

    def reading(self, now_s: float, pauses: Pauses) -> Reading:
        """Return the tasks as written."""
        del now_s, pauses
        return Reading(self.by_state, ())

    def timeline(self, now_s: float, pauses: Pauses) -> Json:
        """Return the days as written."""
        del now_s, pauses
        return {"day_syncs": self.day_syncs}


@dataclass
class PlannedPipeline:
    """A pipeline that follows a timetable and a story.

    The last reading is remembered; it is nothing that a second asking would not give again.
    """

    name: str
    timetable: Timetable
    story: Story
    seed: int
    frequency: str = "daily"
    dispatcher: str = "backfill"
    """The only value that was ever published."""
    sync_enabled: bool = True
    _planned: dict[int, tuple[Attempt, ...]] = field(default_factory=dict, repr=False)
    _last: tuple[Pauses, Reading] | None = field(default=None, repr=False)

    def job(self, now_s: float, pauses: Pauses) -> Json:
        """Return the entry; a step that has begun counts as dispatched."""
        attempts = self.reading(now_s, pauses).attempts
        begun = (attempt.start_s for attempt in attempts if attempt.has_run_by(now_s))
        return wire.job(
            self.name,
            dispatcher=self.dispatcher,
            frequency=self.frequency,
            sync_enabled=self.sync_enabled,
            last_dispatched_s=max(begun, default=None),
        )

    def reading(self, now_s: float, pauses: Pauses) -> Reading:
        """Return the tasks, the oldest dates first."""
        if self._last is not None:
            last_pauses, reading = self._last
            if last_pauses == pauses and reading.since_s <= now_s < reading.until_s:
                return reading
        reading = self._read(now_s, pauses)
        self._last = (pauses, reading)
        return reading

    def timeline(self, now_s: float, pauses: Pauses) -> Json:
        """Return the days that synced, the oldest first; none without sync.

        A day that was exported is looked at again a day later, and written again if data came late.
        """
        by_day: dict[date, Sequence[int]] = {}
        if self.sync_enabled:
            by_day = self._synced(now_s, pauses) | self._told_synced(now_s, pauses)
        by_day.pop(local_day(now_s), None)  # a day syncs when it is over
        days = sorted(by_day.items())
        return {"day_syncs": [wire.sync_day(day, times_s) for day, times_s in days if times_s]}

    def _synced(self, now_s: float, pauses: Pauses) -> dict[date, Sequence[int]]:
        by_day: dict[date, list[int]] = defaultdict(list)
        for attempt in self.reading(now_s, pauses).attempts:
            if attempt.outcome == SUCCEEDED and attempt.finish_s <= now_s:
                by_day[local_day(attempt.from_s)].append(attempt.finish_s)
        return {day: _syncs(ends_s, now_s) for day, ends_s in by_day.items()}

    def _told_synced(self, now_s: float, pauses: Pauses) -> dict[date, Sequence[int]]:
        told: dict[date, Sequence[int]] = {}
        for unit in self.timetable.units(now_s) if self.story.syncs else ():
            syncs = self.story.told_syncs(unit)
            if syncs is not None:
                due_s = self.timetable.run_at_s(unit)
                times_s = [due_s + int(after.total_seconds()) for after in syncs]
                told[local_day(self.timetable.date_s(unit))] = [
                    time_s
                    for time_s in times_s
                    if time_s <= now_s and not any(pause.covers(time_s) for pause in pauses)
                ]
        return told

    def _read(self, now_s: float, pauses: Pauses) -> Reading:
        units = self.timetable.units(now_s)
        self._planned = {unit: self._planned.get(unit) or self._plan(unit) for unit in units}
        listed: list[tuple[Attempt, TaskState]] = []
        # Even where nobody tries the next dates, the oldest leave when they are due.
        until_s: float = self.timetable.queued_s(units[-1])
        for planned in self._planned.values():
            for attempt in under_pauses(planned, pauses) if pauses else planned:
                state = attempt.state_at(now_s)
                if state is not None:
                    listed.append((attempt, state))
                if attempt.finish_s > now_s:
                    until_s = min(until_s, attempt.next_change_s(now_s))
        tasks = (wire.task(self.name, attempt, state) for attempt, state in listed)
        return Reading(wire.groups(tasks), [attempt for attempt, _ in listed], now_s, until_s)

    def _plan(self, unit: int) -> tuple[Attempt, ...]:
        choice, *spread = chances(self.seed, self.name, unit)
        return tuple(self._attempts(unit, self.story.plot(unit, choice), spread))

    def _attempts(
        self, unit: int, plot: Sequence[TaskState], spread: Sequence[float]
    ) -> Iterator[Attempt]:
        table = self.timetable
        date_s, run_at_s, queued_s = table.date_s(unit), table.run_at_s(unit), table.queued_s(unit)
        for number, outcome in enumerate(plot):
            opens_s, closes_s = table.turn(unit, number, len(plot))
            length_s = closes_s - opens_s
            # Waits for up to a sixth of its turn, then takes about half or three quarters of it.
            start_s = opens_s + int(length_s * (0.02 + 0.14 * spread[2 * number]))
            finish_s = start_s + int(length_s * (0.45 + 0.35 * spread[2 * number + 1]))
            if outcome == CANCELED:
                finish_s = start_s
            yield Attempt(date_s, date_s, run_at_s, queued_s, start_s, finish_s, outcome)
            queued_s = finish_s


def _syncs(ends_s: Sequence[int], now_s: float) -> list[int]:
    first_s = max(ends_s)
    again_s = first_s + _DAY_S + first_s % _DAY_S // 12
    has_late_data = first_s % 3 == 0
    return [first_s, again_s] if has_late_data and again_s <= now_s else [first_s]

"""What became of every date, found out slowly: sets of units, stepped through one by one.

A unit is a `date`, or the moment in UTC at which an hour begins. Of the program only the order of
attempts is used.
"""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from histories import History

from nessie_tui.model.task import attempt_order

HOUR = timedelta(hours=1)


class SlowCoverage:
    """The outcome of every unit of `history`."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.is_hourly = history.kind == "hour"
        self.step = HOUR if self.is_hourly else timedelta(days=1)
        self.newest_due = self.unit_at(history.now) - self.step
        self.unread, self.backwards, self.future = 0, 0, []
        self.covering: dict[object, list] = {}
        for task in history.tasks:
            self._place(task)
        self.synced = {unit for day in history.sync_days for unit in self._synced_by(day)}
        reported = {*self.covering, *self.synced}
        self.first = min(reported, default=None)
        self.units = self.walk(self.first, self.newest_due) if reported else []
        self.state = {unit: self._state(unit) for unit in self.units}
        self.landed = {unit: self._count(unit, {"succeeded"}) for unit in self.units}

    def walk(self, first, last) -> list:
        found = []
        while first <= last:
            found.append(first)
            first += self.step
        return found

    @property
    def missing(self) -> set:
        return {unit for unit in self.units if self.state[unit] == "missing"}

    @property
    def uncovered(self) -> set:
        return {unit for unit in self.units if self.state[unit] != "succeeded"}

    @property
    def counts(self) -> Counter:
        return Counter(self.state.values())

    @property
    def newest_covered(self):
        return max(set(self.units) - self.uncovered, default=None)

    @property
    def holes(self) -> int:
        newest = self.newest_covered
        return 0 if newest is None else sum(unit < newest for unit in self.uncovered)

    @property
    def twice(self) -> set:
        return {unit for unit, count in self.landed.items() if count > 1}

    @property
    def failed_again(self) -> set:
        found = set()
        for unit in self.units:
            said = [t for t in self.at(unit) if t.state in {"succeeded", "failed", "timed_out"}]
            newest = max(said, key=attempt_order, default=None)
            if self.landed[unit] and newest.state != "succeeded":
                found.add(unit)
        return found

    @property
    def only_synced(self) -> set:
        told = {unit for unit in self.units if (self.at(unit) if self.is_hourly else self.ok(unit))}
        found = (set(self.units) & self.synced) - told
        oldest = min(self.covering, default=None)
        if self.is_hourly and oldest is not None:  # the tasks begin somewhere in a day
            return {unit for unit in found if unit > oldest}
        return found

    @property
    def never_synced(self) -> set:
        named = set(self.units) & self.synced
        if self.is_hourly or not named:
            return set()
        between = set(self.walk(min(named), max(named))) - named
        return {unit for unit in between if self.ok(unit)}

    def at(self, unit) -> list:
        return self.covering.get(unit, [])

    def ok(self, unit) -> bool:
        return self.landed[unit] > 0

    def successes(self, units) -> int:
        tasks = {id(t) for unit in units for t in self.at(unit) if t.state == "succeeded"}
        return len(tasks)

    def unit_at(self, moment: datetime) -> date | datetime:
        if not self.is_hourly:
            return moment.astimezone(self.history.zone).date()
        # Hours begin as they do in the zone's January.
        january = datetime(2026, 1, 1, tzinfo=self.history.zone).astimezone(UTC)
        shift = timedelta(minutes=january.minute)
        return (moment.astimezone(UTC) - shift).replace(minute=0, second=0, microsecond=0) + shift

    def hours_of(self, day: date) -> list[datetime]:
        """Return the hours that end in `day`, or as it does."""
        noon = self.unit_at(datetime.combine(day, time(12), UTC))
        around = self.walk(noon - 40 * HOUR, noon + 40 * HOUR)
        last_moments = ((hour, hour + HOUR - timedelta(seconds=1)) for hour in around)
        zone = self.history.zone
        return [hour for hour, moment in last_moments if moment.astimezone(zone).date() == day]

    def _place(self, task) -> None:
        first, last = self._units_of(task.from_date), self._units_of(task.to_date)
        if not first or not last:
            self.unread += 1
            return
        units = self.walk(first[0], last[-1])
        if not units:
            self.backwards += 1
        elif first[0] > self.unit_at(self.history.now):
            self.future += units
        for unit in units:
            self.covering.setdefault(unit, []).append(task)

    def _units_of(self, written: str) -> list:
        """Return the units that a written date stands for: one, or all of a day's hours."""
        text = written.strip()
        if not re.match(r"20\d\d-\d\d-\d\d", text):
            return []
        try:
            if text.endswith("XYZ"):
                read = datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z XYZ")
            else:
                read = datetime.fromisoformat(text)
        except ValueError:
            return []
        if not self.is_hourly:
            return [read.date()]
        if len(text) == len("2026-11-20"):
            return self.hours_of(read.date())
        return [self.unit_at(read if read.tzinfo else read.replace(tzinfo=self.history.zone))]

    def _synced_by(self, day) -> list:
        if day.status.strip().lower() != "synced" and not day.sync_times:
            return []
        try:
            named = date.fromisoformat(day.date)
        except ValueError:
            return []
        if not self.is_hourly:
            return [named]
        times = [datetime.fromisoformat(t[1:27]).replace(tzinfo=UTC) for t in day.sync_times]
        hours = self.hours_of(named)
        return [h for h in hours if not times or h + HOUR <= max(times)]

    def _state(self, unit) -> str:
        tasks = self.at(unit)
        for word in ("succeeded", "running", "pending"):
            if self._count(unit, {word}):
                return word
        if tasks:
            return max(tasks, key=attempt_order).state
        return "succeeded" if unit in self.synced else "missing"

    def _count(self, unit, words) -> int:
        return sum(task.state in words for task in self.at(unit))

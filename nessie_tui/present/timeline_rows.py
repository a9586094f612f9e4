"""The days of a pipeline: what became of each by its tasks, and when Mixpanel synced it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nessie_tui.model.coverage import Coverage, UnitRange
from nessie_tui.model.state import SUCCEEDED, TaskState, state_rank
from nessie_tui.model.survey import FindingKind
from nessie_tui.model.timeline import SyncDay, Timeline
from nessie_tui.model.timestamp import Timestamp, read_time
from nessie_tui.present.standing import Standing
from nessie_tui.present.sync_words import in_order

MOST_DAYS = 4_000
"""Of a longer history only the newest days are shown: eleven years."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day, as its tasks and the timeline tell of it."""

    day: date
    outcomes: Mapping[TaskState, int]
    """How many of its units have which outcome; none where the tasks tell nothing of it."""
    status: str
    """The timeline's word; empty where it does not list the day."""
    syncs: tuple[Timestamp, ...] = ()
    """When it was synced, the oldest first."""
    disagreement: FindingKind | None = None
    """What only one of the two says; None where both agree."""


def timeline_rows(shown: Standing, timeline: Timeline) -> dict[date, DayRow]:
    """Return the days that either witness knows, the newest first.

    Args:
        shown: How the pipeline stands, from its tasks.
        timeline: Its syncs.
    """
    listed = {}
    for listed_day in timeline.days:
        day = read_time(listed_day.date).day
        if day is not None:
            listed[day] = listed_day
    told = _outcomes(shown)
    odd = _disagreements(shown) if told else {}
    days = sorted(listed.keys() | told.keys(), reverse=True)[:MOST_DAYS]
    return {day: _row(day, told.get(day, {}), listed.get(day), odd.get(day)) for day in days}


def _row(
    day: date,
    outcomes: Mapping[TaskState, int],
    listed: SyncDay | None,
    disagreement: FindingKind | None,
) -> DayRow:
    if listed is None:
        return DayRow(day, outcomes, "", (), disagreement)
    return DayRow(day, outcomes, listed.status, tuple(in_order(listed.sync_times)), disagreement)


def _outcomes(shown: Standing) -> dict[date, Mapping[TaskState, int]]:
    """Return what became of the newest days; nothing where dates tell nothing."""
    if shown.judgement is None or shown.pipeline.exports_in_full:
        return {}
    judged = shown.judgement.judged
    if not len(judged):
        return {}
    units = judged.units
    newest, oldest = units.day(judged.last), units.day(judged.first)
    count = min(MOST_DAYS, (newest - oldest).days + 1)
    return {day: _counts(judged, day) for day in _days_before(newest, count)}


def _days_before(newest: date, count: int) -> Sequence[date]:
    return [newest - timedelta(days=number) for number in range(count)]


def _counts(judged: Coverage, day: date) -> Mapping[TaskState, int]:
    first, last = judged.units.of_day(day)
    counts: dict[TaskState, int] = {}
    for unit in range(max(first, judged.first), min(last, judged.last) + 1):
        state = judged.state(unit)
        counts[state] = counts.get(state, 0) + 1
    states = sorted(counts, key=lambda state: (state != SUCCEEDED, state_rank(state)))
    return {state: counts[state] for state in states}


def _disagreements(shown: Standing) -> dict[date, FindingKind]:
    """Return the newest days of which only one of the two witnesses speaks."""
    if shown.survey is None:
        return {}
    coverage = shown.survey.coverage
    found: dict[date, FindingKind] = {}
    for kind, runs in (
        (FindingKind.ONLY_SYNCED, coverage.only_synced),
        (FindingKind.NEVER_SYNCED, coverage.never_synced),
    ):
        for run in runs:
            found.update(dict.fromkeys(_days(coverage, run), kind))
    return found


def _days(coverage: Coverage, run: UnitRange) -> Sequence[date]:
    newest, oldest = coverage.units.day(run.last), coverage.units.day(run.first)
    return _days_before(newest, min(MOST_DAYS, (newest - oldest).days + 1))

"""Histories that no pipeline has. Each ends within seconds, or the suite would not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dated import task_of

from nessie_tui.model.coverage import MOST_UNITS, Coverage, cover
from nessie_tui.model.freshness import Limits
from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.progress import progress
from nessie_tui.model.state import TaskState
from nessie_tui.model.survey import Evidence, FindingKind, survey
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import SyncDay
from nessie_tui.model.timestamp import WireTime
from nessie_tui.model.unit import UnitKind, Units
from nessie_tui.model.verdict import judge

ZONE = ZoneInfo("US/Pacific")
NOW = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
RECENT = "2026-11-20T00:00:00Z"
EDGES = [
    *("0001-01-01T00:00:00Z", "0001-01-01", "0002-01-01T00:00:00+14:00", "0002-01-01"),
    *("9998-12-31T23:00:00-12:00", "9999-12-31T23:59:59-12:00", "9999-12-31", "9999-12-31 23:59"),
]


def hours() -> Units:
    return Units(UnitKind.HOUR, ZONE)


def told(tasks: list[Task], units: Units) -> Coverage:
    """Find out everything that coverage knows."""
    coverage = cover(tasks, (), units, NOW)
    for name in ("counts", "missing", "uncovered", "overlaps", "newest_covered", "holes"):
        getattr(coverage, name)
    for name in ("failed_again", "only_synced", "never_synced"):
        getattr(coverage, name)
    return coverage


def wide(last: int, count: int, state: str = "succeeded", units: Units | None = None) -> Task:
    """Return a task that exports `count` units, the newest of them `last`."""
    units = units or hours()
    return task_of(units.start(last - count + 1), state, end=units.start(last))


def test_one_task_exports_half_a_million_hours():
    units = hours()
    coverage = told([wide(units.newest_due(NOW), 500_000)], units)
    assert coverage.covered == len(coverage) == 500_000
    assert not coverage.uncovered


def test_a_history_of_more_hours_than_are_told_is_cut_at_its_old_end():
    units = hours()
    coverage = told([wide(units.newest_due(NOW), MOST_UNITS + 5)], units)
    assert (len(coverage), coverage.is_cut) == (MOST_UNITS, True)
    assert coverage.last == units.newest_due(NOW)
    assert len(coverage.between(coverage.first - 10_000_000)) == MOST_UNITS


def test_hundreds_of_tasks_export_half_a_million_hours_each():
    units = hours()
    newest = units.newest_due(NOW)
    states = ["succeeded", "failed", "running", "timed_out", "odd"]
    tasks = [wide(newest - step, 500_000, states[step % 5], units) for step in range(300)]
    coverage = told(tasks, units)
    assert coverage.attempts(newest - 1_000) == 300
    assert [run.count for run in coverage.uncovered] == [4]  # before the oldest that succeeded
    assert sum(overlap.units.count for overlap in coverage.overlaps) > 499_000


def test_twenty_thousand_tasks_overlap_in_pairs():
    units = hours()
    newest = units.newest_due(NOW)
    pairs = [newest - 3 * pair for pair in range(10_000)]
    tasks = [wide(last - step, 2, "succeeded", units) for last in pairs for step in (0, 1)]
    overlaps = told(tasks, units).overlaps
    assert len(overlaps) == 10_000
    assert {overlap.tasks for overlap in overlaps} == {2}


def test_a_thousand_tasks_export_half_a_million_hours_each_and_an_older_one_failed():
    units = hours()
    newest = units.newest_due(NOW)
    tasks = [wide(newest - step, 500_000, "succeeded", units) for step in range(1_000)]
    coverage = told([task_of(units.start(newest - 550_000), "failed"), *tasks], units)
    assert (len(coverage), coverage.failed_again) == (550_001, ())


def test_fifty_thousand_tasks_export_one_hour():
    units = hours()
    begin = units.start(units.newest_due(NOW))
    states = ["failed", "retried", "succeeded", "odd"]
    tasks = [task_of(begin, states[number % 4]) for number in range(50_000)]
    coverage = told(tasks, units)
    assert len(coverage) == 1
    assert coverage.attempts(coverage.first) == 50_000
    assert [overlap.tasks for overlap in coverage.overlaps] == [12_500]
    changed = [*tasks[:-1], task_of(begin, "running")]
    assert cover(changed, (), units, NOW, coverage).overlaps[0].tasks == 12_500


def test_every_task_has_a_state_of_its_own():
    units = hours()
    newest = units.newest_due(NOW)
    tasks = [task_of(units.start(newest - n), f"word {n}") for n in range(5_000)]
    coverage = told(tasks, units)
    assert sum(coverage.counts.values()) == 5_000
    assert (coverage.covered, coverage.missing) == (0, ())
    assert [run.count for run in coverage.uncovered] == [5_000]


@pytest.mark.parametrize("kind", UnitKind)
@pytest.mark.parametrize(
    ("begin", "end"),
    [ends for edge in EDGES for ends in ((edge, edge), (edge, RECENT), (RECENT, edge))],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_dates_at_the_edges_of_the_calendar_are_told_or_not_read(kind, begin, end, zone):
    task = Task("events", TaskState("succeeded"), from_date=WireTime(begin), to_date=WireTime(end))
    pipeline = Pipeline("events", frequency="daily" if kind is UnitKind.DAY else "hourly")
    days = tuple(SyncDay(WireTime(edge[:10]), "synced") for edge in (begin, end))
    found = survey(Evidence(pipeline, (task, task_of(NOW)), days, zone), NOW)
    coverage = found.coverage
    assert sum(coverage.counts.values()) == len(coverage) <= MOST_UNITS
    assert judge(found, Limits(), NOW).age_s is None or coverage.newest_covered is not None
    told = [finding.units for finding in found.findings if finding.units is not None]
    for units in told:
        assert found.units.text(units.first) <= found.units.text(units.last)


def test_nothing_is_no_history():
    found = survey(Evidence(Pipeline("events"), ()), NOW)
    assert len(found.coverage) == 0
    assert list(found.coverage.states()) == []
    assert (found.coverage.missing, found.coverage.overlaps) == ((), ())
    assert (found.coverage.newest_covered, found.coverage.age_s(NOW)) == (None, None)
    assert found.coverage.reported_from is None
    assert progress(()) is None
    assert [finding.kind for finding in found.findings] == [
        FindingKind.FREQUENCY,
        FindingKind.TIMEZONE,
    ]


def test_tasks_that_say_nothing_cover_nothing():
    found = survey(Evidence(Pipeline("events"), tuple(Task() for _ in range(5_000))), NOW)
    assert len(found.coverage) == 0
    assert found.findings[0].count == 5_000


def test_a_sync_of_every_day_of_the_calendar():
    first = date(1980, 1, 1)
    days = (first + timedelta(days=number) for number in range(20_000))
    synced = [SyncDay(WireTime(day.isoformat()), "synced") for day in days]
    for kind in UnitKind:
        coverage = cover((), synced, Units(kind, ZONE), NOW)
        assert coverage.covered == len(coverage) > 15_000

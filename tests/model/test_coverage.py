from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from dated import task_of
from histories import History, histories, syncs_of, tasks_of
from hypothesis import given
from hypothesis import strategies as st
from slow_coverage import SlowCoverage

from nessie_tui.model.coverage import Coverage, UnitRange, cover
from nessie_tui.model.unit import UnitKind, Units


def named(coverage: Coverage, units) -> list:
    """Return units as the slow reckoning names them: days, or when hours begin."""
    if coverage.units.kind is UnitKind.DAY:
        return [coverage.units.day(unit) for unit in units]
    return [coverage.units.start(unit).astimezone(UTC) for unit in units]


def spread(coverage: Coverage, ranges: tuple[UnitRange, ...]) -> set:
    """Return the units of `ranges`, which are in order, whole, and as few as can be."""
    assert all(run.first <= run.last for run in ranges)
    assert all(one.last + 1 < later.first for one, later in pairwise(ranges))
    units = [unit for run in ranges for unit in range(run.first, run.last + 1)]
    assert sum(run.count for run in ranges) == len(units)
    return set(named(coverage, units))


def cells(coverage: Coverage) -> list[tuple]:
    told = range(coverage.first, coverage.last + 1)
    return [
        (name, coverage.state(unit), coverage.attempts(unit), coverage.is_synced(unit))
        for name, unit in zip(named(coverage, told), told, strict=True)
    ]


@given(histories())
def test_every_date_has_the_outcome_that_a_slow_reckoning_finds(history):
    coverage, slow = history.cover(), SlowCoverage(history)
    expected = [(u, slow.state[u], len(slow.at(u)), u in slow.synced) for u in slow.units]
    assert cells(coverage) == expected
    assert list(coverage.states()) == [state for _, state, _, _ in expected]
    assert coverage.counts == slow.counts
    assert coverage.covered == slow.counts["succeeded"]
    assert named(coverage, [coverage.newest_due]) == [slow.newest_due]
    assert coverage.reported_from is None or not coverage.is_cut


@given(histories())
def test_what_is_missing_late_or_exported_twice_is_what_a_slow_reckoning_finds(history):
    coverage, slow = history.cover(), SlowCoverage(history)
    assert spread(coverage, coverage.missing) == slow.missing
    assert spread(coverage, coverage.uncovered) == slow.uncovered
    newest = coverage.newest_covered
    assert (None if newest is None else named(coverage, [newest])[0]) == slow.newest_covered
    assert coverage.holes == slow.holes
    runs = [overlap.units for overlap in coverage.overlaps]
    assert spread(coverage, tuple(runs)) == slow.twice
    for overlap in coverage.overlaps:
        assert overlap.tasks == slow.successes(spread(coverage, (overlap.units,)))


@given(histories())
def test_what_is_odd_about_dates_is_what_a_slow_reckoning_finds(history):
    coverage, slow = history.cover(), SlowCoverage(history)
    assert spread(coverage, coverage.failed_again) == slow.failed_again
    assert spread(coverage, coverage.only_synced) == slow.only_synced
    assert spread(coverage, coverage.never_synced) == slow.never_synced
    assert len(coverage.index.unread) == slow.unread
    assert len(coverage.index.backwards) == slow.backwards


@given(histories(), st.integers(-60, 6), st.integers(-60, 6))
def test_a_window_tells_the_same_of_fewer_dates(history, begin, end):
    coverage, slow = history.cover(), SlowCoverage(history)
    first, last = coverage.newest_due + begin, coverage.newest_due + end
    window = coverage.between(first, last)
    assert (window.first, max(window.last, first - 1)) == (
        first,
        max(min(last, coverage.newest_due), first - 1),
    )
    for unit in range(window.first, window.last + 1):
        (name,) = named(coverage, [unit])
        assert window.state(unit) == slow.state.get(name, "not_reported")
        assert window.attempts(unit) == len(slow.at(name))
    told = set(named(coverage, range(window.first, window.last + 1)))
    assert spread(window, window.missing) == slow.missing & told
    assert spread(window, window.failed_again) == slow.failed_again & told
    assert window.covered == len((set(slow.units) - slow.uncovered) & told)


@given(histories(), st.integers(-60, 60))
def test_a_window_that_names_one_end_keeps_the_other(history, begin):
    coverage = history.cover()
    first = coverage.newest_due + begin
    window = coverage.between(first)
    assert not len(window) or window.span == UnitRange(first, coverage.newest_due)
    assert coverage.between(last=first).first == coverage.first
    assert cells(coverage.between()) == cells(coverage)


@given(histories(kinds=[UnitKind.HOUR]))
def test_no_date_that_is_not_over_is_told_of(history):
    coverage = history.cover()
    assert not len(coverage) or coverage.last == coverage.newest_due
    assert coverage.units.end(coverage.newest_due) <= history.now
    assert coverage.units.end(coverage.newest_due + 1) > history.now


@given(histories())
def test_in_which_zone_now_is_told_changes_nothing(history):
    here, there = history.cover(), history.now.astimezone(history.zone)
    assert here.newest_due == here.units.newest_due(there)
    assert here.age_s(history.now) == here.age_s(there)


def test_nothing_is_taken_from_a_reading_that_counts_dates_otherwise():
    kolkata, pacific = (Units(UnitKind.HOUR, ZoneInfo(n)) for n in ("Asia/Kolkata", "US/Pacific"))
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    tasks = [task_of(now - timedelta(hours=hour)) for hour in range(1, 20)]
    before = cover(tasks, (), kolkata, now)
    assert cover(tasks, (), pacific, now, before) == cover(tasks, (), pacific, now)


@st.composite
def readings(draw) -> list[History]:
    """Draw some readings, one after the other: most of a reading is as it was."""
    history = draw(histories())
    tasks = list(draw(st.lists(tasks_of(history), min_size=12, max_size=30)))
    found = [History(history.kind, history.zone, history.now, tuple(tasks), history.sync_days)]
    now, days = history.now, history.sync_days
    for _ in range(draw(st.integers(1, 3))):
        for _ in range(draw(st.integers(0, 3))):
            place = draw(st.integers(0, len(tasks) - 1))
            change = draw(st.sampled_from(["new", "gone", "more", "other place", "none"]))
            if change == "new":
                tasks[place] = draw(tasks_of(history))
            elif change == "gone":
                tasks[place : place + 1] = []
            elif change == "more":
                tasks.insert(place, draw(tasks_of(history)))
            elif change == "other place":
                tasks.append(tasks.pop(place))
        if draw(st.integers(0, 4)) == 0:
            now += timedelta(hours=draw(st.integers(1, 30)))
        if draw(st.integers(0, 4)) == 0:
            days = draw(syncs_of(history))
        found.append(History(history.kind, history.zone, now, tuple(tasks), days))
    return found


@given(readings())
def test_what_is_taken_from_the_reading_before_equals_a_fresh_look(some):
    units, before = some[0].cover().units, None
    for history in some:
        coverage, fresh = history.cover(units, before), history.cover()
        assert cells(coverage) == cells(fresh)
        for name in ("missing", "uncovered", "counts", "newest_covered", "holes", "overlaps"):
            assert getattr(coverage, name) == getattr(fresh, name), name
        for name in ("failed_again", "only_synced", "never_synced", "reported_from", "newest_due"):
            assert getattr(coverage, name) == getattr(fresh, name), name
        index, anew = coverage.index, fresh.index
        assert index.alone == anew.alone
        assert {u: sorted(map(id, t)) for u, t in index.several.items()} == {
            u: sorted(map(id, t)) for u, t in anew.several.items()
        }
        before = coverage

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dated import task_of
from histories import History, histories
from hypothesis import given
from hypothesis import strategies as st
from slow_coverage import SlowCoverage

from nessie_tui.model.coverage import MOST_UNITS
from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.survey import Evidence, Finding, FindingKind, Survey, survey
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime
from nessie_tui.model.unit import UnitKind
from nessie_tui.model.zone import ZoneSource

ZONE = ZoneInfo("US/Pacific")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZONE)
FREQUENCIES = {UnitKind.DAY: "daily", UnitKind.HOUR: "hourly"}
DAILY = Pipeline("events", frequency="daily")


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, number, hour, tzinfo=ZONE)


HOURS = tuple(task_of(day(20, hour)) for hour in range(24))
DAYS = tuple(task_of(day(number)) for number in range(18, 23))


def looked_at(
    pipeline: Pipeline = DAILY, tasks: tuple[Task, ...] = DAYS, zone: str | None = "US/Pacific"
) -> Survey:
    return survey(Evidence(pipeline, tasks, told_zone=zone), NOW)


def kinds(found: Survey) -> list[str]:
    return [finding.kind for finding in found.findings]


def evidence(history: History) -> Evidence:
    pipeline = Pipeline("events", frequency=FREQUENCIES[history.kind])
    return Evidence(pipeline, history.tasks, history.sync_days, history.zone.key)


def test_a_pipeline_of_which_all_is_known_has_no_findings():
    assert looked_at().findings == ()
    assert looked_at(replace(DAILY, frequency="hourly"), HOURS).findings == ()


@given(histories())
def test_what_is_found_is_what_a_slow_reckoning_finds(history):
    found, slow = survey(evidence(history), history.now), SlowCoverage(history)
    assert found.coverage.counts == slow.counts
    by_kind = {finding.kind: finding for finding in found.findings}
    ranges = {kind: finding.units for kind, finding in by_kind.items() if finding.units}
    counts = {kind: finding.count for kind, finding in by_kind.items() if finding.count}
    assert ranges.keys() == {
        *([FindingKind.FAILED_AGAIN] if slow.failed_again else []),
        *([FindingKind.ONLY_SYNCED] if slow.only_synced else []),
        *([FindingKind.NEVER_SYNCED] if slow.never_synced else []),
        *([FindingKind.FUTURE] if slow.future else []),
    }
    odd = {FindingKind.UNREADABLE: slow.unread, FindingKind.BACKWARDS: slow.backwards}
    assert counts == {kind: count for kind, count in odd.items() if count}
    if slow.future:
        units, future = found.units, ranges[FindingKind.FUTURE]
        ends = [units.start(unit) for unit in (future.first, future.last)]
        if history.kind is UnitKind.DAY:
            ends = [end.date() for end in ends]
        assert ends == [min(slow.future), max(slow.future)]


@given(histories(), st.integers(0, 30))
def test_a_survey_that_knows_the_one_before_equals_a_fresh_one(history, hours):
    before = survey(evidence(history), history.now)
    later = replace(history, now=history.now + timedelta(hours=hours), tasks=history.tasks[1:])
    found, fresh = (survey(evidence(later), later.now, known) for known in (before, None))
    assert found.units is before.units
    assert found.findings == fresh.findings
    assert list(found.coverage.states()) == list(fresh.coverage.states())


def test_what_was_read_in_another_zone_or_as_other_units_is_not_kept():
    before = looked_at()
    zone = survey(Evidence(DAILY, DAYS, told_zone="Asia/Kolkata"), NOW, before)
    assert zone.units.zone == ZoneInfo("Asia/Kolkata")
    hourly = replace(DAILY, frequency="hourly")
    assert survey(Evidence(hourly, DAYS, told_zone="US/Pacific"), NOW, before).units.kind == "hour"


@pytest.mark.parametrize(
    ("told", "dispatched", "tasks", "source", "zone"),
    [
        ("Europe/Berlin", "2026-11-22 12:00:00 US/Pacific", DAYS, "profile", "Europe/Berlin"),
        (None, "2026-11-22 12:00:00 US/Pacific", DAYS, "dispatch", "US/Pacific"),
        (None, "", DAYS, "tasks", "UTC-08:00"),
        (None, "", (), "nobody", "UTC"),
    ],
)
def test_a_zone_that_the_profile_does_not_name_is_told(told, dispatched, tasks, source, zone):
    pipeline = replace(DAILY, last_dispatched=WireTime(dispatched))
    found = survey(Evidence(pipeline, tasks, told_zone=told), NOW)
    assert (found.zone.source, found.zone.name) == (source, zone)
    assumed = found.zone.source is not ZoneSource.PROFILE
    assert kinds(found) == ([FindingKind.TIMEZONE] if assumed else [])


@pytest.mark.parametrize(
    ("frequency", "tasks", "kind", "finding"),
    [
        ("daily", DAYS, "day", None),
        ("Daily", DAYS, "day", None),
        ("HOURLY", HOURS, "hour", None),
        # An unknown word: the tasks decide.
        ("weekly", DAYS, "day", FindingKind.FREQUENCY),
        ("", HOURS, "hour", FindingKind.FREQUENCY),
        ("", (), "day", FindingKind.FREQUENCY),
        # A known word is believed, and what contradicts it is told.
        ("daily", HOURS, "day", FindingKind.LABEL),
        ("hourly", DAYS, "hour", FindingKind.LABEL),
        ("hourly", DAYS[:2], "hour", None),  # chance
        ("hourly", (), "hour", None),
        ("daily", HOURS[:1], "day", None),
    ],
)
def test_how_dates_are_counted_and_what_is_said_about_it(frequency, tasks, kind, finding):
    found = looked_at(replace(DAILY, frequency=frequency), tasks)
    assert found.units.kind == kind
    assert kinds(found) == ([finding] if finding else [])


def test_the_name_of_a_pipeline_and_its_dispatcher_may_limit_what_its_dates_tell():
    assert kinds(looked_at(replace(DAILY, name="people-daily"))) == [FindingKind.FULL_EXPORT]
    backfill = replace(DAILY, name="events-backfill", dispatcher="backfill")
    assert kinds(looked_at(backfill)) == [FindingKind.BACKFILL]


def test_a_history_that_is_too_long_is_said_to_be_cut():
    old = task_of(datetime(1900, 1, 1, tzinfo=UTC), end=day(22))
    found = looked_at(replace(DAILY, frequency="hourly"), (old, *HOURS))
    assert len(found.coverage) == MOST_UNITS
    assert FindingKind.CUT in kinds(found)


def test_tasks_of_this_day_are_not_of_the_future():
    assert kinds(looked_at(tasks=(*DAYS, task_of(day(23), "running")))) == []
    tomorrow = looked_at(tasks=(*DAYS, task_of(day(24), "pending"), task_of(day(26), "pending")))
    (finding,) = tomorrow.findings
    first = day(24).toordinal()
    assert (finding.kind, finding.units.first, finding.units.last) == ("future", first, first + 2)


def test_what_is_about_dates_comes_first_and_what_was_assumed_last():
    broken = Task("events", from_date=WireTime("soon"))
    tasks = (*DAYS, task_of(day(19), "failed", finished=day(22)), broken, task_of(day(25)))
    found = looked_at(replace(DAILY, frequency="weekly"), tasks, zone=None)
    assert kinds(found) == [
        *(FindingKind.FAILED_AGAIN, FindingKind.FUTURE, FindingKind.UNREADABLE),
        *(FindingKind.FREQUENCY, FindingKind.TIMEZONE),
    ]
    assert Finding(FindingKind.UNREADABLE, count=1) in found.findings

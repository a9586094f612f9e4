from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dated import task_of, tasks_of_units
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.freshness import Lateness, Limits, newest_late
from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.survey import Evidence, survey
from nessie_tui.model.task import Task
from nessie_tui.model.unit import UnitKind, Units
from nessie_tui.model.verdict import Allowance, Health, Verdict, judge

ZONE = ZoneInfo("US/Pacific")
LIMITS = Limits()
DAYS, HOURS = (Units(kind, ZONE) for kind in (UnitKind.DAY, UnitKind.HOUR))
DAILY, HOURLY = (Pipeline("events", frequency=word) for word in ("daily", "hourly"))
BACKFILL = Pipeline("events-backfill", frequency="daily", dispatcher="backfill")
PEOPLE = Pipeline("people-daily", frequency="daily")
FIRST = date(2026, 11, 1).toordinal()
OK, WARNING, CRITICAL, UNKNOWN = Health


def judged(
    pipeline: Pipeline,
    states: str | list[str],
    now: datetime | None = None,
    allowance: Allowance | None = None,
) -> Verdict:
    """Judge a pipeline whose units have these states, a while after the last of them ended."""
    units, first = (
        (HOURS, HOURS.of_day(date(2026, 11, 2))[0]) if pipeline is HOURLY else (DAYS, FIRST)
    )
    now = now or units.start(first + len(states)) + timedelta(minutes=20)
    tasks = tuple(tasks_of_units(units, first, states))
    return judge(survey(Evidence(pipeline, tasks, (), ZONE.key), now), LIMITS, now, allowance)


def facts(verdict: Verdict) -> tuple:
    return (verdict.health, verdict.failed, verdict.missing, verdict.stuck, verdict.lateness)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("sss", (OK, 0, 0, 0, Lateness.ON_TIME)),
        # The newest day has a day's time, and nothing that goes on is an alarm within it.
        ("ss.", (OK, 0, 0, 0, Lateness.ON_TIME)),
        ("ssp", (OK, 0, 0, 0, Lateness.ON_TIME)),
        ("ssr", (OK, 0, 0, 0, Lateness.ON_TIME)),
        ("r", (OK, 0, 0, 0, Lateness.ON_TIME)),
        # After it, a day that is being exported is late, and then overdue.
        ("srp", (WARNING, 0, 0, 0, Lateness.LATE)),
        ("sr.", (WARNING, 0, 0, 0, Lateness.LATE)),
        ("rr", (WARNING, 0, 0, 0, Lateness.LATE)),
        ("srpp", (CRITICAL, 0, 0, 0, Lateness.OVERDUE)),
        # One that nobody tried is missing as soon as it is late, or as a newer one was tried.
        ("s..", (CRITICAL, 0, 1, 0, Lateness.LATE)),
        ("s....", (CRITICAL, 0, 3, 0, Lateness.OVERDUE)),
        ("s.s", (CRITICAL, 0, 1, 0, Lateness.ON_TIME)),
        ("s.r", (CRITICAL, 0, 1, 0, Lateness.LATE)),
        # One that failed is told at once.
        ("ssf", (CRITICAL, 1, 0, 0, Lateness.ON_TIME)),
        ("sts", (CRITICAL, 1, 0, 0, Lateness.ON_TIME)),
        ("ftf", (CRITICAL, 3, 0, 0, Lateness.OVERDUE)),
        (["succeeded", "odd", "succeeded"], (CRITICAL, 1, 0, 0, Lateness.ON_TIME)),
        (["succeeded", "missing", "succeeded"], (CRITICAL, 1, 0, 0, Lateness.ON_TIME)),
        # One that waits on while newer ones land is told once it is late.
        ("spss", (WARNING, 0, 0, 1, Lateness.ON_TIME)),
        ("srps", (WARNING, 0, 0, 2, Lateness.ON_TIME)),
        # Canceled is neutral, and yet no data.
        ("scs", (WARNING, 0, 0, 1, Lateness.ON_TIME)),
        ("sas", (WARNING, 0, 0, 1, Lateness.ON_TIME)),
        ("ssc", (WARNING, 0, 0, 1, Lateness.ON_TIME)),
        ("scaaa", (CRITICAL, 0, 0, 4, Lateness.OVERDUE)),
    ],
)
def test_how_a_daily_pipeline_stands(states, expected):
    assert facts(judged(DAILY, states)) == expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("s" * 30, (OK, 0, 0, 0, Lateness.ON_TIME)),
        ("ss" + "." * 24, (OK, 0, 0, 0, Lateness.ON_TIME)),
        ("ss" + "p" * 24, (OK, 0, 0, 0, Lateness.ON_TIME)),
        ("ss" + "p" * 25, (WARNING, 0, 0, 0, Lateness.LATE)),
        ("ss" + "." * 25, (CRITICAL, 0, 1, 0, Lateness.LATE)),
        ("ss" + "p" * 49, (CRITICAL, 0, 0, 0, Lateness.OVERDUE)),
        ("sfs", (CRITICAL, 1, 0, 0, Lateness.ON_TIME)),
        ("s.s", (CRITICAL, 0, 1, 0, Lateness.ON_TIME)),
    ],
)
def test_how_an_hourly_pipeline_stands(states, expected):
    assert facts(judged(HOURLY, states)) == expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ("sss", (OK, 0, 0, 0, Lateness.ON_TIME)),
        ("sss......", (OK, 0, 0, 0, Lateness.ON_TIME)),  # it has ended
        ("sspppppp", (OK, 0, 0, 0, Lateness.ON_TIME)),
        ("s.s......", (CRITICAL, 0, 1, 0, Lateness.ON_TIME)),
        ("sfs......", (CRITICAL, 1, 0, 0, Lateness.ON_TIME)),
        ("ssc......", (WARNING, 0, 0, 1, Lateness.ON_TIME)),
        ("", (UNKNOWN, 0, 0, 0, Lateness.ON_TIME)),
    ],
)
def test_how_a_backfill_stands(states, expected):
    assert facts(judged(BACKFILL, states)) == expected


@pytest.mark.parametrize("pipeline", [DAILY, HOURLY, PEOPLE])
def test_without_tasks_nobody_knows(pipeline):
    assert facts(judged(pipeline, "")) == (UNKNOWN, 0, 0, 0, Lateness.ON_TIME)
    assert judged(pipeline, "").freshness is None


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


def run(state: str, day: int, hour: int = 1) -> Task:
    """Return a run of a pipeline that exports everything each time, with the same dates each."""
    return task_of(at(1), state, finished=at(day, hour) if state != "running" else None)


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ([run("succeeded", 22)], (OK, 0, Lateness.ON_TIME)),
        ([run("failed", 21), run("succeeded", 22)], (OK, 0, Lateness.ON_TIME)),
        ([run("succeeded", 22), run("running", 23)], (OK, 0, Lateness.ON_TIME)),
        ([run("succeeded", 22), run("failed", 23)], (CRITICAL, 1, Lateness.ON_TIME)),
        ([run("succeeded", 22), run("retried", 23)], (OK, 0, Lateness.ON_TIME)),
        # Its runs are a day apart; after another one it is late.
        ([run("succeeded", 21, 10)], (OK, 0, Lateness.ON_TIME)),
        ([run("succeeded", 21, 9)], (WARNING, 0, Lateness.LATE)),
        ([run("succeeded", 20, 9)], (CRITICAL, 0, Lateness.OVERDUE)),
        ([run("running", 23)], (UNKNOWN, 0, Lateness.ON_TIME)),
        ([run("failed", 22)], (CRITICAL, 1, Lateness.ON_TIME)),
    ],
)
def test_a_pipeline_that_exports_everything_is_judged_by_its_last_run(tasks, expected):
    now = at(23, 9)
    verdict = judge(survey(Evidence(PEOPLE, tuple(tasks), (), ZONE.key), now), LIMITS, now)
    assert (verdict.health, verdict.failed, verdict.lateness) == expected
    assert (verdict.missing, verdict.stuck, verdict.freshness) == (0, 0, None)
    assert verdict.limit_s == 48 * 3600


@pytest.mark.parametrize(
    ("states", "allowance", "health"),
    [
        ("sfs", Allowance(max_failed=1), OK),
        ("sfsfs", Allowance(max_failed=1), CRITICAL),
        ("s.s", Allowance(allow_gaps=1), OK),
        ("s..s", Allowance(allow_gaps=1), CRITICAL),
        ("s.sf", Allowance(allow_gaps=1), CRITICAL),
        ("s.sfs", Allowance(allow_gaps=1, max_failed=1), OK),
        # Their own age takes the place of the profile's limits.
        ("ss.", Allowance(max_age=timedelta(hours=12)), CRITICAL),
        ("sss", Allowance(max_age=timedelta(hours=12)), OK),
        ("sppp", Allowance(max_age=timedelta(days=4)), OK),
        ("pp", Allowance(max_age=timedelta(days=4)), CRITICAL),  # nothing is no age
        ("scs", Allowance(max_age=timedelta(days=4)), WARNING),
        ("", Allowance(max_age=timedelta(days=4)), UNKNOWN),
    ],
)
def test_what_a_person_puts_up_with_is_no_alarm(states, allowance, health):
    verdict = judged(DAILY, states, allowance=allowance)
    assert verdict.health is health
    if allowance.max_age is not None:
        assert verdict.limit_s == allowance.max_age.total_seconds()


def test_the_age_of_the_newest_data_is_told_with_its_limit():
    verdict = judged(DAILY, "ss.")
    assert (verdict.age_s, verdict.limit_s) == (24 * 3600 + 20 * 60, 48 * 3600)
    assert verdict.freshness.newest_covered == FIRST + 1
    hourly = judged(HOURLY, "s.")
    assert (hourly.age_s, hourly.limit_s) == (3600 + 20 * 60, 25 * 3600)
    assert judged(DAILY, "f").age_s is None


def test_tries_of_one_date_are_one_failure_and_none_once_it_landed():
    now = at(23, 9)
    tasks = [task_of(at(22), "failed", finished=at(23, hour)) for hour in (1, 2, 3)]
    landed = task_of(at(22), finished=at(23, 2))
    for some, failed in ((tasks, 1), ([*tasks, landed], 0)):
        found = survey(Evidence(DAILY, tuple(some), (), ZONE.key), now)
        assert judge(found, LIMITS, now).failed == failed


def test_a_failure_that_a_wider_export_made_good_is_none():
    now = at(23, 9)
    tasks = (task_of(at(20), "failed"), task_of(at(18), end=at(22)))
    found = survey(Evidence(DAILY, tasks, (), ZONE.key), now)
    assert facts(judge(found, LIMITS, now))[:2] == (OK, 0)


@given(
    st.sampled_from([(DAILY, DAYS), (HOURLY, HOURS)]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants its bounds without a zone
    st.integers(24, 72),
    st.integers(0, 80),
    st.lists(st.sampled_from(["running", "pending"]), max_size=80),
)
def test_dates_that_still_have_time_to_land_are_no_alarm(case, now, hours, landed, tried):
    pipeline, units = case
    limits = Limits(timedelta(hours=hours), timedelta(hours=2 * hours))
    late, newest = newest_late(units, limits, now), units.newest_due(now)
    states = [*["succeeded"] * (5 + landed), *tried][: 5 + newest - late]
    tasks = tasks_of_units(units, late - 4, states)
    found = survey(Evidence(pipeline, tuple(tasks), (), ZONE.key), now)
    assert facts(judge(found, limits, now)) == (OK, 0, 0, 0, Lateness.ON_TIME)
    # One more that did not land, and somebody is told.
    without = tuple(task for task in tasks if task is not tasks[4])
    found = survey(Evidence(pipeline, without, (), ZONE.key), now)
    assert judge(found, limits, now).health is CRITICAL

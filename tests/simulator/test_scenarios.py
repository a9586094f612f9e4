"""What every scenario promises, at whatever moment somebody looks."""

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.timestamp import TimeKind, read_time
from nessie_tui.simulator import hostile
from nessie_tui.simulator.pipeline import PlannedPipeline
from nessie_tui.simulator.scenario import LARGE_TASKS, SCENARIOS
from nessie_tui.simulator.timetable import moment_s
from nessie_tui.simulator.wire import body, status

SMALL = sorted(SCENARIOS.keys() - {"large"})
PLANNED = sorted(SCENARIOS.keys() - {"large", "hostile", "empty"})

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
SPRING = datetime(2026, 3, 8, 10, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 1, 9, tzinfo=UTC)


def around(moment: datetime) -> st.SearchStrategy[datetime]:
    """Return moments of the three days around a change of the clocks, to the second."""
    span = st.integers(-36 * 3600, 36 * 3600)
    return span.map(lambda seconds: moment + timedelta(seconds=seconds))


MOMENTS = st.one_of(
    around(SPRING),
    around(AUTUMN),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
)


def read(scenario, now, seed=1):
    """Return name → state → tasks, as the pipelines of a new project tell it."""
    pipelines = SCENARIOS[scenario].build(seed)
    return {p.name: p.reading(moment_s(now), ()).by_state for p in pipelines}


def counts(by_state):
    return {state: len(tasks) for state, tasks in by_state.items()}


@pytest.mark.parametrize("scenario", SMALL)
@given(now=MOMENTS)
def test_every_answer_is_json_at_every_moment(scenario, now):
    now_s = moment_s(now)
    for pipeline in SCENARIOS[scenario].build(1):
        by_state = pipeline.reading(now_s, ()).by_state
        for summary in (True, False):
            json.loads(status(by_state, summary=summary, states=frozenset()))
        json.loads(body(pipeline.job(now_s, ())))
        json.loads(body(pipeline.timeline(now_s, ())))


@pytest.mark.parametrize("scenario", PLANNED)
@given(now=MOMENTS)
def test_every_time_can_be_read_and_none_lies_ahead(scenario, now):
    for by_state in read(scenario, now).values():
        for state, tasks in by_state.items():
            for task in tasks:
                assert task["state"] == state
                assert read_time(task["from_date"]).kind is TimeKind.MOMENT
                assert task["from_date"] == task["to_date"]
                assert read_time(task["run_at"]).moment <= now
                finish = read_time(task["last_finish"])
                assert finish.kind is TimeKind.NEVER or finish.moment <= now


@pytest.mark.parametrize("scenario", PLANNED)
@given(now=MOMENTS)
def test_a_project_runs_one_step_at_a_time(scenario, now):
    running = [len(by_state.get("running", ())) for by_state in read(scenario, now).values()]
    assert sum(running) <= 1


@given(now=MOMENTS)
def test_live_has_always_something_to_wait_for(now):
    found = [counts(by_state) for by_state in read("live", now).values()]
    assert sum(c.get("pending", 0) + c.get("running", 0) for c in found) > 0


@given(now=MOMENTS, seed=st.integers(0, 1_000))
def test_live_shows_every_ending(now, seed):
    found = counts(read("live", now, seed)["events-daily-bigquery"])
    assert found["succeeded"] >= 150
    assert found["failed"] >= 3
    assert found["timed_out"] >= 1
    assert found["canceled"] >= 3
    assert found["retried"] >= 5


def test_live_recovers_from_some_failures_and_misses_a_day():
    by_state = read("live", NOW)["events-daily-bigquery"]
    landed = {task["from_date"] for task in by_state["succeeded"]}
    assert {task["from_date"] for task in by_state["failed"]} & landed
    assert {task["from_date"] for task in by_state["failed"]} - landed
    days = {task["from_date"][:10] for tasks in by_state.values() for task in tasks}
    assert len(days) == 169


def test_live_changes_every_few_minutes():
    changes = 0
    before = None
    for minute in range(24 * 60):
        after = {n: counts(t) for n, t in read("live", NOW + timedelta(minutes=minute)).items()}
        changes += after != before
        before = after
    assert changes > 24 * 15


@pytest.mark.parametrize("scenario", PLANNED)
def test_a_new_simulator_tells_the_same_history(scenario):
    assert read(scenario, NOW) == read(scenario, NOW)


@pytest.mark.parametrize("scenario", PLANNED)
def test_another_seed_is_another_history(scenario):
    assert read(scenario, NOW, seed=1) != read(scenario, NOW, seed=2)


@pytest.mark.parametrize("scenario", PLANNED)
@given(now=MOMENTS, later=st.timedeltas(timedelta(seconds=1), timedelta(days=3)))
def test_what_is_settled_stays_as_it_is(scenario, now, later):
    """Whoever watched all along and whoever looks only now see the same."""
    settled = {"succeeded", "retried", "failed", "timed_out", "canceled"}
    before, after = read(scenario, now), read(scenario, now + later)
    for name, by_state in before.items():
        tasks = [task for found in after[name].values() for task in found]
        oldest = min(task["run_at"] for task in tasks)
        for state in settled & by_state.keys():
            assert all(task in tasks for task in by_state[state] if task["run_at"] > oldest)


@pytest.mark.parametrize("scenario", PLANNED)
@given(now=MOMENTS)
def test_a_reading_lasts_until_its_end_and_no_longer(scenario, now):
    now_s = moment_s(now)
    for pipeline in SCENARIOS[scenario].build(1):
        reading = pipeline.reading(now_s, ())
        assert reading.since_s <= now_s < reading.until_s < float("inf")
        fresh = next(p for p in SCENARIOS[scenario].build(1) if p.name == pipeline.name)
        assert fresh.reading(reading.until_s - 1e-3, ()).by_state == reading.by_state
        assert fresh.reading(reading.until_s, ()).by_state != reading.by_state


def test_a_task_goes_from_pending_to_running_to_its_end():
    states = defaultdict(list)
    for second in range(0, 3 * 3600, 5):
        by_state = read("live", NOW + timedelta(seconds=second))["events-hourly-s3"]
        for state, tasks in by_state.items():
            seen = states[max(task["from_date"] for task in tasks)]
            if not seen or seen[-1] != state:
                seen.append(state)
    assert ["pending", "running", "succeeded"] in list(states.values())


def test_calm_has_nothing_but_success():
    for minutes in range(0, 24 * 60, 7):
        for by_state in read("calm", NOW + timedelta(minutes=minutes)).values():
            assert by_state.keys() <= {"pending", "running", "succeeded"}


def test_gaps_are_never_filled():
    by_state = read("gaps", NOW)["events-daily-bigquery"]
    landed = {task["from_date"] for task in by_state["succeeded"]}
    assert not {task["from_date"] for task in by_state["failed"]} & landed
    days = {task["from_date"] for tasks in by_state.values() for task in tasks}
    assert len(days) < 90


def test_a_backfill_makes_the_others_wait():
    found = read("backfill", NOW)
    assert counts(found["company-2022-backfill-bigquery"])["pending"] > 50
    assert found["events-daily-bigquery"]["succeeded"][-1]["from_date"].startswith("2026-11-21")
    early = read("backfill", NOW - timedelta(hours=3))["events-daily-bigquery"]
    assert counts(early)["pending"] == 1


@pytest.fixture(scope="module")
def large():
    [pipeline] = SCENARIOS["large"].build(1)
    assert isinstance(pipeline, PlannedPipeline)
    return pipeline


def test_large_has_fifty_thousand_tasks(large):
    by_state = large.reading(moment_s(NOW), ()).by_state
    assert sum(counts(by_state).values()) == LARGE_TASKS == 50_000
    assert by_state.keys() > {"failed", "timed_out", "canceled", "succeeded"}


def test_large_is_read_once_as_long_as_nothing_changes(large):
    now_s = moment_s(NOW + timedelta(minutes=20))
    reading = large.reading(now_s, ())
    assert large.reading(now_s + 60, ()) is reading
    assert large.reading(reading.until_s, ()) is not reading


def test_large_is_encoded_once_as_long_as_nothing_changes(caller, clock):
    clock.advance(timedelta(minutes=20))
    asked = caller("large")
    first = asked.get("status", name="events-hourly-bigquery").content
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nessie_tui.simulator.wire.body", None)
        assert asked.get("status", name="events-hourly-bigquery").content == first


def test_hostile_says_what_it_was_told_to_say(caller):
    asked = caller("hostile")
    assert tuple(job["name"] for job in asked.listed()) == hostile.NAMES
    for name in hostile.NAMES:
        assert asked.get("status", name=name).status_code == 200
        assert asked.get("timeline", name=name).status_code == 200
    assert asked.counts(hostile.TWICE)["failed"] == 5
    assert asked.post("pause", name="[/x]").status_code == 200


def test_empty_lists_no_pipelines(caller):
    assert caller("empty").get("jobs").json() == {"9876543210": []}


def test_every_scenario_says_in_one_line_what_it_is():
    for scenario in SCENARIOS.values():
        assert 0 < len(scenario.summary) < 72
        assert "\n" not in scenario.summary


def test_an_unknown_scenario_is_a_mistake_of_the_caller(caller):
    with pytest.raises(KeyError):
        caller("nonesuch")

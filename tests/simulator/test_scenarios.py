"""What every scenario promises, at whatever moment somebody looks."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
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
    st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
)

# An example reads a whole project, perhaps twice; the profile still says how hard to look.
some = settings(max_examples=settings.default.max_examples // 3)


def read(scenario, now, seed=1):
    """Return name → state → tasks, as the pipelines of a new project tell it."""
    pipelines = SCENARIOS[scenario].build(seed)
    return {p.name: p.reading(moment_s(now), ()).by_state for p in pipelines}


def counts(by_state):
    return {state: len(tasks) for state, tasks in by_state.items()}


@pytest.mark.parametrize("scenario", SMALL)
@some
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
@some
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
@some
@given(now=MOMENTS)
def test_a_project_runs_one_step_at_a_time(scenario, now):
    running = [len(by_state.get("running", ())) for by_state in read(scenario, now).values()]
    assert sum(running) <= 1


@some
@given(now=MOMENTS)
def test_live_has_always_something_to_wait_for(now):
    found = [counts(by_state) for by_state in read("live", now).values()]
    assert sum(c.get("pending", 0) + c.get("running", 0) for c in found) > 0


@some
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
    pipelines = SCENARIOS["live"].build(1)
    changes = [p.reading(moment_s(NOW), ()).until_s for p in pipelines]
    count = 0
    while min(changes) < moment_s(NOW + timedelta(days=1)):
        soonest = min(range(len(pipelines)), key=changes.__getitem__)
        changes[soonest] = pipelines[soonest].reading(changes[soonest], ()).until_s
        count += 1
    assert count > 24 * 15


@pytest.mark.parametrize("scenario", PLANNED)
def test_a_new_simulator_tells_the_same_history(scenario):
    assert read(scenario, NOW) == read(scenario, NOW)


@pytest.mark.parametrize("scenario", PLANNED)
def test_another_seed_is_another_history(scenario):
    assert read(scenario, NOW, seed=1) != read(scenario, NOW, seed=2)


@pytest.mark.parametrize("scenario", PLANNED)
@some
@given(now=MOMENTS, later=st.timedeltas(timedelta(seconds=1), timedelta(hours=12)))
def test_what_is_settled_stays_as_it_is_until_it_is_forgotten(scenario, now, later):
    """Whoever watched all along and whoever looks only now see the same."""
    before, after = read(scenario, now), read(scenario, now + later)
    for name, by_state in before.items():
        tasks = [task for found in after[name].values() for task in found]
        dates = {task["from_date"] for task in tasks}
        for state in by_state.keys() - {"pending", "running"}:
            assert all(
                task in after[name][state] for task in by_state[state] if task["from_date"] in dates
            )


@pytest.mark.parametrize("scenario", PLANNED)
@some
@given(now=MOMENTS)
def test_a_reading_lasts_until_its_end_and_no_longer(scenario, now):
    now_s = moment_s(now)
    for pipeline in SCENARIOS[scenario].build(1):
        reading = pipeline.reading(now_s, ())
        assert reading.since_s <= now_s < reading.until_s < float("inf")
        assert pipeline.reading(reading.until_s - 1e-3, ()) is reading
        fresh = next(p for p in SCENARIOS[scenario].build(1) if p.name == pipeline.name)
        assert fresh.reading(reading.until_s - 1e-3, ()).by_state == reading.by_state
        assert pipeline.reading(reading.until_s, ()) is not reading


def test_a_task_goes_from_pending_to_running_to_its_end():
    pipeline = SCENARIOS["calm"].build(1)[1]
    now_s = moment_s(NOW)
    seen = []
    for _ in range(3):
        reading = pipeline.reading(now_s, ())
        seen += [
            s for s, t in reading.by_state.items() if t[-1]["from_date"].endswith("T09:00:00-08:00")
        ]
        now_s = reading.until_s
    assert seen == ["pending", "running", "succeeded"]


def test_calm_has_nothing_but_success():
    for pipeline in SCENARIOS["calm"].build(1):
        for minutes in range(0, 24 * 60, 7):
            reading = pipeline.reading(moment_s(NOW + timedelta(minutes=minutes)), ())
            assert reading.by_state.keys() <= {"pending", "running", "succeeded"}


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

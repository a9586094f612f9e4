"""What the three reading routes say, letter by letter."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from nessie_tui.simulator.app import BASE_PATH
from nessie_tui.simulator.wire import NEVER, job

DAILY = "events-daily-bigquery"
HOURLY = "events-hourly-s3"
PEOPLE = "people-daily-bigquery"
BACKFILL = "company-2024-backfill-snowflake"


def test_jobs_stand_under_the_project_id_as_a_text(caller):
    listing = caller().get("jobs").json()
    assert listing.keys() == {"9876543210"}
    assert [job["name"] for job in listing["9876543210"]] == [DAILY, HOURLY, PEOPLE, BACKFILL]


def test_a_job_is_spelled_as_mixpanel_spells_it(caller):
    daily, hourly, people, _ = caller().listed()
    assert daily.keys() == {
        "name",
        "Dispatcher",
        "last_dispatched",
        "frequency",
        "sync_enabled",
    }
    assert daily["Dispatcher"] == "backfill"
    assert daily["sync_enabled"] == "true"
    assert people["sync_enabled"] == "false"
    assert hourly["frequency"] == "hourly"
    assert re.fullmatch(r"2026-11-22 00:4\d:\d\d US/Pacific", daily["last_dispatched"])


def test_a_job_that_never_ran_was_never_dispatched():
    entry = job(
        "new", dispatcher="backfill", frequency="daily", sync_enabled=True, last_dispatched_s=None
    )
    assert entry["last_dispatched"] == ""


def test_a_task_is_spelled_as_mixpanel_spells_it(caller):
    newest = caller("calm").get("status", name=DAILY).json()["succeeded"][-1]
    assert re.fullmatch(r"2026-11-22T00:4\d:\d\d-08:00", newest.pop("last_finish"))
    assert newest == {
        "name": DAILY,
        "state": "succeeded",
        "run_at": "2026-11-22T00:30:00-08:00",
        "from_date": "2026-11-21T00:00:00-08:00",
        "to_date": "2026-11-21T00:00:00-08:00",
    }


def test_an_hour_is_due_at_half_past_the_next(caller):
    newest = max(caller("calm").tasks(HOURLY), key=lambda task: task["from_date"])
    assert newest["from_date"] == newest["to_date"] == "2026-11-22T09:00:00-08:00"
    assert newest["run_at"] == "2026-11-22T10:30:00-08:00"


def test_offsets_are_those_of_the_date(caller):
    tasks = caller("calm").tasks(DAILY)
    offsets = {task["from_date"][:10]: task["from_date"][-6:] for task in tasks}
    assert offsets["2026-11-01"] == "-07:00"
    assert offsets["2026-11-02"] == "-08:00"


def test_the_hour_that_comes_twice_is_exported_twice(caller):
    asked = caller("calm")
    asked.simulator.clock.move_to(datetime(2026, 11, 1, 20, tzinfo=UTC))
    hours = [task["from_date"] for task in asked.tasks(HOURLY)]
    assert hours.count("2026-11-01T01:00:00-07:00") == 1
    assert hours.count("2026-11-01T01:00:00-08:00") == 1
    assert len(set(hours)) == len(hours)


def test_the_hour_that_never_was_is_never_exported(caller):
    asked = caller("calm")
    asked.simulator.clock.move_to(datetime(2026, 3, 8, 20, tzinfo=UTC))
    hours = [task["from_date"] for task in asked.tasks(HOURLY)]
    assert not [hour for hour in hours if hour.startswith("2026-03-08T02")]
    moments = [datetime.fromisoformat(hour) for hour in hours]
    assert {later - earlier for earlier, later in pairwise(moments)} == {timedelta(hours=1)}


def test_what_has_not_finished_finished_in_year_zero(caller):
    for name in (DAILY, HOURLY, PEOPLE, BACKFILL):
        for task in caller().tasks(name):
            unfinished = task["state"] in {"pending", "running", "canceled"}
            assert (task["last_finish"] == NEVER) == unfinished
    assert NEVER == "0000-12-31T16:00:00-08:00"


def test_a_retried_attempt_is_a_task_of_its_own(caller):
    by_state = caller().get("status", name=DAILY).json()
    landed = {task["from_date"]: task for task in by_state["succeeded"]}
    recovered = [task for task in by_state["retried"] if task["from_date"] in landed]
    assert recovered
    for task in recovered:
        twin = landed[task["from_date"]]
        assert (twin["to_date"], twin["run_at"]) == (task["to_date"], task["run_at"])
        assert twin["last_finish"] > task["last_finish"]


def test_a_backfill_runs_at_the_dates_it_exports(caller):
    assert all(task["run_at"] == task["from_date"] for task in caller().tasks(BACKFILL))


def test_absent_states_are_absent_and_the_rest_is_sorted(caller):
    by_state = caller().get("status", name=DAILY).json()
    assert all(by_state.values())
    assert list(by_state) == sorted(by_state)
    assert "running" not in by_state


def test_a_summary_counts(caller):
    asked = caller()
    by_state = asked.get("status", name=DAILY).json()
    assert asked.counts(DAILY) == {state: len(tasks) for state, tasks in by_state.items()}
    assert asked.get("status", name=DAILY, summary="false").json() == by_state


@pytest.mark.parametrize("ask", ["get", "post"])
def test_a_filter_is_a_repeated_parameter(caller, ask):
    asked = getattr(caller(), ask)
    assert asked("status", name=DAILY, status="failed").json().keys() == {"failed"}
    both = asked("status", name=DAILY, status=["failed", "canceled"], summary="true").json()
    assert both.keys() == {"failed", "canceled"}
    assert asked("status", name=DAILY, status="running").json() == {}


def test_a_timeline_is_spelled_as_mixpanel_spells_it(caller):
    days = caller().get("timeline", name=DAILY).json()["day_syncs"]
    newest = days[-1]
    assert newest.keys() == {"date", "sync_times", "status"}
    assert newest["status"] == "synced"
    assert newest["date"] == "2026-11-21"
    go_time = r" 2026-11-22 00:4\d:\d\d\.\d{1,6} -0800 PST"
    assert [bool(re.fullmatch(go_time, time)) for time in newest["sync_times"]] == [True]
    assert [day["date"] for day in days] == sorted({day["date"] for day in days})
    assert any(len(day["sync_times"]) == 2 for day in days)
    assert any(time.endswith(" -0700 PDT") for day in days for time in day["sync_times"])


def test_an_hourly_pipeline_syncs_by_the_day(caller):
    days = caller().get("timeline", name=HOURLY).json()["day_syncs"]
    assert days[-1]["date"] == "2026-11-21"
    assert len(days) in {14, 15}


def test_a_pipeline_without_sync_has_an_empty_timeline(caller):
    assert caller().get("timeline", name=PEOPLE).json() == {"day_syncs": []}


@pytest.mark.parametrize("route", ["status", "timeline"])
def test_an_unknown_pipeline_is_not_found(caller, route):
    answer = caller().get(route, name="nobody")
    assert answer.status_code == 404
    assert answer.json() == {"error": "no pipeline named nobody", "status": "error"}


@pytest.mark.parametrize("route", ["status", "timeline"])
def test_a_name_is_required(caller, route):
    assert caller().get(route).status_code == 400


@pytest.mark.parametrize("path", ["/", "/api/2.0/nessie/pipeline/", "/api/2.0/engage", "/jobs"])
def test_another_path_is_not_found(caller, path):
    answer = caller().ask("GET", "../" * 5 + path.lstrip("/"))
    assert answer.status_code == 404
    assert answer.json()["status"] == "error"


@pytest.mark.parametrize(
    ("method", "route", "allowed"),
    [
        ("POST", "jobs", "GET"),
        ("DELETE", "status", "GET, POST"),
        ("POST", "timeline", "GET"),
        ("GET", "pause", "POST"),
        ("GET", "resume", "POST"),
    ],
)
def test_a_wrong_method_is_not_allowed(caller, method, route, allowed):
    answer = caller().ask(method, route)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed


def test_the_base_path_is_that_of_mixpanel():
    assert BASE_PATH == "/api/2.0"

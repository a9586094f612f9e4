from datetime import timedelta

import pytest

BACKFILL = "company-2024-backfill-snowflake"
HOURLY = "events-hourly-s3"


@pytest.fixture
def asked(caller):
    return caller()


def unfinished(counts):
    return counts.get("pending", 0) + counts.get("running", 0)


def test_a_pause_cancels_what_waits_and_runs(asked):
    before = asked.counts(BACKFILL)
    assert asked.post("pause", name=BACKFILL).json() == {"status": "ok"}
    after = asked.counts(BACKFILL)
    assert unfinished(before) > 0
    assert unfinished(after) == 0
    assert after["canceled"] == before.get("canceled", 0) + unfinished(before)
    assert after["succeeded"] == before["succeeded"]


def test_what_was_canceled_never_finished(asked):
    asked.post("pause", name=BACKFILL)
    canceled = asked.get("status", name=BACKFILL, status="canceled").json()["canceled"]
    assert {task["last_finish"] for task in canceled} == {"0000-12-31T16:00:00-08:00"}


def test_nothing_new_begins_while_paused(asked, clock):
    asked.post("pause", name=HOURLY)
    newest = max(task["run_at"] for task in asked.tasks(HOURLY))
    clock.advance(timedelta(hours=5))
    assert max(task["run_at"] for task in asked.tasks(HOURLY)) == newest
    assert unfinished(asked.counts(HOURLY)) == 0


def test_a_resumed_pipeline_goes_on_and_leaves_a_hole(asked, clock):
    clock.advance(timedelta(minutes=25))
    asked.post("pause", name=HOURLY)
    clock.advance(timedelta(hours=3))
    assert asked.post("resume", name=HOURLY).json() == {"status": "ok"}
    clock.advance(timedelta(hours=2))
    hours = {task["from_date"][:13] for task in asked.tasks(HOURLY)}
    assert "2026-11-22T09" in hours
    assert not hours & {"2026-11-22T10", "2026-11-22T11", "2026-11-22T12"}
    assert "2026-11-22T13" in hours


def test_doing_it_twice_is_no_error(asked, clock):
    for route in ("resume", "pause", "pause", "resume", "resume"):
        assert asked.post(route, name=HOURLY).status_code == 200
        clock.advance(timedelta(minutes=1))


def test_the_others_are_left_alone(asked):
    before = asked.counts(HOURLY)
    asked.post("pause", name=BACKFILL)
    assert asked.counts(HOURLY) == before


def test_the_listing_does_not_tell(asked):
    before = asked.listed()
    asked.post("pause", name=BACKFILL)
    assert asked.listed() == before


@pytest.mark.parametrize("route", ["pause", "resume"])
def test_an_unknown_pipeline_is_not_found(asked, route):
    assert asked.post(route, name="nobody").status_code == 404
    assert asked.post(route).status_code == 400
    assert asked.ask("POST", route, json={"name": HOURLY}).status_code == 400

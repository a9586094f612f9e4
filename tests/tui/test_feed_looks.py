"""The six looks, what they keep, and what ends them."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from looking import banner, notice, painted, table, title
from scenes import settle
from stage import ACME, NOON, Stage
from textual.events import AppBlur, AppFocus

from nessie_tui.api.client import NessieClient
from nessie_tui.feed.source import MixpanelSource
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.profile import ProfileBook, Region
from nessie_tui.model.secret import Secret
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import FAILED, SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime
from nessie_tui.simulator.account import DEMO_SECRET
from nessie_tui.tui.widgets.pipeline_picker import PipelinePicker

pytestmark = pytest.mark.anyio

DAILY = "events-daily-bigquery"


class Shelf:
    """What an earlier run left."""

    def __init__(self, at):
        self._at = at

    def listing(self):
        return PipelineListing(self._at, (Pipeline(DAILY, frequency="daily"),))

    def tasks(self, pipeline):
        day = WireTime("2026-11-20T00:00:00-08:00")
        tasks = tuple(Task(pipeline, s, day, day, day, day) for s in (SUCCEEDED, FAILED))
        return TaskSnapshot(pipeline, self._at, TaskReading(count_states(tasks), tasks))

    def keep_listing(self, listing):
        pass

    def keep_tasks(self, snapshot):
        pass

    def confirm(self, pipeline, at):
        pass


def remembering(stage, age=timedelta(hours=2)):
    return replace(stage.origin, shelf=Shelf(NOON - age))


async def until_tasks(stage, pilot):
    for _ in range(200):
        if table(pilot.app).keys:
            return
        await pilot.pause(0.01)


async def test_an_earlier_runs_tasks_are_painted_before_the_first_answer_and_marked_old():
    stage = Stage()
    stage.simulator.faults.add("silent")
    app = stage.app(pipeline=DAILY, origin=remembering(stage))
    async with app.run_test(size=(120, 40)) as pilot:
        await until_tasks(stage, pilot)
        assert len(table(app).keys) == 2
        assert "loading, data 2 h ago" in title(app)
        assert app.screen.has_class("-old")
        assert notice(app) == ""


async def test_they_give_way_to_the_first_answer():
    stage = Stage()
    app = stage.app(pipeline=DAILY, origin=remembering(stage))
    async with app.run_test(size=(120, 40)) as pilot:
        await until_tasks(stage, pilot)
        for _ in range(200):
            if "live" in title(app):
                break
            await pilot.pause(0.01)
        assert len(table(app).keys) > 100
        assert not app.screen.has_class("-old")


async def test_offline_from_the_start_they_stay_and_keep_their_age():
    stage = Stage()
    stage.simulator.faults.add("dropped")
    app = stage.app(pipeline=DAILY, origin=remembering(stage))
    async with app.run_test(size=(120, 40)) as pilot:
        await until_tasks(stage, pilot)
        for _ in range(200):
            if banner(app):
                break
            await pilot.pause(0.01)
        assert "data 2 h ago" in title(app)
        assert len(table(app).keys) == 2


@pytest.mark.parametrize(
    ("fault", "look"),
    [
        ("bad-gateway", "server trouble (502), data"),
        ("throttled", "throttled (429) until 13:12, data"),
        ("forbidden", "no access (403), data"),
        ("page", "unreadable answer, data"),
    ],
)
async def test_what_was_known_stays_dimmed_under_every_failure(fault, look):
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(160, 40)) as pilot:
        await settle(stage, pilot)
        rows, texts = table(pilot.app).keys, painted(table(pilot.app)).splitlines()
        stage.simulator.faults.add(fault)
        await settle(stage, pilot, 3)
        await pilot.press("r")
        await settle(stage, pilot)
        assert look in title(pilot.app)
        assert table(pilot.app).keys == rows
        assert painted(table(pilot.app)).splitlines()[:10] == texts[:10]
        assert pilot.app.screen.has_class("-old")
        assert len(pilot.app.screen_stack) == 2, "no dialog"


async def test_one_pipelines_trouble_dims_that_pipeline_only():
    stage = Stage()
    async with stage.app(pipeline="events-dayly").run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        assert pilot.app.screen.has_class("-old")
        assert not pilot.app.screen.has_class("-all-old")
        assert len(pilot.app.screen.query_one(PipelinePicker).keys) == 4


async def test_a_wish_to_refresh_says_what_it_costs():
    stage = Stage()
    said = []
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        pilot.app.notify = lambda text, **_: said.append(text)
        await settle(stage, pilot, 3)
        used = len(stage.simulator.log.requests())
        await pilot.press("r")
        await settle(stage, pilot)
        assert said == [f"Refreshing, {used} of 60 requests this hour so far."]
        assert len(stage.simulator.log.requests()) == used + 1


async def test_a_terminal_that_lost_the_focus_is_asked_for_less():
    stage = Stage()
    app = stage.app(pipeline=DAILY)
    async with app.run_test(size=(160, 40)) as pilot:
        await settle(stage, pilot)
        app.post_message(AppBlur())
        await settle(stage, pilot, 1)
        await settle(stage, pilot, 1)
        assert "(away)" in title(app)
        app.post_message(AppFocus())
        await settle(stage, pilot, 1)
        await settle(stage, pilot, 1)
        assert "(away)" not in title(app)


class TestProfileMendedElsewhere:
    """Credentials are refused; somebody edits the profile in another terminal."""

    async def test_it_is_watched_as_it_is_now(self):
        stage = Stage()
        secrets = {"eu": Secret("wrong"), "us": Secret(DEMO_SECRET)}
        changes = [0]
        books = [ProfileBook((ACME,)), ProfileBook((replace(ACME, region=Region.US),))]

        @asynccontextmanager
        async def connect(profile):
            secret = secrets[str(profile.region)]
            async with NessieClient(profile, secret, app=stage.simulator) as client:
                yield MixpanelSource(profile, client, stage.origin.budget, stage.clock.now)

        app = stage.app(
            pipeline=DAILY,
            origin=replace(stage.origin, connect=connect),
            book=lambda: books[changes[0]],
            stamp=lambda: changes[0],
        )
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(stage, pilot)
            await settle(stage, pilot, 5)
            assert "r tries again" in title(app)
            for _ in range(5):
                app.screen.tick()
            await settle(stage, pilot)
            assert "r tries again" in title(app), "as long as nothing was changed"

            changes[0] = 1
            for _ in range(5):
                app.screen.tick()
            await settle(stage, pilot)
            assert "live" in title(app)
            assert "US" in title(app)
            assert app.screen.choice.pipeline == DAILY

    async def test_a_file_that_is_half_written_changes_nothing(self):
        stage = Stage()
        stage.simulator.faults.add("forbidden")
        stamps = iter(range(1000))
        app = stage.app(book=ProfileBook, stamp=lambda: next(stamps))
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(stage, pilot)
            watched = app.screen
            for _ in range(20):
                app.screen.tick()
            await settle(stage, pilot)
            assert app.screen is watched

"""What a person comes to rely on: nothing typed, chosen or held still is lost."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from looking import notice, painted, table, title
from scenes import settle
from stage import ACME, Stage
from textual.events import Key
from textual.widgets import Input

from nessie_tui.api.client import NessieClient
from nessie_tui.feed.source import MixpanelSource
from nessie_tui.model.profile import ProfileBook
from nessie_tui.model.secret import Secret
from nessie_tui.simulator.account import DEMO_SECRET
from nessie_tui.tui.widgets.pipeline_pane import PipelinePane
from nessie_tui.tui.widgets.state_bar import StateBar

pytestmark = pytest.mark.anyio

DAILY = "events-daily-bigquery"
BACKFILL = "company-2024-backfill-snowflake"


async def test_what_came_while_frozen_is_not_lost_to_a_failure():
    stage = Stage()
    async with stage.app(pipeline=BACKFILL).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        before = painted(table(pilot.app))
        await pilot.press("space")
        stage.simulator.clock.advance(timedelta(hours=30))
        await settle(stage, pilot, 61)
        stage.simulator.faults.add("bad-gateway")
        await settle(stage, pilot, 61)
        await settle(stage, pilot)
        assert "frozen, data 2 m ago" in title(pilot.app)
        await pilot.press("space")
        assert painted(table(pilot.app)) != before
        assert "server trouble" in title(pilot.app)


async def test_opening_another_pipeline_ends_the_freeze():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("space", "right_square_bracket")
        await settle(stage, pilot)
        assert "live" in title(pilot.app)
        assert table(pilot.app).keys


async def test_each_pipeline_keeps_its_cursor():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("enter", *["down"] * 7)
        key = table(pilot.app).cursor_key
        await pilot.press("right_square_bracket")
        await settle(stage, pilot)
        assert table(pilot.app).cursor == 0
        await pilot.press("left_square_bracket")
        await settle(stage, pilot)
        assert table(pilot.app).cursor_key == key


async def test_a_filter_that_hides_the_cursors_task_gives_it_back():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press(*["down"] * 7)
        key = table(pilot.app).cursor_key
        await pilot.press("slash", *"zzz", "escape")
        await settle(stage, pilot)
        assert table(pilot.app).cursor_key == key


async def test_going_elsewhere_closes_the_filter_and_keeps_it():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("slash", *"state:failed", "tab")
        await settle(stage, pilot)
        assert not pilot.app.screen.query_one(Input).display
        assert len(table(pilot.app).keys) == 4


async def test_keys_typed_at_once_behind_the_slash_are_the_filters():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        for key, char in (("slash", "/"), ("q", "q"), ("p", "p"), ("T", "T")):
            pilot.app.post_message(Key(key, char))
        await settle(stage, pilot)
        await pilot.press("slash")
        assert pilot.app.is_running
        assert pilot.app.screen.query_one(Input).value == "qpT/"


async def test_what_is_filtered_is_said_and_all_is_not_lit():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(80, 24)) as pilot:
        await settle(stage, pilot)
        await pilot.press("exclamation_mark")
        assert "problems only 4 of 184" in pilot.app.screen.query_one(PipelinePane).border_title
        entries = pilot.app.screen.query_one(StateBar).entries
        assert not any(entry.is_chosen for entry in entries)


async def test_r_uses_a_secret_that_was_mended_meanwhile():
    stage = Stage()
    secrets = ["wrong", DEMO_SECRET]

    @asynccontextmanager
    async def connect(profile):
        async with NessieClient(profile, Secret(secrets.pop(0)), app=stage.simulator) as client:
            yield MixpanelSource(profile, client, stage.origin.budget, stage.clock.now)

    origin = replace(stage.origin, connect=connect)
    async with stage.app(origin=origin).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await settle(stage, pilot, 5)
        assert "refused the credentials" in notice(pilot.app)
        await pilot.press("r")
        await settle(stage, pilot)
        assert "live" in title(pilot.app)


async def test_the_palette_offers_what_the_keys_do():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        commands = {c.title: c for c in pilot.app.get_system_commands(pilot.app.screen)}
        assert set(commands) >= {"Filter", "Next problem", "Theme"}
        await commands["Problems"].callback()
        assert {task.state for task in table(pilot.app)._tasks} == {"failed", "timed_out"}


async def test_a_profile_is_found_again_as_it_was_left():
    stage = Stage()
    other = replace(ACME, name="acme-staging")
    app = stage.app(book=lambda: ProfileBook((ACME, other), ACME.name), pipeline=DAILY)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("right_square_bracket", "4", "u")
        await settle(stage, pilot)
        left = app.screen.choice
        await pilot.press("p", "down", "enter")
        await settle(stage, pilot)
        assert app.screen.profile == other
        assert app.screen.choice != left
        await pilot.press("p", "up", "enter")
        await settle(stage, pilot)
        assert app.screen.profile == ACME
        assert app.screen.choice == left


async def test_two_screens_of_one_project_spend_from_one_budget():
    stage = Stage()
    other = replace(ACME, name="acme-staging")
    app = stage.app(book=lambda: ProfileBook((ACME, other), ACME.name))
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("down", "up") * 4:
            await settle(stage, pilot)
            await pilot.press("r", "p", key, "enter")
        await settle(stage, pilot)
        assert len(stage.simulator.log.requests()) <= ACME.requests_per_hour

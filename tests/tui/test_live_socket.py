"""The whole line, from a real socket to the painted cell."""

from dataclasses import replace
from datetime import timedelta

import pytest
from loopback import serve
from scenes import until
from stage import ACME, Stage

from nessie_tui.cli.wiring import mixpanel_origin
from nessie_tui.model.profile import SecretKind, SecretSource
from nessie_tui.model.state import RUNNING, SUCCEEDED
from nessie_tui.simulator.account import DEMO_SECRET
from nessie_tui.tui.widgets.task_table import TaskTable

BACKFILL = "company-2024-backfill-snowflake"

pytestmark = pytest.mark.anyio


@pytest.fixture
def stage() -> Stage:
    return Stage("live")


@pytest.fixture
def app(stage, monkeypatch):
    monkeypatch.setenv("ACME_SECRET", DEMO_SECRET)
    with serve(stage.simulator) as address:
        profile = replace(
            ACME,
            base_url=address,
            secret=SecretSource(SecretKind.ENV, variable="ACME_SECRET"),
        )
        yield stage.app(
            profile, pipeline=BACKFILL, origin=mixpanel_origin(stage.origin.budget, stage.clock)
        )


async def test_a_task_that_finishes_stays_under_the_cursor(stage, app):
    async with app.run_test(size=(120, 40)) as pilot:
        table = app.screen.query_one(TaskTable)
        await until(pilot, lambda: table.keys)
        place, running = next(
            (place, key)
            for place, key in enumerate(table.keys)
            if app.screen._view.rows.all[key].state == RUNNING
        )
        table.move_to(running)
        await pilot.pause()
        scroll, line = table.scroll_offset.y, place - table.scroll_offset.y
        assert scroll > 0, "the picture is not worth much at the top of the list"

        stage.simulator.clock.advance(timedelta(minutes=6))
        stage.clock.pass_seconds(67)
        await until(pilot, lambda: table.cursor_task.state != RUNNING)

        assert table.cursor_task.state == SUCCEEDED
        assert table.cursor_key == running
        assert table.scroll_offset.y == scroll
        assert table.cursor - table.scroll_offset.y == line


async def test_one_request_at_a_time_and_none_after_leaving(stage, app):
    log = stage.simulator.log
    async with app.run_test(size=(120, 40)) as pilot:
        table = app.screen.query_one(TaskTable)
        await until(pilot, lambda: table.keys)
        for _ in range(5):
            asked = len(log.requests())
            stage.clock.pass_seconds(700)
            await until(pilot, lambda asked=asked: len(log.requests()) > asked + 3)
        await until(pilot, lambda: all(request.ended_s for request in log.requests()))
        assert log.most_in_flight() == 1

        app.pop_screen()
        await pilot.pause()
        asked = len(log.requests())
        stage.clock.pass_seconds(4000)
        for _ in range(10):
            await pilot.pause(0.01)
        assert len(log.requests()) == asked

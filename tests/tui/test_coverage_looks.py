"""The coverage screen as time passes: live, stale, loading, refused, small."""

from dataclasses import replace
from datetime import timedelta

import pytest
from coverage_seen import (
    BACKFILL,
    DAILY,
    HOURLY,
    date,
    facts,
    instead,
    open_coverage,
    problems,
    shown,
    toast,
)
from looking import banner, painted, table, title
from scenes import settle
from stage import ACME, Stage

from nessie_tui.model.profile import ProfileBook
from nessie_tui.tui.screens.watch import WatchScreen

pytestmark = pytest.mark.anyio


async def test_a_refresh_leaves_the_cursor_on_its_date_and_brings_the_new_one():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.press("n", "left")
        await settle(stage, pilot)
        cursor, words = shown(pilot.app).cursor, date(pilot.app).splitlines()[0]
        assert "162 of 170 days" in facts(pilot.app)
        stage.simulator.clock.advance(timedelta(hours=30))
        await settle(stage, pilot, 3601)
        await settle(stage, pilot)
        assert shown(pilot.app).cursor == cursor
        assert date(pilot.app).splitlines()[0] == words
        assert "newest 23 Nov" in facts(pilot.app)
        await pilot.press("G")
        await settle(stage, pilot)
        assert "Tue 24 Nov 2026" in date(pilot.app)


async def test_a_task_that_ends_is_seen_without_a_key():
    stage = Stage()
    async with stage.app(pipeline=BACKFILL).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        before = facts(pilot.app)
        stage.simulator.clock.advance(timedelta(hours=3))
        for _ in range(3):
            await settle(stage, pilot, 601)
        assert facts(pilot.app) != before


async def test_frozen_holds_the_picture_and_is_still_frozen_on_the_way_back():
    stage = Stage()
    async with stage.app(pipeline=BACKFILL).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.press("space")
        before = (painted(shown(pilot.app)), facts(pilot.app))
        stage.simulator.clock.advance(timedelta(hours=3))
        for _ in range(3):
            await settle(stage, pilot, 601)
        assert (painted(shown(pilot.app)), facts(pilot.app)) == before
        assert "frozen" in title(pilot.app)
        await pilot.press("escape")
        assert "frozen" in title(pilot.app)
        await pilot.press("c", "space")
        await settle(stage, pilot)
        assert facts(pilot.app) != before[1]


async def test_a_failed_refresh_keeps_the_dates_and_says_why():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        before = facts(pilot.app)
        stage.simulator.faults.add("bad-gateway")
        await settle(stage, pilot, 61)
        await settle(stage, pilot, 5)
        assert facts(pilot.app) == before
        assert pilot.app.screen.has_class("-old")
        assert "502 Bad Gateway" in banner(pilot.app)
        assert "server trouble (502)" in title(pilot.app)


@pytest.mark.parametrize(
    ("fault", "words"), [("unauthorized", "refused the credentials"), ("dropped", "reached")]
)
async def test_where_nothing_is_known_it_says_why(fault, words):
    stage = Stage()
    stage.simulator.faults.add(fault)
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        assert words in instead(pilot.app)
        await pilot.press("n", "y", "i", "enter", "left", "pageup", "home", "end")
        assert toast(pilot.app) == "Nothing is known of its dates yet."
        stage.simulator.faults.clear()
        await pilot.press("r")
        await settle(stage, pilot, 5)
        await settle(stage, pilot)
        assert "days landed" in facts(pilot.app)


async def test_while_it_loads_it_says_so():
    stage = Stage()
    stage.simulator.faults.add("silent")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        assert instead(pilot.app) == f"Loading {DAILY}"
        assert "loading" in title(pilot.app)


async def test_without_a_pipeline_c_says_what_to_do():
    stage = Stage("empty")
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("c")
        assert toast(pilot.app) == "Open a pipeline first."


@pytest.mark.parametrize("size", [(59, 24), (80, 14), (1, 1), (20, 5)])
async def test_a_tiny_terminal_says_so_in_one_line(size):
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.resize_terminal(*size)
        await settle(stage, pilot)
        assert pilot.app.screen.query_one("#too-small").display
        assert not pilot.app.screen.query_one("#body").display
        await pilot.resize_terminal(60, 15)
        await settle(stage, pilot)
        assert "[✓]" in painted(shown(pilot.app))
        assert "Sun 22 Nov 2026" in date(pilot.app)


@pytest.mark.parametrize("pipeline", [DAILY, HOURLY])
@pytest.mark.parametrize(
    "size", [(60, 15), (64, 20), (80, 24), (99, 24), (100, 24), (116, 30), (120, 40), (200, 60)]
)
async def test_at_every_size_every_part_has_room(size, pipeline):
    stage = Stage("gaps")
    async with stage.app(pipeline=pipeline).run_test(size=size) as pilot:
        await open_coverage(stage, pilot)
        calendar = painted(shown(pilot.app)).splitlines()
        needed = 8 if pipeline == DAILY else 6
        assert len([line for line in calendar if line.strip()]) >= needed
        assert "]" in "".join(calendar)
        if pipeline == HOURLY:
            assert shown(pilot.app)._columns_seen >= 24
        assert pilot.app.screen.query_one("#date").region.height >= 2
        bottom = pilot.app.screen.query_one("Footer").region
        assert bottom.bottom == size[1]
        assert problems(pilot.app).display is (size[1] >= 24 or size[0] >= 100)


async def test_another_profile_ends_the_screen_below_too():
    stage = Stage()
    other = replace(ACME, name="acme-staging", project_id=42)
    app = stage.app(book=lambda: ProfileBook((ACME, other), ACME.name), pipeline=DAILY)
    async with app.run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        first = app.screen_stack[-2]
        await pilot.press("p", "down", "enter")
        await settle(stage, pilot)
        assert isinstance(app.screen, WatchScreen)
        assert app.screen.profile == other
        assert not first.is_attached
        assert [type(screen) for screen in app.screen_stack].count(WatchScreen) == 1


async def test_a_profile_mended_elsewhere_is_taken_up_here_too():
    stage, stamps = Stage(), [1]
    stage.simulator.faults.add("unauthorized")
    app = stage.app(pipeline=DAILY, stamp=lambda: stamps[0])
    async with app.run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await settle(stage, pilot, 5)
        await settle(stage, pilot)
        assert "r tries again" in title(app)
        stage.simulator.faults.clear()
        stamps[0] = 2
        for _ in range(6):
            await settle(stage, pilot, 1)
        assert isinstance(app.screen, WatchScreen)
        assert table(app).keys

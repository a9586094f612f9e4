"""The timeline: opened from the watch screen, live while it is open, and left by escape."""

from datetime import timedelta

import pytest
from looking import painted, said, table, title
from scenes import settle
from stage import Stage
from textual.content import Content

from nessie_tui.tui.screens.timeline import TimelineScreen
from nessie_tui.tui.screens.watch import WatchScreen
from nessie_tui.tui.widgets.pipeline_picker import PipelinePicker
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.timeline_table import TimelineTable

pytestmark = pytest.mark.anyio

DAILY = "events-daily-bigquery"
PEOPLE = "people-daily-bigquery"


def days(app) -> TimelineTable:
    return app.screen.query_one(TimelineTable)


def frame(app) -> str:
    return Content.from_markup(app.screen.query_one("#timeline").border_title).plain


def instead(app) -> str:
    return said(app.screen.query_one("#timeline-notice", Prose))


async def test_t_opens_the_timeline_of_the_open_pipeline():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t")
        await settle(stage, pilot)
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert frame(pilot.app).startswith(f"{DAILY}  timeline  170 days")
        assert "Sun 22 Nov  ✓ succeeded  synced" in painted(days(pilot.app))
        assert "live" in title(pilot.app)


@pytest.mark.parametrize("key", ["escape", "t"])
async def test_escape_or_t_goes_back_and_changes_nothing(key):
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("down", "down")
        before = table(pilot.app).cursor_key, len(table(pilot.app).keys)
        await pilot.press("t", "down", key)
        await settle(stage, pilot)
        assert isinstance(pilot.app.screen, WatchScreen)
        assert (table(pilot.app).cursor_key, len(table(pilot.app).keys)) == before


async def test_enter_shows_the_tasks_of_the_day():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("4", "t")
        await settle(stage, pilot)
        await pilot.press(*["down"] * 6, "enter")
        await settle(stage, pilot)
        assert isinstance(pilot.app.screen, WatchScreen)
        assert table(pilot.app).has_focus
        tasks = [(task.state, task.from_date[:10]) for task in table(pilot.app)._tasks]
        assert sorted(tasks) == [("retried", "2026-11-16"), ("succeeded", "2026-11-16")]
        await pilot.press("escape")
        assert len(table(pilot.app).keys) == 184


async def test_a_click_on_a_day_shows_its_tasks_too():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(80, 24)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t")
        await settle(stage, pilot)
        await pilot.click(TimelineTable, offset=(5, 3))
        await settle(stage, pilot)
        assert {task.from_date[:10] for task in table(pilot.app)._tasks} == {"2026-11-20"}


async def test_the_timeline_is_live_and_the_cursor_stays_on_its_day():
    stage = Stage("calm")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t", "down")
        await settle(stage, pilot)
        day = days(pilot.app).cursor_key
        assert "Mon 23 Nov" not in painted(days(pilot.app))
        stage.simulator.clock.advance(timedelta(hours=20))
        await settle(stage, pilot, 61)
        await pilot.press("r")
        await settle(stage, pilot)
        assert "Mon 23 Nov  ✓ succeeded" in painted(days(pilot.app))
        assert days(pilot.app).cursor_key == day


async def test_a_failed_refresh_is_said_and_the_days_stay():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t")
        await settle(stage, pilot)
        stage.simulator.faults.add("bad-gateway")
        await settle(stage, pilot, 61)
        await settle(stage, pilot, 5)
        assert "server trouble (502)" in title(pilot.app)
        assert "502 Bad Gateway" in said(pilot.app.screen.query_one("#banner", Prose))
        assert "Sun 22 Nov  ✓ succeeded  synced" in painted(days(pilot.app))
        assert pilot.app.screen.has_class("-old")


async def test_brackets_go_to_the_neighbours_and_the_watch_screen_follows():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t", "right_square_bracket")
        await settle(stage, pilot)
        assert frame(pilot.app).startswith("events-hourly-s3  timeline")
        assert days(pilot.app).keys
        await pilot.press("escape")
        await settle(stage, pilot)
        assert table(pilot.app).cursor_task.name == "events-hourly-s3"
        assert pilot.app.screen.query_one(PipelinePicker).cursor_key == ("events-hourly-s3", 0)


async def test_times_change_their_zone_here_too():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t")
        await settle(stage, pilot)
        assert "21 Nov 00:46" in painted(days(pilot.app))
        await pilot.press("u", "u")
        await settle(stage, pilot)
        assert "21 Nov 08:46" in painted(days(pilot.app)), "UTC"
        await pilot.press("escape")
        await settle(stage, pilot)
        assert "21 Nov 08:46" in painted(table(pilot.app))


async def test_without_sync_there_is_no_timeline():
    stage = Stage()
    async with stage.app(pipeline=PEOPLE).run_test(size=(80, 24)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t")
        await settle(stage, pilot)
        assert instead(pilot.app).startswith("No timeline: sync is off.")
        await pilot.press("enter", "escape")
        assert isinstance(pilot.app.screen, WatchScreen)


async def test_a_timeline_that_could_not_be_read_says_why():
    stage = Stage()
    stage.simulator.faults.add("cut-json", route="timeline")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t")
        await settle(stage, pilot)
        assert instead(pilot.app).startswith("The timeline could not be read.")


async def test_before_any_answer_there_is_no_timeline_to_open():
    stage = Stage()
    stage.simulator.faults.add("bad-gateway")
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t")
        await settle(stage, pilot)
        assert isinstance(pilot.app.screen, WatchScreen)
        assert [note.message for note in pilot.app._notifications] == ["Open a pipeline first."]


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (40, 10), (60, 15), (200, 60)])
async def test_the_timeline_stands_any_size(size):
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=size) as pilot:
        await settle(stage, pilot)
        await pilot.press("t", "down")
        await settle(stage, pilot)
        await pilot.resize_terminal(80, 24)
        await settle(stage, pilot)
        assert "Sat 21 Nov" in painted(days(pilot.app))
        assert pilot.app.is_running


async def test_help_tells_the_keys_of_the_timeline():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("t", "question_mark")
        await settle(stage, pilot)
        words = said(pilot.app.screen.query_one("#help", Prose))
        assert "Tasks of the day" in words
        assert "Next pipeline" in words
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, WatchScreen)

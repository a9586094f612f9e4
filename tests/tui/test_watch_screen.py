"""What a person sees and does on the main screen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from looking import banner, notice, painted, said, table, title
from scenes import settle
from stage import ACME, Stage
from textual.widgets import Input

from nessie_tui.tui.screens.watch import WatchScreen
from nessie_tui.tui.widgets.pipeline_pane import PipelinePane
from nessie_tui.tui.widgets.pipeline_picker import PipelinePicker
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.state_bar import StateBar
from nessie_tui.tui.widgets.task_table import TaskTable

pytestmark = pytest.mark.anyio

DAILY = "events-daily-bigquery"
BACKFILL = "company-2024-backfill-snowflake"


async def test_opens_the_first_pipeline_and_counts_the_others():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        picker = pilot.app.screen.query_one(PipelinePicker)
        assert len(picker.keys) == 4
        assert picker.cursor_key == (DAILY, 0)
        assert table(pilot.app).cursor_task.name == DAILY
        assert "full export, last 10 h ago" in painted(picker)
        assert "live" in title(pilot.app)


async def test_enter_opens_the_pipeline_under_the_cursor():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("g", "enter")
        await settle(stage, pilot)
        assert table(pilot.app).has_focus
        assert table(pilot.app).cursor_task.name == BACKFILL


async def test_on_a_narrow_terminal_the_picker_is_a_screen_of_its_own():
    stage = Stage()
    async with stage.app().run_test(size=(80, 24)) as pilot:
        await settle(stage, pilot)
        panes = [pilot.app.screen.query_one(f"#{name}") for name in ("pipelines", "pipeline")]
        assert [pane.display for pane in panes] == [True, False]
        await pilot.press("enter")
        await settle(stage, pilot)
        assert [pane.display for pane in panes] == [False, True]
        await pilot.press("escape")
        await settle(stage, pilot)
        assert [pane.display for pane in panes] == [True, False]


async def test_the_cursor_shows_each_tasks_date_range():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        detail = pilot.app.screen.query_one("#detail", Prose)
        assert "Sun 22 Nov 2026, one day  (US/Pacific)" in said(detail)
        await pilot.press("down")
        await settle(stage, pilot)
        assert "Sat 21 Nov 2026, one day" in said(detail)
        assert "UTC-08:00" in said(detail)


@pytest.mark.parametrize(("key", "state"), [("4", "failed"), ("5", "timed_out"), ("3", "retried")])
async def test_a_number_shows_one_state_and_again_all(key, state):
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        everything = len(table(pilot.app).keys)
        await pilot.press(key)
        assert {task.state for task in table(pilot.app)._tasks} == {state}
        await pilot.press("0")
        assert len(table(pilot.app).keys) == everything


async def test_problems_leave_out_what_recovered():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        failed = sum(task.state == "failed" for task in table(pilot.app)._tasks)
        await pilot.press("exclamation_mark")
        states = [task.state for task in table(pilot.app)._tasks]
        assert set(states) == {"failed", "timed_out"}
        assert states.count("failed") < failed
        await pilot.press("escape")
        assert "succeeded" in {task.state for task in table(pilot.app)._tasks}


async def test_e_walks_through_the_problems_and_round_the_end():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        visited = []
        for _ in range(5):
            await pilot.press("e")
            visited.append(table(pilot.app).cursor_key)
        assert visited[0] == visited[-1]
        assert len(set(visited)) == 4
        await pilot.press("E")
        assert table(pilot.app).cursor_key == visited[-2]


async def test_a_filter_is_typed_kept_and_cleared():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        everything = len(table(pilot.app).keys)
        await pilot.press("slash", *"state:failed", "space", *"!oct")
        await settle(stage, pilot)
        assert {task.state for task in table(pilot.app)._tasks} == {"failed"}
        assert len(table(pilot.app).keys) == 3
        await pilot.press("enter")
        assert table(pilot.app).has_focus
        assert len(table(pilot.app).keys) == 3
        await pilot.press("slash", "escape")
        await settle(stage, pilot)
        assert len(table(pilot.app).keys) == everything
        assert table(pilot.app).has_focus


async def test_the_picker_filters_too():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        picker = pilot.app.screen.query_one(PipelinePicker)
        await pilot.press("slash", *"hour", "enter")
        await settle(stage, pilot)
        assert [key[0] for key in picker.keys] == ["events-hourly-s3"]
        await pilot.press("escape")
        assert len(picker.keys) == 4


async def test_keys_typed_into_the_filter_do_nothing_else():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("slash", *"qpr4T")
        assert pilot.app.screen.query_one(Input).value == "qpr4T"
        assert pilot.app.is_running


async def test_sorting_keeps_the_cursor_on_its_task():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("down", "down", "down")
        key = table(pilot.app).cursor_key
        await pilot.press("S")
        assert table(pilot.app).cursor_key == key
        assert table(pilot.app).cursor == len(table(pilot.app).keys) - 4
        await pilot.press("s")
        assert table(pilot.app).cursor_key == key


async def test_brackets_open_the_neighbours():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("right_square_bracket")
        await settle(stage, pilot)
        assert table(pilot.app).cursor_task.name == "events-hourly-s3"
        await pilot.press("left_square_bracket", "left_square_bracket")
        await settle(stage, pilot)
        assert table(pilot.app).cursor_task.name == BACKFILL


async def test_frozen_holds_the_picture_and_continue_shows_the_newest():
    stage = Stage()
    async with stage.app(pipeline=BACKFILL).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        before = painted(table(pilot.app))
        await pilot.press("space")
        stage.simulator.clock.advance(timedelta(hours=30))
        await settle(stage, pilot, 601)  # nobody looks, so it asks more seldom
        await settle(stage, pilot)
        assert "frozen" in title(pilot.app)
        assert painted(table(pilot.app)) == before
        await pilot.press("space")
        assert painted(table(pilot.app)) != before
        assert "live" in title(pilot.app)


async def test_a_failed_refresh_keeps_what_was_known_and_says_why():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        before = painted(table(pilot.app)).splitlines()
        stage.simulator.faults.add("bad-gateway")
        await settle(stage, pilot, 61)
        await settle(stage, pilot, 5)
        assert painted(table(pilot.app)).splitlines() == before[:-1]  # one line says why
        assert "server trouble (502), data 1 m ago" in title(pilot.app)
        assert "asks again in" in title(pilot.app)
        assert "502 Bad Gateway" in banner(pilot.app)
        stage.simulator.faults.clear()
        await settle(stage, pilot, 60)
        await settle(stage, pilot)
        assert "live 0 s ago" in title(pilot.app)
        assert banner(pilot.app) == ""


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("unauthorized", "refused the credentials of profile acme-prod"),
        ("forbidden", "may not see project 9876543210"),
        ("plan", "does not include this API"),
        ("wrong-region", "Check the profile's project_id and region."),
        ("page", "A sign-in page of the network"),
        ("dropped", "data-eu.mixpanel.com could not be reached"),
        ("throttled", "was asked too often"),
    ],
)
async def test_each_failure_at_the_start_has_its_own_sentence(fault, words):
    stage = Stage()
    stage.simulator.faults.add(fault)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        assert words in notice(pilot.app)
        assert pilot.app.is_running


async def test_refused_credentials_stop_the_polling_until_the_person_acts():
    stage = Stage()
    stage.simulator.faults.add("unauthorized")
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        assert "sign-in refused (401)" in title(pilot.app)
        assert "asks again in 4 s" in title(pilot.app), "it is tried once more"
        await settle(stage, pilot, 5)
        await settle(stage, pilot, 7200)
        assert len(stage.simulator.log.requests()) == 2
        assert "r tries again" in title(pilot.app)
        stage.simulator.faults.clear()
        await pilot.press("r")
        await settle(stage, pilot)
        assert table(pilot.app).keys
        assert "live" in title(pilot.app)


async def test_an_unknown_pipeline_is_said_and_the_others_stay():
    stage = Stage()
    async with stage.app(pipeline="events-dayly").run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        assert "has no pipeline events-dayly.\nDid you mean events-daily-bigquery?" in notice(
            pilot.app
        )
        assert len(pilot.app.screen.query_one(PipelinePicker).keys) == 4


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_an_empty_project_says_what_may_be_hidden_at_every_width(width):
    stage = Stage("empty")
    async with stage.app().run_test(size=(width, 24)) as pilot:
        await settle(stage, pilot)
        notices = pilot.app.screen.query("#pipelines-notice, #tasks-notice").results(Prose)
        seen = [said(prose) for prose in notices if prose.region.width and prose.region.height]
        assert any("JSON pipelines) may not be listed" in words for words in seen)


async def test_a_notice_stands_under_the_titles_on_a_wide_terminal_too():
    stage = Stage("empty")
    async with stage.app().run_test(size=(200, 40)) as pilot:
        await settle(stage, pilot)
        words = pilot.app.screen.query_one("#tasks-notice").region
        titles = table(pilot.app).region
        assert (words.x, words.y) == (titles.x, titles.bottom)


async def test_hostile_names_are_drawn_and_do_nothing():
    stage = Stage("hostile")
    async with stage.app().run_test(size=(120, 60)) as pilot:
        await settle(stage, pilot)
        picker = pilot.app.screen.query_one(PipelinePicker)
        assert "[@click=app.quit]x[/]" in painted(picker)
        assert any("[/x]" in name for name, _ in picker.keys)
        for place in range(0, len(picker.keys), 4):
            picker.action_first()
            picker.action_move(place)
            await pilot.press("enter")
            await settle(stage, pilot)
            for text in (painted(table(pilot.app)), painted(picker), notice(pilot.app)):
                assert not any(ord(char) < 32 and char != "\n" for char in text)
            picker.focus()
        for y in range(1, 20, 4):
            await pilot.click(PipelinePicker, offset=(6, y))
        assert isinstance(pilot.app.screen, WatchScreen)


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (1, 1), (20, 5)])
async def test_a_tiny_terminal_says_so_in_one_line(size):
    stage = Stage()
    async with stage.app().run_test(size=size) as pilot:
        await settle(stage, pilot)
        assert pilot.app.screen.query_one("#too-small").display
        assert not pilot.app.screen.query_one("#body").display
        await pilot.resize_terminal(120, 40)
        await settle(stage, pilot)
        assert table(pilot.app).keys
        assert not pilot.app.screen.query_one("#too-small").display


@pytest.mark.parametrize("size", [(1, 1), (39, 9), (60, 15), (120, 40)])
async def test_an_idle_screen_lays_nothing_out(size, monkeypatch):
    layouts = []
    lay_out = WatchScreen._refresh_layout
    stage = Stage()
    async with stage.app().run_test(size=size) as pilot:
        await settle(stage, pilot)
        monkeypatch.setattr(
            WatchScreen,
            "_refresh_layout",
            lambda *args, **options: (layouts.append(1), lay_out(*args, **options)),
        )
        await settle(stage, pilot)
        assert not layouts


async def test_at_60_by_15_the_table_alone_stays():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(60, 15)) as pilot:
        await settle(stage, pilot)
        assert not pilot.app.screen.query_one("#detail").display
        assert "succeeded" in painted(table(pilot.app))


async def test_the_mouse_works_everywhere():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.click(PipelinePicker, offset=(5, 5))
        await settle(stage, pilot)
        assert table(pilot.app).cursor_task.name == "events-hourly-s3"
        await pilot.click(TaskTable, offset=(5, 4))
        assert table(pilot.app).cursor == 3
        await pilot.click(TaskTable, offset=(4, 0))
        assert table(pilot.app)._rows.query.order_by == "state"
        await pilot.click(StateBar, offset=(12, 0))
        chosen = [e.state for e in pilot.app.screen.query_one(StateBar).entries if e.is_chosen]
        assert chosen == ["running"]


async def test_fifty_thousand_tasks_open_and_stay_usable():
    stage = Stage("large")
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        assert len(table(pilot.app).keys) == 50_000
        await pilot.press("enter", "G")
        assert table(pilot.app).cursor == 49_999
        await pilot.press("pageup", "k")
        assert table(pilot.app).cursor < 49_999
        await pilot.press("4")
        assert {task.state for task in table(pilot.app)._tasks} == {"failed"}


async def test_another_theme_repaints_every_line():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        before = table(pilot.app).render_line(3)
        pilot.app.theme = "textual-light"
        await settle(stage, pilot)
        after = table(pilot.app).render_line(3)
        assert before.text == after.text
        assert before != after


async def test_without_a_profile_zone_the_written_offset_is_named():
    stage = Stage()
    profile = replace(ACME, timezone=None)
    async with stage.app(profile, pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        assert "one day  (UTC-08:00)" in said(pilot.app.screen.query_one("#detail", Prose))
        assert pilot.app.screen.query_one(PipelinePane).display

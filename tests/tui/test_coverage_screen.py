"""What a person does on the coverage screen: keys, mouse, and what comes of them."""

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
from looking import painted, said, table
from scenes import settle
from stage import Stage
from surveyed import long_history
from textual.app import App, ComposeResult
from textual.events import MouseScrollUp

from nessie_tui.model.freshness import Limits
from nessie_tui.present.date_mark import date_marks
from nessie_tui.present.mark import UNICODE
from nessie_tui.tui.screens.coverage import CoverageScreen
from nessie_tui.tui.screens.explain import ExplainScreen
from nessie_tui.tui.screens.watch import WatchScreen
from nessie_tui.tui.widgets.date_calendar import DateCalendar
from nessie_tui.tui.widgets.pipeline_picker import PipelinePicker
from nessie_tui.tui.widgets.problem_list import ProblemList
from nessie_tui.tui.widgets.prose import Prose

pytestmark = pytest.mark.anyio


async def test_c_opens_the_open_pipelines_dates_and_goes_back():
    stage = Stage("gaps")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        assert "72 of 90 days landed, 80.0 %" in facts(pilot.app)
        assert "newest 22 Nov, 18 holes behind" in facts(pilot.app)
        assert "[✓]" in painted(shown(pilot.app))
        assert date(pilot.app).startswith("Sun 22 Nov 2026 (US/Pacific)  ✓ landed")
        await pilot.press("c")
        assert isinstance(pilot.app.screen, WatchScreen)
        await pilot.press("c", "escape")
        assert isinstance(pilot.app.screen, WatchScreen)


async def test_from_the_picker_it_opens_the_pipeline_pointed_at():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        pilot.app.screen.query_one(PipelinePicker).focus()
        await pilot.press("g", "c")
        await settle(stage, pilot)
        assert "days landed" in facts(pilot.app)
        assert "date ranges done" in facts(pilot.app), "a backfill tells how it gets on"
        await pilot.press("escape")
        await settle(stage, pilot)
        assert table(pilot.app).cursor_task.name == BACKFILL


async def test_a_dialog_over_the_pipelines_leaves_the_cursor_where_it_was():
    stage = Stage()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        picker = pilot.app.screen.query_one(PipelinePicker)
        picker.focus()
        await pilot.press("G", "i", "escape")
        await settle(stage, pilot)
        assert picker.cursor == len(picker.keys) - 1


async def test_arrows_letters_and_pages_move_in_time():
    stage = Stage("gaps")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        start = shown(pilot.app).cursor
        for key, distance in (("left", -7), ("h", -14), ("k", -15), ("j", -14), ("l", -7)):
            await pilot.press(key)
            assert shown(pilot.app).cursor == start + distance
        await pilot.press("home")
        assert shown(pilot.app).cursor == shown(pilot.app)._calendar.span.first
        await pilot.press("G")
        await settle(stage, pilot)
        assert "Mon 23 Nov 2026" in date(pilot.app)
        assert "has not ended" in date(pilot.app)
        await pilot.press("pageup", "g", "pagedown", "end")
        assert shown(pilot.app).cursor == shown(pilot.app)._calendar.span.last


async def test_hours_move_one_by_one_and_by_days():
    stage = Stage("gaps")
    async with stage.app(pipeline=HOURLY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        start = shown(pilot.app).cursor
        for key, distance in (("left", -1), ("up", -25), ("right", -24), ("down", 0)):
            await pilot.press(key)
            assert shown(pilot.app).cursor == start + distance


async def test_n_walks_through_the_problems_and_the_list_goes_along():
    stage = Stage("gaps")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        visited = []
        for key in ("n", "e", "n"):
            await pilot.press(key)
            await settle(stage, pilot)
            visited.append(date(pilot.app).splitlines()[0])
            assert problems(pilot.app).cursor == len(visited) - 1
        assert visited == [
            "Wed 18 Nov 2026 (US/Pacific)  ◷ timed out",
            "Sun 15 Nov 2026 (US/Pacific)  ⊘ canceled",
            "Fri 13 Nov 2026 (US/Pacific)  ✓ landed",
        ]
        await pilot.press("N", "E", "N")
        await settle(stage, pilot)
        assert problems(pilot.app).cursor == len(problems(pilot.app).keys) - 1, "round the end"


async def test_where_nothing_is_wrong_n_says_so():
    stage = Stage("calm")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.press("n")
        assert toast(pilot.app) == "Nothing is wrong with these dates."
        assert problems(pilot.app).border_title == "No problems"


async def test_enter_on_a_problem_moves_the_calendar_there():
    stage = Stage("gaps")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.press("tab", "down", "down", "enter")
        await settle(stage, pilot)
        assert "Fri 13 Nov 2026" in date(pilot.app)
        await pilot.click(ProblemList, offset=(6, 1))
        await settle(stage, pilot)
        assert "Wed 18 Nov 2026" in date(pilot.app)


async def test_enter_on_a_date_shows_its_tasks_in_the_table():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(80, 24)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.press("n", "enter")
        await settle(stage, pilot)
        assert isinstance(pilot.app.screen, WatchScreen)
        assert table(pilot.app).has_focus
        states = [task.state for task in table(pilot.app)._tasks]
        assert sorted(states) == ["failed", "retried", "retried"]
        assert "/on:2026-10-04" in str(pilot.app.screen.query_one("#pipeline").border_title)
        await pilot.press("escape")
        assert len(table(pilot.app).keys) > 100


async def test_enter_on_a_date_without_tasks_says_so_and_stays():
    stage = Stage("gaps")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.press(*["n"] * 5, "enter")
        await settle(stage, pilot)
        assert toast(pilot.app) == "No task covers Tue 10 Nov 2026."
        assert isinstance(pilot.app.screen, CoverageScreen)


async def test_y_copies_the_range_of_a_problem_or_the_date():
    stage = Stage("gaps")
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.press("y")
        assert pilot.app.clipboard == "--from 2026-11-22 --to 2026-11-22"
        await pilot.press(*["n"] * 10, "y")
        assert pilot.app.clipboard == "--from 2026-10-27 --to 2026-10-28"
        assert toast(pilot.app) == "Copied --from 2026-10-27 --to 2026-10-28 (2 days)"
        await pilot.press("tab", "home", "y")
        assert pilot.app.clipboard == "--from 2026-11-18 --to 2026-11-18"


async def test_the_mouse_points_opens_and_scrolls():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(100, 30)) as pilot:
        await open_coverage(stage, pilot)
        calendar = shown(pilot.app)
        await pilot.click(DateCalendar, offset=(6 + 2 * 10, 1))
        await settle(stage, pilot)
        place = calendar._calendar.place(calendar.cursor)
        assert place.row == 0
        assert painted(calendar).splitlines()[1][5 + 2 * 10 : 8 + 2 * 10].startswith("[")
        await pilot.click(DateCalendar, offset=(6 + 2 * 10, 3), times=2)
        await settle(stage, pilot)
        assert isinstance(pilot.app.screen, WatchScreen)


async def test_the_wheel_shows_older_dates_and_leaves_the_cursor():
    stage = Stage("large")
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        calendar, before = shown(pilot.app), painted(shown(pilot.app))
        cursor = calendar.cursor
        await pilot._post_mouse_events([MouseScrollUp], DateCalendar, button=0)
        await settle(stage, pilot)
        assert painted(calendar) != before
        assert calendar.cursor == cursor


async def test_brackets_show_another_pipeline():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        await pilot.press("right_square_bracket")
        await settle(stage, pilot)
        assert "hours landed" in facts(pilot.app)
        await pilot.press("right_square_bracket")
        await settle(stage, pilot)
        assert "what counts is its last run" in instead(pilot.app)
        assert not pilot.app.screen.query_one("#body").display
        await pilot.press("n", "y", "enter", "i", "escape", "left_square_bracket")
        await settle(stage, pilot)
        assert "hours landed" in facts(pilot.app)
        await pilot.press("escape")
        await settle(stage, pilot)
        assert table(pilot.app).cursor_task.name == HOURLY
        assert pilot.app.screen.query_one(PipelinePicker).cursor_key == (HOURLY, 0)


async def test_i_explains_and_what_it_says_can_be_copied():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        await pilot.press("i")
        await settle(stage, pilot)
        assert isinstance(pilot.app.screen, ExplainScreen)
        text = said(pilot.app.screen.query_one("#explanation", Prose))
        assert "from_date   2026-11-22T00:00:00-08:00" in text
        assert "Tue 24 Nov 00:00 + 24 h = Wed 25 Nov 00:00" in text
        await pilot.press("y", "i")
        assert pilot.app.clipboard == text
        await pilot.press("c", "i")
        await settle(stage, pilot)
        assert "from_date" not in said(pilot.app.screen.query_one("#explanation", Prose))
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, CoverageScreen)


async def test_u_changes_moments_and_no_day():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await open_coverage(stage, pilot)
        assert "finished 23 Nov 00:47" in date(pilot.app)
        await pilot.press("u", "u")
        assert "finished 23 Nov 08:47" in date(pilot.app)
        assert date(pilot.app).startswith("Sun 22 Nov 2026")
        await pilot.press("escape")
        assert pilot.app.screen.choice.mode == "UTC"


class Alone(App[None]):
    def compose(self) -> ComposeResult:
        yield DateCalendar(UNICODE)


async def test_half_a_million_hours_word_only_what_is_seen(monkeypatch):
    found = long_history(500_000)
    marks = date_marks(
        found, Limits(), found.units.start(found.coverage.last + 1), ascii_only=False
    )
    asked = []
    mark = type(marks).mark
    monkeypatch.setattr(
        type(marks), "mark", lambda self, unit: (asked.append(unit), mark(self, unit))[1]
    )
    async with Alone().run_test(size=(100, 30)) as pilot:
        calendar = pilot.app.query_one(DateCalendar)
        calendar.focus()
        calendar.show(marks)
        await pilot.press("g", "pagedown", "pagedown", "G", "up")
        assert "[" in painted(calendar)
        assert len(asked) < 100 * 30 * 24
        first = calendar._calendar.span.first
        await pilot.press("home")
        assert calendar.cursor == first

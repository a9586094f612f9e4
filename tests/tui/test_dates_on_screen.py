"""What the watch screen tells of dates: in the picker, in the border, above the table."""

from datetime import timedelta

import pytest
from looking import painted, said
from scenes import settle
from stage import Stage

from nessie_tui.tui.widgets.pipeline_pane import PipelinePane
from nessie_tui.tui.widgets.pipeline_picker import PipelinePicker
from nessie_tui.tui.widgets.prose import Prose
from nessie_tui.tui.widgets.state_bar import StateBar

pytestmark = pytest.mark.anyio

DAILY = "events-daily-bigquery"
BACKFILL = "company-2024-backfill-snowflake"


async def test_the_picker_tells_of_dates_and_forgets_what_recovered():
    stage = Stage()
    async with stage.app(pipeline=DAILY).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        bar = pilot.app.screen.query_one(StateBar)
        assert [e.text for e in bar.entries if e.state in {"failed", "timed_out"}] == ["✗ 4", "◷ 1"]
        words = painted(pilot.app.screen.query_one(PipelinePicker))
        assert "events-daily-bigquery     4 ✗  1 ▢" in words, "one of the five recovered"
        assert "✓✓✓✓✓✓✓✓✓✓✓✓✓✓  22 Nov, 8 holes" in words
        border = pilot.app.screen.query_one(PipelinePane).border_title
        assert "covered to 22 Nov" in border


async def test_the_picker_tells_of_lateness_as_time_passes():
    stage = Stage("calm")
    async with stage.app(pipeline=DAILY).run_test(size=(80, 24)) as pilot:
        await settle(stage, pilot)
        await pilot.press("escape")
        picker = pilot.app.screen.query_one(PipelinePicker)
        assert "on time" in painted(picker)
        stage.simulator.faults.add("dropped")
        stage.simulator.clock.advance(timedelta(hours=40))
        for _ in range(30):
            pilot.app.screen.tick()
        await settle(stage, pilot)
        assert "1 ▢  late 4 h" in painted(picker)


async def test_a_backfill_says_how_far_it_is():
    stage = Stage()
    async with stage.app(pipeline=BACKFILL).run_test(size=(120, 40)) as pilot:
        await settle(stage, pilot)
        words = said(pilot.app.screen.query_one("#progress", Prose))
        assert words.startswith("182 of 226 done, 80 %")
        await pilot.press("right_square_bracket")
        await settle(stage, pilot)
        assert not pilot.app.screen.query_one("#progress").display

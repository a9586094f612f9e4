"""What a person sees of the coverage screen."""

from looking import said
from scenes import settle

from nessie_tui.tui.screens.coverage import CoverageScreen
from nessie_tui.tui.widgets.date_calendar import DateCalendar
from nessie_tui.tui.widgets.problem_list import ProblemList
from nessie_tui.tui.widgets.prose import Prose

DAILY = "events-daily-bigquery"
HOURLY = "events-hourly-s3"
BACKFILL = "company-2024-backfill-snowflake"


def shown(app) -> DateCalendar:
    return app.screen.query_one(DateCalendar)


def date(app) -> str:
    return said(app.screen.query_one("#date", Prose))


def facts(app) -> str:
    return said(app.screen.query_one("#facts", Prose))


def problems(app) -> ProblemList:
    return app.screen.query_one(ProblemList)


def toast(app) -> str:
    return [note.message for note in app._notifications][-1]


async def open_coverage(stage, pilot) -> None:
    await settle(stage, pilot)
    await pilot.press("c")
    await settle(stage, pilot)
    assert isinstance(pilot.app.screen, CoverageScreen)


def instead(app) -> str:
    return said(app.screen.query_one("#dates-notice", Prose))

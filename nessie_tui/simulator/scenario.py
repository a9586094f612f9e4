"""The scenarios: what kind of project the simulator plays.

Within a scenario the hour is divided among the timetables, because a project runs one step at a
time: hourly exports take :30 to :42, daily ones :42 to :50, backfills the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nessie_tui.simulator.hostile import hostile_pipelines
from nessie_tui.simulator.pipeline import PlannedPipeline, SimulatedPipeline
from nessie_tui.simulator.stopped import StoppedPipeline
from nessie_tui.simulator.story import (
    EXPORTED_TWICE,
    FAILS,
    GIVES_UP,
    LANDS_AT_SECOND,
    LANDS_AT_THIRD,
    MISSING,
    RERUN_BY_HAND,
    RERUN_FAILS,
    STOPPED,
    STOPPED_THEN_LANDS,
    SYNCED,
    SYNCED_AGAIN,
    TIMES_OUT,
    UNLISTED,
    Story,
)
from nessie_tui.simulator.timetable import Backfill, Daily, Hourly

_TWO_WEEKS = 14 * 24
_HISTORY_DAYS = 170
_TEN_YEARS = 3600
"""Days of a backfill; it seldom begins again, which leaves a gap between its old end and start."""

LARGE_TASKS = 50_000
"""Tasks of the one pipeline of the scenario ``large``: hours of more than five years."""

_ALL_IS_WELL = Story()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of project."""

    summary: str
    """One line for people."""
    build: Callable[[int], Sequence[SimulatedPipeline]]
    """Takes the seed. What happens then depends on the time alone."""


def _daily(kept: int, hours_waiting: int = 0) -> Daily:
    # Retries follow four hours apart, so daily pipelines that wait 0 to 3 hours never meet.
    waits = timedelta(hours=hours_waiting, minutes=12)
    return Daily(kept, waits, turn_length=timedelta(minutes=8))


def _hourly(kept: int) -> Hourly:
    return Hourly(kept, turn_length=timedelta(minutes=12))


def _live(seed: int) -> list[SimulatedPipeline]:
    half_a_year = Story(
        cycle=_HISTORY_DAYS,
        phase=37 * seed,
        fixed={
            12: LANDS_AT_SECOND,
            19: GIVES_UP,
            30: EXPORTED_TWICE,
            33: LANDS_AT_SECOND,
            47: MISSING,
            58: STOPPED,
            59: STOPPED_THEN_LANDS,
            60: STOPPED,
            61: STOPPED,
            75: TIMES_OUT,
            90: GIVES_UP,
            104: LANDS_AT_THIRD,
            121: RERUN_BY_HAND,
            133: LANDS_AT_SECOND,
            150: GIVES_UP,
            160: LANDS_AT_SECOND,
        },
    )
    now_and_then = Story(((0.08, LANDS_AT_SECOND), (0.02, LANDS_AT_THIRD), (0.006, GIVES_UP)))
    often = Story(((0.15, LANDS_AT_SECOND), (0.04, GIVES_UP), (0.02, TIMES_OUT)))
    old_days = Backfill(
        first_day=date(2014, 1, 1),
        span=_TEN_YEARS,
        batch=40,
        steps_per_hour=8,
        first_minute=50,
        step=timedelta(minutes=5),
    )
    return [
        PlannedPipeline("events-daily-bigquery", _daily(_HISTORY_DAYS), half_a_year, seed),
        PlannedPipeline("events-hourly-s3", _hourly(_TWO_WEEKS), now_and_then, seed, "hourly"),
        PlannedPipeline(
            "people-daily-bigquery", _daily(60, 1), _ALL_IS_WELL, seed, sync_enabled=False
        ),
        PlannedPipeline(
            "company-2024-backfill-snowflake", old_days, often, seed, sync_enabled=False
        ),
    ]


def _calm(seed: int) -> list[SimulatedPipeline]:
    return [
        PlannedPipeline("events-daily-bigquery", _daily(90), _ALL_IS_WELL, seed),
        PlannedPipeline("events-hourly-s3", _hourly(_TWO_WEEKS), _ALL_IS_WELL, seed, "hourly"),
        PlannedPipeline(
            "people-daily-bigquery", _daily(90, 1), _ALL_IS_WELL, seed, sync_enabled=False
        ),
    ]


def _gaps(seed: int) -> list[SimulatedPipeline]:
    holes = Story(
        cycle=30,
        phase=7 * seed,
        fixed={
            3: MISSING,
            4: MISSING,
            8: EXPORTED_TWICE,
            11: GIVES_UP,
            14: RERUN_FAILS,
            17: MISSING,
            18: FAILS,
            22: STOPPED,
            25: TIMES_OUT,
        },
        syncs={
            6: UNLISTED,
            10: SYNCED_AGAIN,
            17: SYNCED,
            20: UNLISTED,
            28: SYNCED_AGAIN,
        },
    )
    many = Story(((0.04, MISSING), (0.03, GIVES_UP), (0.01, TIMES_OUT), (0.01, STOPPED)))
    return [
        PlannedPipeline("events-daily-bigquery", _daily(90), holes, seed),
        PlannedPipeline("events-hourly-s3", _hourly(_TWO_WEEKS), many, seed, "hourly"),
    ]


def _late(seed: int) -> list[SimulatedPipeline]:
    def daily(name: str, hours_waiting: int = 0) -> PlannedPipeline:
        return PlannedPipeline(name, _daily(60, hours_waiting), _ALL_IS_WELL, seed)

    hourly = PlannedPipeline("events-hourly-s3", _hourly(_TWO_WEEKS), _ALL_IS_WELL, seed, "hourly")
    # A day waits from 00:30 until 23:42: a day ago one waited, but for the first hour of the day.
    return [
        StoppedPipeline(daily("events-daily-bigquery", 23), hours=24),
        StoppedPipeline(hourly, hours=30),
        StoppedPipeline(replace(daily("people-daily-bigquery"), sync_enabled=False), hours=72),
        daily("company-daily-snowflake"),
    ]


def _backfill(seed: int) -> list[SimulatedPipeline]:
    half_a_year = Backfill(
        first_day=date(2012, 1, 1),
        span=_TEN_YEARS,
        batch=180,
        steps_per_hour=2,
        first_minute=50,
        step=timedelta(minutes=20),
        lead=0,
        kept=1,
    )
    # The people wait until after the next day is queued: somebody waits at any moment.
    some_retries = Story(((0.06, LANDS_AT_SECOND),))
    return [
        PlannedPipeline(
            "company-2022-backfill-bigquery", half_a_year, some_retries, seed, sync_enabled=False
        ),
        PlannedPipeline("events-daily-bigquery", _daily(60, 9), _ALL_IS_WELL, seed),
        PlannedPipeline(
            "people-daily-bigquery", _daily(60, 24), _ALL_IS_WELL, seed, sync_enabled=False
        ),
    ]


def _large(seed: int) -> list[SimulatedPipeline]:
    one_task_an_hour = Story(((0.004, FAILS), (0.001, TIMES_OUT), (0.002, STOPPED)))
    return [
        PlannedPipeline(
            "events-hourly-bigquery", _hourly(LARGE_TASKS), one_task_an_hour, seed, "hourly"
        )
    ]


SCENARIOS: Mapping[str, Scenario] = {
    "live": Scenario("a busy project: exports begin, land, are retried and fail", _live),
    "calm": Scenario("three pipelines on which nothing ever goes wrong", _calm),
    "gaps": Scenario("missing dates, dates exported twice, failures nobody repaired", _gaps),
    "late": Scenario("exports that stopped a day, thirty hours and three days ago", _late),
    "backfill": Scenario("half a year of old days, one after the other; the rest waits", _backfill),
    "large": Scenario(f"one pipeline with {LARGE_TASKS:,} tasks", _large),
    "hostile": Scenario("names, states and dates that try to break the screen", hostile_pipelines),
    "empty": Scenario("no pipelines, as where all were made in Mixpanel's web page", lambda _: []),
}
"""Every scenario by name."""

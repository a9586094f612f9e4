"""The days of the timeline, merged with what their tasks say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standings import DAILY, HOURLY, NOW, PEOPLE, days, hours

from nessie_tui.errors import RejectedError
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.survey import FindingKind
from nessie_tui.model.timeline import SyncDay, Timeline
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present.failure import failure_words
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.table import width_cells
from nessie_tui.present.timeline_rows import MOST_DAYS, timeline_rows
from nessie_tui.present.timeline_words import (
    COLUMNS,
    day_columns,
    padded,
    timeline_notice,
    timeline_summary,
)
from nessie_tui.present.tone import Span, Tone, plain
from nessie_tui.present.wording import Wording

WORDING = Wording(NOW)
PROFILE = Profile("acme", 2195193, "exports", SecretSource(SecretKind.KEYRING))


def sync_day(day, *times, status="synced"):
    return SyncDay(WireTime(day), status, tuple(map(WireTime, times)))


def rows(tasks, *sync_days, pipeline=DAILY):
    view = ProjectView(zone="US/Pacific")
    view.take_listing(PipelineListing(NOW, (pipeline,)))
    reading = TaskReading(count_states(tasks), tuple(tasks))
    view.take_tasks(TaskSnapshot(pipeline.name, NOW, reading))
    timeline = Timeline(pipeline.name, NOW, sync_days)
    view.take_timeline(timeline)
    return timeline_rows(view.standing(pipeline.name, NOW), timeline)


def said(row, width=100):
    return [plain(column.cell(row, WORDING)).strip() for column in day_columns(width)]


def test_the_newest_day_comes_first_and_both_witnesses_count():
    found = rows(days(20, 21), sync_day("2026-11-18"), sync_day("2026-11-20"))
    assert list(found) == [date(2026, 11, day) for day in (21, 20, 19, 18)]
    assert [dict(row.outcomes) for row in found.values()] == [
        {"succeeded": 1},
        {"succeeded": 1},
        {"missing": 1},
        {"succeeded": 1},
    ]
    assert [row.status for row in found.values()] == ["", "synced", "", "synced"]


@pytest.mark.parametrize(
    ("tasks", "sync", "cells"),
    [
        (
            days(20, 20),
            sync_day("2026-11-20", "2026-11-21T01:14:00-08:00"),
            ["Fri 20 Nov", "✓ succeeded", "synced", "1", "21 Nov 01:14", "21 Nov 01:14", "", ""],
        ),
        (
            days(20, 20),
            sync_day(
                "2026-11-20",
                " 2026-11-23 14:14:00.5 -0500 EST",
                " 2026-11-21 01:14:00.5 -0800 PST",
                " 2026-11-22 01:14:00.5 -0800 PST",
            ),
            [
                "Fri 20 Nov",
                "✓ succeeded",
                "synced",
                "3",
                "21 Nov 01:14",
                "58 m ago",
                "+2 d 10 h",
                "",
            ],
        ),
        (
            days(20, 20, "failed"),
            sync_day("2026-11-20", "2026-11-21T01:14:00-08:00"),
            [
                "Fri 20 Nov",
                "✗ failed",
                "synced",
                "1",
                "21 Nov 01:14",
                "21 Nov 01:14",
                "",
                "only synced",
            ],
        ),
        (
            days(20, 20),
            sync_day("2026-11-20", "soon", status="queued"),
            ["Fri 20 Nov", "✓ succeeded", "queued", "1", "soon", "soon", "", ""],
        ),
        (
            days(20, 20),
            sync_day("2026-11-19"),
            ["Fri 20 Nov", "✓ succeeded", "-", "", "", "", "", ""],
        ),
    ],
)
def test_a_day_in_columns(tasks, sync, cells):
    assert said(rows(tasks, sync)[date(2026, 11, 20)]) == cells


def test_a_day_that_landed_and_is_skipped_is_never_synced():
    found = rows(days(18, 20), sync_day("2026-11-18"), sync_day("2026-11-20"))
    assert found[date(2026, 11, 19)].disagreement is FindingKind.NEVER_SYNCED
    assert said(found[date(2026, 11, 19)])[-1] == "never synced"


def test_a_day_of_hours_is_told_in_numbers():
    found = rows([*hours(0, 8), *hours(9, 9, "failed")], sync_day("2026-11-22"), pipeline=HOURLY)
    assert said(found[date(2026, 11, 23)])[1] == "✓ 9 ✗ 1"


def test_where_every_run_exports_everything_only_syncs_are_told():
    found = rows(days(20, 20), sync_day("2026-11-18", "2026-11-19"), pipeline=PEOPLE)
    assert [said(row)[:3] for row in found.values()] == [["Wed 18 Nov", "-", "synced"]]


def test_a_day_that_cannot_be_read_is_left_out():
    found = rows(days(21, 22), sync_day("string"), sync_day(""), sync_day("2026-11-22"))
    assert list(found) == [date(2026, 11, 22), date(2026, 11, 21)]


def test_of_a_long_history_the_newest_days_are_shown():
    found = rows(days(20, 20), sync_day("1999-01-01"))
    assert len(found) == MOST_DAYS
    assert next(iter(found)) >= date(2026, 11, 20)


def test_the_border_counts_what_deserves_a_look():
    found = rows(
        [*days(17, 19), *days(20, 20, "failed"), *days(21, 21)],
        sync_day("2026-11-17", "2026-11-18", "2026-11-19"),
        sync_day("2026-11-18"),
        sync_day("2026-11-20"),
    )
    assert plain(timeline_summary(found)) == (
        "5 days  1 synced again  1 only synced  1 never synced"
    )
    assert plain(timeline_summary({})) == "0 days"


@pytest.mark.parametrize(
    ("pipeline", "timeline", "failed", "words"),
    [
        (DAILY, None, False, "No timeline yet."),
        (None, None, False, "No timeline yet."),
        (Pipeline("a", sync_enabled=True), None, False, "No timeline yet."),
        (Pipeline("a", sync_enabled=False), None, False, "No timeline: sync is off."),
        (DAILY, None, True, "The timeline could not be read."),
        (DAILY, Timeline("a", NOW, ()), False, "No syncs reported."),
        # What was known stays.
        (DAILY, Timeline("a", NOW, (sync_day("2026-11-20"),)), True, ""),
        (
            Pipeline("a", sync_enabled=False),
            Timeline("a", NOW, (sync_day("2026-11-20"),)),
            False,
            "",
        ),
    ],
)
def test_what_stands_in_place_of_the_days(pipeline, timeline, failed, words):
    failure = failure_words(RejectedError("no"), PROFILE) if failed else None
    found = timeline_notice(pipeline, timeline, failure)
    assert (plain(found[0]) if found else "") == words


@pytest.mark.parametrize("width", range(1, 120, 7))
def test_the_columns_fit(width):
    columns = day_columns(width)
    needed = sum(column.width_cells + 1 for column in columns) - 1
    assert needed <= width or len(columns) == 2
    assert [column.title for column in columns[:2]] == ["Day", "Tasks"]


def test_eighty_columns_show_all_but_the_first_sync():
    titles = [column.title for column in day_columns(75)]
    assert titles == ["Day", "Tasks", "Sync", "Syncs", "Last", "Again", ""]
    assert len(day_columns(100)) == len(COLUMNS)


@given(st.text(max_size=12), st.integers(1, 14))
def test_a_cell_is_as_wide_as_its_column(text, width):
    printable = "".join(char for char in text if char.isprintable())
    line = padded((Span(printable, Tone.MUTED),), width)
    assert width_cells(plain(line)) == width


@given(st.dates(date(2026, 10, 1), date(2026, 11, 22)), st.integers(1, 40))
def test_every_day_between_is_there(first, count):
    listed = [sync_day(str(first + timedelta(days=n))) for n in range(count)]
    found = list(rows(days(20, 20), *listed))
    assert found == sorted(set(found), reverse=True)
    assert {first + timedelta(days=n) for n in range(count)} <= set(found)

"""What the detail pane tells of a task's dates, where all dates of the pipeline are known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import SyncDay, Timeline
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present.detail import Focus, task_detail
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import Tone, plain
from nessie_tui.present.wording import Wording

NOW = datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC)  # past noon in US/Pacific
DAILY = Pipeline("daily", frequency="daily")
HOURLY = Pipeline("hourly", frequency="hourly")
BACKFILL = Pipeline("2024-backfill", frequency="daily", dispatcher="backfill")
WIDTH = 80


def task(state, begin, end=None, finish=""):
    first, last = (
        WireTime(day if "T" in day else f"{day}T00:00:00-08:00") for day in (begin, end or begin)
    )
    return Task("daily", TaskState(state), WireTime(""), WireTime(finish), first, last)


def days(first, last, state="succeeded"):
    return [task(state, f"2026-11-{day:02}") for day in range(first, last + 1)]


def detail(shown, *others, pipeline=DAILY, syncs=None, height=11, ascii_only=False, now=NOW):
    view = ProjectView(zone="US/Pacific")
    tasks = (shown, *others)
    view.take_listing(PipelineListing(now, (pipeline,)))
    view.take_tasks(TaskSnapshot(pipeline.name, now, TaskReading(count_states(tasks), tasks)))
    timeline = None
    if syncs is not None:
        sync_days = tuple(
            SyncDay(WireTime(day), "synced", tuple(map(WireTime, times)))
            for day, times in syncs.items()
        )
        timeline = Timeline(pipeline.name, now, sync_days)
        view.take_timeline(timeline)
    standing = view.standing(pipeline.name, now)
    focus = Focus(shown, Attempts(tasks), "US/Pacific", timeline, standing)
    return task_detail(focus, Wording(now, ascii_only=ascii_only), WIDTH, height)


def said(lines):
    return [plain(line).rstrip() for line in lines]


def labelled(lines, label):
    return [text[11:].strip() for text in said(lines) if text.startswith(label)]


@pytest.mark.parametrize(
    ("shown", "others", "words", "tone"),
    [
        (
            task("succeeded", "2026-11-22", finish="2026-11-23T00:47:00-08:00"),
            [],
            "✓ landed 47 m after the day ended",
            Tone.SUCCESS,
        ),
        (task("succeeded", "2026-11-22"), [], "✓ landed", Tone.SUCCESS),
        (task("failed", "2026-11-22"), [], "✗ not landed, due in 11 h 47 m", Tone.ERROR),
        (task("failed", "2026-11-21"), [], "✗ late by 12 h 12 m", Tone.WARNING),
        (task("timed_out", "2026-11-20"), [], "◷ overdue, late by 1 d 12 h", Tone.ERROR),
        (task("running", "2026-11-22"), [], "► running, due in 11 h 47 m", Tone.ACCENT),
        (task("pending", "2026-11-21"), [], "◌ pending, late by 12 h 12 m", Tone.WARNING),
        (
            task("failed", "2026-11-20"),
            [task("succeeded", "2026-11-20", finish="2026-11-21T09:00:00-08:00")],
            "✓ landed 9 h after the day ended",
            Tone.SUCCESS,
        ),
        # The oldest of several dates says how late they are.
        (task("failed", "2026-11-20", "2026-11-22"), [], "✗ overdue, late by 1 d 12 h", Tone.ERROR),
        (
            task("failed", "2026-11-20"),
            [task("succeeded", "2026-11-19", "2026-11-21")],
            "✓ landed",
            Tone.SUCCESS,
        ),
    ],
)
def test_the_first_line_ends_with_what_became_of_the_dates(shown, others, words, tone):
    lines = detail(shown, *others)
    text = plain(lines[0])
    assert text.endswith(f"  {words}")
    assert width_cells(text) == WIDTH
    assert tone in {span.tone for span in lines[0]}


def test_a_backfill_is_never_late():
    lines = detail(task("failed", "2024-03-01"), pipeline=BACKFILL)
    assert plain(lines[0]).endswith("  ✗ not landed")


@pytest.mark.parametrize("name", ["people-daily", "identity-daily"])
def test_dates_tell_nothing_where_every_run_exports_everything(name):
    lines = detail(task("failed", "2026-11-20"), pipeline=Pipeline(name, frequency="daily"))
    assert labelled(lines, "Outcome") == ["These dates have not landed."]
    assert not labelled(lines, "Neighbours")
    assert "covered" not in "".join(said(lines))


def test_two_dates_before_and_two_after():
    tasks = [*days(16, 18), *days(19, 19, "failed"), *days(21, 21, "running")]
    lines = detail(task("succeeded", "2026-11-20"), *tasks, *days(22, 22, "pending"))
    assert labelled(lines, "Neighbours") == ["Wed 18 ✓   Thu 19 ✗   Fri 20 ✓   Sat 21 ►   Sun 22 ◌"]
    line = next(line for line in lines if plain(line).startswith("Neighbours"))
    assert [span.text for span in line if span.strong] == ["Fri 20 ", "✓"]


def test_nothing_is_said_of_what_has_still_time():
    lines = detail(task("succeeded", "2026-11-21"), *days(15, 20))
    assert labelled(lines, "Neighbours") == ["Thu 19 ✓   Fri 20 ✓   Sat 21 ✓"]
    oldest = detail(task("succeeded", "2026-11-15"), *days(16, 20))
    assert labelled(oldest, "Neighbours") == [
        "Fri 13 ⋅   Sat 14 ⋅   Sun 15 ✓   Mon 16 ✓   Tue 17 ✓"
    ]


def test_hours_have_hours_for_neighbours():
    hours = [task("succeeded", f"2026-11-23T{hour:02}:00:00-08:00") for hour in range(9)]
    lines = detail(task("failed", "2026-11-23T09:00:00-08:00"), *hours, pipeline=HOURLY)
    assert labelled(lines, "Neighbours") == ["07:00 ✓   08:00 ✓   09:00 ✗"]


def test_many_dates_are_told_in_numbers():
    wide = task("failed", "2026-11-01", "2026-11-10")
    lines = detail(wide, *days(1, 4), *days(5, 5, "timed_out"))
    assert plain(lines[0]).startswith("Sun 1 Nov 2026 to Tue 10 Nov 2026, 10 days")
    assert labelled(lines, "Outcomes") == ["4 ✓  5 ✗  1 ◷"]


@pytest.mark.parametrize(
    ("syncs", "words"),
    [
        ({}, "none reported"),
        ({"2026-11-21": ["2026-11-22T01:00:00-08:00"]}, "none reported"),
        (
            {"2026-11-20": ["2026-11-21T01:14:00-08:00"]},
            "Sat 21 Nov 2026 01:14:00 UTC-08:00, 2 d ago",
        ),
        (
            {
                "2026-11-20": [
                    " 2026-11-21 01:14:00.5 -0800 PST",
                    " 2026-11-23 11:42:00.5 -0800 PST",
                    " 2026-11-22 01:14:00.5 -0800 PST",
                ]
            },
            "30 m ago, 3 syncs, +2 d 10 h after the first, 21 Nov 01:14",
        ),
    ],
)
def test_when_a_day_was_synced(syncs, words):
    assert labelled(detail(*days(20, 20), syncs=syncs), "Last sync") == [words]


def test_without_a_timeline_nothing_is_said_of_syncs():
    assert not labelled(detail(*days(20, 20)), "Last sync")


def test_what_is_odd_about_the_dates_is_said():
    twice = task("succeeded", "2026-11-20", finish="2026-11-21T01:00:00-08:00")
    again = task("succeeded", "2026-11-20", finish="2026-11-21T02:00:00-08:00")
    assert labelled(detail(twice, again, *days(18, 19)), "Finding") == [
        "Exported by 2 tasks that succeeded."
    ]
    assert not labelled(detail(*days(18, 18), twice, again), "Finding")
    failed = detail(*days(20, 20, "failed"), syncs={"2026-11-20": ["2026-11-21T01:00:00-08:00"]})
    (finding,) = labelled(failed, "Finding")
    assert finding == "Mixpanel's timeline says synced, but no task that covers it succeeded."


def test_the_calendar_has_weeks_and_tells_what_is_missing():
    tasks = [*days(2, 15), *days(18, 19), *days(21, 21, "failed"), *days(22, 22, "running")]
    lines = said(detail(task("failed", "2026-11-20"), *tasks, height=11))
    begin = next(number for number, text in enumerate(lines) if "Mo Tu" in text)
    assert lines[begin : begin + 4] == [
        "         Mo Tu We Th Fr Sa Su   21 days  16 ✓  1 ►  2 ✗  2 ▢  76.1 % covered",
        " 2 Nov   ✓  ✓  ✓  ✓  ✓  ✓  ✓    Missing  16 to 17 Nov",
        " 9 Nov   ✓  ✓  ✓  ✓  ✓  ✓  ✓    Not landed  20 to 22 Nov, 16 to 17 Nov",
        "16 Nov   ▢  ▢  ✓  ✓ [✗] ✗  ►",
    ]


def test_the_calendar_keeps_the_date_under_the_cursor_in_sight():
    months = [
        task("succeeded", f"2026-{month:02}-{day:02}") for month in (9, 10) for day in range(1, 31)
    ]
    old = task("failed", "2026-09-30")
    for height in (1, 9, 11, 14):
        lines = said(detail(old, *months, *days(1, 22), height=height))
        assert any("[✓]" in text and "28 Sep" in text for text in lines)
        assert "22 Nov" not in "".join(lines)


def test_the_calendar_of_hours_has_a_row_for_every_day():
    hours = [
        task("succeeded", f"2026-11-{day}T{hour:02}:00:00-08:00")
        for day in (21, 22)
        for hour in range(24)
    ]
    shown = task("failed", "2026-11-23T00:00:00-08:00")
    lines = detail(shown, *hours, pipeline=HOURLY, height=12)
    texts = said(lines)
    assert "        0     6     12    18" in texts[3]
    assert texts[4].startswith(f"21 Nov  {'✓' * 24} ")
    assert texts[6] == "23 Nov  ✗", "the hours after it still have time"
    assert lines[6][0].strong, "the row of the hour under the cursor"


def test_a_day_of_25_hours_has_25():
    hours = [task("succeeded", f"2026-10-31T{hour:02}:00:00-07:00") for hour in range(24)]
    begin = datetime(2026, 11, 1, 7, tzinfo=UTC)
    fall = [task("succeeded", (begin + timedelta(hours=n)).isoformat()) for n in range(26)]
    lines = said(
        detail(
            fall[-1],
            *hours,
            *fall[:-1],
            pipeline=HOURLY,
            height=12,
            now=begin + timedelta(hours=27),
        )
    )
    assert any(text.startswith(f" 1 Nov  {'✓' * 25}") for text in lines)


def test_the_calendar_takes_what_the_other_lines_leave():
    tasks = [*days(1, 22)]
    sizes = [len(detail(*tasks, height=height)) for height in (1, 7, 11, 12, 40)]
    assert sizes == [9, 9, 11, 11, 11], "four weeks are all there is"


STATES_SEEN = st.sampled_from([*STATES, "skipped"])
DATES = st.dates(date(2026, 9, 1), date(2026, 12, 9)) | st.sampled_from([date.min, date.max])
TASKS = st.lists(
    st.builds(
        lambda state, one, other: task(state, str(one), str(other)), STATES_SEEN, DATES, DATES
    ),
    min_size=1,
    max_size=8,
)


@given(
    TASKS,
    st.sampled_from([DAILY, HOURLY, BACKFILL, Pipeline("people-x"), Pipeline("x")]),
    st.integers(1, 30),
    st.booleans(),
)
def test_any_tasks_can_be_looked_at(tasks, pipeline, height, ascii_only):
    syncs = {str(one.from_date[:10]): [str(one.from_date)] for one in tasks}
    lines = detail(*tasks, pipeline=pipeline, syncs=syncs, height=height, ascii_only=ascii_only)
    for line in lines:
        assert plain(line).isascii() or not ascii_only
        assert "\n" not in plain(line)
    assert width_cells(plain(lines[0])) <= WIDTH

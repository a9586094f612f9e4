"""Whatever a name holds once it is cleaned, every word made of it is one plain line."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.errors import RejectedError, UnknownPipelineError
from nessie_tui.model.attempt import Attempts
from nessie_tui.model.pace import Pace
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.query import TaskQuery
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.text import clean
from nessie_tui.model.timeline import SyncDay, Timeline
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present import notice
from nessie_tui.present.column import COLUMNS
from nessie_tui.present.detail import Focus, task_detail
from nessie_tui.present.failure import failure_words
from nessie_tui.present.feed_words import FeedPhase, FeedState, feed_line
from nessie_tui.present.mark import UNICODE
from nessie_tui.present.picker_lines import picker_lines
from nessie_tui.present.pipeline_heading import heading_line
from nessie_tui.present.pipeline_words import (
    heading,
    pipeline_table,
)
from nessie_tui.present.profile_words import profile_line
from nessie_tui.present.progress_words import backfill_line
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.standing import Standing
from nessie_tui.present.state_bar import state_counts
from nessie_tui.present.status_table import counts_table, task_table
from nessie_tui.present.table import table_lines
from nessie_tui.present.tone import plain
from nessie_tui.present.welcome import welcome_lines
from nessie_tui.present.wording import Wording

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WORDING = Wording(NOW)
PROFILE = Profile("acme", 2195193, "exports", SecretSource(SecretKind.KEYRING))
PACE = Pace(used=1, per_hour=60, wish_s=60, next_at=None)
# Cc controls, Cf format, Cs surrogates, Co private use, Cn unassigned, Zl and Zp line separators.
UNDRAWABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "[/foo]",
    "[bold red]x[/]",
    "[@click=app.quit]here[/]",
    "\\[x]",
    "a\nb\r\tc",
    "\u202egnp.exe",
    "zero\u200bwidth\u2028line",
    "x" * 5000,
    "e" + "\u0301" * 99,
    "{host} {0} %s",
    "",
]


def lines_about(text):
    """Return every line that has something to do with `text`."""
    time = WireTime(text)
    extra = {text: text, "list": [text]}
    task = Task(text, TaskState(text), time, time, time, time, extra=extra)
    tasks = (task, Task(text, TaskState("failed"), from_date=time, to_date=time))
    attempts, counts = Attempts(tasks), count_states(tasks)
    pipeline = Pipeline(text, text, text, text, last_dispatched=time, extra=extra)
    words = [
        failure_words(RejectedError(text), PROFILE),
        failure_words(UnknownPipelineError(text, nearest=text), PROFILE),
    ]
    view, empty = ProjectView(TaskQuery(text)), ProjectView()
    for seen in (view, empty):
        seen.opened = text
    days = (SyncDay(time, text, (time,)),)
    view.take_listing(PipelineListing(NOW, (pipeline,)))
    view.take_tasks(TaskSnapshot(text, NOW, TaskReading(counts, tasks, extra)))
    named = Profile(text, 1, text, SecretSource(SecretKind.KEYRING))
    standing = view.standing(text, NOW)
    for one in tasks:
        focus = Focus(one, attempts, text, Timeline(text, NOW, days), standing)
        yield from task_detail(focus, WORDING)
    yield heading_line(standing, text, WORDING, 200)
    yield backfill_line(standing, WORDING, 80)
    yield from table_lines(task_table(tasks, ascii_only=False))
    yield from table_lines(counts_table(counts, ascii_only=False))
    yield from table_lines(pipeline_table([(pipeline, counts)], ascii_only=False))
    yield tuple(column.cell(task, attempts, WORDING) for column in COLUMNS)
    for width in (38, 100):
        yield from picker_lines(view.standing(text, NOW), WORDING, width)
        yield from picker_lines(Standing(pipeline, counts, doubt=text), WORDING, width)
    yield from welcome_lines(text, adding=True)
    yield profile_line(named, UNICODE, is_current=True, under_cursor=True)
    for failure in words:
        yield feed_line(FeedState(FeedPhase.STALE, failure=failure), PACE, 0.0, WORDING, 200)
        yield from notice.tasks(empty, failure)
        yield from notice.banner(view, failure)
    yield from notice.tasks(empty, None)


def texts_about(text):
    yield from (plain(line) for line in lines_about(text))
    yield from (
        entry.text for entry in state_counts({TaskState(text): 1}, TaskQuery(text), WORDING, 200)
    )
    yield heading(Pipeline(text, text, text, text, last_dispatched=WireTime(text)), WORDING)


def undrawable(text):
    return {char for char in text if unicodedata.category(char) in UNDRAWABLE}


@given(st.text() | st.sampled_from(HOSTILE) | st.lists(st.sampled_from(HOSTILE)).map("".join))
def test_no_line_can_act_on_a_terminal(text):
    for line in texts_about(clean(text)):
        assert not undrawable(line)


@pytest.mark.parametrize("text", filter(None, HOSTILE), ids=range(len(HOSTILE) - 1))
def test_a_name_is_shown_as_it_is_and_never_as_markup(text):
    name = clean(text)
    pipeline = Pipeline(name)
    title, _ = picker_lines(Standing(pipeline, None), WORDING, 2 * len(name) + 8)
    assert plain(title) == f"   {name}"
    task = Task(extra={"why": name})
    assert name in plain(task_detail(Focus(task, Attempts([task])), WORDING)[-1])
    assert name in failure_words(RejectedError(name), PROFILE).what
    (row,) = pipeline_table([(pipeline, None)], ascii_only=False).rows
    assert row[0].text == name

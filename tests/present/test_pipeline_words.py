from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.state import TaskState
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present.pipeline_words import (
    heading,
    pipeline_table,
    worst_state,
)
from nessie_tui.present.table import table_lines
from nessie_tui.present.tone import Tone, plain
from nessie_tui.present.wording import Wording

WORDING = Wording(datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC))
DAILY = Pipeline("daily", frequency="daily")


def counted(words):
    """Read ``"failed 2 succeeded 5"`` as counts; None stays None."""
    if words is None:
        return None
    parts = words.split()
    return {TaskState(word): int(n) for word, n in zip(parts[::2], parts[1::2], strict=True)}


@pytest.mark.parametrize(
    ("counts", "worst"),
    [
        (None, None),
        ("", None),
        ("failed 0", None),
        ("succeeded 5", "succeeded"),
        ("succeeded 5 retried 2 canceled 900", "succeeded"),
        ("retried 2 canceled 1", "retried"),
        ("canceled 1", "canceled"),
        ("succeeded 5 pending 1", "pending"),
        ("pending 1 running 1", "running"),
        ("running 1 timed_out 1", "timed_out"),
        ("timed_out 9 failed 1", "failed"),
        ("succeeded 5 running 1 skipped 1", "skipped"),
        ("skipped 1 failed 1", "failed"),
    ],
)
def test_the_state_that_most_deserves_a_look(counts, worst):
    assert worst_state(counted(counts)) == worst


@pytest.mark.parametrize(
    ("pipeline", "words"),
    [
        (Pipeline("a"), ""),
        (DAILY, "daily"),
        (replace(DAILY, sync_enabled=True), "daily ⋅ sync on"),
        (replace(DAILY, sync_enabled=False, dispatcher="backfill"), "daily ⋅ sync off ⋅ backfill"),
        (
            replace(DAILY, last_dispatched=WireTime("2026-11-23 12:08:30 US/Pacific")),
            "daily ⋅ dispatched 4 m ago",
        ),
        (replace(DAILY, last_dispatched=WireTime("soon")), "daily ⋅ dispatched soon"),
        (replace(DAILY, last_dispatched=WireTime("0001-01-01T00:00:00Z")), "daily"),
        (Pipeline("a", listed=False), "named in the profile, not listed by Mixpanel"),
    ],
)
def test_how_a_pipeline_runs(pipeline, words):
    assert heading(pipeline, WORDING) == words


def test_the_table_has_a_column_for_every_state_that_occurs():
    pipelines = [
        (
            Pipeline("a", "1", "daily", sync_enabled=True, last_dispatched=WireTime("2026-11-20")),
            counted("succeeded 5 skipped 1"),
        ),
        (Pipeline("b", sync_enabled=False), counted("failed 2 canceled 0")),
        (Pipeline("c"), None),
    ]
    table = pipeline_table(pipelines, ascii_only=True)
    assert plain(table_lines(table)[0]).startswith("PIPELINE")
    assert list(table.header[4:]) == ["X", "+", "? skipped"]
    assert [[span.text for span in row] for row in table.rows] == [
        ["a", "daily", "on", "2026-11-20", "0", "5", "1"],
        ["b", "?", "off", "-", "2", "0", "0"],
        ["c", "?", "?", "-", "?", "?", "?"],
    ]
    assert table.rows[1][4].tone is Tone.ERROR
    assert table.rows[0][4].tone is Tone.MUTED

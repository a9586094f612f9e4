import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.text import clean
from nessie_tui.model.timestamp import WireTime, read_time
from nessie_tui.present.document import (
    TASK_FIELDS,
    csv_cell,
    pipeline_document,
    rfc3339,
    status_document,
    task_document,
    wire_time,
)

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")
NEVER = WireTime("0000-12-31T16:00:00-08:00")
DAY = WireTime("2026-11-20T00:00:00-08:00")
TASK = Task("events", TaskState("running"), DAY, NEVER, DAY, WireTime("string"), 2195193)
SNAPSHOT = TaskSnapshot(
    "events",
    datetime(2026, 11, 23, 20, 12, 30, 123456, tzinfo=UTC),
    TaskReading({TaskState("running"): 1}, (TASK,)),
)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2026-11-20T00:00:00-08:00", "2026-11-20T00:00:00-08:00"),
        ("2026-11-20T00:00:00Z", "2026-11-20T00:00:00+00:00"),
        ("2026-11-20T00:00:00.5+05:30", "2026-11-20T00:00:00.500000+05:30"),
        (" 2019-08-20 14:33:09.315098 -0700 PDT", "2019-08-20T14:33:09.315098-07:00"),
        ("2019-02-01 12:00:00 US/Pacific", "2019-02-01T12:00:00-08:00"),
        # RFC 3339 knows no seconds in an offset.
        ("2026-11-20T00:00:00+05:30:15", "2026-11-19T18:29:45+00:00"),
        # Never
        ("0000-12-31T16:00:00-08:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
        # What is no point in time is passed on as it came.
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20 12:00:00", "2026-11-20 12:00:00"),
        ("9999-12-31T00:00:00Z", "9999-12-31T00:00:00Z"),
        ("2026-11-20 12:00:00 Mars/Base", "2026-11-20 12:00:00 Mars/Base"),
        (" soon ", " soon "),
        ("2026-02-30T00:00:00Z", "2026-02-30T00:00:00Z"),
    ],
)
def test_a_time_for_a_program(written, printed):
    assert wire_time(written) == printed


times = st.datetimes(timezones=st.timezones()).map(lambda time: time.isoformat())


@given(times | st.text())
def test_a_time_is_rfc_3339_or_nothing_or_the_text_that_came(written):
    printed = wire_time(written)
    assert printed is None or printed == written or RFC_3339.fullmatch(printed)
    if printed is not None and printed != written:
        assert read_time(printed).moment == read_time(written).moment


def test_a_task_has_mixpanels_names_and_nothing_else():
    assert task_document(TASK) == {
        "project_id": 2195193,
        "name": "events",
        "state": "running",
        "run_at": "2026-11-20T00:00:00-08:00",
        "last_finish": None,
        "from_date": "2026-11-20T00:00:00-08:00",
        "to_date": "string",
    }
    assert tuple(task_document(TASK)) == TASK_FIELDS


@pytest.mark.parametrize("extra", [None, {}])
def test_extra_is_kept_only_where_there_is_some(extra):
    documents = [
        task_document(replace(TASK, extra=extra)),
        pipeline_document(Pipeline("a", extra=extra), {}),
        status_document(replace(SNAPSHOT, reading=replace(SNAPSHOT.reading, extra=extra)), 1, None),
    ]
    assert not any("extra" in document for document in documents)


def test_extra_is_kept():
    extra = {"why": {"code": 7}}
    assert task_document(replace(TASK, extra=extra))["extra"] == extra
    assert pipeline_document(Pipeline("a", extra=extra), {})["extra"] == extra
    reading = replace(SNAPSHOT.reading, extra=extra)
    assert status_document(replace(SNAPSHOT, reading=reading), 1, None)["extra"] == extra


@pytest.mark.parametrize(
    ("pipeline", "counts", "differs"),
    [
        (Pipeline("a"), {}, {}),
        (Pipeline("a"), None, {"counts": None}),
        (Pipeline("a"), {TaskState("failed"): 2}, {"counts": {"failed": 2}}),
        (Pipeline("a", "2195193"), {}, {"project_id": 2195193}),
        (Pipeline("a", "acme"), {}, {"project_id": "acme"}),
        (Pipeline("a", "²"), {}, {"project_id": "²"}),
        (Pipeline("a", sync_enabled=False), {}, {"sync_enabled": False}),
        (
            Pipeline("a", "", "hourly", "backfill"),
            {},
            {"frequency": "hourly", "dispatcher": "backfill"},
        ),
        (
            Pipeline("a", last_dispatched=WireTime("2019-02-01 12:00:00 US/Pacific")),
            {},
            {"last_dispatched": "2019-02-01T12:00:00-08:00"},
        ),
    ],
)
def test_a_pipeline_says_null_where_nothing_is_known(pipeline, counts, differs):
    unknown = dict.fromkeys(
        ["project_id", "frequency", "dispatcher", "sync_enabled", "last_dispatched"]
    )
    assert pipeline_document(pipeline, counts) == {**unknown, "name": "a", "counts": {}, **differs}


def test_a_status_has_counts_and_its_tasks():
    assert status_document(SNAPSHOT, 2195193, [TASK]) == {
        "pipeline": "events",
        "project_id": 2195193,
        "fetched_at": "2026-11-23T20:12:30+00:00",
        "counts": {"running": 1},
        "tasks": [task_document(TASK)],
    }


def test_a_summary_has_no_tasks_and_no_list_of_none():
    assert "tasks" not in status_document(SNAPSHOT, 2195193, None)
    assert status_document(SNAPSHOT, 2195193, [])["tasks"] == []


def test_every_document_is_json():
    documents = [status_document(SNAPSHOT, 1, [TASK]), pipeline_document(Pipeline("a"), None)]
    assert json.loads(json.dumps(documents)) == documents


def test_when_it_was_fetched_is_told_to_the_second():
    assert rfc3339(SNAPSHOT.fetched_at) == "2026-11-23T20:12:30+00:00"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (True, "true"),
        ("events-daily", "events-daily"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=1", "a=1"),
    ],
)
def test_no_spreadsheet_takes_a_cell_for_a_formula(value, cell):
    assert csv_cell(value) == cell


@given(st.text().map(clean))
def test_a_cell_keeps_its_text(text):
    assert csv_cell(text).removeprefix("'") == text.removeprefix("'")
    assert csv_cell(text)[:1] not in set("=+-@\t\r")

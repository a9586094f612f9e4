"""``timeline``: when each day was synced."""

import csv
import io
import json

from shell import Answers, one_pipeline

DAILY = "events-daily-bigquery"
SYNCS = {
    "day_syncs": [
        {"date": "2026-11-18", "status": "synced", "sync_times": ["2026-11-19T00:48:00-08:00"]},
        {
            "date": "2026-11-20",
            "status": "synced",
            "sync_times": ["2026-11-27T13:48:00-08:00", "2026-11-21T00:48:00-08:00"],
        },
        {"date": "2026-11-19", "status": "skipped", "sync_times": None},
        {"date": "then", "status": "", "sync_times": ["soon", "0001-01-01T00:00:00Z"]},
    ]
}


def server(**documents):
    return Answers(**{"jobs": one_pipeline(), "timeline": SYNCS, **documents})


def test_json_has_times_as_everywhere(at):
    code, out, err = at(server())("timeline", "daily", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "pipeline": "daily",
        "days": [
            {
                "date": "2026-11-20",
                "status": "synced",
                "sync_times": ["2026-11-27T13:48:00-08:00", "2026-11-21T00:48:00-08:00"],
            },
            {"date": "2026-11-19", "status": "skipped", "sync_times": []},
            {"date": "2026-11-18", "status": "synced", "sync_times": ["2026-11-19T00:48:00-08:00"]},
            {"date": "then", "status": "", "sync_times": ["soon", None]},
        ],
    }


def test_a_table_tells_how_much_later_a_day_was_written_again(at, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = at(server())("timeline", "daily")
    assert out.splitlines() == [
        "DATE        STATUS   SYNCS  FIRST SYNC        LAST SYNC         AFTER THE FIRST",
        "2026-11-20  synced   2      2026-11-21 00:48  2026-11-27 13:48  +6 d 13 h",
        "2026-11-19  skipped  0      -                 -                 -",
        "2026-11-18  synced   1      2026-11-19 00:48  -                 -",
        "then        -        2      soon              -                 -",
    ]


def test_csv_has_a_row_for_each_day(at):
    _, out, _ = at("live")("timeline", DAILY, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == ["date", "status", "sync_times"]
    assert rows[0]["date"] == "2026-11-22"
    twice = next(row for row in rows if " " in row["sync_times"])
    assert len(twice["sync_times"].split(" ")) == 2


def test_one_request_is_enough(at):
    app = server()
    at(app)("timeline", "daily", "--json")
    assert app.asked == ["timeline"]


def test_a_pipeline_without_sync_has_no_days(at):
    code, out, err = at("live")("timeline", "people-daily-bigquery", "--json")
    assert (code, json.loads(out)["days"]) == (0, [])
    assert "no syncs are reported" in err


def test_an_unknown_pipeline_is_refused_with_the_nearest_name(at):
    code, out, err = at("live")("timeline", "events-dayly-bigquery")
    assert (code, out) == (1, "")
    assert f"Did you mean {DAILY}?" in err


def test_a_pipeline_that_is_not_listed_may_have_tasks(at):
    app = server(jobs=one_pipeline("other"), status={"failed": 1}, timeline={"day_syncs": None})
    assert at(app)("timeline", "daily", "--json")[0] == 0


def test_every_pipeline_of_a_hostile_project_has_a_timeline(at):
    run = at("hostile")
    for name in sorted({p["name"] for p in json.loads(run("pipelines", "--json")[1])}):
        code, out, _ = run("timeline", "--", name)
        assert code == 0
        assert out.replace("\n", "").isprintable()

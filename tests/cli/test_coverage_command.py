"""``coverage``: the outcome of every date, for programs and for people."""

import csv
import io
import json

import pytest
from coverage_reference import reference
from shell import Answers, days, one_pipeline
from stage import NOON

DAILY = "events-daily-bigquery"
HOURLY = "events-hourly-s3"
BACKFILL = "company-2024-backfill-snowflake"


def document(run, *arguments):
    code, out, _ = run("coverage", *arguments, "--json")
    assert code == 0
    return json.loads(out)


@pytest.mark.parametrize(
    ("scenario", "pipeline", "unit"),
    [
        ("live", DAILY, "day"),
        ("live", HOURLY, "hour"),
        ("live", "people-daily-bigquery", "day"),
        ("live", BACKFILL, "day"),
        ("gaps", DAILY, "day"),
        ("gaps", HOURLY, "hour"),
        ("calm", DAILY, "day"),
        ("backfill", "company-2022-backfill-bigquery", "day"),
    ],
)
def test_it_says_what_follows_from_status_and_timeline(at, scenario, pipeline, unit):
    run = at(scenario)
    told = document(run, pipeline)
    status = json.loads(run("status", pipeline, "--json")[1])
    timeline = json.loads(run("timeline", pipeline, "--json")[1])
    expected = reference(status, timeline, unit, NOON)
    assert {key: told[key] for key in expected} == expected


def test_the_keys_are_the_documented_ones(at):
    told = document(at("gaps"), DAILY)
    assert list(told) == [
        "pipeline",
        "unit",
        "timezone",
        "from",
        "to",
        "cells",
        "missing",
        "uncovered",
        "not_reported_before",
        "overlaps",
        "newest_covered",
        "age_hours",
        "findings",
    ]
    assert (told["pipeline"], told["unit"], told["timezone"]) == (DAILY, "day", "US/Pacific")
    assert list(told["cells"][0]) == ["start", "state", "attempts"]


def test_three_requests_are_enough_and_two_where_sync_is_off(at):
    synced = {"day_syncs": None}
    app = Answers(jobs=one_pipeline(sync_enabled=True), status={"succeeded": []}, timeline=synced)
    at(app)("coverage", "daily", "--json")
    assert app.asked == ["jobs", "status", "timeline"]
    app = Answers(jobs=one_pipeline(), status={"succeeded": []})
    at(app)("coverage", "daily", "--json")
    assert app.asked == ["jobs", "status"]


def test_a_window_is_all_that_the_document_describes(at):
    run = at("gaps")
    whole = document(run, DAILY)
    window = document(run, DAILY, "--from", "2026-10-20", "--to", "2026-11-05")
    assert (window["from"], window["to"]) == ("2026-10-20", "2026-11-05")
    assert window["cells"] == [
        c for c in whole["cells"] if "2026-10-20" <= c["start"] <= "2026-11-05"
    ]
    assert window["newest_covered"] <= "2026-11-05"
    assert window["not_reported_before"] == whole["not_reported_before"]


def test_dates_before_all_that_is_reported_are_not_missing(at):
    told = document(at("calm"), DAILY, "--from", "2026-01-01", "--to", "2026-01-03")
    assert {cell["state"] for cell in told["cells"]} == {"not_reported"}
    assert told["missing"] == []
    assert told["uncovered"] == [{"from": "2026-01-01", "to": "2026-01-03"}]
    assert told["newest_covered"] is told["age_hours"] is None


def test_a_window_ends_with_the_newest_date_that_has_ended(at):
    run = at("calm")
    code, out, err = run("coverage", DAILY, "--from", "yesterday", "--to", "2027-01-01", "--json")
    told = json.loads(out)
    assert (code, told["from"], told["to"]) == (0, "2026-11-22", "2026-11-22")
    assert "the newest is Sun 22 Nov 2026" in err
    assert document(run, DAILY, "--from", "today")["from"] is None


def test_the_days_of_an_hourly_pipeline_are_whole_ones(at):
    told = document(at("calm"), HOURLY, "--from", "2026-11-20", "--to", "2026-11-20")
    assert (told["unit"], len(told["cells"])) == ("hour", 24)
    assert told["from"] == "2026-11-20T00:00:00-08:00"


def test_nothing_reported_is_nothing_told(at):
    app = Answers(jobs=one_pipeline(), status={})
    told = document(at(app), "daily")
    assert (told["from"], told["to"], told["cells"], told["missing"]) == (None, None, [], [])
    assert told["not_reported_before"] is told["newest_covered"] is told["age_hours"] is None


def test_a_finding_is_told_with_its_dates_and_only_within_them(at):
    again = days("failed", 5, last_finish="2026-11-09T00:00:00-08:00")
    app = Answers(
        jobs=one_pipeline(), status={"succeeded": days("succeeded", 4, 5, 6), "failed": again}
    )
    run = at(app)
    found = [finding for finding in document(run, "daily")["findings"] if finding["from"]]
    assert found == [
        {
            "kind": "failed_again",
            "from": "2026-11-05",
            "to": "2026-11-05",
            "text": "The data landed; a later attempt to export it again failed.",
        }
    ]
    assert not [f for f in document(run, "daily", "--from", "2026-11-06")["findings"] if f["from"]]


def test_a_finding_about_no_date_has_none(at):
    odd = days("succeeded", 4, to_date="soon")
    app = Answers(jobs=one_pipeline(), status={"succeeded": [*days("succeeded", 3), *odd]})
    found = document(at(app), "daily")["findings"]
    assert [(f["kind"], f["from"], f["to"]) for f in found] == [("unreadable", None, None)]


def test_a_pipeline_that_is_not_listed_is_told_of_where_it_has_tasks(at):
    app = Answers(jobs=one_pipeline("other"), status={"succeeded": days("succeeded", 21, 22)})
    assert document(at(app), "daily")["newest_covered"] == "2026-11-22"


def test_a_timeline_that_is_refused_is_done_without(at):
    app = Answers(jobs=one_pipeline(sync_enabled=None), status={"succeeded": days("succeeded", 22)})
    code, out, err = at(app)("coverage", "daily", "--json")
    assert (code, json.loads(out)["newest_covered"]) == (0, "2026-11-22")
    assert "no timeline, so only tasks tell which dates landed" in err


def test_counts_without_tasks_tell_of_no_date(at):
    app = Answers(jobs=one_pipeline(), status={"succeeded": 3})
    code, out, err = at(app)("coverage", "daily")
    assert (code, out) == (1, "")
    assert "counts, not the tasks" in err


def test_csv_has_a_row_for_every_date(at):
    _, out, _ = at("gaps")("coverage", DAILY, "--csv", "--from", "2026-11-21")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["start"] for row in rows] == ["2026-11-21", "2026-11-22"]
    assert list(rows[0]) == ["start", "state", "attempts"]


def test_people_are_told_what_is_not_fine(at, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    app = Answers(
        jobs=one_pipeline(),
        status={
            "succeeded": days("succeeded", 16, 17, 19, 20, 20),
            "failed": days("failed", 21),
            "canceled": days("canceled", 14, 15),
        },
    )
    _, out, _ = at(app)("coverage", "daily")
    assert out.splitlines() == [
        "daily  daily",
        "Covered to  Fri 20 Nov 2026, 3 holes behind",
        "Landed      4 of 9 days",
        "Next        Sat 21 Nov 2026  late by 12 h 12 m, was due Mon 23 Nov 2026 00:00",
        "Zone        US/Pacific, set in the profile",
        "",
        "STATE       DATES                      HOW MANY  TASKS",
        "▢ missing   Sun 22 Nov 2026            1 day     none yet",
        "✗ failed    Sat 21 Nov 2026            1 day     1",
        "! overlap   Fri 20 Nov 2026            1 day     2 landed",
        "▢ missing   Wed 18 Nov 2026            1 day     none",
        "⊘ canceled  Sat 14 to Sun 15 Nov 2026  2 days    1",
    ]


def test_people_are_told_that_all_is_well(at):
    _, out, _ = at("calm")("coverage", DAILY)
    assert "Landed      all 90 days\n" in out
    assert "STATE" not in out


def test_of_many_ranges_people_are_told_the_newest(at):
    app = Answers(
        jobs=one_pipeline(frequency="hourly"),
        status={
            "failed": [
                {"from_date": f"2026-11-{day:02}T{hour:02}:00:00-08:00"} | to
                for day in range(10, 22)
                for hour in range(0, 24, 2)
                for to in [{"to_date": f"2026-11-{day:02}T{hour:02}:00:00-08:00"}]
            ]
        },
    )
    _, out, _ = at(app)("coverage", "daily")
    assert "\n… and 248 more (use --json)\n" in out


@pytest.mark.parametrize("columns", ["80", "100"])
@pytest.mark.parametrize("scenario", ["live", "gaps", "calm", "backfill"])
def test_nothing_is_wider_than_the_terminal(at, monkeypatch, scenario, columns):
    monkeypatch.setenv("COLUMNS", columns)
    run = at(scenario)
    for pipeline in json.loads(run("pipelines", "--json")[1]):
        _, out, _ = run("coverage", pipeline["name"])
        assert max(map(len, out.splitlines())) <= int(columns)
        assert "…" not in out


def test_ascii_terminals_get_ascii(at, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    assert at("gaps")("coverage", DAILY)[1].isascii()


def test_a_backfill_is_told_up_to_its_newest_date_with_its_progress(at):
    _, out, _ = at("live")("coverage", BACKFILL)
    assert "Backfill " in out
    assert "Next" not in out
    assert "2026" not in out.partition("STATE")[2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from", "2026-02-30"], "'2026-02-30' is no date"),
        (["--to", "20261120"], "Dates are written YYYY-MM-DD, today or yesterday"),
        (["--to", "2026-11-20T05:00"], "is no date"),
        (["--from", "0001-01-01"], "out of any reach"),
        (["--to", "9999-12-31"], "out of any reach"),
        (["--from", "2026-11-21", "--to", "2026-11-20"], "2026-11-21 is after --to 2026-11-20"),
        (["--from", "today", "--to", "yesterday"], "--from today is after --to yesterday"),
        (["--json", "--csv"], "exclude each other"),
    ],
)
def test_wrong_dates_end_with_2(at, arguments, words):
    code, out, err = at("calm")("coverage", DAILY, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_an_unknown_pipeline_is_refused_with_the_nearest_name(at):
    code, out, err = at("calm")("coverage", "events-dayly-bigquery")
    assert (code, out) == (1, "")
    assert f"Did you mean {DAILY}?" in err


def test_every_pipeline_of_a_hostile_project_is_told_of(at):
    run = at("hostile")
    names = {pipeline["name"] for pipeline in json.loads(run("pipelines", "--json")[1])}
    for name in sorted(names):
        code, out, _ = run("coverage", "--", name)
        assert code == 0
        assert out.replace("\n", "").isprintable()
        code, out, _ = run("coverage", "--json", "--", name)
        assert (code, json.loads(out)["pipeline"]) == (0, name)

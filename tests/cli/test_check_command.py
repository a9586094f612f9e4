"""``check``: what a monitoring system reads, which is one line, an exit code and a file."""

import re
import shutil
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from metric_file import read_metrics
from shell import Answers, days, one_pipeline
from stage import NOON

DAILY = "events-daily-bigquery"
PEOPLE = "people-daily-bigquery"
# Monitoring Plugins guidelines: 'label'=value[UOM];[warn];[crit];[min];[max]
_FIGURE = re.compile(r"(?:'[^'=]+'|[^'= ]+)=(?:-?[0-9.]+|U);[0-9.]+")


def figures(line):
    return _FIGURE.findall(line.partition(" | ")[2])


def landed_to(day, **more):
    return Answers(
        jobs=one_pipeline(DAILY),
        status={"succeeded": days("succeeded", *range(1, day + 1)), **more},
    )


def test_the_line_has_the_documented_form(at):
    app = Answers(
        jobs=one_pipeline(DAILY),
        status={
            "succeeded": days("succeeded", *range(1, 10), *range(13, 21)),
            "failed": days("failed", 10, 11),
            "pending": days("pending", 21),
        },
    )
    code, out, err = at(app)("check", DAILY, "--max-age", "24h")
    assert (code, err) == (2, "")
    assert out == (
        f"CRITICAL - {DAILY}: 2 failed, 1 day missing, newest covered day 2026-11-20 "
        "(2.5 days old) | failed=2;0 missing=1;0 age_hours=60.2;24\n"
    )


def test_what_has_landed_in_time_is_ok(at):
    code, out, _ = at(landed_to(22))("check", DAILY)
    assert code == 0
    assert out == (
        f"OK - {DAILY}: newest covered day 2026-11-22 (12.2 hours old) "
        "| failed=0;0 missing=0;0 age_hours=12.2;48\n"
    )


def test_what_is_late_is_a_warning_and_what_is_overdue_is_critical(at):
    code, out, _ = at(landed_to(20, pending=days("pending", 21, 22)))("check", DAILY)
    assert code == 1
    assert out == (
        f"WARNING - {DAILY}: late by 12 h 12 m (due 2026-11-23 00:00 US/Pacific), "
        "newest covered day 2026-11-20 (2.5 days old) "
        "| failed=0;0 missing=0;0 age_hours=60.2;48\n"
    )
    code, out, _ = at(landed_to(19, pending=days("pending", 20, 21)))("check", DAILY)
    assert (code, out.partition(" - ")[0]) == (2, "CRITICAL")


def test_what_is_put_up_with_is_no_alarm(at):
    run = at(landed_to(22, failed=days("failed", 23, month=10)))
    assert run("check", DAILY, "--max-failed", "1", "--allow-gaps", "8")[0] == 0
    assert run("check", DAILY, "--max-failed", "1", "--allow-gaps", "7")[0] == 2
    assert run("check", DAILY, "--allow-gaps", "8")[0] == 2


def test_an_age_of_ones_own_is_the_limit(at):
    run = at(landed_to(22))
    assert run("check", DAILY, "--max-age", "12h15m")[0] == 0
    code, out, _ = run("check", DAILY, "--max-age", "12h")
    assert (code, figures(out)[-1]) == (2, "age_hours=12.2;12")


def test_a_full_export_is_judged_by_its_last_run(at):
    code, out, _ = at("live")("check", PEOPLE)
    assert code == 0
    assert out.startswith(f"OK - {PEOPLE}: last full export 10.4 hours ago | ")


def test_all_pipelines_are_checked_where_none_is_named(at):
    code, out, _ = at("live")("check")
    first, *longer = out.splitlines()
    assert code == 2
    assert first.startswith(f"CRITICAL - {DAILY}: 4 failed, ")
    assert first.partition(" | ")[0].endswith("; 1 more OK")
    assert f"'{PEOPLE} age_hours'=10.4;48" in figures(first)
    assert len(figures(first)) == 12
    assert longer[-1] == f"[OK] {PEOPLE}: last full export 10.4 hours ago"
    assert [line.split("]")[0] for line in longer] == ["[CRITICAL"] * 3 + ["[OK"]


def test_when_all_is_well_the_line_is_short(at):
    code, out, _ = at("calm")("check")
    assert code == 0
    assert out.startswith("OK - all 3 pipelines | 'events-daily-bigquery failed'=0;0 ")


def test_names_cannot_break_the_line(at):
    code, out, err = at("hostile")("check")
    first, *longer = out.splitlines()
    assert code in {1, 2, 3}
    assert err == "" or "no timeline" in err
    text, bar, told = first.partition(" | ")
    assert bar
    assert "|" not in text + told + "".join(longer)
    assert _FIGURE.sub("", told).strip() == ""
    assert out.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["events-dayly-bigquery"], f"Did you mean {DAILY}?"),
        (["--max-age", "24"], "24 what? Write 24m, 24h or 24d."),
        (["--max-age", "soon"], "'soon' is no length of time"),
        (["--max-failed", "-1"], "-1 is not in the range x>=0"),
        (["--no-such-option"], "No such option"),
        (["--profile", "acne"], "did you mean acme?"),
    ],
)
def test_what_cannot_be_found_out_is_unknown_in_one_line(at, arguments, words):
    code, out, err = at("live")("check", *arguments)
    assert (code, err) == (3, "")
    assert out.startswith("UNKNOWN - ")
    assert out.count("\n") == 1
    assert words in out


@pytest.mark.parametrize("fault", ["unauthorized", "throttled", "bad-gateway", "page", "cut-off"])
def test_no_answer_is_unknown(at, fault):
    run = at("live")
    run.app.faults.add(fault)
    code, out, err = run("check")
    assert (code, err, out.count("\n")) == (3, "", 1)
    assert out.startswith("UNKNOWN - ")


def test_a_broken_file_of_profiles_is_unknown(at):
    run = at("live")
    run.profiles.write_text("[profiles")
    code, out, _ = run("check")
    assert (code, out.partition(" - ")[0]) == (3, "UNKNOWN")


def test_without_tasks_nothing_is_known(at):
    code, out, _ = at(Answers(jobs=one_pipeline(DAILY), status={}))("check", DAILY)
    assert (code, out.partition(" | ")[0]) == (3, f"UNKNOWN - {DAILY}: no task reported")


def test_a_project_without_pipelines_is_unknown(at):
    code, out, _ = at("empty")("check")
    assert (code, out.partition(" for")[0]) == (3, "UNKNOWN - Mixpanel lists no pipelines")


def test_a_spent_budget_does_not_hide_what_is_known(at):
    run = at("live", per_hour=4)
    code, out, _ = run("check")
    assert code == 2
    assert "[UNKNOWN] events-hourly-s3: The 4 requests an hour" in out
    assert out.count("not asked about either") == 4  # two pipelines, in both places
    code, out, _ = run("check")
    assert (code, out.count("\n")) == (3, 1)


def test_one_pipelines_trouble_is_its_own(at):
    run = at("calm")
    run.app.faults.add("cut-json", route="status", times=1)
    code, out, _ = run("check")
    assert code == 3
    assert out.startswith(f"UNKNOWN - {DAILY}: ")
    assert "; 2 more OK | 'events-hourly-s3 failed'=0;0" in out


def test_help_is_no_alarm(at):
    code, out, _ = at("calm")("check", "--help")
    assert code == 0
    assert "monitoring plugin" in out


# The file for the node exporter.


@pytest.fixture
def file(tmp_path):
    return tmp_path / "nessie.prom"


def of(name, **labels):
    return (name, frozenset({"profile": "acme", **labels}.items()))


def test_the_same_facts_are_written_for_prometheus(at, file):
    run = at(landed_to(20, failed=days("failed", 21)))
    assert run("check", "--textfile", str(file))[0] == 2
    told = read_metrics(file.read_text())
    assert told[of("nessie_check_up")] == 1
    assert told[of("nessie_check_timestamp_seconds")] == NOON.timestamp()
    assert told[of("nessie_health", pipeline=DAILY)] == 2
    ended = datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert told[of("nessie_covered_to_timestamp_seconds", pipeline=DAILY)] == ended.timestamp()
    assert told[of("nessie_late_seconds", pipeline=DAILY)] == 12 * 3600 + 12 * 60 + 30
    assert told[of("nessie_failed_ranges", pipeline=DAILY)] == 1
    assert told[of("nessie_missing_units", pipeline=DAILY)] == 0
    assert told[of("nessie_tasks", pipeline=DAILY, state="succeeded")] == 20
    assert told[of("nessie_tasks", pipeline=DAILY, state="running")] == 0


def test_the_file_is_readable_by_everybody_and_replaced_in_one_step(at, file):
    file.write_text("old")
    before = file.stat().st_ino
    at("calm")("check", "--textfile", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert file.stat().st_ino != before
    assert [path.name for path in file.parent.iterdir() if path.is_file()] == [file.name]


def test_that_nothing_is_known_is_written_too(at, file):
    run = at("live")
    run.app.faults.add("bad-gateway")
    assert run("check", "--textfile", str(file))[0] == 3
    told = read_metrics(file.read_text())
    assert told == {
        of("nessie_check_up"): 0,
        of("nessie_check_timestamp_seconds"): NOON.timestamp(),
    }


def test_a_file_that_cannot_be_written_is_unknown(at, tmp_path):
    run = at("calm")
    for place, why in (
        (tmp_path / "none" / "x.prom", "No such file or directory"),
        (tmp_path, "is a folder"),
        ("/dev/null", "is not a regular file"),
    ):
        code, out, _ = run("check", "--textfile", str(place))
        assert code == 3
        assert out.startswith(f"UNKNOWN - {place} ")
        assert why in out.splitlines()[0]
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize("scenario", ["live", "gaps", "backfill", "hostile"])
def test_the_file_is_well_formed(at, file, scenario):
    at(scenario)("check", "--textfile", str(file))
    assert read_metrics(file.read_text())


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
@pytest.mark.parametrize("scenario", ["live", "hostile"])
def test_promtool_has_no_complaint(at, file, scenario):
    at(scenario)("check", "--textfile", str(file))
    checked = subprocess.run(
        ["promtool", "check", "metrics"],  # noqa: S607 - wherever it is installed
        input=file.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")


def test_a_mistake_of_the_program_itself_is_unknown_and_no_warning(at, monkeypatch):
    def judge_nothing(*_):
        msg = "a mistake"
        raise AssertionError(msg)

    monkeypatch.setattr("nessie_tui.cli.commands.check.judge", judge_nothing)
    code, out, err = at(landed_to(22))("check", DAILY)
    assert (code, out) == (3, "UNKNOWN - a mistake of nessie-tui itself: AssertionError\n")
    assert "Traceback" in err

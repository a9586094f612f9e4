"""``pipelines`` and ``status``: standard output, standard error and exit codes."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from loopback import serve
from stage import NOON

from nessie_tui.cli.main import cli, main
from nessie_tui.simulator.account import DEMO_PROJECT_ID, DEMO_SECRET, DEMO_USERNAME
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.storage.path import profiles_path
from nessie_tui.storage.safe_file import make_folder, write_file

DAILY = "events-daily-bigquery"


@pytest.fixture
def simulator() -> Simulator:
    return Simulator("live", clock=SimulatedClock(NOON, speed=0))


@pytest.fixture
def run(simulator, monkeypatch, capsys):
    """Run the command line against the simulator, over a socket, as the shell would."""
    monkeypatch.setenv("ACME_SECRET", DEMO_SECRET)
    with serve(simulator) as address:
        save_profile(base_url=address)

        def run(*arguments: str):
            monkeypatch.setattr("sys.argv", ["nessie-tui", *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
            output = capsys.readouterr()
            return ended.value.code, output.out, output.err

        yield run


def save_profile(**keys: object) -> None:
    values = {
        "project_id": DEMO_PROJECT_ID,
        "username": DEMO_USERNAME,
        "secret": {"env": "ACME_SECRET"},
        **keys,
    }
    lines = [f"{key} = {toml(value)}" for key, value in values.items()]
    make_folder(profiles_path().parent)
    write_file(profiles_path(), "\n".join(["schema = 1", "[profiles.acme]", *lines, ""]))


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    return json.dumps(value)


def test_pipelines_json_has_the_documented_keys(run):
    code, out, err = run("pipelines", "--json")
    assert (code, err) == (0, "")
    first = json.loads(out)[0]
    assert list(first) == [
        "name",
        "project_id",
        "frequency",
        "dispatcher",
        "sync_enabled",
        "last_dispatched",
        "counts",
    ]
    assert first["name"] == DAILY
    assert first["project_id"] == DEMO_PROJECT_ID
    assert first["sync_enabled"] is True
    assert first["last_dispatched"] == "2026-11-23T00:42:47-08:00"
    assert first["counts"]["succeeded"] == 163


def test_status_json_has_the_documented_keys(run):
    code, out, err = run("status", DAILY, "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert list(document) == ["pipeline", "project_id", "fetched_at", "counts", "tasks"]
    assert len(document["tasks"]) == sum(document["counts"].values())
    canceled = [task for task in document["tasks"] if task["state"] == "canceled"]
    assert {task["last_finish"] for task in canceled} == {None}
    assert list(canceled[0]) == [
        "project_id",
        "name",
        "state",
        "run_at",
        "last_finish",
        "from_date",
        "to_date",
    ]


def test_status_keeps_only_the_states_asked_for(run, simulator):
    code, out, _ = run("status", DAILY, "--state", "failed", "--state", "timed_out", "--json")
    document = json.loads(out)
    assert code == 0
    assert set(document["counts"]) == {"failed", "timed_out"}
    asked = simulator.log.requests("status")[-1].params
    assert [value for name, value in asked if name == "status"] == ["failed", "timed_out"]


def test_succeeded_is_filtered_here_because_the_api_knows_no_such_filter(run, simulator):
    _, out, _ = run("status", DAILY, "--state", "succeeded", "--json")
    assert set(json.loads(out)["counts"]) == {"succeeded"}
    asked = simulator.log.requests("status")[-1].params
    assert not [value for name, value in asked if name == "status"]


def test_summary_has_counts_and_no_tasks(run, simulator):
    _, out, _ = run("status", DAILY, "--summary", "--json")
    document = json.loads(out)
    assert "tasks" not in document
    assert document["counts"]["succeeded"] == 163
    assert ("summary", "true") in simulator.log.requests("status")[-1].params


def test_csv_has_a_header_and_a_row_per_task(run):
    _, out, _ = run("status", DAILY, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 184
    assert rows[0]["name"] == DAILY


def test_tables_are_for_people(run):
    _, out, _ = run("status", DAILY)
    assert out.splitlines()[0].split() == ["STATE", "FROM", "TO", "RUN", "AT", "LAST", "FINISH"]
    assert "\x1b" not in out
    _, out, _ = run("pipelines")
    assert "events-hourly-s3" in out
    _, out, _ = run("status", DAILY, "--summary")
    assert "✓ succeeded  163" in out


def test_colours_come_only_when_wanted(run, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("pipelines")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("pipelines")[1]


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("unauthorized", 3, "refused the credentials of profile acme"),
        ("plan", 3, "does not include this API"),
        ("forbidden", 3, "may not see project 9876543210"),
        ("throttled", 1, "was asked too often"),
        ("bad-gateway", 1, "answered 502"),
        ("page", 1, "an HTML page instead of JSON"),
        ("cut-json", 1, "cut off"),
        ("cut-off", 1, "its answer broke off"),
        ("wrong-region", 1, "Check the profile's project_id and base_url."),
        ("redirect", 1, "points to another address"),
        ("error-in-200", 1, "export terminated early"),
    ],
)
def test_each_failure_has_its_code_and_its_sentence(run, simulator, fault, code, words):
    simulator.faults.add(fault)
    ended, out, err = run("pipelines", "--json")
    assert (ended, out) == (code, "")
    assert words in err
    assert len(err.splitlines()) == 1
    assert DEMO_SECRET not in err


def test_one_pipelines_counts_may_fail_without_losing_the_others(run, simulator):
    simulator.faults.add("cut-json", route="status", times=1)
    code, out, err = run("pipelines", "--json")
    assert code == 1
    counts = [pipeline["counts"] for pipeline in json.loads(out)]
    assert counts[0] is None
    assert all(counts[1:])
    assert err.startswith(f"nessie-tui: {DAILY}: ")


def test_an_unknown_pipeline_is_refused_with_the_nearest_name(run):
    code, out, err = run("status", "events-dayly-bigquery", "--json")
    assert (code, out) == (1, "")
    assert f"Did you mean {DAILY}?" in err


def test_no_network_is_said_in_one_line(run):
    save_profile(base_url="http://127.0.0.1:9/api/2.0")
    code, out, err = run("pipelines")
    assert (code, out) == (1, "")
    assert "127.0.0.1:9 could not be reached" in err


def test_an_unset_secret_variable_is_a_matter_of_setup(run, monkeypatch):
    monkeypatch.delenv("ACME_SECRET")
    code, _, err = run("pipelines")
    assert code == 2
    assert "ACME_SECRET" in err


def test_an_empty_project_says_what_may_be_hidden(monkeypatch, run, simulator):
    simulator.faults.add("null", route="jobs")
    code, out, err = run("pipelines", "--json")
    assert (code, json.loads(out)) == (0, [])
    assert "JSON pipelines" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--profile", "acne", "pipelines"], "did you mean acme?"),
        (["pipelines", "--profile", "acne"], "did you mean acme?"),
        (["status"], "Missing argument 'PIPELINE'"),
        (["status", "x", "--json", "--csv"], "exclude each other"),
        (["statsu"], "No such command 'statsu'"),
        ([], "a terminal is needed"),
        (["demo"], "a terminal is needed"),
        (["--refresh", "0"], "--refresh"),
        (["--refresh", "nan"], "nan is not a number"),
        (["--refresh", "inf"], "--refresh"),
        (["demo", "--speed", "nan"], "nan is not a number"),
        (["demo", "--speed", "inf"], "--speed"),
    ],
)
def test_wrong_usage_ends_with_2(run, arguments, words):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_the_demo_profile_needs_nothing():
    result = CliRunner().invoke(cli, ["--profile", "demo", "status", DAILY, "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["counts"]


def test_without_any_profile_the_way_to_one_is_said(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["nessie-tui", "pipelines"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "nessie-tui profile add" in capsys.readouterr().err


@pytest.mark.parametrize("output", ["--json", "--csv", "--summary"])
def test_a_closed_pipe_ends_quietly(output):
    command = [sys.executable, "-m", "nessie_tui", "--profile", "demo", "status", DAILY, output]
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_state_that_no_task_has_is_said(run):
    code, out, err = run("status", DAILY, "--state", "nope", "--json")
    assert (code, json.loads(out)["tasks"]) == (0, [])
    assert "no task has the state nope. Known states: running, pending" in err
    assert json.loads(run("status", DAILY, "--state", "timed out", "--json")[1])["tasks"]


def test_a_name_that_had_to_be_cleaned_can_be_asked_for(run):
    name = "[31mred"
    with serve(Simulator("hostile", clock=SimulatedClock(NOON, speed=0))) as address:
        save_profile(base_url=address)
        names = [pipeline["name"] for pipeline in json.loads(run("pipelines", "--json")[1])]
        cleaned = next(listed for listed in names if name in listed)
        code, out, err = run("status", cleaned, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["tasks"]


def test_an_argument_cannot_act_on_the_terminal(run):
    code, _, err = run("status", "\x1b[31mfoo")
    assert code == 1
    assert "^[[31mfoo" in err

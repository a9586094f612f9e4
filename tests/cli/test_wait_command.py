"""``wait`` as a gate in a shell script: what it prints, and its exit codes."""

import os
import signal
import subprocess
import sys

import pytest

DAILY = "events-daily-bigquery"


def test_it_says_in_one_line_what_is_covered(at):
    code, out, err = at("live")("wait", DAILY, "--covers", "yesterday")
    assert (code, out, err) == (0, f"{DAILY} covers Sun 22 Nov 2026.\n", "")


def test_a_timeout_has_the_code_of_timeout(at):
    code, out, err = at("live")("wait", DAILY, "--covers", "today", "--timeout", "0s")
    assert (code, out) == (124, "")
    assert err.splitlines() == [
        f"nessie-tui: {DAILY}: Mon 23 Nov 2026 has not ended yet; waiting.",
        f"nessie-tui: {DAILY}: timed out after 0 s: Mon 23 Nov 2026 has not ended yet.",
    ]


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [("unauthorized", 3, "refused the credentials"), ("wrong-region", 1, "did not accept")],
)
def test_what_waiting_does_not_change_has_its_code(at, fault, code, words):
    run = at("live")
    run.app.faults.add(fault)
    ended, out, err = run("wait", DAILY, "--covers", "yesterday")
    assert (ended, out) == (code, "")
    assert words in err


def test_an_unknown_pipeline_ends_with_1(at):
    code, out, err = at("live")("wait", "events-dayly-bigquery", "--covers", "yesterday")
    assert (code, out) == (1, "")
    assert f"Did you mean {DAILY}?" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([DAILY], "Missing option '--covers'"),
        ([DAILY, "--covers", "soon"], "'soon' is no date"),
        ([DAILY, "--covers", "2026-11-20T25:00"], "is no date"),
        ([DAILY, "--covers", "2026-11-20T05:00"], "this pipeline exports whole days"),
        ([DAILY, "--covers", "yesterday", "--timeout", "90"], "Write 90m, 90h or 90d"),
    ],
)
def test_wrong_usage_ends_with_2(at, arguments, words):
    code, out, err = at("live")("wait", *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_an_interrupt_ends_it_at_once():
    command = [sys.executable, "-m", "nessie_tui", "--profile", "demo"]
    process = subprocess.Popen(
        [*command, "wait", DAILY, "--covers", "2030-01-01"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ,
        text=True,
    )
    assert "has not begun yet" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, "", "")

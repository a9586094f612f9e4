"""The hour's ceiling holds for commands too, one after the other and beside one another."""

import json
import os
import subprocess
import sys

import pytest
from loopback import serve

from nessie_tui.simulator.account import DEMO_PROJECT_ID, DEMO_SECRET, DEMO_USERNAME
from nessie_tui.simulator.app import Simulator
from nessie_tui.storage.path import profiles_path
from nessie_tui.storage.safe_file import make_folder, write_file

DAILY = "events-daily-bigquery"


@pytest.fixture
def simulator():
    return Simulator("live")


@pytest.fixture
def nessie(simulator):
    """Start a command on a profile that allows five requests an hour."""
    with serve(simulator) as address:
        make_folder(profiles_path().parent)
        write_file(
            profiles_path(),
            f'schema = 1\n[profiles.acme]\nproject_id = {DEMO_PROJECT_ID}\nbase_url = "{address}"\n'
            f'username = "{DEMO_USERNAME}"\nsecret = {{ env = "ACME_SECRET" }}\n'
            "requests_per_hour = 5\n",
        )

        def nessie(*arguments):
            return subprocess.Popen(
                [sys.executable, "-m", "nessie_tui", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "ACME_SECRET": DEMO_SECRET},
                text=True,
            )

        yield nessie


def ended(process):
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_a_command_past_the_ceiling_says_when_the_next_may_go(nessie, simulator):
    codes = [ended(nessie("status", DAILY, "--summary"))[0] for _ in range(5)]
    code, out, err = ended(nessie("status", DAILY, "--summary"))
    assert codes == [0] * 5
    assert (code, out) == (1, "")
    assert "The 5 requests an hour that profile acme allows are spent; the next may go in " in err
    assert len(simulator.log.requests()) == 5


def test_what_cannot_be_counted_any_more_is_listed_without_counts(nessie, simulator):
    ended(nessie("status", DAILY, "--summary"))
    code, out, err = ended(nessie("pipelines", "--json"))
    counts = [pipeline["counts"] for pipeline in json.loads(out)]
    assert code == 1
    assert [count is None for count in counts] == [False, False, False, True]
    assert "not counted, the hour's requests are spent" in err
    assert len(simulator.log.requests()) == 5


def test_commands_beside_one_another_never_exceed_it_together(nessie, simulator):
    running = [nessie("status", DAILY, "--summary") for _ in range(8)]
    codes = sorted(ended(process)[0] for process in running)
    assert codes == [0] * 5 + [1] * 3
    assert len(simulator.log.requests()) == 5

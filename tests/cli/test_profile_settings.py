"""What of a profile can be set from the command line, now and later."""

import json

import pytest
from click.testing import CliRunner

from nessie_tui.cli.main import cli
from nessie_tui.errors import InputError, ProfileFileError, UnknownProfileError
from nessie_tui.storage.path import profiles_path
from nessie_tui.storage.profiles import load_profiles

ADD = ("add", "acme", "--project-id", "5", "--username", "user", "--secret-env", "X")


def run(*arguments: str, stdin: str = ""):
    return CliRunner().invoke(cli, ["profile", *arguments], input=stdin)


def acme():
    return load_profiles().get("acme")


@pytest.fixture
def saved():
    assert run(*ADD).exit_code == 0


def test_add_takes_hours():
    run(*ADD, "--warning-hours", "30", "--critical-hours", "36.5")
    assert (repr(acme().warning_hours), acme().critical_hours) == ("30", 36.5)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--warning-hours", "0"), "positive number of hours"),
        (("--critical-hours", "nan"), "positive number of hours"),
        (("--critical-hours", "inf"), "at most a year"),
        (("--timezone", "US/Pacifc"), "did you mean US/Pacific?"),
    ],
)
@pytest.mark.parametrize("command", [ADD, ("edit", "acme")])
def test_add_and_edit_refuse_what_the_file_would_refuse(command, flags, words):
    result = run(*command, *flags)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not profiles_path().exists()


def test_hours_out_of_order_are_refused_before_the_secret_is_asked_for():
    result = run(*ADD[:-2], "--secret-file", "--warning-hours", "72")
    assert isinstance(result.exception, InputError)
    assert "critical_hours must be at least warning_hours, which is 72" in str(result.exception)


def test_a_profile_without_a_time_zone_says_which_days_are_meant():
    words = "the one that Mixpanel's answers name; to set it: "
    command = "nessie-tui profile edit acme --timezone US/Pacific"
    assert (
        run(*ADD).stderr.splitlines()[1] == f"Note: the time zone of its days is {words}{command}"
    )
    shown = run("show", "acme")
    assert f"timezone           {words}{command}\n" in shown.stdout
    assert shown.stderr == ""
    assert json.loads(run("show", "acme", "--json").stdout)["timezone"] is None
    assert run(*command.split()[2:]).exit_code == 0
    assert "timezone           US/Pacific\n" in run("show", "acme").stdout


def test_a_profile_with_a_time_zone_needs_no_such_word():
    assert "time zone" not in run(*ADD, "--timezone", "US/Pacific").stderr


def test_the_profile_of_the_environment_cannot_be_edited_and_is_not_said_to_be(monkeypatch):
    for name, value in {"USERNAME": "user", "SECRET": "s", "PROJECT_ID": "7"}.items():
        monkeypatch.setenv(f"MP_{name}", value)
    shown = run("show", "env").stdout
    assert "timezone           the one that Mixpanel's answers name\n" in shown


def test_show_has_the_hours(saved):
    assert "warning hours      24\ncritical hours     48\n" in run("show", "acme").stdout
    document = json.loads(run("show", "acme", "--json").stdout)
    assert (document["warning_hours"], document["critical_hours"]) == (24, 48)


def test_edit_changes_when_data_is_late(saved):
    result = run("edit", "acme", "--warning-hours", "30", "--critical-hours", "36.5")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Changed profile acme: warning_hours = 30, critical_hours = 36.5.\n"
    assert (repr(acme().warning_hours), acme().critical_hours) == ("30", 36.5)


def test_edit_changes_the_secret_and_the_settings_at_once(saved):
    assert run("edit", "acme", "--secret-env", "Y", "--timezone", "Europe/Vienna").exit_code == 0
    assert (acme().secret.variable, acme().timezone) == ("Y", "Europe/Vienna")


def test_edit_refuses_what_does_not_go_with_the_rest_of_the_profile(saved):
    before = profiles_path().read_text()
    error = run("edit", "acme", "--warning-hours", "72").exception
    assert isinstance(error, ProfileFileError)
    assert "critical_hours must be at least warning_hours, which is 72, not 48" in str(error)
    assert profiles_path().read_text() == before


def test_edit_knows_names_that_are_near(saved):
    error = run("edit", "acm", "--warning-hours", "2").exception
    assert isinstance(error, UnknownProfileError)
    assert "did you mean acme?" in str(error)


def test_edit_does_not_take_a_secret_for_which_it_knows_no_place(saved):
    before = profiles_path().read_text()
    flags = ("--secret-stdin", "--timezone", "Europe/Vienna")
    result = run("edit", "acme", *flags, stdin="word\n")
    assert result.exit_code == 2
    assert "--timezone TZ" in result.stderr
    assert profiles_path().read_text() == before

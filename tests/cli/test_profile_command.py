import base64
import json
import re
from urllib.parse import quote

import click
import pytest
from click.testing import CliRunner

from nessie_tui.cli.main import cli
from nessie_tui.errors import InputError, ProfileFileError, UnknownProfileError
from nessie_tui.storage.path import profiles_path, secrets_path
from nessie_tui.storage.profiles import load_profiles

CANARY = "c4n4ry/s3cr3t+XYZ"
ENV = {"MP_USERNAME": "user", "MP_SECRET": CANARY, "MP_PROJECT_ID": "7"}
ADD = ("add", "acme", "--project-id", "5", "--username", "user")


def forms(secret: str) -> list[str]:
    """Return the secret as it may turn up: plain, quoted, and in base64 behind 0 to 2 bytes."""
    encoded = [base64.b64encode(b"x" * n + secret.encode()).decode()[4:-4] for n in range(3)]
    whole = [base64.b64encode(text.encode()).decode() for text in (f"user:{secret}", f"{secret}:")]
    return [secret, quote(secret, safe=""), *encoded, *whole]


def run(*arguments: str, stdin: str = ""):
    """Run a command in this process; an error of ours stays an exception."""
    result = CliRunner().invoke(cli, ["profile", *arguments], input=stdin)
    assert not [form for form in forms(CANARY) if form in result.output + str(result.exception)]
    return result


def refusal(*arguments: str, stdin: str = "") -> BaseException:
    result = run(*arguments, stdin=stdin)
    assert result.exception is not None
    assert result.stdout == ""
    return result.exception


@pytest.fixture
def two():
    run(*ADD, "--region", "eu", "--secret-env", "ACME_SECRET")
    result = run(
        *("add", "beta", "--project-id", "6", "--username", "user"),
        *("--secret-file", "--secret-stdin", "--timezone", "US/Pacific", "--no-read-only"),
        stdin=f"{CANARY}\n",
    )
    assert result.exception is None


# add


def test_add_saves_a_profile_and_says_so():
    flags = ("--secret-file", "--secret-stdin", "--timezone", "US/Pacific")
    result = run(*ADD, *flags, stdin=f"{CANARY}\n")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Saved profile acme, the default.\n"
    assert CANARY in secrets_path().read_text()
    assert CANARY not in profiles_path().read_text()


def test_add_takes_every_flag():
    run(
        *ADD,
        *("--region", "in", "--secret-env", "X", "--timezone", "Asia/Kolkata", "--refresh", "2.5"),
        *("--requests-per-hour", "9", "--base-url", "https://proxy.internal", "--no-read-only"),
    )
    profile = load_profiles().get("acme")
    assert (profile.region, profile.secret.variable) == ("in", "X")
    assert (profile.timezone, profile.refresh_seconds) == ("Asia/Kolkata", 2.5)
    assert (profile.requests_per_hour, profile.read_only) == (9, False)
    assert profile.base_url == "https://proxy.internal"


def test_the_second_profile_is_not_the_default(two):
    assert load_profiles().default == "acme"


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--region", "europe"), "did you mean eu?"),
        (("--auth", "basic"), "service-account or project-secret"),
        (("--timezone", "US/Pacifc"), "did you mean US/Pacific?"),
        (("--refresh", "0"), "positive"),
        (("--refresh", "nan"), "positive"),
        (("--requests-per-hour", "-1"), "positive"),
        (("--project-id", "0"), "positive"),
        (("--project-id", "x"), "integer"),
        (("--username", f"user:{CANARY}"), "colon"),
        (("--base-url", "http://proxy.internal"), "https://"),
        (("--base-url", f"https://user:{CANARY}@proxy.internal"), "must be an address"),
        (("--base-url", "https://user:word@proxy.internal"), "no user name"),
        (("--secret-env", CANARY), "letters, digits and underscores"),
        (("--secret-stdin",), "--secret-file"),
    ],
)
def test_add_refuses_what_the_file_would_refuse(flags, words):
    result = run(*ADD, "--secret-env", "ACME_SECRET", *flags)
    assert result.exit_code != 0
    assert words in result.stderr + str(result.exception)
    assert not profiles_path().exists()


@pytest.mark.parametrize("name", ["demo", "env", "a b", "a/b", ""])
def test_add_refuses_names_that_no_profile_may_have(name):
    assert run("add", name, *ADD[2:], "--secret-env", "X").exit_code == 2


def test_add_needs_a_place_for_the_secret():
    error = refusal(*ADD)
    assert isinstance(error, InputError)
    assert "--secret-file" in str(error)
    assert "--secret-env" in str(error)


@pytest.mark.parametrize("flags", [("--secret-keyring",), ("--secret-command", "op read x")])
def test_add_names_what_works_in_place_of_what_does_not_yet(flags):
    error = refusal(*ADD, *flags)
    assert "this version" in str(error).lower()
    assert "--secret-file" in str(error)


def test_add_takes_one_place_only():
    assert "one" in str(refusal(*ADD, "--secret-file", "--secret-env", "X"))


def test_add_needs_a_user_name_for_a_service_account():
    error = refusal("add", "acme", "--project-id", "5", "--secret-env", "X")
    assert "--username" in str(error)


def test_a_project_secret_needs_no_user_name_and_has_an_end():
    flags = ("add", "acme", "--project-id", "5", "--auth", "project-secret", "--secret-env", "X")
    assert "2027-03-03" in run(*flags).stderr
    assert load_profiles().get("acme").username == ""


def test_add_mentions_a_variable_that_is_not_set():
    assert "NOT_THERE is not set" in run(*ADD, "--secret-env", "NOT_THERE").stderr


def test_a_taken_name_is_known_before_the_secret_is_asked_for(two):
    before = profiles_path().read_text()
    error = refusal(*ADD, "--secret-file", "--secret-stdin", stdin="other\n")
    assert "profile remove acme" in str(error)
    assert profiles_path().read_text() == before


@pytest.mark.parametrize(
    ("stdin", "words"),
    [
        ("", "empty"),
        ("\n", "empty"),
        (f"{CANARY}\nmore\n", "line break"),
        (f"{CANARY}\x1b", "not printable"),
        (f"{CANARY}ü", "ASCII"),
        (CANARY * 5000, "64 KiB"),
    ],
)
def test_a_bad_secret_on_standard_input_saves_nothing(stdin, words):
    assert words in str(refusal(*ADD, "--secret-file", "--secret-stdin", stdin=stdin))
    assert not profiles_path().exists()
    assert not secrets_path().exists()


def test_without_a_terminal_the_secret_is_not_waited_for():
    assert "--secret-stdin" in str(refusal(*ADD, "--secret-file"))


def test_no_option_takes_a_secret():
    command = cli.get_command(None, "profile").commands["add"]
    options = [param for param in command.params if isinstance(param, click.Option)]
    take_text = {name for option in options if not option.is_flag for name in option.opts}
    assert {name for name in take_text if re.search("secret|password|token", name)} == {
        "--secret-env",
        "--secret-command",
    }


# list and show


def test_list_says_what_to_do_when_there_is_nothing():
    result = run("list")
    assert result.stdout == ""
    assert "nessie-tui profile add" in result.stderr
    assert json.loads(run("list", "--json").stdout) == []


def test_list_json_has_the_promised_keys_in_order(two):
    rows = json.loads(run("list", "--json").stdout)
    assert [list(row.items()) for row in rows] == [
        [
            ("name", "acme"),
            ("project_id", 5),
            ("region", "eu"),
            ("auth", "service-account"),
            ("secret", "env"),
            ("read_only", True),
            ("default", True),
        ],
        [
            ("name", "beta"),
            ("project_id", 6),
            ("region", "us"),
            ("auth", "service-account"),
            ("secret", "file"),
            ("read_only", False),
            ("default", False),
        ],
    ]


def test_list_is_aligned(two):
    assert run("list").stdout == (
        "NAME  PROJECT ID  REGION  AUTH             SECRET  READ ONLY  DEFAULT\n"
        "acme  5           eu      service-account  env     yes        yes\n"
        "beta  6           us      service-account  file    no         no\n"
    )


def test_list_is_aligned_by_cells():
    run("add", "日本", "--project-id", "5", "--username", "u", "--secret-env", "X")
    assert run("list").stdout.splitlines()[1].startswith("日本  5")


def test_the_environment_is_listed_when_it_is_whole(two, monkeypatch):
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    assert [row["name"] for row in json.loads(run("list", "--json").stdout)][-1] == "env"
    assert "in the environment variable MP_SECRET" in run("show", "env").stdout
    monkeypatch.setenv("MP_PROJECT_ID", "seven")
    result = run("list", "--json")
    assert len(json.loads(result.stdout)) == 2
    assert "MP_PROJECT_ID" in result.stderr
    monkeypatch.delenv("MP_SECRET")
    assert "MP_SECRET" in str(refusal("show", "env"))


def test_show_says_where_the_secret_lives_and_not_what_it_is(two):
    text = run("show", "beta").stdout
    assert f"secret             in {secrets_path()}\n" in text
    assert "timezone           US/Pacific\n" in text
    assert "base url           https://data.mixpanel.com/api/2.0\n" in text
    document = json.loads(run("show", "beta", "--json").stdout)
    assert list(document) == [
        *("name", "project_id", "region", "auth", "secret", "read_only", "default"),
        *("username", "timezone", "refresh_seconds", "requests_per_hour"),
        *("warning_hours", "critical_hours", "pipelines", "base_url"),
    ]
    assert document["pipelines"] == []
    assert document["base_url"] is None
    assert document["refresh_seconds"] == 60


def test_show_knows_names_that_are_near(two):
    error = refusal("show", "acm")
    assert isinstance(error, UnknownProfileError)
    assert "did you mean acme?" in str(error)
    assert "built in" in str(refusal("show", "demo"))


def test_warnings_go_to_standard_error(two):
    with profiles_path().open("a") as file:
        file.write("tiemzone = 1\n")
    result = run("list", "--json")
    assert json.loads(result.stdout)
    assert "Warning:" in result.stderr
    assert "did you mean timezone?" in result.stderr


# use, remove, edit, path


def test_use_sets_the_default(two):
    assert run("use", "beta").stderr == "beta is the default now.\n"
    assert load_profiles().default == "beta"
    assert isinstance(refusal("use", "gamma"), UnknownProfileError)


def test_remove_takes_the_secret_along(two):
    result = run("remove", "beta", "--yes")
    assert result.stderr == "Removed profile beta and its secret in secrets.toml.\n"
    assert load_profiles().get("beta") is None
    assert CANARY not in secrets_path().read_text()
    assert run("remove", "acme", "--yes").stderr == "Removed profile acme.\n"


def test_remove_without_a_terminal_needs_yes(two):
    result = run("remove", "acme", stdin="y\n")
    assert result.exit_code == 4
    assert "--yes" in result.stderr
    assert load_profiles().get("acme") is not None


@pytest.mark.parametrize("command", ["remove", "edit"])
@pytest.mark.parametrize("name", ["demo", "env"])
def test_what_is_built_in_cannot_be_changed(command, name):
    assert "built in" in str(refusal(command, name))


def test_remove_knows_names_that_are_near(two):
    assert "did you mean acme?" in str(refusal("remove", "acm", "--yes"))


def test_edit_without_a_choice_prints_the_file(two):
    result = run("edit", "acme")
    assert result.exit_code == 2
    assert result.stdout == f"{profiles_path()}\n"
    assert "--secret-file" in result.stderr


def test_edit_moves_a_literal_secret_out_of_the_file():
    profiles_path().parent.mkdir(parents=True)
    profiles_path().write_text(
        f'[profiles.acme]\nproject_id = 1\nusername = "user"\nsecret = "{CANARY}"  # oh\n'
    )
    error = refusal("list")
    assert isinstance(error, ProfileFileError)
    assert "nessie-tui profile edit acme --secret-file" in str(error)
    result = run("edit", "acme", "--secret-file")
    assert result.exit_code == 0
    assert "make a new secret" in result.stderr
    assert "secret = {file = true}  # oh\n" in profiles_path().read_text()
    folder = profiles_path().parent
    assert [f.name for f in folder.iterdir() if CANARY in f.read_text()] == ["secrets.toml"]


def test_edit_switches_where_the_secret_lives(two):
    assert run("edit", "beta", "--secret-env", "BETA").exit_code == 0
    assert load_profiles().get("beta").secret.variable == "BETA"
    assert CANARY not in secrets_path().read_text()
    assert run("edit", "beta", "--secret-file", "--secret-stdin", stdin=CANARY).exit_code == 0
    assert CANARY in secrets_path().read_text()
    assert "--secret-stdin" in str(refusal("edit", "acme", "--secret-file"))


def test_path_prints_one_line_and_creates_nothing(tmp_path):
    result = run("path")
    assert result.stdout == f"{tmp_path}/.config/nessie-tui/profiles.toml\n"
    assert result.stderr == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["", "add", "list", "show", "use", "remove", "edit", "path"])
def test_help_fits_a_terminal(command):
    for flag in ("-h", "--help"):
        result = run(*command.split(), flag)
        assert result.exit_code == 0
        assert max(map(len, result.stdout.splitlines())) <= 80

"""profiles.toml as it is read."""

import base64
import os
from pathlib import Path

import pytest

from nessie_tui.errors import ProfileFileError
from nessie_tui.model.profile import AuthKind, Profile, Region, SecretKind, SecretSource
from nessie_tui.storage.profiles import load_profiles

CANARY = "c4n4ry-s3cr3t-XYZ"

HUGE = "0x" + "f" * 9000  # more digits than Python prints

FULL = """\
schema = 1
default = "acme-prod"

[profiles.acme-prod]
project_id = 2195193
region = "eu"                         # us | eu | in
auth = "service-account"
username = "exports.a1b2c3.mp-service-account"
secret = { keyring = true }
timezone = "US/Pacific"
refresh_seconds = 30.5
requests_per_hour = 120
warning_hours = 30
critical_hours = 36.5
read_only = false
pipelines = ["2024-backfill"]
base_url = "https://proxy.internal/mixpanel"
"""

SMALL = """\
[profiles.acme]
project_id = 1
username = "user"
secret = { file = true }
"""


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "profiles.toml"


def with_line(line: str) -> str:
    """Return `SMALL` with `line` as its fifth, in place of the same key before it."""
    key = line.partition("=")[0]
    kept = ["#" if text.startswith(key) else text for text in SMALL.splitlines()]
    return "\n".join([*kept, line, ""])


def error_of(path: Path, text: str | bytes) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ProfileFileError) as caught:
        load_profiles(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_no_file_is_no_profiles(path):
    book = load_profiles(path)
    assert (book.profiles, book.default, book.warnings) == ((), None, ())
    assert not path.parent.joinpath("profiles.toml").exists()


def test_the_usual_place_is_the_default():
    assert load_profiles().profiles == ()


def test_every_key_is_read(path):
    path.write_text(FULL)
    book = load_profiles(path)
    assert book.default == "acme-prod"
    assert book.warnings == ()
    assert book.profiles == (
        Profile(
            name="acme-prod",
            project_id=2195193,
            username="exports.a1b2c3.mp-service-account",
            secret=SecretSource(SecretKind.KEYRING),
            region=Region.EU,
            auth=AuthKind.SERVICE_ACCOUNT,
            timezone="US/Pacific",
            refresh_seconds=30.5,
            requests_per_hour=120,
            warning_hours=30,
            critical_hours=36.5,
            read_only=False,
            pipelines=("2024-backfill",),
            base_url="https://proxy.internal/mixpanel",
        ),
    )


def test_a_file_without_schema_and_with_the_least_keys_is_read(path):
    path.write_text(SMALL)
    assert load_profiles(path).profiles == (
        Profile("acme", 1, "user", SecretSource(SecretKind.FILE)),
    )


def test_a_project_secret_needs_no_user_name(path):
    path.write_text(SMALL.replace('username = "user"', 'auth = "project-secret"'))
    assert load_profiles(path).profiles[0].username == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("schema = 2\n", "newer"),
        ("schema = 0\n", "schema must be 1"),
        ("schema = true\n", "schema must be 1"),
        ('schema = "1"\n', "schema must be 1"),
        ("a = \n", "line 1, column 5"),
        ("[profiles.a]\nx = 1\n[profiles.a]\n", "line 3"),
        ("a = " + "[" * 2000, "nested too deeply"),
        ("a = " + "9" * 5000, "not valid TOML"),
        (b"a = '\xff'", "not UTF-8"),
        (b"a = 1\x00", "not valid TOML"),
    ],
)
def test_a_damaged_file_is_an_error_that_names_the_backup(text, words, path):
    message = error_of(path, text)
    assert words in message
    assert ".bak" not in message
    (path.parent / "profiles.toml.bak").write_text(SMALL)
    assert f"The last good copy is {path}.bak." in error_of(path, text)


@pytest.mark.skipif(os.name != "posix", reason="named pipes are POSIX")
def test_a_fifo_is_refused_at_once(path):
    os.mkfifo(path)
    with pytest.raises(ProfileFileError, match="not a regular file"):
        load_profiles(path)


@pytest.mark.parametrize(
    "text",
    [
        f'[profiles.a]\nsecret = "{CANARY}\n',
        f"[profiles.a]\nsecret = {CANARY}\n",
        f"[profiles.a]\nsecret '{CANARY}'\n",
        f"[{CANARY}]\n[{CANARY}]\n",
        f'"{CANARY}" = 1\n"{CANARY}" = 2\n',
        f"a = {{ {CANARY} = 1, {CANARY} = 2 }}\n",
    ],
)
def test_a_toml_error_never_quotes_the_file(text, path):
    message = error_of(path, text)
    assert CANARY not in message
    assert "line" in message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('region = "europe"', "region must be us, eu or in, not 'europe' (did you mean eu?)"),
        ('region = "EU"', "did you mean eu?"),
        ("region = 3", "region must be text in quotes, not 3"),
        ('auth = "service_account"', "did you mean service-account?"),
        ('project_id = "1"', "project_id must be a positive whole number without quotes, not '1'"),
        ("project_id = 0", "project_id must be"),
        ("project_id = -4", "project_id must be"),
        ("project_id = true", "not true"),
        ("project_id = 1.0", "project_id must be"),
        pytest.param(f"project_id = {HUGE}", "a number of that size", id="huge-id"),
        ("refresh_seconds = 0", "refresh_seconds must be a positive number"),
        ("refresh_seconds = -1.5", "not -1.5"),
        ("refresh_seconds = true", "not true"),
        ("refresh_seconds = nan", "not nan"),
        ("refresh_seconds = inf", "not inf"),
        ('refresh_seconds = "60"', "not '60'"),
        pytest.param(f"refresh_seconds = {HUGE}", "a number of that size", id="huge-pause"),
        ("requests_per_hour = 0", "requests_per_hour must be"),
        ("requests_per_hour = false", "not false"),
        ("requests_per_hour = 60.5", "not 60.5"),
        ('read_only = "no"', "read_only must be true or false, not 'no'"),
        ("read_only = 1", "read_only must be true or false, not 1"),
        ('timezone = "US/Pacifc"', "did you mean US/Pacific?"),
        ('timezone = "../etc/passwd"', "timezone must be"),
        ('timezone = ""', "timezone must be"),
        ('timezone = "America"', "timezone must be"),
        ("timezone = 2026-01-01", "not a date or time"),
        ('pipelines = "one"', "pipelines must be a list"),
        ("pipelines = [1]", "pipelines must hold pipeline names"),
        ('pipelines = ["\\u001b[31m"]', "'^[[31m'"),
        ('pipelines = [""]', "pipelines must hold"),
        ('username = ""', "username must be"),
        ('username = "a\\nb"', "username must be"),
        ("username = [1]", "not a list"),
        ("username = { a = 1 }", "not a table"),
        ("secret = { keyring = false }", "secret must be one of"),
        ("secret = { file = 1 }", "secret must be one of"),
        ("secret = { file = true, keyring = true }", "secret must be one of"),
        ("secret = {}", "secret must be one of"),
        ("secret = { command = [] }", "secret must be one of"),
        ("secret = { command = [''] }", "secret must be one of"),
        ('secret = { command = "op read" }', "secret must be one of"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_line(line, words, path):
    message = error_of(path, with_line(line))
    assert words in message
    assert f"{path}:5: profile acme: {line.split()[0]} " in message


@pytest.mark.parametrize(
    "url",
    [
        "http://proxy.internal",
        "http://127.0.0.1.evil.example",
        "http://[::2]",
        "ftp://127.0.0.1",
        "//host",
        "host",
        "https://",
        "https://host:",
        "https://host:99999",
        "https://[::1",
        f"https://user:{CANARY}@host",
        f"https://{CANARY}@host",
        f"https://host/?token={CANARY}",
        "https://host/?",
        f"https://host/#{CANARY}",
        "https://host/a b",
        "https://host\\\\@evil.example",
        "https://h\\u00f6st",
        "https://host\\n.example",
    ],
)
def test_a_base_url_that_a_secret_may_not_go_to_is_refused(url, path):
    message = error_of(path, with_line(f'base_url = "{url}"'))
    assert f"{path}:5: profile acme: base_url must" in message
    assert CANARY not in message


def test_a_password_in_place_of_a_port_is_not_even_behind_the_error(path):
    path.write_text(with_line(f'base_url = "https://user:{CANARY}/@host"'))
    with pytest.raises(ProfileFileError) as caught:
        load_profiles(path)
    error: BaseException | None = caught.value
    while error is not None:
        assert CANARY not in repr(error)
        error = error.__context__


@pytest.mark.parametrize(
    "url",
    [
        "https://proxy.internal/mixpanel",
        "https://proxy.internal:8443",
        "http://127.0.0.1:8000/api",
        "http://localhost:1",
        "http://[::1]:1",
    ],
)
def test_a_base_url_over_tls_or_on_this_machine_is_taken(url, path):
    path.write_text(with_line(f'base_url = "{url}"'))
    assert load_profiles(path).profiles[0].base_url == url


@pytest.mark.parametrize("key", ["project_id", "username", "secret"])
def test_a_required_key_that_is_missing_is_named(key, path):
    lines = [line for line in SMALL.splitlines() if not line.startswith(key)]
    message = error_of(path, "\n".join(lines))
    assert f"{path}:1: profile acme: {key} is missing." in message


@pytest.mark.parametrize(
    ("key", "written"),
    [("project_id", "projet_id"), ("username", "user_name"), ("secret", "secert")],
)
def test_a_misspelt_required_key_is_recognised(key, written, path):
    message = error_of(path, SMALL.replace(key, written))
    assert f"{key} is missing (did you mean {key} where it says {written}?)" in message


def test_an_unknown_key_is_a_warning_with_the_nearest_known_one(path):
    path.write_text(f'colour = 1\ndefualt = "x"\n{SMALL}tiemzone = "{CANARY}"\n"\\u001b[31m" = 1\n')
    warnings = load_profiles(path).warnings
    assert warnings == (
        f"{path}:1: unknown key colour is ignored",
        f"{path}:2: unknown key defualt is ignored (did you mean default?)",
        f"{path}:7: profile acme: unknown key tiemzone is ignored (did you mean timezone?)",
        f"{path}:3: profile acme: unknown key ^[[31m is ignored",
    )


def test_a_default_that_is_not_saved_is_a_warning(path):
    path.write_text(f'default = "gone"\n{SMALL}')
    assert load_profiles(path).warnings == (
        f"{path}:1: the default is gone, and no profile is called that",
    )
    path.write_text(f'default = "demo"\n{SMALL}')
    assert load_profiles(path).warnings == ()


@pytest.mark.parametrize("value", [f'"{CANARY}"', f'"""{CANARY}"""', f'["{CANARY}"]', "12345678"])
def test_a_literal_secret_is_refused_unseen_with_the_command_that_moves_it(value, path):
    message = error_of(path, with_line(f"secret = {value}"))
    assert f"{path}:5: profile acme" in message
    assert "nessie-tui profile edit acme --secret-file" in message
    for form in (CANARY, base64.b64encode(CANARY.encode()).decode(), "12345678"):
        assert form not in message


def test_a_secret_written_in_place_of_a_variable_is_not_shown(path):
    assert CANARY not in error_of(path, with_line(f'secret = {{ env = "{CANARY}" }}'))
    assert CANARY not in error_of(path, with_line(f'secret = {{ literal = "{CANARY}" }}'))
    assert CANARY not in error_of(path, with_line(f'username = "user:{CANARY}"'))


def test_the_command_that_moves_a_secret_is_safe_to_paste(path):
    text = with_line('secret = "x"').replace("profiles.acme", "profiles.'$(reboot)'")
    assert "edit '$(reboot)' --secret-file" in error_of(path, text)


@pytest.mark.parametrize(
    "name",
    ["demo", "env", "", "a b", "a/b", "a\\\\b", "a\\tb", "a\\u200bb", "a\\u00a0b", "x" * 65],
)
def test_a_name_that_no_profile_may_have_is_refused(name, path):
    assert "its name must" in error_of(path, SMALL.replace("acme", f'"{name}"'))


@pytest.mark.parametrize("name", ["a", "ä", "日本", "a.b", "x" * 64, "-"])
def test_other_names_are_taken(name, path):
    path.write_text(SMALL.replace("acme", f'"{name}"'))
    assert load_profiles(path).profiles[0].name == name


@pytest.mark.parametrize("text", ["profiles = 1\n", "[profiles]\na = 1\n", "[[profiles]]\na = 1\n"])
def test_profiles_are_tables(text, path):
    assert "tables only" in error_of(path, text)


def test_the_default_is_text(path):
    assert "default must be" in error_of(path, f"default = 1\n{SMALL}")


COMMAND = with_line('secret = { command = ["op", "read"] }')


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_command_in_a_file_that_others_can_write_is_refused(mode, path):
    path.write_text(COMMAND)
    path.chmod(mode)
    with pytest.raises(ProfileFileError, match="chmod go-w"):
        load_profiles(path)
    path.write_text(SMALL)
    assert load_profiles(path).profiles


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_command_in_a_file_of_our_own_is_taken(path):
    path.write_text(COMMAND)
    path.chmod(0o644)
    assert load_profiles(path).profiles[0].secret.argv == ("op", "read")


def test_a_line_is_left_out_where_it_cannot_be_found(path):
    text = 'profiles.acme = { project_id = 0, username = "u", secret = { file = true } }\n'
    assert f"{path}: profile acme: project_id must be" in error_of(path, text)


def test_a_mark_is_found_in_the_right_table(path):
    text = SMALL + SMALL.replace("acme", "'beta'  ").replace("= 1", "= 0")
    assert f"{path}:6: profile beta: project_id" in error_of(path, text)

import base64
import os
import stat
import traceback
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.errors import InputError, NessieError, ProfileFileError, SecretUnavailableError
from nessie_tui.model.profile import Profile, Region, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.storage.path import secrets_path
from nessie_tui.storage.secrets import checked_secret, forget_secret, resolve_secret, store_secret

CANARY = "c4n4ry-s3cr3t-XYZ"
ACME = Profile("acme", 1, "user", SecretSource(SecretKind.FILE))
FROM_ENV = replace(ACME, secret=SecretSource(SecretKind.ENV, variable="ACME_SECRET"))
posix_only = pytest.mark.skipif(os.name != "posix", reason="owners, modes and pipes are POSIX")


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "folder/secrets.toml"


def make(path: Path, text: str, mode: int = 0o600) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def assert_unseen(error: BaseException) -> None:
    """Look for the canary in all that a crash report could print of an error."""
    text = "".join(traceback.format_exception(error)) + repr(error) + str(vars(error))
    context = error.__context__
    while context is not None:
        text += repr(context) + str(vars(context))
        context = context.__context__
    assert CANARY not in text
    assert base64.b64encode(CANARY.encode()).decode() not in text


def test_a_secret_is_kept_and_found(path):
    store_secret(ACME, Secret(CANARY), path)
    assert resolve_secret(ACME, {}, path) == Secret(CANARY)
    assert CANARY not in repr(resolve_secret(ACME, {}, path))
    store_secret(ACME, Secret("newer"), path)
    assert resolve_secret(ACME, {}, path).reveal() == "newer"


def test_the_usual_place_is_the_default():
    store_secret(ACME, Secret(CANARY))
    assert secrets_path().exists()
    assert resolve_secret(ACME, {}) == Secret(CANARY)
    assert forget_secret("acme") is True
    assert forget_secret("acme") is False


def test_the_usual_names_are_kept_beside_each_other(path):
    for name in ("acme", "a.b", 'quo"te', "ü", "host", "-"):
        store_secret(replace(ACME, name=name), Secret(f"of {name.encode().hex()}"), path)
    for name in ("acme", "a.b", 'quo"te', "ü", "host", "-"):
        secret = resolve_secret(replace(ACME, name=name), {}, path)
        assert secret.reveal() == f"of {name.encode().hex()}"


@posix_only
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077], ids=oct)
def test_the_file_is_private_whatever_the_umask(mask, path):
    before = os.umask(mask)
    try:
        for text in ("first", "second"):
            store_secret(ACME, Secret(text), path)
            assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_secret_has_no_backup(path):
    store_secret(ACME, Secret(CANARY), path)
    forget_secret("acme", path)
    assert not [file for file in path.parent.iterdir() if CANARY in file.read_text()]


def test_a_secret_belongs_to_the_host_it_was_stored_for(path):
    store_secret(ACME, Secret(CANARY), path)
    elsewhere = replace(ACME, base_url="https://evil.example/api")
    with pytest.raises(SecretUnavailableError) as caught:
        resolve_secret(elsewhere, {}, path)
    assert "stored for data.mixpanel.com" in str(caught.value)
    assert "evil.example" in str(caught.value)
    assert "nessie-tui profile edit acme --secret-file" in str(caught.value)
    with pytest.raises(SecretUnavailableError, match="data-eu"):
        resolve_secret(replace(ACME, region=Region.EU), {}, path)
    store_secret(elsewhere, Secret("other"), path)
    assert resolve_secret(elsewhere, {}, path).reveal() == "other"


def test_a_port_is_another_host(path):
    store_secret(replace(ACME, base_url="http://127.0.0.1:8000"), Secret(CANARY), path)
    with pytest.raises(SecretUnavailableError, match=r"127\.0\.0\.1:9000"):
        resolve_secret(replace(ACME, base_url="http://127.0.0.1:9000"), {}, path)


def test_a_missing_secret_says_how_to_store_it(path):
    with pytest.raises(SecretUnavailableError, match="profile edit acme --secret-file"):
        resolve_secret(ACME, {}, path)


@pytest.mark.parametrize(
    "entry",
    [
        f'acme = "{CANARY}"',
        f'[acme]\nsecret = "{CANARY}"',
        f'[acme]\nhost = 1\nsecret = "{CANARY}"',
        '[acme]\nhost = "data.mixpanel.com"\nsecret = 1',
        f'[acme]\nhost = "data.mixpanel.com"\nsecret = "{CANARY}\\u0007"',
        '[acme]\nhost = "data.mixpanel.com"\nsecret = ""',
        f'[acme]\nhost = "data.mixpanel.com"\nsecret = "{CANARY}',
        f"[acme]\nsecret = {CANARY}",
        f'["{CANARY}"]\n["{CANARY}"]',
    ],
)
def test_a_damaged_entry_is_an_error_without_the_secret(entry, path):
    make(path, entry)
    with pytest.raises(SecretUnavailableError) as caught:
        resolve_secret(ACME, {}, path)
    assert str(path) in str(caught.value)
    assert_unseen(caught.value)


def bad_mode(path):
    make(path, "", 0o640)


def bad_link(path):
    make(path.with_name("real"), "")
    path.symlink_to("real")


def bad_fifo(path):
    path.parent.mkdir()
    os.mkfifo(path, 0o600)


def bad_folder(path):
    path.mkdir(parents=True)


def bad_bytes(path):
    make(path, "")
    path.write_bytes(CANARY.encode() + b"\xff")


def bad_depth(path):
    make(path, "a = " + "[" * 2000)


@posix_only
@pytest.mark.parametrize("bad", [bad_mode, bad_link, bad_fifo, bad_folder, bad_bytes, bad_depth])
def test_six_bad_files_are_refused_and_left_alone(bad, path):
    bad(path)
    before = path.lstat()
    for act, kind in (
        (lambda: resolve_secret(ACME, {}, path), SecretUnavailableError),
        (lambda: store_secret(ACME, Secret(CANARY), path), ProfileFileError),
        (lambda: forget_secret("acme", path), ProfileFileError),
    ):
        with pytest.raises(kind) as caught:
            act()
        assert "\n" not in str(caught.value)
        assert_unseen(caught.value)
    assert path.lstat().st_mtime_ns == before.st_mtime_ns


def test_a_variable_is_read_each_time():
    assert resolve_secret(FROM_ENV, {"ACME_SECRET": f"{CANARY}\n"}) == Secret(CANARY)
    for environ in ({}, {"ACME_SECRET": ""}):
        with pytest.raises(SecretUnavailableError, match="ACME_SECRET, which is not set"):
            resolve_secret(FROM_ENV, environ)
    with pytest.raises(SecretUnavailableError, match="ACME_SECRET cannot be used") as caught:
        resolve_secret(FROM_ENV, {"ACME_SECRET": f"{CANARY}\x00"})
    assert_unseen(caught.value)


@pytest.mark.parametrize("kind", [SecretKind.KEYRING, SecretKind.COMMAND])
def test_what_this_version_cannot_read_names_what_works(kind):
    with pytest.raises(SecretUnavailableError) as caught:
        resolve_secret(replace(ACME, secret=SecretSource(kind)), {})
    assert "--secret-file" in str(caught.value)
    assert "--secret-env" in str(caught.value)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_one_line_break_at_the_end_is_not_part_of_a_secret(end):
    assert checked_secret(CANARY + end) == Secret(CANARY)
    assert checked_secret(f" {CANARY} {end}") == Secret(f" {CANARY} ")


@pytest.mark.parametrize("bad", ["\n\n", "\r", "\t", "\0", "\x1b", "\x7f", "ü", "\u200b", "\ud800"])
def test_other_characters_are_refused_unseen(bad):
    with pytest.raises(InputError) as caught:
        checked_secret(CANARY + bad)
    assert_unseen(caught.value)
    with pytest.raises(InputError):
        store_secret(ACME, Secret(CANARY + bad))
    assert not secrets_path().exists()


@pytest.mark.parametrize("text", ["", "\n", "\r\n"])
def test_no_secret_is_refused(text):
    with pytest.raises(InputError, match="empty"):
        checked_secret(text)


@given(st.text())
def test_a_secret_is_printable_ascii_or_refused(text):
    try:
        secret = checked_secret(text)
    except NessieError:
        return
    assert secret.reveal() in {text, text[:-1], text[:-2]}
    assert all(" " <= char <= "~" for char in secret.reveal())

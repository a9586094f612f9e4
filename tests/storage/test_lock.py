import subprocess
import sys

import pytest

from nessie_tui.errors import ProfileFileError
from nessie_tui.storage import lock
from nessie_tui.storage.profiles import load_profiles
from nessie_tui.storage.secrets import resolve_secret

WRITER = """
import sys
from pathlib import Path
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.storage.profile_edit import add_profile

path, who = Path(sys.argv[1]), sys.argv[2]
sys.stdin.read()
for number in range(3):
    name = f"{who}-{number}"
    add_profile(Profile(name, 1, "u", SecretSource(SecretKind.FILE)), Secret(f"s-{name}"), path)
"""


def test_ten_writers_at_once_lose_nothing(tmp_path):
    path = tmp_path / "profiles.toml"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"w{number}"], stdin=subprocess.PIPE
        )
        for number in range(10)
    ]
    for writer in writers:  # all are waiting for this, so they start together
        writer.stdin.close()
    assert [writer.wait(timeout=60) for writer in writers] == [0] * 10
    book = load_profiles(path)
    assert {p.name for p in book.profiles} == {f"w{w}-{n}" for w in range(10) for n in range(3)}
    for profile in book.profiles:
        secret = resolve_secret(profile, {}, tmp_path / "secrets.toml")
        assert secret.reveal() == f"s-{profile.name}"
    assert book.default == book.profiles[0].name


def test_a_lock_is_free_again_after_an_error(tmp_path):
    def fail():
        with lock.exclusive(tmp_path / "a"):
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with lock.exclusive(tmp_path / "a"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="locks of one process exclude each other here")
def test_a_lock_that_never_comes_free_is_an_error(tmp_path):
    with (
        lock.exclusive(tmp_path / "a"),
        pytest.raises(ProfileFileError, match=r"Another program .* for 0.01 seconds"),
        lock.exclusive(tmp_path / "a", patience_s=0.01),
    ):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="flock is POSIX")
def test_a_file_system_without_locks_still_writes(tmp_path, monkeypatch):
    def unsupported(*args):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", unsupported)
    with lock.exclusive(tmp_path / "a"):
        pass


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(ProfileFileError, match="cannot be written"),
        lock.exclusive(tmp_path / "file" / "a"),
    ):
        pass

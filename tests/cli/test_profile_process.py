"""The profile commands as their users run them: exit codes, streams and a terminal."""

import base64
import os
import subprocess
import sys
from urllib.parse import quote

import pytest

from nessie_tui.storage.path import profiles_path, secrets_path
from nessie_tui.storage.profiles import load_profiles

CANARY = "c4n4ry/s3cr3t+XYZ"
ADD = ("add", "acme", "--project-id", "5", "--username", "user")
posix_only = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")


def forms(secret: str) -> list[str]:
    """Return the secret as it may turn up: plain, quoted, and in base64 behind 0 to 2 bytes."""
    encoded = [base64.b64encode(b"x" * n + secret.encode()).decode()[4:-4] for n in range(3)]
    whole = [base64.b64encode(text.encode()).decode() for text in (f"user:{secret}", f"{secret}:")]
    return [secret, quote(secret, safe=""), *encoded, *whole]


def process(*arguments: str, stdin: str | None = None, **environ: str):
    """Run a command as its users do, for the exit code and the two streams."""
    result = subprocess.run(
        [sys.executable, "-m", "nessie_tui", "profile", *arguments],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environ},
    )
    assert not [form for form in forms(CANARY) if form in result.stdout + result.stderr]
    assert "Traceback" not in result.stderr
    return result


def test_exit_codes_and_streams():
    added = process(*ADD, "--secret-file", "--secret-stdin", stdin=f"{CANARY}\n")
    assert (added.returncode, added.stdout) == (0, "")
    cases = {
        ("list", "--json"): 0,
        ("show", "acme"): 0,
        ("show", "acm"): 2,
        (*ADD, "--secret-env", "X"): 2,
        ("add", "new", "--project-id", "1", "--username", "u"): 2,
        ("add", "new", "--project-id", "1", "--username", "u", "--secret-keyring"): 2,
        ("remove", "acme"): 4,
        ("edit", "acme"): 2,
        ("nonsense",): 2,
    }
    for arguments, code in cases.items():
        result = process(*arguments)
        assert result.returncode == code, arguments
        assert bool(result.stdout) is (code == 0 or arguments[0] == "edit"), arguments
        assert bool(result.stderr) is (code != 0), arguments


@pytest.mark.parametrize(
    "text", [b"", b"a = ", b"a = " + b"[" * 2000, b"\xff", b"schema = 9", b"[profiles.demo]\n"]
)
def test_a_broken_file_is_one_line_and_exit_2(text):
    profiles_path().parent.mkdir(parents=True)
    profiles_path().write_bytes(text)
    for arguments in (("list",), (*ADD, "--secret-env", "X"), ("remove", "acme", "--yes")):
        result = process(*arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.count("\n") == 1
        assert str(profiles_path()) in result.stderr
    assert profiles_path().read_bytes() == text


@posix_only
def test_a_fifo_in_place_of_the_file_is_refused_at_once():
    profiles_path().parent.mkdir(parents=True)
    os.mkfifo(profiles_path())
    result = process("list")
    assert result.returncode == 2
    assert "not a regular file" in result.stderr


def at_terminal(*arguments: str, typed: str) -> tuple[int, str]:
    """Run a command on a pseudo-terminal; return its exit code and all that was on the screen."""
    master, slave = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "nessie_tui", "profile", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ) as child:
        os.close(slave)
        screen = b""
        while b": " not in screen:
            screen += os.read(master, 1024)
        os.write(master, typed.encode())
        while True:
            try:
                screen += os.read(master, 1024)
            except OSError:  # Linux says so when the last writer is gone
                break
    os.close(master)
    return child.returncode, screen.decode()


@posix_only
def test_the_secret_is_asked_for_without_echo():
    code, screen = at_terminal(*ADD, "--secret-file", typed=f"{CANARY}\n")
    assert code == 0
    assert "Secret of acme: " in screen
    assert not [form for form in forms(CANARY) if form in screen]
    assert CANARY in secrets_path().read_text()


@posix_only
@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 4), ("\n", 4)])
def test_remove_asks_and_means_no_unless_told(typed, code):
    process(*ADD, "--secret-env", "X")
    assert at_terminal("remove", "acme", typed=typed)[0] == code
    assert (load_profiles().get("acme") is None) is (code == 0)

"""The screens where they are used most: through ssh, and inside tmux."""

import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminal import LISTED, PATIENCE_S, ROOT, running

SOON_S = 5
# sshd is not for everybody's path.
SBIN = os.pathsep.join(("/usr/sbin", "/usr/local/sbin", "/sbin"))
SSHD = shutil.which("sshd") or shutil.which("sshd", path=SBIN)
SSH, SSH_KEYGEN, TMUX = (shutil.which(name) for name in ("ssh", "ssh-keygen", "tmux"))
needs_ssh = pytest.mark.skipif(
    not (SSHD and SSH and SSH_KEYGEN), reason="sshd, ssh and ssh-keygen are needed"
)
needs_tmux = pytest.mark.skipif(not TMUX, reason="tmux is needed")

# Where sshd was never set up, root can lend it the folder that it needs, unseen by others.
_LEND = """mount -t tmpfs none /run && mkdir /run/sshd && exec "$@" """
_ROOM = (
    ("unshare", "--mount", "sh", "-c", _LEND, "sh")
    if sys.platform == "linux" and os.getuid() == 0 and not Path("/run/sshd").exists()
    else ()
)

# Notes its process id, so that the test can look whether it is gone.
PROGRAM = """
import os, sys
open(sys.argv.pop(1), "w").write(f"{os.getpid()}\\n")
from nessie_tui.__main__ import main
main()
"""


def until(happened: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> float:
    """Wait until `happened`; return how long that took."""
    since = time.monotonic()
    while not happened():
        assert time.monotonic() < since + patience_s, what
        time.sleep(0.02)
    return time.monotonic() - since


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # Its parent is gone too, and who inherits it may let it lie for a while.
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.parent.parent.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@contextmanager
def remembered(note: Path) -> Iterator[Callable[[], int]]:
    """Find the program by its note, and leave none behind."""

    def pid() -> int:
        until(lambda: note.exists() and note.read_text().endswith("\n"), "it did not start")
        return int(note.read_text())

    try:
        yield pid
    finally:
        if note.exists() and not is_gone(pid()):
            os.kill(pid(), signal.SIGKILL)


def command(note: Path) -> str:
    words = (sys.executable, "-c", PROGRAM, str(note), "demo")
    variables = {"PYTHONPATH": str(ROOT), "HOME": os.environ["HOME"]}
    assigned = [f"{name}={value}" for name, value in variables.items()]
    return shlex.join(["env", *assigned, *words])


# ssh


@contextmanager
def ssh_server(folder: Path) -> Iterator[tuple[str, ...]]:
    """Serve ssh to this user on a loopback port; yield the client's command up to the host."""
    for name in ("host", "user"):
        subprocess.run(
            [SSH_KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ListenAddress": "127.0.0.1",
        "Port": port,
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "user.pub",
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "PermitRootLogin": "yes",
    }
    config = folder / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in options.items()))
    server = subprocess.Popen(
        [*_ROOM, SSHD, "-D", "-e", "-f", config], stderr=subprocess.PIPE, text=True
    )
    try:
        until(lambda: answers(port) or server.poll() is not None, "sshd did not start")
        if server.poll() is not None:
            pytest.skip(f"sshd does not start here: {server.stderr.read().strip()}")
        yield (
            SSH,
            "-tt",
            "-F",
            "none",
            "-p",
            str(port),
            "-i",
            str(folder / "user"),
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            f"UserKnownHostsFile={folder / 'known'}",
            "-o",
            "LogLevel=ERROR",
            f"{getpass.getuser()}@127.0.0.1",
        )
    finally:
        server.terminate()
        server.communicate()


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@needs_ssh
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_lost_connection_ends_the_program_over_there(end, tmp_path):
    note = tmp_path / "pid"
    with (
        ssh_server(tmp_path) as ssh,
        remembered(note) as pid,
        running(*ssh, command(note)) as terminal,
    ):
        terminal.read_until(LISTED)
        program = pid()
        terminal.send(end)
        took_s = until(lambda: is_gone(program), "it lives on", SOON_S)
        terminal.wait()
        print(f"gone after {took_s:.2f} s")


@needs_ssh
def test_q_ends_it_over_ssh_and_leaves_a_clean_terminal(tmp_path):
    note = tmp_path / "pid"
    with (
        ssh_server(tmp_path) as ssh,
        remembered(note) as pid,
        running(*ssh, command(note)) as terminal,
    ):
        terminal.read_until(LISTED)
        program = pid()
        terminal.type(b"q")
        assert terminal.wait().code == 0
        assert is_gone(program)
        assert terminal.is_as_before()


# tmux


class Tmux:
    """A tmux server of its own, with a session whose shell stays when the program ends."""

    def __init__(self, socket_path: Path) -> None:
        self._socket = socket_path
        self.run("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "/bin/sh")

    def run(self, *arguments: str) -> str:
        words = [TMUX, "-S", self._socket, *arguments]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout

    def type(self, text: str) -> None:
        self.run("send-keys", "-l", text)

    def shows(self, text: str) -> bool:
        return text in self.run("capture-pane", "-p")

    def state(self) -> str:
        """Return what the pane is in: the alternate screen, mouse reports, a hidden cursor."""
        return self.run(
            "display-message",
            "-p",
            "#{alternate_on} #{mouse_any_flag} #{mouse_sgr_flag} #{cursor_flag}",
        ).strip()


@contextmanager
def inside_tmux(tmp_path: Path) -> Iterator[tuple[Tmux, int]]:
    note = tmp_path / "pid"
    # A socket's path must be short.
    with tempfile.TemporaryDirectory() as folder, remembered(note) as pid:
        tmux = Tmux(Path(folder) / "tmux")
        try:
            tmux.type(f"{command(note)}\n")
            until(lambda: tmux.shows(LISTED.decode()), "nothing is drawn")
            yield tmux, pid()
        finally:
            subprocess.run(
                [TMUX, "-S", Path(folder) / "tmux", "kill-server"],
                check=False,
                capture_output=True,
            )


@needs_tmux
@pytest.mark.parametrize("what", ["kill-session", "kill-server", "kill-pane"])
def test_it_ends_with_what_tmux_kills(what, tmp_path):
    with inside_tmux(tmp_path) as (tmux, program):
        tmux.run(what)
        took_s = until(lambda: is_gone(program), "it lives on", SOON_S)
        print(f"gone after {took_s:.2f} s")


@needs_tmux
def test_q_leaves_a_clean_pane(tmp_path):
    with inside_tmux(tmp_path) as (tmux, program):
        assert tmux.state() == "1 1 1 0"
        tmux.type("q")
        until(lambda: is_gone(program), "it lives on", SOON_S)
        until(lambda: tmux.state() == "0 0 0 1", "the pane is not clean")
        tmux.type("echo us''able\n")
        until(lambda: tmux.shows("usable"), "the shell is not usable")
        assert not tmux.shows(LISTED.decode())

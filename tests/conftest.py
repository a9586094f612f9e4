"""What holds for every test: the same examples in every run, an empty home, and no network."""

import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("gate", derandomize=True, deadline=None, database=None)
# pytest --hypothesis-profile=wide searches on, with other examples every time.
settings.register_profile("wide", max_examples=5_000, deadline=None, database=None)
settings.load_profile("gate")

_FOREIGN = ("MP_", "NESSIE_TUI_", "TEXTUAL", "XDG_", "SSL_CERT_")
_KEPT = {"TEXTUAL_SNAPSHOT_TEMPDIR"}  # how the snapshot plugin's processes talk
_FOREIGN_NAMES = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLUMNS", "LINES", "SSLKEYLOGFILE"}
_HOMES = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path) -> Iterator[None]:
    """Hide the developer's files and settings, also from the processes that a test starts."""
    with pytest.MonkeyPatch.context() as patch:
        for name in filter(_is_foreign, list(os.environ)):
            patch.delenv(name)
        patch.setenv("HOME", str(tmp_path))
        for name, folder in _HOMES.items():
            patch.setenv(name, str(tmp_path / folder))
        yield


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    """End a test that wants to reach, or only to look up, another machine.

    The failure is no `Exception`, so the code under test cannot take it for a network error.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        look_up = socket.getaddrinfo

        def guarded_look_up(host, *args, **kwargs):
            _refuse_foreign(host)
            return look_up(host, *args, **kwargs)

        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _is_foreign(name: str) -> bool:
    if name in _KEPT:
        return False
    return name.startswith(_FOREIGN) or name in _FOREIGN_NAMES or name.lower().endswith("_proxy")


def _guarded(connect):
    def guarded(self, address):
        if isinstance(address, tuple):  # a path is a socket of this machine
            _refuse_foreign(address[0])
        return connect(self, address)

    return guarded


def _refuse_foreign(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return
    try:
        is_here = ip_address(name).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        pytest.fail(f"a test wanted the network: {name}")

"""Servers on loopback: the simulator behind a real one, and one that does as it is told."""

import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fault_server import FaultServer, Reply, running
from loopback import serve

from nessie_tui.api.client import NessieClient
from nessie_tui.api.time_limit import TimeLimits
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.simulator.account import DEMO_PROJECT_ID, DEMO_SECRET, DEMO_USERNAME
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock

FIXTURES = Path(__file__).parent.parent / "fixtures"
PATIENT = TimeLimits(5.0, 5.0, 5.0)
NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


@dataclass
class Seen:
    """A request as it came in."""

    method: str
    path: str
    query: str
    headers: list[tuple[str, str]] = field(repr=False)  # the secret is among them
    connection: tuple[str, int]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]


@dataclass
class Front:
    """What the server serves: a simulator that a test can swap while the server runs on."""

    app: Simulator | None = None
    address: str = ""
    seen: list[Seen] = field(default_factory=list)

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            headers = [(name.decode(), value.decode("latin-1")) for name, value in scope["headers"]]
            query = scope["query_string"].decode()
            connection = tuple(scope["client"])
            self.seen.append(Seen(scope["method"], scope["path"], query, headers, connection))
        await (self.app or Simulator("empty"))(scope, receive, send)


@pytest.fixture(scope="session")
def _front() -> Iterator[Front]:
    front = Front()
    with serve(front) as address:
        front.address = address
        yield front


@pytest.fixture
def front(_front) -> Front:
    _front.app = Simulator("calm", clock=SimulatedClock(NOW, speed=0))
    _front.seen.clear()
    return _front


@pytest.fixture
def simulator(front) -> Simulator:
    assert front.app is not None
    return front.app


def profile_at(address: str | None, **changes) -> Profile:
    fields = {
        "name": "acme",
        "project_id": DEMO_PROJECT_ID,
        "username": DEMO_USERNAME,
        "secret": SecretSource(SecretKind.ENV, variable="ACME"),
        "base_url": address,
    }
    return Profile(**(fields | changes))


@pytest.fixture
def client_at() -> Callable[..., NessieClient]:
    """Make a client of an address, with the demo's credentials unless told otherwise."""

    def make(
        address: str | None, *, secret: str = DEMO_SECRET, limits: TimeLimits = PATIENT, **changes
    ) -> NessieClient:
        profile = profile_at(address, **changes)
        return NessieClient(profile, Secret(secret), limits=limits)

    return make


@pytest.fixture
def broken_server():
    """Start a `FaultServer` for as long as the context lasts."""

    @asynccontextmanager
    async def start(*replies: Reply, tls=None) -> AsyncIterator[FaultServer]:
        async with running(FaultServer(list(replies), tls)) as server:
            yield server

    return start


@dataclass(frozen=True)
class Recorded:
    """An answer from the fixtures."""

    file: str
    label: str
    """``documented`` or ``plausible``."""
    traps: list[int]
    route: str
    status: int
    source: str

    @property
    def body(self) -> bytes:
        return (FIXTURES / self.file).read_bytes()

    @property
    def stem(self) -> str:
        return self.file.partition(".")[0]


@pytest.fixture(scope="session")
def recorded() -> Callable[[str], Recorded]:
    """Find an answer of the fixtures by its name without label and ending."""
    index = tomllib.loads((FIXTURES / "index.toml").read_text())
    by_stem = {answer.stem: answer for answer in (Recorded(**entry) for entry in index["answer"])}
    return by_stem.__getitem__

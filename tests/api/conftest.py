"""Servers on loopback: the simulator behind a real one, and one that breaks HTTP as it is told."""

import asyncio
import re
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import serve

from nessie_tui.api.client import NessieClient
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.simulator.account import DEMO_PROJECT_ID, DEMO_SECRET, DEMO_USERNAME
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock

FIXTURES = Path(__file__).parent.parent / "fixtures"
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
        address: str | None, *, secret: str = DEMO_SECRET, deadline_s: float = 5.0, **changes
    ) -> NessieClient:
        profile = profile_at(address, **changes)
        return NessieClient(profile, Secret(secret), deadline_s=deadline_s)

    return make


Chunks = Callable[[], AsyncIterator[bytes]]
Reply = bytes | Chunks


@dataclass
class BrokenServer:
    """Answers each request with the next reply, and goes on with the last one.

    Bytes are a whole answer, and the connection stays; chunks are sent as they come, and then the
    connection is closed.
    """

    replies: list[Reply]
    port: int = 0
    scheme: str = "http"
    heads: list[bytes] = field(default_factory=list, repr=False)
    connections: int = 0
    _tasks: set = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/api/2.0"

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._tasks.add(asyncio.current_task())
        # Whoever leaves, or ends the test, is not waited for.
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._answer(reader, writer):
                pass
        writer.close()

    async def _answer(self, reader, writer) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1])) if length else b""
        self.heads.append(head + body)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, bytes):
            writer.write(reply)
            await writer.drain()
            return True
        async for chunk in reply():
            writer.write(chunk)
            await writer.drain()
        return False

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@pytest.fixture
def broken_server():
    """Start a `BrokenServer` for as long as the context lasts."""

    @asynccontextmanager
    async def start(*replies: Reply, tls=None) -> AsyncIterator[BrokenServer]:
        broken = BrokenServer(list(replies), scheme="https" if tls else "http")
        server = await asyncio.start_server(broken.meet, "127.0.0.1", 0, ssl=tls)
        broken.port = server.sockets[0].getsockname()[1]
        try:
            yield broken
        finally:
            server.close()
            await broken.leave()
            await server.wait_closed()

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

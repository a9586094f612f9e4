"""What goes wrong below HTTP: names, connections, TLS and proxies."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from unittest import mock

from fault_ending import Group, Road, Wait
from fault_server import FaultServer, Reply, certificate, http, then_closed

from nessie_tui.errors import LostError, ProxyRefusedError, UnreachableError, UntrustedError

Strike = Callable[[FaultServer], AbstractAsyncContextManager[None]]
"""Lets a server that was well do one thing wrong for as long as the context lasts."""


@asynccontextmanager
async def refusing(server: FaultServer) -> AsyncIterator[None]:
    """Nothing listens any more."""
    await server.stop()
    yield
    await server.start()


@asynccontextmanager
async def overrun(server: FaultServer) -> AsyncIterator[None]:
    """So many wait to be let in that the next one gets no answer."""
    await server.stop()
    full = socket.socket()
    full.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    full.bind(("127.0.0.1", server.port))
    full.listen(0)
    waiting = [socket.socket() for _ in range(4)]
    for other in waiting:
        other.setblocking(False)  # noqa: FBT003 - the standard library's own signature
        other.connect_ex(("127.0.0.1", server.port))
    await asyncio.sleep(0)
    yield
    for opened in (*waiting, full):
        opened.close()
    await server.start()


@asynccontextmanager
async def nameless(server: FaultServer) -> AsyncIterator[None]:
    """No name has an address."""

    def look_up(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    await server.drop()
    with mock.patch.object(socket, "getaddrinfo", look_up):
        yield


@asynccontextmanager
async def swallowed(server: FaultServer) -> AsyncIterator[None]:
    """Nobody answers the question where a name lives."""
    over = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        over.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    await server.drop()
    with mock.patch.object(socket, "getaddrinfo", look_up):
        try:
            yield
        finally:
            over.set()


def showing(name: str) -> Strike:
    """Another certificate."""

    @asynccontextmanager
    async def strike(server: FaultServer) -> AsyncIterator[None]:
        good = server.tls
        await server.stop()
        server.tls = certificate(name)
        await server.start()
        yield
        await server.stop()
        server.tls = good
        await server.start()

    return strike


def bare(answer: bytes | None) -> Strike:
    """No TLS where it is expected: `answer` to whatever comes, or None to wait for HTTP."""

    @asynccontextmanager
    async def strike(server: FaultServer) -> AsyncIterator[None]:
        async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            if answer is None:
                await reader.read()
            else:
                writer.write(answer)
            writer.close()

        await server.stop()
        other = await asyncio.start_server(meet, "127.0.0.1", server.port)
        yield
        other.close()
        await other.wait_closed()
        await server.start()

    return strike


def tunnelling(reply: Reply) -> Strike:
    """The proxy answers a CONNECT with `reply`."""

    @asynccontextmanager
    async def strike(server: FaultServer) -> AsyncIterator[None]:
        await server.drop()
        server.tunnel = reply
        yield
        server.tunnel = None

    return strike


def proxy(code: str) -> Strike:
    return tunnelling(f"HTTP/1.1 {code}\r\nContent-Length: 0\r\n\r\n".encode())


BELOW_HTTP: tuple[Group[Strike], ...] = (
    Group(UnreachableError, "offline", Wait.SOON, {"nothing listens": refusing}),
    Group(
        UnreachableError,
        "offline",
        Wait.SOON,
        {"a name without an address": nameless},
        Road.NAMED,
    ),
    Group(
        UnreachableError,
        "offline",
        Wait.SOON,
        {
            "closed in the handshake": bare(b""),
            "http where TLS is expected": bare(http(status_line="400 Bad Request")),
            "an alert in place of a handshake": bare(b"\x15\x03\x03\x00\x02\x02\x28"),
        },
        Road.TLS,
    ),
    Group(
        UnreachableError,
        "offline",
        Wait.SOON,
        {
            "a proxy that is gone": refusing,
            "a proxy that got no further": proxy("502 Bad Gateway"),
            "a proxy that found nobody in time": proxy("504 Gateway Timeout"),
        },
        Road.PROXY,
    ),
    Group(UnreachableError, "offline", Wait.SOON, {"a full house": overrun}, is_late=True),
    Group(
        UnreachableError,
        "offline",
        Wait.SOON,
        {"a name that nobody looks up": swallowed},
        Road.NAMED,
        is_late=True,
    ),
    Group(
        UnreachableError,
        "offline",
        Wait.SOON,
        {"each waits for the other to begin": bare(None)},
        Road.TLS,
        is_late=True,
    ),
    Group(
        UntrustedError,
        "TLS not trusted",
        Wait.SELDOM,
        {
            "a certificate that nobody vouches for": showing("self-signed"),
            "another host's certificate": showing("elsewhere"),
            "an expired certificate": showing("expired"),
            "a certificate from the future": showing("early"),
        },
        Road.TLS,
    ),
    Group(
        ProxyRefusedError,
        "proxy refused",
        Wait.SELDOM,
        {
            "a proxy that wants a password": proxy("407 Proxy Authentication Required"),
            "a proxy that forbids": proxy("403 Forbidden"),
            "a proxy that sends elsewhere": proxy("302 Found"),
        },
        Road.PROXY,
    ),
    Group(
        LostError,
        "connection lost",
        Wait.ONCE_MORE,
        {"a proxy that hangs up": tunnelling(then_closed())},
        Road.PROXY,
    ),
)

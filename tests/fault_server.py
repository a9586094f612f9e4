"""A server on loopback that speaks HTTP exactly as badly as it is told to."""

import asyncio
import re
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATES = Path(__file__).parent / "certificates"

RESET = b"\x00reset"
"""In place of a chunk: the connection is not closed, it is torn."""

Chunks = Callable[[], AsyncIterator[bytes]]
Reply = bytes | Chunks
"""Bytes are a whole answer, and the connection stays; chunks are sent as they come, and then the
connection is closed."""

JSON = b"Content-Type: application/json\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
UNTIL_CLOSED = b"HTTP/1.1 200 OK\r\n" + JSON + b"Connection: close\r\n\r\n"


def http(
    body: bytes = b"", *headers: str, status_line: str = "200 OK", length: int | None = None
) -> bytes:
    """A whole answer; `length` in place of the true one."""
    lines = [f"HTTP/1.1 {status_line}", *headers]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def then_closed(*parts: bytes) -> Chunks:
    async def chunks() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    return chunks


def then_reset(*parts: bytes) -> Chunks:
    return then_closed(*parts, RESET)


def then_silent(*parts: bytes) -> Chunks:
    async def chunks() -> AsyncIterator[bytes]:
        for part in parts:
            yield part
        await asyncio.Event().wait()

    return chunks


def for_ever(head: bytes, part: bytes, pause_s: float = 0.0) -> Chunks:
    async def chunks() -> AsyncIterator[bytes]:
        yield head
        while True:
            yield part
            await asyncio.sleep(pause_s)

    return chunks


def certificate(name: str) -> ssl.SSLContext:
    """What a server shows that has the certificate called `name`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem", CERTIFICATES / "test-only-key.pem")
    return context


@dataclass
class FaultServer:
    """Answers each request with the next reply, and goes on with the last one.

    It is a proxy too: whoever asks it to CONNECT gets a tunnel to itself.
    """

    replies: list[Reply]
    tls: ssl.SSLContext | None = None
    port: int = 0
    heads: list[bytes] = field(default_factory=list, repr=False)
    """Every request as it came, with its body."""
    connections: int = 0
    tunnel: Reply | None = None
    """What a CONNECT is answered; None opens the tunnel."""
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/api/2.0"

    async def start(self) -> None:
        """Listen, on the same port as before."""
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Listen no more, and drop whoever is connected."""
        assert self._server is not None
        self._server.close()
        await self.drop()
        await self._server.wait_closed()

    async def drop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def reply_to(self, head: bytes) -> Reply:
        """Choose what a request is answered with."""
        del head
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):  # whoever leaves is let go
                while await self._answer(reader, writer):
                    pass
            writer.close()
        except asyncio.CancelledError:
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        self.heads.append(head + (await reader.readexactly(int(length[1])) if length else b""))
        if not head.startswith(b"CONNECT "):
            return await self._send(self.reply_to(head), writer)
        if self.tunnel is not None:
            return await self._send(self.tunnel, writer)
        writer.write(b"HTTP/1.1 200 Go on\r\n\r\n")
        await writer.drain()
        await writer.start_tls(certificate("good"))
        return True

    async def _send(self, reply: Reply, writer: asyncio.StreamWriter) -> bool:
        if isinstance(reply, bytes):
            writer.write(reply)
            await writer.drain()
            return True
        async for chunk in reply():
            if chunk is RESET:
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, linger
                )
                writer.transport.abort()
                break
            writer.write(chunk)
            await writer.drain()
        return False


@asynccontextmanager
async def running(server: FaultServer) -> AsyncIterator[FaultServer]:
    """Start `server`, and stop it at the end."""
    await server.start()
    try:
        yield server
    finally:
        await server.stop()

"""Answers that no honest server gives: each ends as one of our errors, and in time."""

import asyncio
import functools
import gzip
import json
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import httpx
import pytest

from nessie_tui.api import client as api_client
from nessie_tui.api.body import MAX_BYTES
from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.api.endpoints.status import status
from nessie_tui.errors import (
    CredentialsRefusedError,
    DeadlineError,
    DecodeError,
    PermissionRefusedError,
    RateLimitedError,
    RedirectedError,
    RejectedError,
    TooLargeError,
    UnreachableError,
)
from nessie_tui.model.state import SUCCEEDED
from nessie_tui.model.text import clean

ONE_JOB = b'{"9876543210":[{"name":"a"}]}'
JSON = b"Content-Type: application/json\r\n"
MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.anyio


def http(
    body: bytes = b"", *headers: str, status_line: str = "200 OK", length: int | None = None
) -> bytes:
    lines = [f"HTTP/1.1 {status_line}", *headers]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def then_closed(*parts: bytes):
    async def chunks() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    return chunks


def then_silent(*parts: bytes):
    async def chunks() -> AsyncIterator[bytes]:
        for part in parts:
            yield part
        await asyncio.Event().wait()
        yield b""

    return chunks


def for_ever(head: bytes, part: bytes, pause_s: float = 0.0):
    async def chunks() -> AsyncIterator[bytes]:
        yield head
        while True:
            yield part
            await asyncio.sleep(pause_s)

    return chunks


@functools.cache
def gzip_bomb() -> bytes:
    """Twice the largest answer, in a hundred and thirty kilobytes."""
    packer = zlib.compressobj(1, wbits=31)
    zeros = bytes(MEGABYTE)
    megabytes = 2 * MAX_BYTES // MEGABYTE
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
UNTIL_CLOSED = b"HTTP/1.1 200 OK\r\n" + JSON + b"Connection: close\r\n\r\n"
GZIP = "Content-Encoding: gzip"

LATE = {
    "nothing at all": then_silent(),
    "headers that trickle": for_ever(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.02),
    "headers and no body": then_silent(http(length=10)),
    "half a body": then_silent(http(ONE_JOB[:9], length=len(ONE_JOB))),
    "a body that trickles": for_ever(http(length=100_000), b" ", 0.02),
    "chunks that trickle": for_ever(CHUNKED, b"1\r\n \r\n", 0.02),
    "a body that never closes": then_silent(UNTIL_CLOSED + ONE_JOB),
    "interim answers without end": for_ever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.02),
    "gzip that trickles": for_ever(
        http(gzip.compress(b"")[:10], GZIP, length=100_000), b"\x00\x00\x00\xff\xff", 0.02
    ),
}

BROKEN = {
    "closed without a word": (then_closed(), UnreachableError),
    "closed in the headers": (then_closed(b"HTTP/1.1 200 OK\r\nCont"), UnreachableError),
    "closed before its length": (
        then_closed(http(ONE_JOB[:9], length=len(ONE_JOB))),
        UnreachableError,
    ),
    "closed between chunks": (then_closed(CHUNKED, b"5\r\n{    \r\n"), UnreachableError),
    "closed in mid-body without a length": (then_closed(UNTIL_CLOSED + ONE_JOB[:9]), DecodeError),
    "a bad status line": (then_closed(b"HTTP/1.1 fine thanks\r\n\r\n"), UnreachableError),
    "another protocol": (then_closed(b"SSH-2.0-OpenSSH_9.9\r\n"), UnreachableError),
    "HTTP/0.9": (then_closed(b"<html>hello</html>"), UnreachableError),
    "a header of 200 KB": (then_closed(http(ONE_JOB, "X: " + "x" * 200_000)), UnreachableError),
    "two lengths": (then_closed(http(ONE_JOB, "Content-Length: 7")), UnreachableError),
    "a length that is none": (
        then_closed(b"HTTP/1.1 200 OK\r\nContent-Length: soon\r\n\r\n"),
        UnreachableError,
    ),
    "a chunk that lies": (then_closed(CHUNKED, b"zz\r\n{}\r\n"), UnreachableError),
    "an announced 200 MB": (then_closed(http(length=200 * MEGABYTE)), TooLargeError),
    "an announced 10**19": (then_closed(http(length=10**19)), TooLargeError),
    "chunks without end": (
        for_ever(CHUNKED, b"100000\r\n" + bytes(MEGABYTE) + b"\r\n"),
        TooLargeError,
    ),
    "stacked gzip": (
        then_closed(http(gzip.compress(ONE_JOB), f"{GZIP}, gzip")),
        DecodeError,
    ),
    "gzip written twice": (
        then_closed(http(gzip.compress(ONE_JOB), GZIP, GZIP)),
        DecodeError,
    ),
    "gzip that is none": (then_closed(http(ONE_JOB, GZIP)), DecodeError),
    "gzip of nothing": (then_closed(http(b"", GZIP)), DecodeError),
    "gzip without its end": (then_closed(http(gzip.compress(ONE_JOB)[:-9], GZIP)), DecodeError),
    "another compression": (
        then_closed(http(b"\x0b\x02\x80{}", "Content-Encoding: br")),
        DecodeError,
    ),
    "part of the content": (then_closed(http(ONE_JOB, status_line="206 Part")), DecodeError),
    "another protocol from here": (
        then_closed(b"HTTP/1.1 101 Switching\r\nUpgrade: tea\r\nConnection: upgrade\r\n\r\n"),
        UnreachableError,
    ),
    "a teapot": (then_closed(http(b"short\nand stout", status_line="418 Tea")), RejectedError),
}


@pytest.mark.parametrize("fault", LATE)
async def test_what_never_ends_is_given_up_in_time(broken_server, client_at, fault):
    async with broken_server(LATE[fault], http(ONE_JOB)) as broken, asyncio.timeout(2):
        async with client_at(broken.address, deadline_s=0.15) as client:
            with pytest.raises(DeadlineError) as caught:
                await client.send(jobs(1))
        assert caught.value.detail == "no whole answer within 0.15 s"
        async with client_at(broken.address) as client:
            assert len(await client.send(jobs(1))) == 1


async def test_an_answer_that_stops_coming_is_given_up_before_the_deadline(
    monkeypatch, broken_server, client_at
):
    monkeypatch.setattr(api_client, "_TIMEOUT", httpx.Timeout(0.1))
    async with (
        broken_server(LATE["half a body"]) as broken,
        client_at(broken.address, deadline_s=2) as client,
    ):
        with pytest.raises(DeadlineError) as caught:
            await client.send(jobs(1))
    assert caught.value.detail == "the answer stopped coming"


@pytest.mark.parametrize("fault", BROKEN)
async def test_what_is_broken_becomes_its_error_and_the_next_answer_is_good(
    broken_server, client_at, fault
):
    reply, kind = BROKEN[fault]
    async with broken_server(reply, http(ONE_JOB)) as broken, client_at(broken.address) as client:
        async with asyncio.timeout(4):
            with pytest.raises(kind) as caught:
                await client.send(jobs(1))
            assert len(await client.send(jobs(1))) == 1
        assert type(caught.value) is kind
        assert clean(str(caught.value)) == str(caught.value)
        assert len(broken.heads) == 2


async def test_a_gzip_bomb_is_put_out_before_it_fills_the_memory(broken_server, client_at):
    bomb = gzip_bomb()
    async with broken_server(http(bomb, GZIP)) as broken, client_at(broken.address) as client:
        tracemalloc.start()
        try:
            with pytest.raises(TooLargeError):
                await client.send(jobs(1))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert len(bomb) < MEGABYTE
    assert peak < 1.5 * MAX_BYTES


@pytest.mark.parametrize("compressed", [False, True])
async def test_trap_25_many_tasks_are_all_read(broken_server, client_at, recorded, compressed):
    (task,) = json.loads(recorded("status").body)["canceled"]
    body = json.dumps({"succeeded": [task | {"state": "succeeded"}] * 20_000}).encode()
    reply = http(gzip.compress(body, 1), GZIP) if compressed else http(body)
    async with broken_server(reply) as broken, client_at(broken.address) as client:
        reading = await client.send(status(1, "a"))
    assert reading.counts == {SUCCEEDED: 20_000}
    assert len(reading.tasks) == 20_000


@pytest.mark.parametrize(
    ("status_line", "kind"), [("401 No", CredentialsRefusedError), ("429 Later", RateLimitedError)]
)
@pytest.mark.parametrize("body", [b"", b'{"error":'], ids=["no body", "half a body"])
async def test_a_refusal_counts_though_its_body_never_comes(
    broken_server, client_at, status_line, kind, body
):
    late = then_silent(http(body, "Retry-After: 7", status_line=status_line, length=100))
    async with broken_server(late) as broken, client_at(broken.address, deadline_s=0.2) as client:
        async with asyncio.timeout(2):
            with pytest.raises(kind) as caught:
                await client.send(jobs(1))
    assert caught.value.detail == ""


@pytest.mark.parametrize(
    "reply",
    [
        http(length=200 * MEGABYTE, status_line="403 No"),
        http(b"x" * 100_000, status_line="403 No"),
        http(b"x", "Content-Encoding: br", status_line="403 No"),
        http(b"x", GZIP, status_line="403 No"),
        http(b"x", length=2, status_line="403 No"),
    ],
    ids=["announced", "long", "encoded", "not gzip", "cut off"],
)
async def test_a_refusal_counts_though_its_body_cannot_be_read(broken_server, client_at, reply):
    async with (
        broken_server(then_closed(reply)) as broken,
        client_at(broken.address, deadline_s=1) as client,
    ):
        with pytest.raises(PermissionRefusedError) as caught:
            await client.send(jobs(1))
    assert (caught.value.detail, caught.value.status) == ("", 403)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("as_form", [False, True], ids=["GET", "POST"])
@pytest.mark.parametrize("elsewhere", [True, False], ids=["to another server", "to the same"])
async def test_trap_30_a_redirect_is_never_followed(
    broken_server, client_at, code, as_form, elsewhere
):
    async with broken_server(http(ONE_JOB)) as other, broken_server(b"") as broken:
        target = f"{(other if elsewhere else broken).address}/nessie/pipeline/jobs/"
        broken.replies = [http(b"", f"Location: {target}", status_line=f"{code} There")]
        request = jobs(1).as_form() if as_form else jobs(1)
        async with client_at(broken.address) as client:
            with pytest.raises(RedirectedError) as caught:
                await client.send(request)
        assert (caught.value.detail, caught.value.status) == (target, code)
        assert len(broken.heads) == 1
        assert other.connections == 0


@pytest.mark.parametrize(
    "location", ["", "\x1b[31m", "//", "http://[bad", "http://x:99999/", "tel:1"]
)
async def test_a_redirect_to_nowhere_is_an_error_of_ours(broken_server, client_at, location):
    reply = http(b"", f"Location: {location}", status_line="302 There")
    async with broken_server(reply) as broken, client_at(broken.address) as client:
        with pytest.raises((RedirectedError, UnreachableError)) as caught:
            await client.send(jobs(1))
        assert len(broken.heads) == 1
    assert clean(str(caught.value)) == str(caught.value)


async def test_closing_ends_a_request_under_way(broken_server, client_at):
    arrived = asyncio.Event()

    async def noticed() -> AsyncIterator[bytes]:
        arrived.set()
        await asyncio.Event().wait()
        yield b""

    async with broken_server(noticed) as broken, asyncio.timeout(2):
        client = client_at(broken.address)
        asked = asyncio.create_task(client.send(jobs(1)))
        await arrived.wait()
        await client.close()
        with pytest.raises(UnreachableError):
            await asked


async def test_no_cookie_is_kept(broken_server, client_at):
    cookies = [
        f"Set-Cookie: a{n}=b; Path=/{extra}" for n, extra in enumerate(["", "; Domain=127.0.0.1"])
    ]
    replies = [http(ONE_JOB, *cookies), http(b"{}", *cookies, status_line="403 No"), http(ONE_JOB)]
    async with broken_server(*replies) as broken, client_at(broken.address) as client:
        await client.send(jobs(1))
        with pytest.raises(PermissionRefusedError):
            await client.send(jobs(1))
        await client.send(jobs(1))
        assert len(broken.heads) == 3
        assert not [head for head in broken.heads if b"cookie" in head.lower()]


async def test_a_connection_that_closed_while_idle_is_opened_again(broken_server, client_at):
    async with (
        broken_server(then_closed(http(ONE_JOB))) as broken,
        client_at(broken.address) as client,
    ):
        for _ in range(3):
            assert len(await client.send(jobs(1))) == 1
        assert broken.connections == 3

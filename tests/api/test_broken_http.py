"""What surrounds a broken answer: its words, its redirect, its cookies and its connection."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator

import pytest
from fault_answer import GZIP, MEGABYTE
from fault_server import http, then_closed, then_silent

from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.api.endpoints.status import status
from nessie_tui.api.time_limit import TimeLimits
from nessie_tui.errors import (
    CredentialsRefusedError,
    LostError,
    PermissionRefusedError,
    RateLimitedError,
    RedirectedError,
)
from nessie_tui.model.state import SUCCEEDED
from nessie_tui.model.text import clean

ONE_JOB = b'{"9876543210":[{"name":"a"}]}'

pytestmark = pytest.mark.anyio


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
    async with (
        broken_server(late) as broken,
        client_at(broken.address, limits=TimeLimits(deadline_s=0.2)) as client,
    ):
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
        client_at(broken.address) as client,
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
        with pytest.raises(RedirectedError) as caught:
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
        with pytest.raises(LostError):
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

"""The secret goes into one header and nowhere else: no message, no traceback, no log."""

import base64
import logging
import traceback
from itertools import chain
from urllib.parse import quote

import pytest

from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.api.request import ApiRequest
from nessie_tui.api.time_limit import TimeLimits
from nessie_tui.errors import RequestError
from nessie_tui.model.profile import AuthKind
from nessie_tui.simulator.fault import FAULTS

CANARY = "canary-5f2c/91+bd=e7"
USERNAME = "spy.000000.mp-service-account"
ACCOUNTS = {
    "service account": {"auth": AuthKind.SERVICE_ACCOUNT, "username": USERNAME},
    "project secret": {"auth": AuthKind.PROJECT_SECRET, "username": ""},
}

pytestmark = pytest.mark.anyio


def disguises() -> set[str]:
    """The canary as it is, and every way in which it could come out unseen."""
    plain = CANARY.encode()
    # Three offsets: base64 of a text that the canary stands somewhere in.
    hidden = [base64.b64encode(b"_" * offset + plain).decode() for offset in range(3)]
    signed = [f"{USERNAME}:{CANARY}", f"{CANARY}:"]
    whole = [base64.b64encode(text.encode()).decode() for text in signed]
    middles = [text[4:-4] for text in chain(hidden, whole)]
    return {CANARY, quote(CANARY, safe=""), plain.hex(), CANARY[::-1], *middles}


def assert_silent(text: str) -> None:
    assert not {disguise for disguise in disguises() if disguise in text}


def told(error: BaseException) -> str:
    """Everything that anybody prints of an error, its local variables included."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "\n".join([str(error), repr(error), repr(vars(error)), *report.format()])


def test_the_search_finds_what_it_looks_for():
    def failing(secret):
        raise ValueError(secret)

    with pytest.raises(ValueError, match="canary") as caught:
        failing(CANARY)
    with pytest.raises(AssertionError):
        assert_silent(told(caught.value))
    with pytest.raises(AssertionError):
        assert_silent(base64.b64encode(f"{USERNAME}:{CANARY}".encode()).decode())


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"gzip", "null"}))
async def test_no_error_tells_the_secret(front, client_at, caplog, account, fault):
    caplog.set_level(logging.DEBUG)
    front.app.faults.add(fault)
    limits = TimeLimits(deadline_s=0.2 if fault in {"slow", "silent"} else 5)
    client = client_at(front.address, secret=CANARY, limits=limits, **ACCOUNTS[account])
    async with client:
        with pytest.raises(RequestError) as caught:
            await client.send(jobs(1))
    assert_silent(told(caught.value))
    assert_silent(repr(client) + repr(vars(client)))
    assert_silent(caplog.text)
    assert front.address not in caplog.text


@pytest.mark.parametrize("account", ACCOUNTS)
async def test_no_network_error_tells_the_secret(broken_server, client_at, caplog, account):
    caplog.set_level(logging.DEBUG)
    async with broken_server(b"HTTP/1.1 fine thanks\r\n\r\n") as broken:
        address = broken.address
        async with client_at(address, secret=CANARY, **ACCOUNTS[account]) as client:
            with pytest.raises(RequestError) as garbled:
                await client.send(jobs(1))
            assert broken.heads[0].count(b"Authorization: Basic ") == 1
    async with client_at(address, secret=CANARY, **ACCOUNTS[account]) as client:
        with pytest.raises(RequestError) as refused:
            await client.send(jobs(1))
    assert_silent(told(garbled.value) + told(refused.value) + caplog.text)


@pytest.mark.parametrize("account", ACCOUNTS)
async def test_no_crash_tells_the_secret(front, client_at, account):
    """Whoever reports it prints local variables, those of the client among them."""

    def broken_reader(body: bytes) -> None:
        raise ZeroDivisionError

    client = client_at(front.address, secret=CANARY, **ACCOUNTS[account])
    front.app.faults.add("null")
    async with client:
        with pytest.raises(RequestError, match="internal error: ZeroDivisionError") as reading:
            await client.send(ApiRequest("/nessie/pipeline/jobs", (), broken_reader))
    with pytest.raises(RequestError, match="internal error: RuntimeError") as closed:
        await client.send(jobs(1))
    assert_silent(told(reading.value) + told(closed.value))


async def test_the_address_never_holds_the_secret(front, client_at):
    async with client_at(front.address, secret=CANARY, username=USERNAME) as client:
        for request in (jobs(1), jobs(1).as_form()):
            with pytest.raises(RequestError):
                await client.send(request)
    for seen in front.seen:
        elsewhere = [value for name, value in seen.headers if name != "authorization"]
        assert_silent("\n".join([seen.path, seen.query, *elsewhere]))
        assert len(seen.all("authorization")) == 1

"""The client and the simulator, with a real socket between them."""

import asyncio
import base64
from urllib.parse import parse_qsl

import pytest

from nessie_tui import __version__
from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.api.endpoints.status import status
from nessie_tui.api.endpoints.timeline import timeline
from nessie_tui.api.time_limit import TimeLimits
from nessie_tui.errors import (
    CredentialsRefusedError,
    DeadlineError,
    DecodeError,
    LostError,
    NotFoundError,
    PermissionRefusedError,
    PlanRefusedError,
    RateLimitedError,
    RedirectedError,
    RejectedError,
    ServerTroubleError,
    TooLargeError,
    UnreachableError,
    WebPageError,
)
from nessie_tui.model.profile import AuthKind
from nessie_tui.model.state import FAILED, PENDING, RUNNING, SUCCEEDED
from nessie_tui.model.text import clean
from nessie_tui.simulator.account import (
    DEMO_PROJECT_ID,
    DEMO_PROJECT_SECRET,
    DEMO_SECRET,
    DEMO_USERNAME,
)
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.fault import FAULTS

DAILY = "events-daily-bigquery"
ID = DEMO_PROJECT_ID

# Every fault of the simulator that is an error, and the detail that comes with it.
ENDS_AS = {
    "wrong-region": (RejectedError, "request failed with error: invalid project id for cluster"),
    "unauthorized": (CredentialsRefusedError, "simulated 401"),
    "plan": (
        PlanRefusedError,
        "Your plan does not allow API calls. Upgrade at mixpanel.com/pricing",
    ),
    "forbidden": (PermissionRefusedError, "simulated 403"),
    "not-found": (NotFoundError, "simulated 404"),
    "method": (RejectedError, "simulated 405"),
    "throttled": (RateLimitedError, "too many export requests in progress for this project"),
    "throttled-briefly": (
        RateLimitedError,
        "too many export requests in progress for this project",
    ),
    "throttled-until": (RateLimitedError, "too many export requests in progress for this project"),
    "throttled-bare": (RateLimitedError, "Query rate limit exceeded"),
    "throttled-oddly": (RateLimitedError, "too many export requests in progress for this project"),
    "server-error": (ServerTroubleError, "500 Internal Server Error"),
    "bad-gateway": (ServerTroubleError, "502 Bad Gateway"),
    "unavailable": (
        ServerTroubleError,
        "upstream connect error or disconnect/reset before headers",
    ),
    "gateway-timeout": (ServerTroubleError, ""),
    "slow": (DeadlineError, "no whole answer within 0.3 s"),
    "silent": (DeadlineError, "no whole answer within 0.3 s"),
    "dropped": (LostError, None),
    "cut-off": (LostError, None),
    "cut-json": (DecodeError, None),
    "empty": (DecodeError, "the answer is empty"),
    "page": (WebPageError, "an HTML page instead of JSON"),
    "page-as-json": (WebPageError, "an HTML page instead of JSON"),
    "plain-text": (DecodeError, "the answer is not JSON at character 0"),
    "error-in-200": (RejectedError, "export terminated early"),
    "wrong-shape": (DecodeError, "the list of pipelines should be an object, and is a text"),
    "not-utf-8": (DecodeError, "the answer is not UTF-8"),
    "deep": (TooLargeError, "the answer is nested too deep"),
    "nan": (DecodeError, "the answer holds NaN, which JSON has not"),
    "broken-gzip": (DecodeError, "the answer is not valid gzip"),
    "cut-gzip": (LostError, "the compressed answer is cut off"),
    "unasked-encoding": (DecodeError, "the answer's content encoding was not asked for"),
    "no-content": (DecodeError, "an answer without content (204)"),
    "not-modified": (DecodeError, "an answer without content (304)"),
    "redirect": (RedirectedError, "https://elsewhere.invalid/api/2.0/"),
    "redirect-keeping-method": (RedirectedError, "https://elsewhere.invalid/"),
}
GOOD_ANSWERS = {"gzip", "null"}

pytestmark = pytest.mark.anyio


def test_every_fault_of_the_simulator_is_met():
    assert FAULTS.keys() == ENDS_AS.keys() | GOOD_ANSWERS


async def test_three_routes_answer(front, client_at):
    async with client_at(front.address) as client:
        listed = await client.send(jobs(ID))
        reading = await client.send(status(ID, DAILY))
        counted = await client.send(status(ID, DAILY, summary=True))
        days = await client.send(timeline(ID, DAILY))
    assert len(listed) == 3
    assert len(reading.tasks) == reading.counts[SUCCEEDED] == counted.counts[SUCCEEDED] == 90
    assert counted.tasks is None
    assert {day.status for day in days} == {"synced"}


@pytest.mark.parametrize("fault", ENDS_AS)
async def test_a_fault_becomes_its_error_and_the_next_answer_is_good(
    front, simulator, client_at, fault
):
    kind, detail = ENDS_AS[fault]
    simulator.faults.add(fault, times=1)
    limits = TimeLimits(deadline_s=0.3 if kind is DeadlineError else 10)
    async with client_at(front.address, limits=limits) as client, asyncio.timeout(5):
        with pytest.raises(kind) as caught:
            await client.send(jobs(ID))
        assert len(await client.send(jobs(ID))) == 3
    assert type(caught.value) is kind
    assert detail in {None, caught.value.detail}
    assert len(front.seen) == 2


async def test_a_compressed_answer_is_read(front, simulator, client_at):
    simulator.faults.add("gzip", times=1)
    async with client_at(front.address) as client:
        assert len(await client.send(jobs(ID))) == 3
    assert front.seen[0].all("accept-encoding") == ["gzip"]


@pytest.mark.parametrize(
    ("fault", "retry_after_s"),
    [
        ("throttled", 3600.0),
        ("throttled-briefly", 7.0),
        ("throttled-bare", None),
        ("throttled-oddly", None),
        ("unavailable", 30.0),
        ("bad-gateway", None),
    ],
)
async def test_trap_24_retry_after_is_told_where_it_was_given(
    front, simulator, client_at, fault, retry_after_s
):
    simulator.faults.add(fault)
    async with client_at(front.address) as client:
        with pytest.raises((RateLimitedError, ServerTroubleError)) as caught:
            await client.send(jobs(ID))
    assert caught.value.retry_after_s == retry_after_s


SERVICE_ACCOUNT = {
    "auth": AuthKind.SERVICE_ACCOUNT,
    "username": DEMO_USERNAME,
    "secret": DEMO_SECRET,
}
PROJECT_SECRET = {
    "auth": AuthKind.PROJECT_SECRET,
    "username": "not sent",
    "secret": DEMO_PROJECT_SECRET,
}


@pytest.mark.parametrize(
    ("account", "project_id", "signed"),
    [
        (SERVICE_ACCOUNT, ID, f"{DEMO_USERNAME}:{DEMO_SECRET}"),
        (PROJECT_SECRET, None, f"{DEMO_PROJECT_SECRET}:"),
        (PROJECT_SECRET, ID, f"{DEMO_PROJECT_SECRET}:"),
    ],
)
async def test_each_kind_of_account_signs_once(front, client_at, account, project_id, signed):
    async with client_at(front.address, **account) as client:
        await client.send(jobs(project_id))
    (seen,) = front.seen
    header = f"Basic {base64.b64encode(signed.encode()).decode()}"
    assert seen.all("authorization") == [header]
    assert account["secret"] not in seen.query
    assert seen.all("user-agent") == [f"nessie-tui/{__version__}"]


@pytest.mark.parametrize(
    ("wrong", "kind", "detail"),
    [
        ({"secret": "wrong"}, CredentialsRefusedError, "Invalid service account credentials"),
        ({"username": "who"}, CredentialsRefusedError, "Not a valid service account username"),
    ],
)
async def test_wrong_credentials_are_refused(front, client_at, wrong, kind, detail):
    async with client_at(front.address, **wrong) as client:
        with pytest.raises(kind) as caught:
            await client.send(jobs(ID))
    assert (caught.value.detail, caught.value.status) == (detail, 401)


async def test_trap_19_a_project_left_out_is_told_as_an_invalid_secret(front, client_at, recorded):
    async with client_at(front.address) as client:
        with pytest.raises(CredentialsRefusedError) as caught:
            await client.send(jobs(None))
    assert caught.value.detail.encode() in recorded("error-unnamed-project").body


async def test_one_connection_serves_every_request(front, client_at):
    async with client_at(front.address) as client:
        for _ in range(3):
            await client.send(jobs(ID))
            with pytest.raises(RejectedError):
                await client.send(status(ID, "no such pipeline"))
    assert len(front.seen) == 6
    assert len({seen.connection for seen in front.seen}) == 1


@pytest.mark.parametrize(
    ("states", "sent"),
    [
        ((), []),
        ((FAILED,), ["failed"]),
        ((FAILED, RUNNING, PENDING), ["failed", "running", "pending"]),
        ((FAILED, SUCCEEDED), []),
        ((FAILED, "skipped"), []),
    ],
)
async def test_trap_27_states_are_sent_as_a_repeated_parameter(front, client_at, states, sent):
    async with client_at(front.address) as client:
        await client.send(status(ID, DAILY, states=states))
    query = parse_qsl(front.seen[0].query)
    assert [value for name, value in query if name == "status"] == sent
    assert {name for name, _ in query} == {"project_id", "name"} | ({"status"} if sent else set())


async def test_trap_26_a_form_asks_the_same_question_by_post(front, client_at):
    question = status(ID, DAILY, states=(FAILED, RUNNING))
    async with client_at(front.address) as client:
        assert await client.send(question.as_form()) == await client.send(question)
    posted = front.seen[0]
    assert (posted.method, posted.query) == ("POST", "")
    assert posted.all("content-type") == ["application/x-www-form-urlencoded"]
    assert [seen.all("authorization") for seen in front.seen] == [posted.all("authorization")] * 2


async def test_trap_35_any_name_arrives_as_it_is(front, client_at):
    front.app = Simulator("hostile")
    async with client_at(front.address) as client:
        listed = await client.send(jobs(ID))
        for pipeline in listed:
            name = pipeline.wire_name.raw if pipeline.wire_name else pipeline.name
            if name and not any("\ud800" <= char <= "\udfff" for char in name):
                for request in (status(ID, name), status(ID, name).as_form()):
                    assert (await client.send(request)).tasks, pipeline.name
    assert {seen.path for seen in front.seen} == {
        "/api/2.0/nessie/pipeline/jobs",
        "/api/2.0/nessie/pipeline/status",
    }


async def test_a_name_that_cannot_be_sent_is_not_sent(front, client_at):
    async with client_at(front.address) as client:
        with pytest.raises(RejectedError) as caught:
            await client.send(status(ID, "half \ud800 a pair"))
    assert clean(caught.value.detail) == caught.value.detail
    assert not front.seen


async def test_nobody_listens(broken_server, client_at):
    async with broken_server(b"") as broken:
        address = broken.address
    async with client_at(address) as client:
        with pytest.raises(UnreachableError) as caught:
            await client.send(jobs(ID))
    assert type(caught.value) is UnreachableError
    assert caught.value.status is None

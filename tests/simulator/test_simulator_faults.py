import asyncio
import gzip
import json

import httpx
import pytest

from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.fault import FAULTS, Fault, answering, slow

HOURLY = "events-hourly-s3"


@pytest.fixture
def asked(caller):
    return caller("calm")


def content(asked, route="jobs"):
    """Return the body as it was sent, still compressed, and its headers."""

    async def ask():
        async with asked.client() as client, client.stream("GET", f"/{route}") as answer:
            return b"".join([part async for part in answer.aiter_raw()]), answer.headers

    return asyncio.run(ask())


STATUSES = {
    "wrong-region": 400,
    "unauthorized": 401,
    "plan": 402,
    "forbidden": 403,
    "not-found": 404,
    "method": 405,
    "throttled": 429,
    "throttled-briefly": 429,
    "throttled-until": 429,
    "throttled-bare": 429,
    "throttled-oddly": 429,
    "server-error": 500,
    "bad-gateway": 502,
    "unavailable": 503,
    "gateway-timeout": 504,
    "no-content": 204,
    "not-modified": 304,
    "redirect": 302,
    "redirect-keeping-method": 307,
}
NOT_JSON = {"cut-json", "cut-off", "empty", "page", "page-as-json", "plain-text", "not-utf-8"}
ODD_JSON = {"error-in-200", "null", "wrong-shape", "nan", "deep"}
LATE = {"slow", "silent"}
LOST = {"dropped"}
PACKED = {"gzip", "broken-gzip", "cut-gzip", "unasked-encoding"}


def test_every_fault_is_tested_here():
    assert FAULTS.keys() == STATUSES.keys() | NOT_JSON | ODD_JSON | LATE | LOST | PACKED


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_a_status_in_place_of_an_answer(asked, name, status):
    asked.simulator.faults.add(name, times=1)
    assert asked.get("jobs").status_code == status
    assert asked.get("jobs").status_code == 200


@pytest.mark.parametrize(
    ("name", "retry_after"),
    [
        ("throttled", "3600"),
        ("throttled-briefly", "7"),
        ("throttled-until", "Wed, 21 Oct 2099 07:28:00 GMT"),
        ("throttled-bare", None),
        ("unavailable", "30"),
    ],
)
def test_when_to_ask_again(asked, name, retry_after):
    asked.simulator.faults.add(name)
    assert asked.get("jobs").headers.get("retry-after") == retry_after


def test_a_redirect_leads_elsewhere(asked):
    asked.simulator.faults.add("redirect")
    assert asked.get("jobs").headers["location"].startswith("https://elsewhere.invalid/")


@pytest.mark.parametrize("name", sorted(NOT_JSON))
def test_a_200_that_is_no_json(asked, name):
    asked.simulator.faults.add(name)
    answer = asked.get("jobs")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Expecting|Unterminated|decode"):
        json.loads(answer.content)


@pytest.mark.parametrize("name", sorted(ODD_JSON - {"deep"}))
def test_a_200_that_is_another_json(asked, name):
    honest = asked.get("jobs").json()
    asked.simulator.faults.add(name)
    assert asked.get("jobs").json() != honest


def test_json_too_deep_for_a_reader(asked):
    asked.simulator.faults.add("deep")
    with pytest.raises(RecursionError):
        asked.get("jobs").json()


def test_less_is_sent_than_was_announced(asked):
    honest, _ = content(asked)
    asked.simulator.faults.add("cut-off")
    half, headers = content(asked)
    assert headers["content-length"] == str(len(honest))
    assert len(half) == len(honest) // 2


def test_a_dropped_connection(asked):
    asked.simulator.faults.add("dropped", times=1)
    with pytest.raises(ConnectionResetError):
        asked.get("jobs")
    assert asked.simulator.log.in_flight() == ()
    assert asked.get("jobs").status_code == 200


def test_gzip_for_who_can_read_it(asked):
    honest, _ = content(asked)
    asked.simulator.faults.add("gzip")
    packed, headers = content(asked)
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == honest
    asked.headers = {"accept-encoding": "identity"}
    assert content(asked)[0] == honest


def test_gzip_that_is_none(asked):
    asked.simulator.faults.add("broken-gzip")
    with pytest.raises(httpx.DecodingError):
        asked.get("jobs")


def test_gzip_without_its_end(asked):
    asked.simulator.faults.add("cut-gzip")
    packed, _ = content(asked)
    with pytest.raises(EOFError):
        gzip.decompress(packed)


def test_an_encoding_nobody_asked_for(asked):
    asked.simulator.faults.add("unasked-encoding")
    assert content(asked)[1]["content-encoding"] == "br"


@pytest.mark.parametrize("name", sorted(LATE))
def test_a_late_answer_is_a_good_one(clock, caller, name):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    asked = caller("calm")
    asked.simulator = Simulator("calm", clock=clock, sleep=sleep)
    honest = asked.get("jobs").content
    asked.simulator.faults.add(name)
    assert asked.get("jobs").content == honest
    assert waited == [FAULTS[name].delay_s]


def test_any_status_body_and_header(asked):
    asked.simulator.faults.add(answering(418, b"short and stout", "text/plain", x_tea="green"))
    answer = asked.get("jobs")
    assert (answer.status_code, answer.text) == (418, "short and stout")
    assert answer.headers["x-tea"] == "green"


def test_a_status_without_a_body_speaks_as_mixpanel_does(asked):
    asked.simulator.faults.add(answering(500))
    assert asked.get("jobs").json() == {"error": "simulated 500", "status": "error"}


def test_a_fault_may_hit_one_route_only(asked):
    asked.simulator.faults.add("server-error", route="status")
    assert asked.get("jobs").status_code == 200
    assert asked.get("status", name=HOURLY).status_code == 500


def test_faults_come_in_the_order_they_were_added_and_end(asked):
    asked.simulator.faults.add("server-error", times=2)
    asked.simulator.faults.add("throttled", times=1)
    assert [asked.get("jobs").status_code for _ in range(4)] == [500, 500, 429, 200]


def test_a_fault_without_a_number_lasts_until_cleared(asked):
    asked.simulator.faults.add("server-error")
    assert [asked.get("jobs").status_code for _ in range(5)] == [500] * 5
    asked.simulator.faults.clear()
    assert asked.get("jobs").status_code == 200


def test_an_unknown_name_is_a_mistake_of_the_caller(asked):
    with pytest.raises(KeyError):
        asked.simulator.faults.add("nonesuch")


@pytest.mark.parametrize(("fault", "is_paused"), [("server-error", False), ("cut-json", True)])
def test_a_refused_pause_is_none_and_a_lost_answer_changes_nothing(caller, fault, is_paused):
    asked = caller("backfill")
    name = "company-2022-backfill-bigquery"
    asked.simulator.faults.add(fault, route="pause")
    asked.post("pause", name=name)
    assert ("canceled" in asked.counts(name)) is is_paused


def test_a_fault_is_a_value():
    assert slow(2.0) == Fault(delay_s=2.0)

import asyncio

import pytest

from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.fault import slow
from nessie_tui.simulator.request import Request
from nessie_tui.simulator.request_log import RequestLog

DAILY = "events-daily-bigquery"


def test_notes_what_was_asked(caller):
    asked = caller("calm")
    asked.get("status", name=DAILY, status=["failed", "running"])
    asked.post("pause", name=DAILY)
    asked.get("nowhere")
    first, second, third = asked.simulator.log.requests()
    assert (first.method, first.path) == ("GET", "/api/2.0/nessie/pipeline/status")
    assert first.route == "status"
    assert first.params[1:] == (("name", DAILY), ("status", "failed"), ("status", "running"))
    assert first.began_s <= first.ended_s <= second.began_s
    assert (second.method, second.route, second.params[-1]) == ("POST", "pause", ("name", DAILY))
    assert (third.route, third.status) == (None, 404)
    assert asked.simulator.log.requests("pause") == (second,)


def test_keeps_no_secret(caller):
    asked = caller("calm", auth=("someone", "very-secret"))
    asked.get("jobs")
    assert asked.simulator.log.requests()[0].status == 401
    assert "very-secret" not in repr(asked.simulator.log.requests())
    assert "c29tZW9uZTp2ZXJ5LXNlY3JldA==" not in repr(asked.simulator.log.requests())


def test_a_request_does_not_print_its_headers():
    assert "secret" not in repr(Request("GET", "/", (), {"authorization": "secret"}))


def test_counts_what_is_in_flight_at_once():
    log = RequestLog(monotonic=lambda: 1.0)
    asked = Request("GET", "/", (), {})
    one, two = log.begin(asked, "jobs"), log.begin(asked, "status")
    assert log.most_in_flight() == 2
    assert log.most_in_flight("jobs") == log.most_in_flight("status") == 1
    log.end(one, 200)
    log.end(log.begin(asked, "jobs"), 200)
    assert log.most_in_flight("jobs") == 1
    assert [request.route for request in log.in_flight()] == ["status"]
    log.clear()
    log.end(two, 200)
    assert log.requests() == ()
    assert log.most_in_flight() == 0


@pytest.fixture
def held(clock, caller):
    """Return a caller whose simulator keeps answers back until an event is set."""
    release = asyncio.Event()

    async def sleep(seconds):
        await release.wait()

    asked = caller("calm")
    asked.simulator = Simulator("calm", clock=clock, sleep=sleep)
    asked.simulator.faults.add(slow(1.0))
    return asked, release


async def until(condition):
    while not condition():  # noqa: ASYNC110 - the log announces nothing
        await asyncio.sleep(0)


@pytest.mark.anyio
async def test_sees_requests_in_flight(held):
    asked, release = held
    log = asked.simulator.log
    async with asked.client() as client:
        both = asyncio.gather(client.get("/jobs"), client.get("/timeline", params={"name": DAILY}))
        await until(lambda: len(log.in_flight()) == 2)
        assert all(request.ended_s is None for request in log.requests())
        release.set()
        await both
    assert log.in_flight() == ()
    assert log.most_in_flight() == 2
    assert log.most_in_flight("jobs") == 1


@pytest.mark.anyio
async def test_a_request_that_is_given_up_is_over(held):
    asked, _ = held
    log = asked.simulator.log
    async with asked.client() as client:
        asking = asyncio.ensure_future(client.get("/jobs"))
        await until(log.in_flight)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
    [request] = log.requests()
    assert request.ended_s is not None
    assert request.status is None

"""The simulator behind a real server, over a real socket."""

import asyncio
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from nessie_tui.simulator.account import DEMO_PROJECT_ID, DEMO_SECRET, DEMO_USERNAME
from nessie_tui.simulator.app import BASE_PATH, Simulator

DAILY = "events-daily-bigquery"


@pytest.fixture
def simulator(clock) -> Simulator:
    return Simulator("calm", clock=clock)


@pytest.fixture
def client(simulator) -> Iterator[httpx.Client]:
    config = uvicorn.Config(simulator, port=0, lifespan="on", log_config=None, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    started = threading.Event()
    startup = server.startup

    async def announced_startup(sockets=None):
        try:
            await startup(sockets)
        finally:
            started.set()

    server.startup = announced_startup
    thread.start()
    started.wait(10)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}{BASE_PATH}/nessie/pipeline",
            auth=(DEMO_USERNAME, DEMO_SECRET),
            params={"project_id": DEMO_PROJECT_ID},
            timeout=10,
        ) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


def test_answers_over_a_socket(client):
    assert len(client.get("/jobs").json()[str(DEMO_PROJECT_ID)]) == 3
    assert client.get("/status", params={"name": DAILY, "summary": "true"}).json() == {
        "succeeded": 90
    }
    assert client.post("/status", data={"name": DAILY, "status": "failed"}).json() == {}
    assert client.post("/pause", data={"name": DAILY}).json() == {"status": "ok"}


@pytest.mark.parametrize("fault", ["cut-off", "dropped"])
def test_a_connection_breaks_over_a_socket(client, simulator, fault):
    simulator.faults.add(fault, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/jobs")
    assert client.get("/jobs").status_code == 200


@pytest.mark.parametrize("fault", ["no-content", "not-modified", "gzip", "page"])
def test_odd_answers_are_sound_http(client, simulator, fault):
    simulator.faults.add(fault, times=1)
    client.get("/jobs")
    assert client.get("/jobs").status_code == 200


def test_who_leaves_is_not_waited_for(client, simulator):
    simulator.faults.add("silent")
    with pytest.raises(httpx.ReadTimeout):
        client.get("/jobs", timeout=0.05)
    assert [request.status for request in simulator.log.requests("jobs")] == [None]


@pytest.mark.anyio
async def test_speaks_http_only(simulator):
    with pytest.raises(NotImplementedError, match="websocket"):
        await simulator({"type": "websocket"}, asyncio.Event().wait, None)

"""Asking a simulator in one process, from a test that does not wait."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import pytest

from nessie_tui.simulator.account import DEMO_PROJECT_ID, DEMO_SECRET, DEMO_USERNAME
from nessie_tui.simulator.app import BASE_PATH, Simulator
from nessie_tui.simulator.clock import SimulatedClock

# Half past ten on a Sunday in US/Pacific, three weeks after summer time ended.
NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
ROUTES_URL = f"http://simulator{BASE_PATH}/nessie/pipeline"


@dataclass
class Caller:
    """Somebody with credentials; those of the demo unless told otherwise."""

    simulator: Simulator
    auth: tuple[str, str] | None = (DEMO_USERNAME, DEMO_SECRET)
    project_id: int | None = DEMO_PROJECT_ID
    headers: dict[str, str] = field(default_factory=dict)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.simulator),
            base_url=ROUTES_URL,
            auth=self.auth,
            headers=self.headers,
            params=None if self.project_id is None else {"project_id": self.project_id},
        )

    def ask(self, method: str, route: str, **options) -> httpx.Response:
        async def asked():
            async with self.client() as client:
                return await client.request(method, f"/{route}", **options)

        return asyncio.run(asked())

    def get(self, route: str, **params) -> httpx.Response:
        return self.ask("GET", route, params=params)

    def post(self, route: str, **form) -> httpx.Response:
        return self.ask("POST", route, data=form)

    def listed(self) -> list[dict]:
        return self.get("jobs").json()[str(DEMO_PROJECT_ID)]

    def counts(self, name: str) -> dict[str, int]:
        return self.get("status", name=name, summary="true").json()

    def tasks(self, name: str) -> list[dict]:
        return [task for found in self.get("status", name=name).json().values() for task in found]


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(NOW, speed=0)


@pytest.fixture
def caller(clock) -> Callable[..., Caller]:
    """Make a caller of a new simulator whose clock is `clock`."""

    def make(scenario: str = "live", seed: int = 1, **options) -> Caller:
        return Caller(Simulator(scenario, seed, clock=clock), **options)

    return make

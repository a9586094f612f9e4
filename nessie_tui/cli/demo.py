"""The built-in profile ``demo``: a simulated Mixpanel inside this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from nessie_tui.api.client import NessieClient
from nessie_tui.feed.budget import Budget, MemoryLedger
from nessie_tui.feed.clock import SystemClock
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.source import MixpanelSource, PipelineSource
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.simulator.account import DEMO_PROJECT_ID, DEMO_SECRET, DEMO_USERNAME
from nessie_tui.simulator.app import DEFAULT_SCENARIO, Simulator
from nessie_tui.simulator.clock import SimulatedClock

DEFAULT_SEED = 1
DEFAULT_SPEED = 60.0

DEMO_PROFILE = Profile(
    name="demo",
    project_id=DEMO_PROJECT_ID,
    username=DEMO_USERNAME,
    secret=SecretSource(SecretKind.FILE),
    timezone="US/Pacific",
    refresh_seconds=2,
    requests_per_hour=3600,
)


class DemoClock(SystemClock):
    """Dates by the simulator's clock, pauses by the machine's."""

    def __init__(self, simulated: SimulatedClock) -> None:
        self._simulated = simulated

    def now(self) -> datetime:
        """Return the simulated time."""
        return self._simulated.now()


def demo_origin(
    scenario: str = DEFAULT_SCENARIO, seed: int = DEFAULT_SEED, speed: float = DEFAULT_SPEED
) -> Origin:
    """Return a simulated project that begins now.

    Args:
        scenario: One of the simulator's scenarios.
        seed: Another seed is another history.
        speed: Simulated seconds per second.
    """
    clock = SimulatedClock(datetime.now(UTC), speed)
    return simulated_origin(Simulator(scenario, seed=seed, clock=clock), DemoClock(clock))


def simulated_origin(
    simulator: Simulator, clock: SystemClock, per_hour: int = DEMO_PROFILE.requests_per_hour
) -> Origin:
    """Return `simulator` as a place to ask, without a socket in between."""
    budget = Budget(per_hour, clock.monotonic, MemoryLedger())

    @asynccontextmanager
    async def connect(profile: Profile) -> AsyncIterator[PipelineSource]:
        async with NessieClient(profile, Secret(DEMO_SECRET), app=simulator) as client:
            yield MixpanelSource(profile, client, budget, clock.now)

    return Origin(connect, clock, budget)

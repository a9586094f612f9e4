"""The real app on the simulator, with every clock held still."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from nessie_tui.cli.demo import DEMO_PROFILE, simulated_origin
from nessie_tui.feed.clock import SystemClock
from nessie_tui.feed.origin import Origin
from nessie_tui.model.profile import Profile, ProfileBook, Region, SecretKind, SecretSource
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.tui.app import NessieApp, Surroundings

NOON = datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC)
"""Noon in US/Pacific, with a Sunday behind it that the daily runs have just exported."""

ACME = replace(
    DEMO_PROFILE,
    name="acme-prod",
    region=Region.EU,
    refresh_seconds=60,
    requests_per_hour=60,
    secret=SecretSource(SecretKind.ENV, variable="ACME_SECRET"),
)


class StillClock(SystemClock):
    """Stands still until moved. A pause ends when the clock is moved past it, or when woken."""

    def __init__(self, simulated: SimulatedClock) -> None:
        self.simulated = simulated
        self._seconds = 0.0
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return self.simulated.now()

    def monotonic(self) -> float:
        return self._seconds

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass for the poller; the simulated wall clock is moved by the test itself."""
        self._seconds += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def pause(self, seconds: float, wake: asyncio.Event) -> bool:
        until = self._seconds + seconds
        while self._seconds < until and not wake.is_set():
            waits = [asyncio.ensure_future(event.wait()) for event in (self._moved, wake)]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
        return False


class Stage:
    """A simulator, its clock, and the app that watches it."""

    def __init__(self, scenario: str = "live", *, seed: int = 1, now: datetime = NOON) -> None:
        simulated = SimulatedClock(now, speed=0)
        self.simulator = Simulator(scenario, seed=seed, clock=simulated)
        self.clock = StillClock(simulated)
        origin = simulated_origin(self.simulator, self.clock, ACME.requests_per_hour)
        self.origin = replace(origin, uniform=max)

    def app(
        self,
        profile: Profile | None = ACME,
        *,
        book: Callable[[], ProfileBook] = lambda: ProfileBook((ACME,), ACME.name),
        pipeline: str | None = None,
        ascii_only: bool = False,
        origin: Origin | None = None,
        stamp: Callable[[], object] = lambda: None,
    ) -> NessieApp:
        surroundings = Surroundings(
            load_profiles=book,
            demo=DEMO_PROFILE,
            find_origin=lambda _: origin or self.origin,
            profiles_path="~/.config/nessie-tui/profiles.toml",
            stamp=stamp,
            ascii_only=ascii_only,
        )
        return NessieApp(surroundings, profile, pipeline=pipeline)

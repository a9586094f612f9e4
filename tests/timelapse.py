"""Days in seconds: a clock that jumps over pauses, and what the simulator says became of them."""

import asyncio
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from math import inf
from random import Random

from nessie_tui.api.client import NessieClient
from nessie_tui.api.endpoints.status import decode
from nessie_tui.cli.demo import DEMO_PROFILE
from nessie_tui.feed.budget import HOUR_S, Budget, MemoryLedger
from nessie_tui.feed.clock import SystemClock
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.source import MixpanelSource
from nessie_tui.feed.tempo import stretch
from nessie_tui.feed.update import Arrival
from nessie_tui.model.pace import Pace
from nessie_tui.model.profile import DEFAULT_REFRESH_S, DEFAULT_REQUESTS_PER_HOUR
from nessie_tui.model.secret import Secret
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.present.view_choice import ViewChoice
from nessie_tui.simulator.account import DEMO_SECRET
from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.simulator.request import Request, read_request
from nessie_tui.simulator.scenario import SCENARIOS
from nessie_tui.simulator.timetable import moment_s
from nessie_tui.tui.watched import WatchedProject

DAY_S = 86_400.0
MIDNIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""In US/Pacific: the daily runs begin half an hour later."""
_SHORTEST_S = 0.001
_ANSWER_S = 0.3
_JITTER = 1.1
_SHARE_S = HOUR_S / 42
"""What a feed may ask by itself of 60 an hour: four fifths, less the burst it began with."""

PROFILE = replace(
    DEMO_PROFILE,
    name="timelapse",
    refresh_seconds=DEFAULT_REFRESH_S,
    requests_per_hour=DEFAULT_REQUESTS_PER_HOUR,
)


class JumpingClock(SystemClock):
    """Both clocks, and the simulator's, jump together over every pause that ends by itself."""

    def __init__(self, simulated: SimulatedClock) -> None:
        self._simulated = simulated
        self._seconds = 0.0
        self.before_pause: Callable[[], object] = lambda: None

    def now(self) -> datetime:
        return self._simulated.now()

    def monotonic(self) -> float:
        return self._seconds

    def pass_seconds(self, seconds: float) -> None:
        self._seconds += seconds
        self._simulated.advance(timedelta(seconds=seconds))

    async def pause(self, seconds: float, wake: asyncio.Event) -> bool:
        self.before_pause()
        if seconds == inf:
            await wake.wait()
        elif not wake.is_set():
            self.pass_seconds(max(seconds, _SHORTEST_S))
        await asyncio.sleep(0)
        return False


class Truth:
    """What the simulator will say at any moment, told by a twin of its project."""

    def __init__(self, scenario: str, seed: int) -> None:
        self._pipelines = {p.name: p for p in SCENARIOS[scenario].build(seed)}

    def __iter__(self) -> Iterator[str]:
        return iter(self._pipelines)

    def readings(self, name: str, since_s: float, until_s: float) -> Iterator[tuple[float, bytes]]:
        """Yield every ``status`` answer between two moments, and since when it is given.

        Moments are seconds since 1970. The first answer is the one given at `since_s`.
        """
        pipeline, moment = self._pipelines[name], since_s
        while moment <= until_s:
            reading = pipeline.reading(moment, ())
            yield moment, reading.body(summary=False, states=frozenset())
            moment = reading.until_s


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of the feed and the answer to it."""

    at_s: float
    """Monotonic."""
    kind: str
    """A route; the ``status`` route's answers are ``counts``, ``states`` or ``whole``."""
    body_bytes: int


class Meter:
    """Stands before the simulator and measures; an answer takes a moment."""

    def __init__(self, simulator: Simulator, clock: JumpingClock) -> None:
        self._simulator = simulator
        self._clock = clock
        self._in_flight = 0
        self.most_in_flight = 0
        self.exchanges: list[Exchange] = []

    async def __call__(self, scope, receive, send):
        asked = await read_request(scope, receive)
        at_s, body_bytes = self._clock.monotonic(), 0
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)

        async def request_again():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def measured(message):
            nonlocal body_bytes
            body_bytes += len(message.get("body", b""))
            await send(message)

        self._clock.pass_seconds(_ANSWER_S)
        try:
            await self._simulator(scope, request_again, measured)
        finally:
            self._in_flight -= 1
            self._simulator.log.clear()  # it looks through all of them at every request
        self.exchanges.append(Exchange(at_s, _kind(asked), body_bytes))

    def of(self, *kinds: str) -> list[Exchange]:
        return [exchange for exchange in self.exchanges if exchange.kind in kinds]

    def sent_since(self, moment_s: float) -> int:
        """Return how many requests were sent from a moment on."""
        return len(self.exchanges) - bisect_left(
            self.exchanges, moment_s, key=lambda exchange: exchange.at_s
        )

    @property
    def most_in_an_hour(self) -> int:
        """Return the most requests in any hour."""
        return max(
            self.sent_since(begun.at_s) - self.sent_since(begun.at_s + HOUR_S)
            for begun in self.exchanges
        )


def _kind(asked: Request) -> str:
    if not asked.path.endswith("/status"):
        return asked.path.rpartition("/")[2]
    if asked.param("summary"):
        return "counts"
    return "states" if asked.param("status") else "whole"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a pipeline's tasks and how long the view did not know of it."""

    at_s: float
    """Monotonic, as all of these."""
    announced: Pace
    """What the poller said of its next request at that moment."""
    seen_s: float
    """When the view said what the simulator had said since then, or something newer."""
    requests: int
    """How many it took, whatever they were for."""

    @property
    def lag_s(self) -> float:
        """Return how long the view was behind."""
        return self.seen_s - self.at_s

    @property
    def promised_s(self) -> float:
        """Return the longest lag that the announced pace allows for so many requests.

        The next request goes out when the poller said, each further one takes its share of the
        hour. Where the budget is not short the pipeline is asked about in the next beat.
        """
        wait_s = (self.announced.next_at or self.at_s) - self.at_s
        beat_s = self.announced.wish_s * stretch(self.announced.rule) * _JITTER
        answers_s = self.requests * _ANSWER_S
        return max(wait_s + (self.requests - 1) * _SHARE_S, beat_s) + answers_s + 1


@dataclass(frozen=True, slots=True, eq=False)
class _Unseen:
    at_s: float
    announced: Pace
    reading: TaskReading


class Timelapse:
    """A project watched at the default pace, and what the view makes of every change."""

    def __init__(
        self,
        scenario: str,
        seed: int = 1,
        *,
        opened: str | None = None,
        start: datetime = MIDNIGHT,
    ) -> None:
        simulated = SimulatedClock(start, speed=0)
        self.clock = JumpingClock(simulated)
        self.simulator = Simulator(scenario, seed, clock=simulated)
        self.meter = Meter(self.simulator, self.clock)
        self._budget = Budget(PROFILE.requests_per_hour, self.clock.monotonic, MemoryLedger())
        uniform = Random(seed).uniform  # noqa: S311 - for variety, not for secrets
        origin = Origin(self._connect, self.clock, self._budget, uniform=uniform)
        self.watched = WatchedProject(PROFILE, origin, ViewChoice(opened))
        self.changes: dict[str, list[Change]] = {}
        self.confirmed_s: list[float] = []
        """When the open pipeline's tasks were known anew."""
        self._truth = Truth(scenario, seed)
        self._start_s = moment_s(start)
        self._told_s: dict[str, float] = {}
        self._unseen: dict[str, list[_Unseen]] = {}
        self._paces: list[tuple[float, Pace]] = []
        self.clock.before_pause = self._note_pace

    async def run(self, seconds: float) -> None:
        """Watch for so long."""
        until_s = self.clock.monotonic() + seconds
        async with aclosing(self.watched.poller.updates()) as updates:
            async for update in updates:
                self.watched.take(update)
                if isinstance(update, Arrival) and isinstance(update.answer, TaskSnapshot):
                    self._compare(update.answer)
                if self.clock.monotonic() >= until_s:
                    break
        for name in self.changes:
            self._look_back(name)

    def unseen_s(self, name: str) -> float:
        """Return for how long the view has been behind, 0 where it is not."""
        unseen = self._unseen[name]
        return self.clock.monotonic() - unseen[0].at_s if unseen else 0.0

    def _compare(self, snapshot: TaskSnapshot) -> None:
        """Note which changes the view shows now, after `snapshot` arrived."""
        name, view = snapshot.pipeline, self.watched.view
        self._look_back(name)
        unseen = self._unseen[name]
        if snapshot.tasks is None:
            return  # there is only more to ask
        if name == view.opened:
            self.confirmed_s.append(self.clock.monotonic())
        counts = view.counts[name]
        alike = [n for n, change in enumerate(unseen) if change.reading.counts == counts]
        if alike:
            shown = Counter(view.snapshots[name].tasks)
            alike = [n for n in alike if Counter(unseen[n].reading.tasks) == shown]
        now = self.clock.monotonic()
        for change in unseen[: max(alike, default=-1) + 1]:
            requests = self.meter.sent_since(change.at_s)
            self.changes[name].append(Change(change.at_s, change.announced, now, requests))
            unseen.remove(change)

    def _look_back(self, name: str) -> None:
        """Ask the simulator's twin what changed since we last looked."""
        now = self.clock.monotonic()
        since_s = self._told_s.setdefault(name, now)
        self._told_s[name] = now
        unseen = self._unseen.setdefault(name, [])
        self.changes.setdefault(name, [])
        readings = self._truth.readings(name, self._start_s + since_s, self._start_s + now)
        for moment, body in islice(readings, 1, None):
            at_s = moment - self._start_s
            unseen.append(_Unseen(at_s, self._announced(at_s), decode(body)))

    def _announced(self, at_s: float) -> Pace:
        place = bisect_right(self._paces, at_s, key=lambda said: said[0])
        return self._paces[place - 1][1]

    def _note_pace(self) -> None:
        self._paces.append((self.clock.monotonic(), self.watched.poller.pace))

    @asynccontextmanager
    async def _connect(self, profile):
        async with NessieClient(profile, Secret(DEMO_SECRET), app=self.meter) as client:
            yield MixpanelSource(profile, client, self._budget, self.clock.now)

"""A poller at a desk: its clock jumps instead of waiting, its source says what it is told to."""

import asyncio
from collections import defaultdict, deque
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from math import inf

import pytest

from nessie_tui.feed.budget import Budget
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.poller import Poller
from nessie_tui.feed.question import CountTasks, FetchTasks, ListPipelines
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.state import SUCCEEDED

NOW = datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC)
_SHORTEST_S = 0.001
_TOO_LONG_S = 20
PROFILE = Profile("acme-prod", 2195193, "exports", SecretSource(SecretKind.KEYRING))


class ManualClock:
    """Jumps over every pause that ends by itself; one without an end waits to be woken."""

    def __init__(self):
        self.seconds = 1000.0
        self.held = False
        self.pauses = []

    def now(self):
        return NOW

    def monotonic(self):
        return self.seconds

    def pass_seconds(self, seconds):
        self.seconds += seconds

    async def pause(self, seconds, wake):
        self.pauses.append(seconds)
        if self.held or seconds == inf:
            await wake.wait()
        elif not wake.is_set():
            self.seconds += max(seconds, _SHORTEST_S)


class ScriptedSource:
    """Answers every question, unless told what to raise."""

    def __init__(self, clock, budget, script):
        self._clock = clock
        self._budget = budget
        self._script = script
        self.in_flight = 0

    async def pipelines(self):
        await self._ask(ListPipelines())
        return PipelineListing(NOW, tuple(Pipeline(name) for name in self._script.names))

    async def counts(self, pipeline):
        await self._ask(CountTasks(pipeline))
        return TaskSnapshot(pipeline, NOW, TaskReading({SUCCEEDED: 1}, None))

    async def tasks(self, pipeline, states=()):
        assert not states, "a screen wants them all"
        await self._ask(FetchTasks(pipeline))
        return TaskSnapshot(pipeline, NOW, TaskReading({SUCCEEDED: 0}, ()))

    async def timeline(self, pipeline):
        pytest.fail(f"nobody asks for the timeline of {pipeline}")

    async def _ask(self, question):
        assert not self.in_flight, "another question is under way"
        self.in_flight += 1
        try:
            self._budget.spend()
            self._script.asked.append((self._clock.seconds, question))
            await self._script.answering.wait()
            await asyncio.sleep(0)
            error = self._script.next_error(question)
            if error is not None:
                raise error
        finally:
            self.in_flight -= 1


class Script:
    """What the source is to say, and what it was asked."""

    def __init__(self, names):
        self.names = names
        self.asked = []
        self.errors = defaultdict(deque)
        self.connect_errors = deque()
        self.answering = asyncio.Event()
        self.answering.set()
        self.opened = self.closed = 0
        self.error_for = None

    @property
    def questions(self):
        return [question for _, question in self.asked]

    def fail(self, question, *errors):
        self.errors[question].extend(errors)

    def next_error(self, question):
        if self.error_for is not None:
            return self.error_for(question)
        errors = self.errors[question]
        return errors.popleft() if errors else None


def _longest(low, high):
    return max(low, high)


class Desk:
    """A poller, its clock and its script."""

    def __init__(self, *names, profile=PROFILE):
        self.clock = ManualClock()
        self.profile = profile
        self.script = Script(names)
        self.budget = Budget(profile.requests_per_hour, self.clock.monotonic)
        origin = Origin(self._connect, self.clock, self.budget, uniform=_longest)
        self.poller = Poller(profile, origin)

    @asynccontextmanager
    async def watch(self):
        async with asyncio.timeout(_TOO_LONG_S), aclosing(self.poller.updates()) as updates:
            yield updates

    @asynccontextmanager
    async def _connect(self, profile):
        assert profile is self.profile
        if self.script.connect_errors:
            raise self.script.connect_errors.popleft()
        self.script.opened += 1
        try:
            yield ScriptedSource(self.clock, self.budget, self.script)
        finally:
            self.script.closed += 1


@pytest.fixture
def make_desk():
    return Desk

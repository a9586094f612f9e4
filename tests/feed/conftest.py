"""A poller at a desk: its clock jumps instead of waiting, its source says what it is told to."""

import asyncio
from collections import defaultdict, deque
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from math import inf

import pytest
from asked import Counts

from nessie_tui.feed.budget import Budget, MemoryLedger
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.poller import Poller
from nessie_tui.feed.question import FetchTasks, FetchTimeline, ListPipelines
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.profile import Profile, SecretKind, SecretSource
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.state import SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import Timeline
from nessie_tui.model.timestamp import NO_TIME

NOW = datetime(2026, 11, 23, 20, 30, 30, tzinfo=UTC)
"""Half past: nothing but the wish sets the pace."""
_SHORTEST_S = 0.001
_TOO_LONG_S = 60
PROFILE = Profile("acme-prod", 2195193, "exports", SecretSource(SecretKind.KEYRING))


class ManualClock:
    """Jumps over every pause that ends by itself; one without an end waits to be woken."""

    def __init__(self):
        self.seconds = 1000.0
        self.wall = NOW
        self.held = False
        self.sleeps_s = 0.0
        self.pauses = []

    def now(self):
        return self.wall

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
        slept_s, self.sleeps_s = self.sleeps_s, 0.0
        self.seconds += slept_s
        return slept_s > 0


class ScriptedSource:
    """Answers every question, unless told what to raise."""

    def __init__(self, clock, budget, script):
        self._clock = clock
        self._budget = budget
        self._script = script
        self.in_flight = 0

    async def pipelines(self):
        await self._ask(ListPipelines())
        return self._script.listing

    async def counts(self, pipeline):
        await self._ask(Counts(pipeline))
        if self._script.no_summary:
            return TaskSnapshot(pipeline, NOW, self._script.tasks)
        counts = self._script.counts or self._script.tasks.counts
        return TaskSnapshot(pipeline, NOW, TaskReading(counts, None))

    async def tasks(self, pipeline, states=()):
        del states  # a server may ignore the filter
        await self._ask(FetchTasks(pipeline))
        return TaskSnapshot(pipeline, NOW, self._script.tasks)

    async def timeline(self, pipeline):
        await self._ask(FetchTimeline(pipeline))
        return Timeline(pipeline, NOW, ())

    async def _ask(self, question):
        assert not self.in_flight, "another question is under way"
        self.in_flight += 1
        try:
            assert self._budget.take()
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
        self.synced = None
        self.dispatched = {}
        self.tasks = TaskReading({SUCCEEDED: 1}, (Task(state=SUCCEEDED),))
        self.counts = None
        self.no_summary = False
        self.asked = []
        self.errors = defaultdict(deque)
        self.connect_errors = deque()
        self.answering = asyncio.Event()
        self.answering.set()
        self.opened = self.closed = 0
        self.error_for = None

    @property
    def listing(self):
        pipelines = (
            Pipeline(
                name,
                sync_enabled=self.synced,
                last_dispatched=self.dispatched.get(name, NO_TIME),
            )
            for name in self.names
        )
        return PipelineListing(NOW, tuple(pipelines))

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


def _steady(low, high):
    """Draw no jitter, and otherwise the longest wait."""
    return 1.0 if (low, high) == (0.9, 1.1) else high


class Desk:
    """A poller, its clock and its script."""

    def __init__(self, *names, profile=PROFILE, shelf=None):
        self.clock = ManualClock()
        self.profile = profile
        self.shelf = shelf
        self.script = Script(names)
        self.budget = Budget(profile.requests_per_hour, self.clock.monotonic, MemoryLedger())
        self.origin = Origin(self._connect, self.clock, self.budget, shelf, uniform=_steady)
        self.poller = Poller(profile, self.origin)

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

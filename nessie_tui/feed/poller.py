"""The one loop that asks.

It asks one question at a time, waits as long as plan, budget and failures demand, and turns every
expected error into a value. Who iterates over `Poller.updates` decides how long it lives: closing
the iterator closes the connection.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from math import inf

from nessie_tui.errors import RejectedError, RequestError, SetupError, UnknownPipelineError
from nessie_tui.feed.backoff import rest_s
from nessie_tui.feed.budget import Budget
from nessie_tui.feed.clock import Clock
from nessie_tui.feed.plan import Plan
from nessie_tui.feed.question import CountTasks, FetchTasks, ListPipelines, Question
from nessie_tui.feed.source import Connect, PipelineSource
from nessie_tui.model.pace import Pace
from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.profile import Profile
from nessie_tui.model.snapshot import TaskSnapshot


@dataclass(frozen=True, slots=True)
class Arrival:
    """An answer came."""

    question: Question
    answer: PipelineListing | TaskSnapshot


@dataclass(frozen=True, slots=True)
class PollFailure:
    """No answer came; what was known before still stands."""

    question: Question | None
    """None when the connection could not even be prepared."""
    error: RequestError | SetupError
    resumes: bool
    """The poller asks again by itself; False when a person has to act first."""


Update = Arrival | PollFailure


class Poller:
    """Watches one project until its iterator is closed."""

    def __init__(
        self,
        profile: Profile,
        connect: Connect,
        clock: Clock,
        *,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        """Prepare; nothing is asked before `updates` is iterated.

        Args:
            profile: The project, its wished pace and its budget.
            connect: Opens the profile's source.
            clock: Tells the time and waits.
            uniform: Draws the jitter.
        """
        self._profile = profile
        self._connect = connect
        self._clock = clock
        self._uniform = uniform
        self._plan = Plan(profile.refresh_seconds)
        self._budget = Budget(profile.requests_per_hour, clock.monotonic)
        self._wake = asyncio.Event()
        self._failures = 0
        self._rest_until = -inf
        self._next_at: float | None = None
        self._throttled = False

    @property
    def pace(self) -> Pace:
        """How it gets on now."""
        return Pace(
            used=self._budget.used,
            per_hour=self._budget.per_hour,
            wish_s=self._plan.wish_s,
            next_at=self._next_at,
            throttled=self._throttled,
        )

    @property
    def opened(self) -> str | None:
        """The pipeline whose tasks are watched; the first listed where nobody opened one."""
        return self._plan.opened

    def open(self, pipeline: str) -> None:
        """Watch the tasks of `pipeline` from now on."""
        self._plan.open(pipeline)
        self._wake.set()

    def refresh_now(self) -> None:
        """Ask again as soon as the budget allows, also where only a person could say so."""
        self._plan.hurry()
        self._rest_until = -inf
        self._wake.set()

    def wish(self, seconds: float) -> None:
        """Refresh the open pipeline every `seconds`, as far as the budget allows."""
        self._plan.wish_s = seconds
        self._wake.set()

    async def updates(self) -> AsyncGenerator[Update, None]:
        """Yield what comes, for ever. Only a bug raises."""
        while True:
            try:
                async with (
                    self._connect(self._profile, self._budget) as source,
                    aclosing(self._poll(source)) as updates,
                ):
                    async for update in updates:
                        yield update
            except SetupError as error:
                self._rest_until = inf  # before anybody hears of it and can ask for another try
                yield PollFailure(None, error, resumes=False)
                await self._rest()

    async def _poll(self, source: PipelineSource) -> AsyncGenerator[Update, None]:
        while True:
            await self._rest()
            question, _ = self._plan.next(self._clock.monotonic())
            self._next_at = None
            try:
                answer = await _ask(source, question)
            except RequestError as error:
                yield PollFailure(question, error, resumes=self._note_failure(question, error))
                continue
            self._plan.asked(question, self._clock.monotonic())
            self._failures = 0
            if isinstance(answer, PipelineListing):
                self._plan.cover(_names(answer))
            yield Arrival(question, answer)

    def _note_failure(self, question: Question, error: RequestError) -> bool:
        now = self._clock.monotonic()
        if isinstance(error, UnknownPipelineError):  # says nothing about the others
            self._plan.asked(question, now)
            return True
        self._failures += 1
        rest = rest_s(error, self._failures, self._uniform)
        if rest is None:
            self._rest_until = inf
            return False
        self._plan.postpone(question, now + rest)
        about_one_pipeline = not isinstance(question, ListPipelines)
        if not (isinstance(error, RejectedError) and about_one_pipeline):
            self._rest_until = now + rest
        return True

    async def _rest(self) -> None:
        # Looks again whenever it is woken: what is due, and when, may have changed meanwhile.
        while (wait_s := self._wait_s()) > 0:
            self._wake.clear()
            self._next_at = None if wait_s == inf else self._clock.monotonic() + wait_s
            await self._clock.pause(wait_s, self._wake)

    def _wait_s(self) -> float:
        now = self._clock.monotonic()
        due_s = max(self._plan.next(now)[1], self._rest_until - now)
        budget_s = self._budget.wait_s()
        self._throttled = budget_s > due_s
        return max(due_s, budget_s)


def _names(listing: PipelineListing) -> Iterable[str]:
    return (pipeline.name for pipeline in listing.pipelines)


async def _ask(source: PipelineSource, question: Question) -> PipelineListing | TaskSnapshot:
    match question:
        case ListPipelines():
            return await source.pipelines()
        case CountTasks(pipeline):
            return await source.counts(pipeline)
        case FetchTasks(pipeline):
            return await source.tasks(pipeline)

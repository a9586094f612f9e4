"""The one loop that asks.

It asks one question at a time, waits as long as plan, budget and failures demand, and turns every
expected error into a value. Who iterates over `Poller.updates` decides how long it lives: closing
the iterator closes the connection.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from math import inf

from nessie_tui.errors import (
    CredentialsRefusedError,
    RefusedError,
    RejectedError,
    RequestError,
    SetupError,
    UnknownPipelineError,
    UnreadableAnswerError,
)
from nessie_tui.feed.backoff import rest_s
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.plan import Plan
from nessie_tui.feed.question import CountTasks, FetchTasks, ListPipelines, Question
from nessie_tui.feed.source import PipelineSource
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

    @property
    def is_of_one_question(self) -> bool:
        """It speaks of one answer only, not of the connection or the whole project."""
        return isinstance(self.error, _OF_ONE_QUESTION)


_OF_ONE_QUESTION = (UnknownPipelineError, UnreadableAnswerError, RejectedError)

Update = Arrival | PollFailure


class Poller:
    """Watches one project until its iterator is closed."""

    def __init__(self, profile: Profile, origin: Origin) -> None:
        """Prepare; nothing is asked before `updates` is iterated.

        Args:
            profile: The project and its wished pace.
            origin: Opens the profile's source, tells the time, and holds the project's budget.
        """
        self._profile = profile
        self._origin = origin
        self._clock = origin.clock
        self._budget = origin.budget
        self._plan = Plan(profile.refresh_seconds)
        self._wake = asyncio.Event()
        self._failures: Counter[Question | None] = Counter()
        self._rest_until = -inf
        self._is_told_to_rest = False
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

    def refresh_now(self) -> bool:
        """Ask again as soon as the budget allows, also where only a person could say so.

        Returns:
            False when it has to wait: for the budget, or as long as Mixpanel told it to.
        """
        self._plan.hurry()
        if not self._is_told_to_rest:
            self._rest_until = -inf
        self._wake.set()
        return self._wait_s() == 0

    def hasten(self, steps: int) -> float:
        """Refresh the open pipeline more often, or less for a negative number of steps.

        Returns:
            The wished interval, in seconds; the budget may make it longer.
        """
        self._plan.hasten(steps)
        self._wake.set()
        return self._plan.wish_s

    async def updates(self) -> AsyncGenerator[Update, None]:
        """Yield what comes, for ever. Only a bug raises."""
        while True:
            try:
                async with (
                    self._origin.connect(self._profile) as source,
                    aclosing(self._poll(source)) as updates,
                ):
                    async for update in updates:
                        yield update
            except SetupError as error:
                failure = PollFailure(None, error, resumes=False)
                self._note(failure)
                yield failure
                await self._rest()

    async def _poll(self, source: PipelineSource) -> AsyncGenerator[Update, None]:
        while True:
            await self._rest()
            question, _ = self._plan.next(self._clock.monotonic())
            self._next_at = None
            try:
                answer = await _ask(source, question)
            except RequestError as error:
                failure = PollFailure(question, error, resumes=not _waits_for_a_person(error))
                self._note(failure)
                yield failure
                if isinstance(error, CredentialsRefusedError):
                    await self._rest()
                    return  # and connect anew: the secret may be another one by now
                continue
            self._plan.asked(question, self._clock.monotonic())
            self._failures[None] = self._failures[question] = 0
            self._is_told_to_rest = False
            if isinstance(answer, PipelineListing):
                self._plan.cover(_names(answer))
            yield Arrival(question, answer)

    def _note(self, failure: PollFailure) -> None:
        question, error, now = failure.question, failure.error, self._clock.monotonic()
        if question is None or isinstance(error, SetupError) or not failure.resumes:
            self._rest_until, self._is_told_to_rest = inf, False
            return
        if isinstance(error, UnknownPipelineError):
            self._plan.asked(question, now)
            return
        is_alone = failure.is_of_one_question and not isinstance(question, ListPipelines)
        counted = question if is_alone else None
        self._failures[counted] += 1
        rest = rest_s(error, self._failures[counted], self._origin.uniform)
        self._plan.postpone(question, now + rest)
        if not is_alone:
            self._rest_until = now + rest
            self._is_told_to_rest = getattr(error, "retry_after_s", None) is not None

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


def _waits_for_a_person(error: RequestError) -> bool:
    return isinstance(error, RefusedError)


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

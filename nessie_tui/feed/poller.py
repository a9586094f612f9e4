"""The one loop that asks.

It asks one question at a time, waits as long as plan, budget and failures demand, and turns every
expected error into a value. Who iterates over `Poller.updates` decides how long it lives: closing
the iterator closes the connection.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC
from math import inf
from zoneinfo import ZoneInfo

from nessie_tui.errors import (
    BudgetSpentError,
    CredentialsRefusedError,
    LostError,
    RequestError,
    SetupError,
    StalledError,
    UnknownPipelineError,
    UnreachableError,
)
from nessie_tui.feed.inquiry import Again, Finding, Inquiry
from nessie_tui.feed.memory import Memory
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.plan import Plan
from nessie_tui.feed.question import FetchTasks, ListPipelines, Question, urgency
from nessie_tui.feed.recollection import Recollection, ended
from nessie_tui.feed.rest import Rest
from nessie_tui.feed.source import PipelineSource
from nessie_tui.feed.tempo import stretch, tempo
from nessie_tui.feed.update import Answer, PollFailure, Update
from nessie_tui.model.pace import Pace, PaceRule
from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.profile import Profile

_LONGEST_PAUSE_S = 60.0
"""After so long, look again: at half past the hour a beat is shorter than it was before."""
_AFTER_SLEEP_S = (0.0, 5.0)
"""The network of a machine that wakes up needs a moment, and all who wake up do so together."""
_LITTLE_LOST = (UnreachableError, CredentialsRefusedError, LostError, StalledError)
"""Asked again soon and at once: what never got out cost nothing, the others are tried once more."""
_INSTANT_S = 0.001
"""Less than this is nothing: sums of seconds are rounded."""
_JUST_NOW_S = 2.0
"""A key that is held down is no reason to ask again."""


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
        self._zone = UTC if profile.timezone is None else ZoneInfo(profile.timezone)
        self._memory = Memory(origin.shelf)
        self._plan = Plan(profile.refresh_seconds, origin.uniform)
        self._inquiry = Inquiry(origin.clock, self._memory, self._plan)
        self._rest = Rest(origin.uniform)
        self._wake = asyncio.Event()
        self._recollection = Recollection(self._inquiry.recall_others, self._wake.set)
        self._is_attended = True
        # What a person waits for: a start, a pipeline that was opened, a refresh.
        self._urgent: set[Question] = {ListPipelines()}
        self._answered_at = -inf
        self._is_spent_told = False
        self._next_at: float | None = None
        self._rule = PaceRule.WISH

    @property
    def pace(self) -> Pace:
        """How it gets on now."""
        return Pace(
            used=self._budget.used,
            per_hour=self._budget.per_hour,
            wish_s=self._plan.wish_s,
            next_at=self._next_at,
            rule=self._rule,
        )

    @property
    def opened(self) -> str | None:
        """The pipeline that is watched most closely; the first listed where nobody opened one."""
        return self._plan.opened

    def open(self, pipeline: str) -> None:
        """Watch `pipeline` most closely from now on."""
        self._plan.open(pipeline)
        self._urgent = {q for q in self._urgent if not isinstance(q, FetchTasks)}
        self._urgent.add(self._plan.main)
        self._wake.set()

    def attend(self, *, is_attended: bool) -> None:
        """Take note that somebody looks, or that nobody does and less will do."""
        self._is_attended = is_attended
        self._wake.set()

    def refresh_now(self) -> float | None:
        """Ask for everything about the open pipeline, also where only a person could say so.

        A person may spend what the feed itself would save up, up to the hour's ceiling.

        Returns:
            The seconds it has to wait: for the ceiling, or as long as Mixpanel told it to. None
            where the answer is too new to ask again.
        """
        self._rest.cut_short()
        self._wake.set()
        if self._clock.monotonic() - self._answered_at < _JUST_NOW_S:
            return None
        self._inquiry.doubt(self._plan.opened)
        self._urgent.add(self._plan.hurry())
        return self._wait_s()

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
        try:
            while True:
                self._wake.clear()
                for news in await self._before_asking():
                    yield news
                if self._wait_s() > 0:
                    await self._pause()
                    continue
                try:
                    async with (
                        self._origin.connect(self._profile) as source,
                        aclosing(self._poll(source)) as updates,
                    ):
                        async for update in updates:
                            yield update
                except SetupError as error:
                    self._rest.stop()
                    yield PollFailure(None, error, resumes=False)
        finally:
            await self._recollection.close()
            await self._memory.close()

    async def _poll(self, source: PipelineSource) -> AsyncGenerator[Update, None]:
        """Yield what comes over one connection, as long as it is worth keeping."""
        while self._rest.until < inf:
            self._wake.clear()
            for news in await self._before_asking():
                yield news
            if self._wait_s() > 0:
                if await self._pause():
                    # Whatever was connected before the machine slept is most likely gone.
                    self._rest.cut_short()
                    await self._clock.pause(self._origin.uniform(*_AFTER_SLEEP_S), self._wake)
                    return
                continue
            question, _ = self._next()
            if self._is_aside(question) and self._recollection.is_under_way:
                await self._recollection.done()  # what is known need not be fetched
                continue
            self._next_at = None
            async with aclosing(self._answers(source, question)) as updates:
                async for update in updates:
                    yield update

    async def _answers(
        self, source: PipelineSource, question: Question
    ) -> AsyncGenerator[Update, None]:
        """Ask `question` and yield what came of it, after what was recalled meanwhile."""
        was_urgent = question in self._urgent
        self._urgent.discard(question)
        asking = asyncio.create_task(self._inquiry.ask(source, question))
        try:
            for recalled in await self._recollection.take_before(asking):
                yield recalled
            finding = await asking
        except BudgetSpentError as error:
            # Another program took the last one between our look and our asking.
            self._plan.postpone(question, self._clock.monotonic() + max(1.0, error.wait_s))
            self._urgent.update({question} if was_urgent else ())
        except RequestError as error:
            yield self._failed(question, error)
        else:
            self._note(question, finding)
            if finding.arrival is not None:
                yield finding.arrival
        finally:
            await ended(asking)

    async def _before_asking(self) -> list[Update]:
        """Return what earlier runs knew, and whether nothing can be asked to know more."""
        listed = await self._inquiry.recall_list()
        for arrival in listed:
            self._cover(arrival.answer)
        opened = await self._inquiry.recall_tasks(self._plan.opened)
        others = self._recollection.take()
        self._recollection.begin(self._inquiry.not_recalled(self._plan.pipelines))
        return [*listed, *opened, *others, *self._spent()]

    def _spent(self) -> Iterable[PollFailure]:
        """Tell, once, that a start finds the hour's requests spent."""
        wait_s = self._budget.ceiling_wait_s()
        if wait_s > 0 and self._answered_at == -inf and not self._is_spent_told:
            self._is_spent_told = True
            question, _ = self._plan.next(self._clock.monotonic())
            yield PollFailure(question, BudgetSpentError(wait_s=wait_s), resumes=True)

    def _note(self, question: Question, finding: Finding) -> None:
        now = self._clock.monotonic()
        is_main = question == self._plan.main
        if is_main:
            self._answered_at = now
        self._rest.answered(question)
        match finding.again:
            case Again.LATER if question in self._urgent:
                pass  # somebody has wished for it again meanwhile
            case Again.LATER:
                self._plan.asked(question, now)
            case Again.SOON:
                self._plan.postpone(question, now + self._plan.wish_s)
            case Again.NOW if is_main:
                # A half answer was paid for in vain. The bucket goes into debt for the other half.
                self._urgent.add(self._plan.hurry(question))
            case Again.NOW:
                self._plan.halve(question)
        self._plan.costly, self._plan.deserving = self._inquiry.costly, self._inquiry.deserving
        if finding.arrival is not None:
            self._cover(finding.arrival.answer)

    def _cover(self, answer: Answer) -> None:
        """Ask about the pipelines that are listed; the first one may be open by that."""
        if not isinstance(answer, PipelineListing):
            return
        before, pipelines = self._plan.opened, answer.pipelines
        synced = (pipeline.name for pipeline in pipelines if pipeline.sync_enabled)
        self._plan.cover((pipeline.name for pipeline in pipelines), synced)
        if before is None and self._plan.opened is not None:
            self._urgent.add(self._plan.main)

    def _failed(self, question: Question, error: RequestError) -> PollFailure:
        now, is_wished = self._clock.monotonic(), question in self._urgent
        failure = PollFailure(question, error, resumes=True, aside=self._is_aside(question))
        if not self._rest.resumes(failure):
            failure = replace(failure, resumes=False)
            self._rest.stop()
        elif isinstance(error, UnknownPipelineError):
            self._rest.reached()
            self._plan.asked(question, now)
        else:
            self._plan.postpone(question, self._rest.failed(failure, error, now))
            self._budget_for(question, error)
            if isinstance(error, CredentialsRefusedError):
                self._plan.hurry(question)  # the very same question has to be refused twice
        if is_wished:  # again, while it was under way
            self._plan.hurry(question)
            self._rest.cut_short()
        return failure

    def _is_aside(self, question: Question) -> bool:
        return isinstance(question, FetchTasks) and question != self._plan.main

    def _budget_for(self, question: Question, error: RequestError) -> None:
        """Let the schedule of some failures rule, and not the feed's share of the budget."""
        told_s = getattr(error, "retry_after_s", None)
        if told_s is not None:
            self._budget.rest(self._rest.until - self._clock.monotonic())
        if isinstance(error, _LITTLE_LOST):
            self._urgent.add(question)

    async def _pause(self) -> bool:
        """Wait until something may be due or somebody acts; True where the machine slept."""
        wait_s = self._wait_s()
        self._next_at = None if wait_s == inf else self._clock.monotonic() + wait_s
        longest_s = inf if wait_s == inf else _LONGEST_PAUSE_S
        return wait_s > 0 and await self._clock.pause(min(wait_s, longest_s), self._wake)

    def _wait_s(self) -> float:
        now = self._clock.monotonic()
        rule = tempo(
            self._clock.now().astimezone(self._zone),
            moving=self._inquiry.is_moving,
            attended=self._is_attended,
        )
        self._plan.stretch = stretch(rule)
        question, wait_s = self._next()
        told_s, due_s = self._budget.rest_s(), self._plan.due_s(question, now)
        due_s = max(due_s, self._rest.until - now)
        self._rule = PaceRule.BUDGET if wait_s > due_s else rule
        wait_s = max(wait_s, due_s)
        if told_s > wait_s:
            self._rule, wait_s = PaceRule.TOLD, told_s
        return wait_s if wait_s > _INSTANT_S else 0.0

    def _next(self) -> tuple[Question, float]:
        """Return what to ask next and in how many seconds: what somebody waits for before all."""
        now = self._clock.monotonic()
        question, due_s = self._plan.next(now)
        wait_s = max(due_s, self._budget.wait_s())
        if self._urgent:
            urgent = min(
                self._urgent,
                key=lambda q: (self._plan.due_s(q, now), urgency(q), q != self._plan.main),
            )
            urgent_s = max(self._plan.due_s(urgent, now), self._budget.ceiling_wait_s())
            if urgent_s <= wait_s:
                return urgent, urgent_s
        return question, wait_s

"""From questions to requests and back: what is asked, believed, kept and recalled."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, auto

from nessie_tui.errors import RejectedError
from nessie_tui.feed.clock import Clock
from nessie_tui.feed.follower import Counts, Follower, Wanted, is_moving
from nessie_tui.feed.memory import Memory
from nessie_tui.feed.plan import Plan
from nessie_tui.feed.question import FetchTasks, FetchTimeline, ListPipelines, Question
from nessie_tui.feed.source import PipelineSource
from nessie_tui.feed.update import Arrival
from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.model.state import is_problem


class Again(Enum):
    """When a question has to be asked again."""

    LATER = auto()
    """In its own time: it was answered."""
    SOON = auto()
    """In a beat: the answer is hard to believe."""
    NOW = auto()
    """At once: the answer was only half of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of asking."""

    arrival: Arrival | None
    """What to tell; None where nothing is certain yet."""
    again: Again = Again.LATER


class Inquiry:
    """Everything that was found out about one project."""

    def __init__(self, clock: Clock, memory: Memory, plan: Plan) -> None:
        """Begin with nothing known.

        Args:
            clock: For the age of what is recalled.
            memory: Where answers are kept for the next run.
            plan: Knows which pipeline is open.
        """
        self._clock = clock
        self._memory = memory
        self._plan = plan
        self._followers: dict[str, Follower] = {}
        self._counts: dict[str, Counts] = {}
        self._listing: PipelineListing | None = None
        self._dispatched: set[str] = set()
        self._is_list_doubted = False
        self._is_list_recalled = False

    @property
    def is_moving(self) -> bool:
        """Some task of the project is not settled."""
        return any(is_moving(counts) for counts in self._counts.values())

    @property
    def deserving(self) -> AbstractSet[str]:
        """The pipelines on which something moves or went wrong."""
        return {
            name
            for name, counts in self._counts.items()
            if is_moving(counts) or any(n and is_problem(state) for state, n in counts.items())
        }

    @property
    def costly(self) -> AbstractSet[str]:
        """The pipelines of which every answer is large."""
        return {name for name, follower in self._followers.items() if follower.is_costly}

    def doubt(self, pipeline: str | None) -> None:
        """Fetch all tasks of `pipeline` next, if it was ever asked about."""
        if pipeline in self._followers:
            self._followers[pipeline].doubt()

    async def recall_list(self) -> list[Arrival]:
        """Return the pipelines that an earlier run knew of, the first time; nothing later."""
        if self._is_list_recalled:
            return []
        self._is_list_recalled = True
        listing = await self._memory.listing()
        if listing is None or not listing.pipelines:
            return []
        self._listing = listing
        return [Arrival(ListPipelines(), listing, remembered=True)]

    async def recall_tasks(self, pipeline: str | None) -> list[Arrival]:
        """Return the tasks that an earlier run knew of, the first time; nothing later."""
        if pipeline is None or pipeline in self._followers:
            return []
        follower = self._followers[pipeline] = Follower()
        snapshot = await self._memory.tasks(pipeline)
        if snapshot is None or follower.snapshot is not None:  # somebody asked meanwhile
            return []
        follower.recall(snapshot, self._monotonic(snapshot))
        return [Arrival(FetchTasks(pipeline), snapshot, remembered=True)]

    def not_recalled(self, pipelines: Iterable[str]) -> list[str]:
        """Return those of `pipelines` of which nobody has recalled or asked anything yet."""
        return [name for name in pipelines if name not in self._followers]

    async def recall_others(self, pipelines: Iterable[str]) -> list[Arrival]:
        """Return the tasks of `pipelines` that an earlier run knew of, as far as the disk goes."""
        arrivals: list[Arrival] = []
        for name in self.not_recalled(pipelines):
            if self._memory.is_stuck:
                self._followers.setdefault(name, Follower())
            else:
                arrivals += await self.recall_tasks(name)
        return arrivals

    async def ask(self, source: PipelineSource, question: Question) -> Finding:
        """Ask `source` once.

        Raises:
            RequestError: There was no answer.
        """
        match question:
            case ListPipelines():
                return self._listed(await source.pipelines())
            case FetchTasks():
                return await self._follow(source, question)
            case FetchTimeline(pipeline):
                return Finding(Arrival(question, await source.timeline(pipeline)))

    def _listed(self, listing: PipelineListing) -> Finding:
        known = self._listing is not None and self._listing.pipelines
        if known and not listing.pipelines and not self._is_list_doubted:
            # All pipelines gone at once: that has to come twice to be believed.
            self._is_list_doubted = True
            return Finding(None, Again.SOON)
        self._is_list_doubted = False
        self._dispatched |= _dispatched_since(self._listing, listing)
        self._listing = listing
        names = {pipeline.name for pipeline in listing.pipelines}
        self._counts = {name: n for name, n in self._counts.items() if name in names}
        self._memory.keep_listing(listing)
        return Finding(Arrival(ListPipelines(), listing))

    async def _follow(self, source: PipelineSource, question: FetchTasks) -> Finding:
        pipeline = question.pipeline
        follower = self._followers.setdefault(pipeline, Follower())
        closely = pipeline == self._plan.opened
        if pipeline in self._dispatched and not closely:
            self._dispatched.discard(pipeline)
            follower.suspect()
        whole_every_s = self._plan.whole_every_s(pipeline)
        wanted = follower.wanted(self._clock.monotonic(), whole_every_s, closely=closely)
        try:
            answer = await _fetch(source, pipeline, wanted)
        except RejectedError:
            if not follower.refuse(wanted):
                raise
            return Finding(None, Again.NOW)
        now = self._clock.monotonic()
        snapshot = follower.take(wanted, answer, now)
        if follower.counts_agree:
            self._counts[pipeline] = answer.counts if snapshot is None else snapshot.counts
        is_of_use = follower.wanted(now, whole_every_s, closely=closely) != wanted
        again = Again.NOW if follower.is_behind and is_of_use else Again.LATER
        if snapshot is not None:
            self._memory.keep_tasks(snapshot)
            return Finding(Arrival(question, snapshot), again)
        if wanted.counts_only and follower.counts_agree:
            return Finding(Arrival(question, answer, partial=True), again)
        return Finding(None, again)

    def _monotonic(self, snapshot: TaskSnapshot) -> float:
        age_s = (self._clock.now() - snapshot.fetched_at).total_seconds()
        return self._clock.monotonic() - max(0.0, age_s)


def _dispatched_since(before: PipelineListing | None, now: PipelineListing) -> set[str]:
    """Return the pipelines of which a run has begun between two lists."""
    known = {} if before is None else {p.name: p.last_dispatched for p in before.pipelines}
    return {p.name for p in now.pipelines if known.get(p.name) not in {None, p.last_dispatched}}


async def _fetch(source: PipelineSource, pipeline: str, wanted: Wanted) -> TaskSnapshot:
    if wanted.counts_only:
        return await source.counts(pipeline)
    return await source.tasks(pipeline, sorted(wanted.states))

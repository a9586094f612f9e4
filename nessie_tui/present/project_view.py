"""What a screen knows about one project, ready to be shown."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from nessie_tui.model.freshness import Limits
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.progress import waits_behind
from nessie_tui.model.query import TaskQuery
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.model.state import TaskState
from nessie_tui.model.survey import Evidence, Survey
from nessie_tui.model.task import TaskKey
from nessie_tui.model.timeline import Timeline
from nessie_tui.present.pipeline_words import Counts, PipelineKey
from nessie_tui.present.standing import Judgements, Standing
from nessie_tui.present.surveys import Surveys
from nessie_tui.present.task_rows import TaskRows, read_rows, requery


class ProjectView:
    """Pipelines, their counts and the readings of those that were opened.

    Nothing is ever forgotten because a newer answer failed to come.
    """

    def __init__(
        self,
        query: TaskQuery | None = None,
        zone: str | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Begin with nothing known and nothing opened.

        Args:
            query: How tasks are shown; None for all of them.
            zone: The project's time zone, an IANA name that exists; None when nobody said.
            limits: How long after its end a date may stay unexported; None for Mixpanel's rule.
        """
        self.zone = zone
        self.limits = limits or Limits()
        """How long after its end a date may stay unexported."""
        self.listing: PipelineListing | None = None
        self.counts: dict[str, Counts] = {}
        self.timelines: dict[str, Timeline] = {}
        self.snapshots: dict[str, TaskSnapshot] = {}
        """The newest reading of each pipeline, the open one or not, that holds tasks; without them
        where the server sends only counts."""
        self.uncounted: frozenset[str] = frozenset()
        """Pipelines of which the newest look failed."""
        self.remembered: frozenset[str] = frozenset()
        """Pipelines of which only an earlier run knew something so far."""
        self.unknown: frozenset[str] = frozenset()
        """Pipelines that Mixpanel said it does not know."""
        self.gone: frozenset[str] = frozenset()
        """Pipelines that the newest list has lost; the next one without them drops them."""
        self.opened: str | None = None
        self.query = query or TaskQuery()
        self.pipeline_filter = ""
        self._rows: dict[str, TaskRows] = {}
        self._glimpse = TaskRows(query=self.query)
        self._surveys = Surveys()
        self._judgements = Judgements()

    def take_listing(self, listing: PipelineListing) -> None:
        """Take over a new list of pipelines; one that is gone from it stays for one list more."""
        before = () if self.listing is None else self.listing.pipelines
        names = {pipeline.name for pipeline in listing.pipelines}
        lost = tuple(p for p in before if p.name not in names | self.gone)
        self.gone = frozenset(pipeline.name for pipeline in lost)
        self.listing = replace(listing, pipelines=(*listing.pipelines, *lost))

    def take_counts(self, snapshot: TaskSnapshot) -> None:
        """Take over how many tasks a pipeline has, of which the tasks are still to come."""
        self.counts[snapshot.pipeline] = snapshot.counts

    def take_timeline(self, timeline: Timeline) -> None:
        """Take over the days on which a pipeline synced."""
        self.timelines[timeline.pipeline] = timeline

    def take_tasks(self, snapshot: TaskSnapshot) -> None:
        """Take over a pipeline's tasks, or the fact that the server sent only counts of them."""
        name, before = snapshot.pipeline, self.snapshots.get(snapshot.pipeline)
        self.take_counts(snapshot)
        if snapshot.tasks is not None or before is None or before.tasks is None:
            self.snapshots[name] = snapshot
        if snapshot.tasks is not None and name == self.opened:
            self._rows[name] = read_rows(snapshot, self._rows.get(name), self.query)

    def doubt(self, name: str) -> str:
        """Say why a pipeline's counts may not be true any more; empty where they are."""
        if name in self.gone:
            return "gone from the list"
        if name in self.unknown:
            return "gone?"
        if name in self.uncounted:
            return "could not be counted"
        return "old" if name in self.remembered else ""

    @property
    def matching(self) -> Mapping[PipelineKey, Pipeline]:
        """The pipelines that match the filter, as they are listed."""
        seen: dict[str, int] = {}
        found: dict[PipelineKey, Pipeline] = {}
        for pipeline in () if self.listing is None else self.listing.pipelines:
            ordinal = seen.get(pipeline.name, 0)
            seen[pipeline.name] = ordinal + 1
            if self.pipeline_filter.lower() in pipeline.name.lower():
                found[pipeline.name, ordinal] = pipeline
        return found

    def pipelines(self, now: datetime) -> Mapping[PipelineKey, Standing]:
        """Return how those that match the filter stand at `now`, the worst first, then by name."""
        found = {key: self._standing(pipeline, now) for key, pipeline in self.matching.items()}
        return dict(sorted(found.items(), key=lambda item: (item[1].rank, item[0])))

    def standing(self, name: str, now: datetime) -> Standing:
        """Return how one pipeline stands at `now`, also where Mixpanel does not list it."""
        return self._standing(self._listed(name) or Pipeline(name, listed=False), now)

    @property
    def opened_pipeline(self) -> Pipeline | None:
        """The open pipeline as the list has it, or None."""
        return None if self.opened is None else self._listed(self.opened)

    @property
    def snapshot(self) -> TaskSnapshot | None:
        """The newest reading of the open pipeline, or None before the first."""
        return None if self.opened is None else self.snapshots.get(self.opened)

    @property
    def timeline(self) -> Timeline | None:
        """The syncs of the open pipeline, or None where nobody has heard of them."""
        return None if self.opened is None else self.timelines.get(self.opened)

    @property
    def rows(self) -> TaskRows:
        """The rows of the open pipeline, in today's query.

        What came while it was not open is read now, and marked against what was seen of it last;
        the first reading after that is still marked against the same.
        """
        name, snapshot = self.opened, self.snapshot
        if name is None or snapshot is None or snapshot.tasks is None:
            return TaskRows(query=self.query)
        seen = self._rows.get(name)
        if seen is not None and seen.tasks is snapshot.tasks:
            seen = self._rows[name] = requery(seen, self.query)
            return seen
        if self._glimpse.tasks is not snapshot.tasks:
            self._glimpse = read_rows(snapshot, seen, self.query)
        self._glimpse = requery(self._glimpse, self.query)
        return self._glimpse

    def survey(self, name: str, now: datetime) -> Survey | None:
        """Return what became of the dates of a pipeline; None before its tasks are known.

        The same object is returned as long as nothing has changed.
        """
        snapshot = self.snapshots.get(name)
        if snapshot is None or snapshot.tasks is None:
            return None
        timeline = self.timelines.get(name)
        evidence = Evidence(
            self._listed(name) or Pipeline(name, listed=False),
            snapshot.tasks,
            () if timeline is None else timeline.days,
            self.zone,
        )
        return self._surveys.of(evidence, now)

    def neighbour(self, step: int, now: datetime) -> str | None:
        """Return the pipeline `step` places after the open one, around the end; None for none."""
        names = list(dict.fromkeys(name for name, _ in self.pipelines(now)))
        if not names:
            return None
        if self.opened not in names:
            return names[0]
        return names[(names.index(self.opened) + step) % len(names)]

    def show_state(self, state: TaskState | None) -> None:
        """Show only tasks in `state`; None for all, also of what a text or `!` left out."""
        if state is None:
            self.query = self.query.unfiltered()
        else:
            self.query = replace(self.query, state=None if self.query.state == state else state)

    def order_by(self, field: str) -> None:
        """Order by `field`; where it already orders, turn the order round."""
        same = field == self.query.order_by
        descending = not self.query.descending if same else True
        self.query = replace(self.query, order_by=field, descending=descending)

    def problem(self, place: int, step: int) -> TaskKey | None:
        """Return the next row from `place` in the direction of `step` that deserves a look."""
        rows = self.rows
        items = list(rows.shown.items())
        for offset in range(1, len(items) + 1):
            key, task = items[(place + step * offset) % len(items)]
            if rows.attempts.is_outstanding(task):
                return key
        return None

    def _standing(self, pipeline: Pipeline, now: datetime) -> Standing:
        name = pipeline.name
        found = self.survey(name, now)
        return Standing(
            pipeline,
            self.counts.get(name),
            found,
            None if found is None else self._judgements.on(found, self.limits, now),
            waits_behind(name, self.counts),
            self.doubt(name),
        )

    def _listed(self, name: str) -> Pipeline | None:
        pipelines = () if self.listing is None else self.listing.pipelines
        return next((pipeline for pipeline in pipelines if pipeline.name == name), None)

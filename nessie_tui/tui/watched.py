"""What a screen knows of the project it watches: everything but how it is drawn."""

from zoneinfo import ZoneInfo

from nessie_tui.feed.origin import Origin
from nessie_tui.feed.poller import Poller
from nessie_tui.feed.question import FetchTimeline, Question
from nessie_tui.feed.record import Record
from nessie_tui.feed.update import Arrival, Update
from nessie_tui.model.freshness import Limits, limits_of
from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.profile import Profile
from nessie_tui.model.survey import Survey
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import Timeline
from nessie_tui.present.explanation import explanation
from nessie_tui.present.failure import FailureWords, failure_words
from nessie_tui.present.feed_words import FeedPhase, FeedState, failed_phase, feed_line
from nessie_tui.present.profile_words import profile_title
from nessie_tui.present.project_view import ProjectView
from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import Line, plain
from nessie_tui.present.view_choice import ViewChoice
from nessie_tui.present.wording import Wording


class WatchedProject:
    """Brings together what the feed says, what of it is shown, and whether it is held still.

    Attributes:
        profile: The project.
        poller: Asks about it.
        view: What is shown of it.
        mode: In which zone moments are shown.
        clock: Both clocks.
    """

    def __init__(self, profile: Profile, origin: Origin, start: ViewChoice) -> None:
        """Prepare; nothing is asked before the poller's updates are iterated.

        Args:
            profile: The project.
            origin: Where its answers come from, and the clock.
            start: What to open and how to show it, from an earlier visit perhaps.
        """
        self.profile = profile
        self.clock = origin.clock
        self.poller = Poller(profile, origin)
        self.view = ProjectView(start.query, profile.timezone, limits_of(profile))
        self.mode = start.mode
        self._zone = None if profile.timezone is None else ZoneInfo(profile.timezone)
        self._record = Record()
        self._held: dict[tuple[Question, bool], Arrival] | None = None
        self._frozen_at: float | None = None
        if start.pipeline is not None:
            self.open(start.pipeline)

    @property
    def is_frozen(self) -> bool:
        """The picture is held still."""
        return self._held is not None

    @property
    def failure_words(self) -> FailureWords | None:
        """What has gone wrong with the open pipeline, or with everything; None if nothing has."""
        failure = self._record.failure(self.view.opened)
        return None if failure is None else failure_words(failure.error, self.profile)

    @property
    def timeline_failure_words(self) -> FailureWords | None:
        """What has gone wrong with the syncs of the open pipeline; None if nothing has."""
        failure = self._record.failure_of(FetchTimeline(self.view.opened or ""))
        return None if failure is None else failure_words(failure.error, self.profile)

    def title(self, wording: Wording, width: int) -> tuple[Line, Line]:
        """Return both halves of a screen's first line: whose project, and whether it is true now.

        Args:
            wording: The moment and the zone.
            width: Cells of the whole line.
        """
        left, now = profile_title(self.profile, wording.marks), self.clock.monotonic()
        room = width - width_cells(plain(left))
        return left, feed_line(self.feed_state, self.poller.pace, now, wording, room)

    @property
    def feed_state(self) -> FeedState:
        """Whether what is shown is true now."""
        opened = self.view.opened
        failure = self._record.failure(opened)
        arrived_at = self._record.arrived_at(opened)
        if failure is not None:
            phase = failed_phase(failure.error, resumes=failure.resumes)
        elif arrived_at is None or self._record.is_remembered(opened):
            phase = FeedPhase.LOADING
        else:
            phase = FeedPhase.LIVE
        return FeedState(
            phase,
            arrived_at=self._frozen_at if self.is_frozen else arrived_at,
            failure=self.failure_words,
            frozen=self.is_frozen,
            is_of_one_pipeline=failure is not None and failure.is_of_one_question,
        )

    def wording(self, *, ascii_only: bool) -> Wording:
        """Return how everything is worded now."""
        return Wording(self.clock.now(), self.mode, self._zone, ascii_only=ascii_only)

    @property
    def limits(self) -> Limits:
        """How long after its end a date may stay unexported."""
        return self.view.limits

    @property
    def survey(self) -> Survey | None:
        """What became of the open pipeline's dates; None before its tasks are known."""
        opened = self.view.opened
        return None if opened is None else self.view.survey(opened, self.clock.now())

    def explanation(self, task: Task | None, wording: Wording) -> list[Line] | None:
        """Return how the figures about the open pipeline were computed; None without any.

        `task` is the one under the cursor, to be told as it was sent; None for none.
        """
        found = self.survey
        return None if found is None else explanation(found, self.limits, wording, task)

    def open(self, pipeline: str) -> None:
        """Watch another pipeline's tasks; a picture that is left is not held still any more."""
        if pipeline != self.view.opened:
            self.go_on()
            self.view.opened = pipeline
            self.poller.open(pipeline)
            self._note_doubts()

    def take(self, update: Update) -> None:
        """Take note of `update`, and show it unless the picture is held still."""
        self._record.note(update, self._true_at(update))
        self._note_doubts()
        if not isinstance(update, Arrival):
            return
        if self._held is None:
            self._show(update)
        else:  # the newest one last, in the order they are shown in the end
            kind = (update.question, update.partial)
            self._held.pop(kind, None)
            self._held[kind] = update

    def turn_freeze(self, *, is_focused: bool) -> None:
        """Hold the picture still, or let it go on; less is asked while nobody sees what comes."""
        if self.is_frozen:
            self.go_on()
        else:
            self.freeze()
        self.attend(is_focused=is_focused)

    def attend(self, *, is_focused: bool) -> None:
        """Take note that the terminal has the focus, or not."""
        self.poller.attend(is_attended=is_focused and not self.is_frozen)

    def freeze(self) -> None:
        """Hold the picture still."""
        self._held = {}
        self._frozen_at = self._record.arrived_at(self.view.opened)

    def go_on(self) -> None:
        """Show the newest of what came while the picture was held still."""
        held, self._held = self._held, None
        for arrival in (held or {}).values():
            self._show(arrival)

    def _note_doubts(self) -> None:
        """Tell the list what it may doubt; of the open pipeline the first line and banner do."""
        record, opened = self._record, {self.view.opened}
        self.view.uncounted, self.view.unknown = record.uncounted - opened, record.unknown
        self.view.remembered = record.remembered - opened

    def _true_at(self, update: Update) -> float:
        """Return the monotonic moment of which `update` speaks: an earlier run's is long past."""
        now = self.clock.monotonic()
        if not isinstance(update, Arrival) or not update.remembered:
            return now
        age_s = (self.clock.now() - update.answer.fetched_at).total_seconds()
        return now - max(0.0, age_s)

    def _show(self, arrival: Arrival) -> None:
        answer = arrival.answer
        if isinstance(answer, PipelineListing):
            self.view.take_listing(answer)
            self.view.opened = self.view.opened or self.poller.opened
        elif isinstance(answer, Timeline):
            self.view.take_timeline(answer)
        elif arrival.partial:
            self.view.take_counts(answer)
        else:
            self.view.take_tasks(answer)

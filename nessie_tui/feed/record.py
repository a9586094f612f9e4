"""What came and what failed so far, question by question."""

from nessie_tui.errors import UnknownPipelineError
from nessie_tui.feed.question import FetchTasks, ListPipelines, Question
from nessie_tui.feed.update import Arrival, PollFailure, Update


class Record:
    """Remembers, per question, when the newest answer came and what has failed since."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._arrived_at: dict[Question, float] = {}
        self._remembered: set[Question] = set()
        self._failures: dict[Question | None, PollFailure] = {}
        self._shared: PollFailure | None = None

    def note(self, update: Update, at: float) -> None:
        """Remember `update`, which is of `at` monotonic seconds.

        How Mixpanel is reached, and whether it lets us in, only the newest update tells. Any other
        failure stands until its own question is answered. What an earlier run knew ends none.
        """
        if isinstance(update, Arrival) and not update.partial:
            self._arrived_at[update.question] = at
            if update.remembered:
                self._remembered.add(update.question)
                return
            self._remembered.discard(update.question)
            self._failures.pop(update.question, None)
        self._failures = {
            question: failure
            for question, failure in self._failures.items()
            if not failure.is_of_the_project
        }
        self._shared = None
        if isinstance(update, PollFailure):
            self._failures[update.question] = update
            self._shared = None if update.is_of_one_question else update

    def arrived_at(self, pipeline: str | None) -> float | None:
        """Return when the tasks of `pipeline` came, or for None the list of pipelines."""
        return self._arrived_at.get(_main_question(pipeline))

    def is_remembered(self, pipeline: str | None) -> bool:
        """Tell whether those are of an earlier run, and not confirmed yet."""
        return _main_question(pipeline) in self._remembered

    def failure(self, pipeline: str | None) -> PollFailure | None:
        """Return what has gone wrong with `pipeline`, or with everything; None if nothing has."""
        own = (self._failures.get(q) for q in (_main_question(pipeline), ListPipelines()))
        return self._shared or next((failure for failure in own if failure), None)

    def failure_of(self, question: Question) -> PollFailure | None:
        """Return what has gone wrong with one question, or with everything; None if nothing has."""
        return self._failures.get(question) or self._shared

    @property
    def uncounted(self) -> frozenset[str]:
        """The pipelines of which the newest look failed, by name."""
        return frozenset(
            question.pipeline for question in self._failures if isinstance(question, FetchTasks)
        )

    @property
    def remembered(self) -> frozenset[str]:
        """The pipelines whose tasks are of an earlier run, and not confirmed yet."""
        return frozenset(
            question.pipeline for question in self._remembered if isinstance(question, FetchTasks)
        )

    @property
    def unknown(self) -> frozenset[str]:
        """Those of them that Mixpanel says it does not know, though its list may name them."""
        return frozenset(
            question.pipeline
            for question, failure in self._failures.items()
            if isinstance(question, FetchTasks) and isinstance(failure.error, UnknownPipelineError)
        )


def _main_question(pipeline: str | None) -> Question:
    return ListPipelines() if pipeline is None else FetchTasks(pipeline)

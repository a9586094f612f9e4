"""What a poller yields: answers, and failures as values."""

from dataclasses import dataclass

from nessie_tui.errors import (
    BudgetSpentError,
    PermissionRefusedError,
    PlanRefusedError,
    RateLimitedError,
    RefusedError,
    RejectedError,
    RequestError,
    SetupError,
    UnknownPipelineError,
    UnreachableError,
    UnreadableAnswerError,
)
from nessie_tui.feed.question import FetchTimeline, Question
from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.model.timeline import Timeline

Answer = PipelineListing | TaskSnapshot | Timeline

_OF_ONE_QUESTION = (UnknownPipelineError, UnreadableAnswerError, RejectedError)
_OF_THE_PROJECT = (
    BudgetSpentError,
    UnreachableError,
    RateLimitedError,
    RefusedError,
    SetupError,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An answer came."""

    question: Question
    answer: Answer
    remembered: bool = False
    """It is of an earlier run; `fetched_at` says how old it is."""
    partial: bool = False
    """Only the counts are news; the tasks that belong to them are still to come."""


@dataclass(frozen=True, slots=True)
class PollFailure:
    """No answer came; what was known before still stands."""

    question: Question | None
    """None when the connection could not even be prepared."""
    error: RequestError | SetupError
    resumes: bool
    """The poller asks again by itself; False when a person has to act first."""
    aside: bool = False
    """It was a look at a pipeline that is not open."""

    @property
    def is_of_one_question(self) -> bool:
        """It speaks of one answer only, not of the connection or the whole project."""
        if isinstance(self.error, PlanRefusedError | PermissionRefusedError):
            return self.aside or isinstance(self.question, FetchTimeline)
        return isinstance(self.error, _OF_ONE_QUESTION)

    @property
    def is_of_the_project(self) -> bool:
        """It says how Mixpanel is reached, or lets us in: any answer proves it past."""
        return not self.is_of_one_question and isinstance(self.error, _OF_THE_PROJECT)


Update = Arrival | PollFailure


def needs_a_person(error: RequestError | SetupError) -> bool:
    """Tell whether asking again changes nothing as long as nobody does something."""
    return isinstance(error, RefusedError | SetupError)

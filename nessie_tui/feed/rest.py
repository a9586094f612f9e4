"""After failures: what rests, for how long, and what only a person can end."""

from collections import Counter
from collections.abc import Callable
from math import inf

from nessie_tui.errors import CredentialsRefusedError, RequestError
from nessie_tui.feed.backoff import rest_s
from nessie_tui.feed.question import ListPipelines, Question
from nessie_tui.feed.update import PollFailure, needs_a_person

_CONFIRMING_S = (0.5, 4.0)
"""When credentials are refused they are tried once more: a hiccup of Mixpanel's looks the same."""


class Rest:
    """Counts failures in a row, for the whole project and for single questions.

    Times are monotonic seconds.
    """

    def __init__(self, uniform: Callable[[float, float], float]) -> None:
        """Begin rested.

        Args:
            uniform: Draws a number between two others.
        """
        self.until = -inf
        """When the project may be asked again; infinity as long as a person has to act."""
        self._is_told = False
        self._uniform = uniform
        self._failures: Counter[Question | None] = Counter()
        self._is_refused = False

    def resumes(self, failure: PollFailure) -> bool:
        """Tell whether to ask again after `failure` without a person's doing."""
        if isinstance(failure.error, CredentialsRefusedError) and not self._is_refused:
            return True
        return not needs_a_person(failure.error) or failure.is_of_one_question

    def stop(self) -> None:
        """Rest until a person acts."""
        self.until, self._is_told = inf, False

    def failed(self, failure: PollFailure, error: RequestError, now: float) -> float:
        """Count `failure`, and rest as a whole unless it speaks of one question only.

        Returns:
            When to ask the question again, at the earliest.
        """
        question = failure.question
        if isinstance(error, CredentialsRefusedError):
            self._is_refused = True
            self.until = now + self._uniform(*_CONFIRMING_S)
            return self.until
        self._failures[question] += 1
        if failure.is_of_one_question and not isinstance(question, ListPipelines):
            self.reached()
        else:
            self._failures[None] += 1
            self.until = now + rest_s(error, self._failures[None], self._uniform)
            self._is_told = getattr(error, "retry_after_s", None) is not None
        return now + rest_s(error, self._failures[question], self._uniform)

    def reached(self) -> None:
        """Begin to count the project's failures anew: Mixpanel can be reached and lets us in."""
        self._failures[None] = 0
        self._is_told = self._is_refused = False

    def answered(self, question: Question) -> None:
        """Begin to count all anew: Mixpanel answers `question`."""
        self._failures[question] = 0
        self.reached()

    def cut_short(self) -> None:
        """Rest no longer, unless Mixpanel itself said how long to wait."""
        if not self._is_told:
            self.until = -inf

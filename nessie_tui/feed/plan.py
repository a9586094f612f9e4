"""Which question is due next.

The open pipeline is asked about at the wished pace, the others and the list of pipelines five times
more seldom. When the budget is short every question waits in proportion, and none starves: the one
that has waited longest, measured in its own intervals, goes first.
"""

from collections.abc import Iterable
from math import inf

from nessie_tui.feed.question import CountTasks, FetchTasks, ListPipelines, Question

_PACES_S = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)

SELDOM = 5
"""How many wished intervals lie between two questions about what is not open."""


class Plan:
    """Questions, when each was last asked, and which comes next. Times are monotonic seconds."""

    def __init__(self, wish_s: float) -> None:
        """Begin with the list of pipelines, which is due at once."""
        self.wish_s = wish_s
        self._asked_at: dict[Question, float] = {}
        self._questions: list[Question] = [ListPipelines()]
        self._opened: str | None = None

    @property
    def opened(self) -> str | None:
        """The pipeline whose tasks are asked for, or None before the first list."""
        return self._opened

    def cover(self, pipelines: Iterable[str]) -> None:
        """Ask about these pipelines from now on, the open one among them or not.

        Where none is open yet, the first one is opened.
        """
        names = dict.fromkeys(pipelines)
        self._opened = self._opened if self._opened is not None else next(iter(names), None)
        questions: list[Question] = [ListPipelines()]
        if self._opened is not None:
            questions.append(FetchTasks(self._opened))
        questions.extend(CountTasks(name) for name in names if name != self._opened)
        self._questions = questions

    def open(self, pipeline: str) -> None:
        """Ask for the tasks of `pipeline`, at once, and only count those of the one before."""
        names = [q.pipeline for q in self._questions if not isinstance(q, ListPipelines)]
        self._opened = pipeline
        self.cover(names)
        self._asked_at.pop(FetchTasks(pipeline), None)

    def hasten(self, steps: int) -> None:
        """Wish for a shorter interval, or for a longer one if `steps` is negative."""
        for _ in range(abs(steps)):
            shorter = [pace for pace in reversed(_PACES_S) if pace < self.wish_s]
            longer = [pace for pace in _PACES_S if pace > self.wish_s]
            self.wish_s = next(iter(shorter if steps > 0 else longer), self.wish_s)

    def hurry(self) -> None:
        """Make the open pipeline due at once, or the list where none is open."""
        urgent = ListPipelines() if self._opened is None else FetchTasks(self._opened)
        self._asked_at.pop(urgent, None)

    def asked(self, question: Question, at: float) -> None:
        """Note that `question` was asked."""
        self._asked_at[question] = at

    def postpone(self, question: Question, until: float) -> None:
        """Ask `question` again at `until`, with no more right to it than the others have then."""
        self._asked_at[question] = until - self._interval_s(question)

    def next(self, now: float) -> tuple[Question, float]:
        """Return the next question and in how many seconds it is due, 0 when it is due now."""
        due = {question: self._due_at(question) for question in self._questions}
        overdue = [question for question, at in due.items() if at <= now]
        if overdue:
            return max(overdue, key=lambda question: self._waited(question, now)), 0.0
        soonest = min(due, key=due.__getitem__)
        return soonest, due[soonest] - now

    def _due_at(self, question: Question) -> float:
        return self._asked_at.get(question, -inf) + self._interval_s(question)

    def _waited(self, question: Question, now: float) -> tuple[float, bool, bool]:
        """Measure how long `question` has waited, in its own intervals.

        Of two that were never asked the list goes first: it says how the pipelines' names are to
        be sent. Then the open pipeline.
        """
        intervals = (now - self._asked_at.get(question, -inf)) / self._interval_s(question)
        return (intervals, isinstance(question, ListPipelines), isinstance(question, FetchTasks))

    def _interval_s(self, question: Question) -> float:
        return self.wish_s if isinstance(question, FetchTasks) else self.wish_s * SELDOM

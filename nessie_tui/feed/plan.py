"""Which question is due next.

Everything is measured in beats: the interval in which the open pipeline is asked about. What is
not open is asked about more seldom, a pipeline with problems before one without. When the budget is
short the open pipeline is asked about every second time, if it is due, and the others wait in
proportion; none starves: the one that has waited longest, in its own intervals, goes first.
"""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from math import inf

from nessie_tui.feed.question import (
    CountTasks,
    FetchTasks,
    FetchTimeline,
    ListPipelines,
    Question,
    urgency,
)

_PACES_S = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)

PROBLEM_BEATS = 5
"""How many beats lie between two counts of a pipeline that deserves a look and is not open."""
SELDOM_BEATS = 10
"""The same for one that does not, and for the list of pipelines."""
RESYNC_BEATS = 60
"""The same for the timeline, and for everything that counts do not tell."""
_JITTER = (0.9, 1.1)


class Plan:
    """Questions, when each was last asked, and which comes next. Times are monotonic seconds."""

    def __init__(self, wish_s: float, uniform: Callable[[float, float], float]) -> None:
        """Begin with the list of pipelines, which is due at once.

        Args:
            wish_s: How often a person wants to hear of the open pipeline.
            uniform: Draws a number between two others, as `random.uniform` does: nobody asks in
                step with another program.
        """
        self.wish_s = wish_s
        self.stretch = 1.0
        """How many times the wish a beat is, just now."""
        self.costly: AbstractSet[str] = frozenset()
        """Pipelines whose tasks are asked for more seldom, because an answer is large."""
        self.deserving: AbstractSet[str] = frozenset()
        """Pipelines that deserve a look."""
        self._uniform = uniform
        self._asked_at: dict[Question, float] = {}
        self._postponed: dict[Question, float] = {}
        self._jitter: dict[Question, float] = {}
        self._questions: list[Question] = [ListPipelines()]
        self._synced: frozenset[str] = frozenset()
        self._opened: str | None = None
        self._asked_last: Question | None = None

    @property
    def opened(self) -> str | None:
        """The pipeline whose tasks are asked for, or None before the first list."""
        return self._opened

    def cover(self, pipelines: Iterable[str], synced: Iterable[str] = ()) -> None:
        """Ask about these pipelines from now on, the open one among them or not.

        Where none is open yet, the first one is opened. For a `synced` one its days are asked.
        """
        names = dict.fromkeys(pipelines)
        self._synced = frozenset(synced)
        self._opened = self._opened if self._opened is not None else next(iter(names), None)
        questions: list[Question] = [ListPipelines()]
        if self._opened is not None:
            questions.append(FetchTasks(self._opened))
            if self._opened in self._synced:
                questions.append(FetchTimeline(self._opened))
        questions.extend(CountTasks(name) for name in names if name != self._opened)
        self._questions = questions

    def open(self, pipeline: str) -> None:
        """Ask for the tasks of `pipeline`, at once, and only count those of the one before."""
        others = [q.pipeline for q in self._questions if isinstance(q, FetchTasks | CountTasks)]
        self._opened = pipeline
        self.cover(others, self._synced)
        self.hurry(FetchTasks(pipeline))

    def hasten(self, steps: int) -> None:
        """Wish for a shorter interval, or for a longer one if `steps` is negative."""
        for _ in range(abs(steps)):
            shorter = [pace for pace in reversed(_PACES_S) if pace < self.wish_s]
            longer = [pace for pace in _PACES_S if pace > self.wish_s]
            self.wish_s = next(iter(shorter if steps > 0 else longer), self.wish_s)

    def hurry(self, question: Question | None = None) -> Question:
        """Make `question` due at once; None for the open pipeline, or the list where none is.

        Returns:
            What is due now.
        """
        if question is None:
            question = ListPipelines() if self._opened is None else FetchTasks(self._opened)
        self._asked_at.pop(question, None)
        self._postponed.pop(question, None)
        return question

    def asked(self, question: Question, at: float) -> None:
        """Note that `question` was asked."""
        self._asked_at[question] = at
        self._asked_last = question
        self._postponed.pop(question, None)
        self._jitter[question] = self._uniform(*_JITTER)

    def postpone(self, question: Question, until: float) -> None:
        """Ask `question` again at `until`, with no more right to it than the others have then."""
        self._postponed[question] = until
        self._asked_at[question] = until - self._interval_s(question)

    def due_s(self, question: Question, now: float) -> float:
        """Return in how many seconds `question` is due, 0 when it is due now."""
        return max(0.0, self._due_at(question) - now)

    def next(self, now: float) -> tuple[Question, float]:
        """Return the next question and in how many seconds it is due, 0 when it is due now."""
        due = {question: self._due_at(question) for question in self._questions}
        overdue = [question for question, at in due.items() if at <= now]
        if overdue:
            opened = next((q for q in overdue if isinstance(q, FetchTasks)), None)
            if opened is not None and self._asked_last not in {None, opened}:
                return opened, 0.0
            return max(overdue, key=lambda question: self._waited(question, now)), 0.0
        soonest = min(due, key=due.__getitem__)
        return soonest, due[soonest] - now

    def interval_s(self, beats: float) -> float:
        """Return the seconds that `beats` take at the wished pace, whatever slows it just now."""
        return self.wish_s * beats

    def _due_at(self, question: Question) -> float:
        if question in self._postponed:
            return self._postponed[question]
        return self._asked_at.get(question, -inf) + self._interval_s(question)

    def _waited(self, question: Question, now: float) -> tuple[float, int]:
        """Measure how long `question` has waited, in its own intervals; then by its urgency."""
        intervals = (now - self._asked_at.get(question, -inf)) / self._interval_s(question)
        return (intervals, -urgency(question))

    def _interval_s(self, question: Question) -> float:
        beat_s = self.wish_s * self.stretch * self._jitter.get(question, 1.0)
        return beat_s * self._beats(question)

    def _beats(self, question: Question) -> int:
        match question:
            case FetchTasks(pipeline):
                return SELDOM_BEATS if pipeline in self.costly else 1
            case CountTasks(pipeline):
                return PROBLEM_BEATS if pipeline in self.deserving else SELDOM_BEATS
            case ListPipelines():
                return SELDOM_BEATS
            case FetchTimeline():
                return RESYNC_BEATS

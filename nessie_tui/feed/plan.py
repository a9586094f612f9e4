"""Which question is due next.

Everything is measured in beats: the interval in which the open pipeline is asked about. What is
not open is asked about more seldom, a pipeline with problems before one without; one that takes two
requests for a look is looked at half as often. When the budget is short the open pipeline is asked
about every second time, if it is due, and the others wait in proportion; none starves: the one that
has waited longest, in its own intervals, goes first.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from math import inf

from nessie_tui.feed.question import (
    FetchTasks,
    FetchTimeline,
    ListPipelines,
    Question,
    urgency,
)

_PACES_S = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0)

PROBLEM_BEATS = 5
"""How many beats lie between two looks at a pipeline that deserves one and is not open."""
SELDOM_BEATS = 10
"""The same for one that does not, and for the list of pipelines."""
RESYNC_BEATS = 60
"""The same for the open pipeline's timeline and for all that its counts do not tell, and for tasks
of another one where every answer is large."""
ASIDE_TIMELINE_BEATS = 240
"""The same for the timeline of a pipeline that is not open."""
ASIDE_RESYNC_BEATS = 360
"""The same for all that the counts of a pipeline that is not open do not tell.

At the default wish that is every six hours: four answers a day for each, where nobody looks closer
than at a strip of days, and often enough that a daily pipeline is wrong for no whole day.
"""
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
        self._halves: Counter[Question] = Counter()
        self._requests: dict[Question, int] = {}
        self._begun_at = inf
        self._questions: list[Question] = [ListPipelines()]
        self._synced: frozenset[str] = frozenset()
        self._opened: str | None = None
        self._asked_last: Question | None = None

    @property
    def opened(self) -> str | None:
        """The pipeline that is looked at most often, or None before the first list."""
        return self._opened

    @property
    def main(self) -> Question:
        """What a person looks at: the open pipeline's tasks, or the list where none is open."""
        return ListPipelines() if self._opened is None else FetchTasks(self._opened)

    @property
    def pipelines(self) -> tuple[str, ...]:
        """The pipelines that are asked about, the open one first."""
        return tuple(q.pipeline for q in self._questions if isinstance(q, FetchTasks))

    def cover(self, pipelines: Iterable[str], synced: Iterable[str] = ()) -> None:
        """Ask about these pipelines from now on, and about the open one, listed or not.

        Where none is open yet, the first one is opened. For a `synced` one its days are asked.
        """
        names = list(dict.fromkeys(pipelines))
        self._synced = frozenset(synced)
        self._opened = self._opened if self._opened is not None else next(iter(names), None)
        if self._opened is not None:
            names = [self._opened, *(name for name in names if name != self._opened)]
        self._questions = [
            ListPipelines(),
            *(FetchTasks(name) for name in names),
            *(FetchTimeline(name) for name in names if name in self._synced),
        ]

    def open(self, pipeline: str) -> None:
        """Look most often at `pipeline` from now on, and at once."""
        self._opened = pipeline
        self.cover(self.pipelines, self._synced)
        self.hurry()

    def hasten(self, steps: int) -> None:
        """Wish for a shorter interval, or for a longer one if `steps` is negative."""
        for _ in range(abs(steps)):
            shorter = [pace for pace in reversed(_PACES_S) if pace < self.wish_s]
            longer = [pace for pace in _PACES_S if pace > self.wish_s]
            self.wish_s = next(iter(shorter if steps > 0 else longer), self.wish_s)

    def hurry(self, question: Question | None = None) -> Question:
        """Make `question` due at once; None for what a person looks at.

        Returns:
            What is due now.
        """
        question = self.main if question is None else question
        self._asked_at.pop(question, None)
        self._postponed.pop(question, None)
        return question

    def halve(self, question: Question) -> None:
        """Make the other half of `question`, which was asked just now, due at once."""
        self._halves[question] += 1
        self._asked_last = question
        self.hurry(question)

    def asked(self, question: Question, at: float) -> None:
        """Note that `question` was asked, all of it."""
        self._begun_at = min(self._begun_at, at)
        self._requests[question] = 1 + self._halves.pop(question, 0)
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
            main = self.main
            if main in overdue and self._asked_last not in {None, main}:
                return main, 0.0
            return max(overdue, key=lambda question: self._waited(question, now)), 0.0
        soonest = min(due, key=due.__getitem__)
        return soonest, due[soonest] - now

    def whole_every_s(self, pipeline: str) -> float:
        """Return after how many seconds all tasks are fetched, whatever their counts say.

        That is at the wished pace, whatever slows it just now.
        """
        beats = RESYNC_BEATS if pipeline == self._opened else ASIDE_RESYNC_BEATS
        return self.wish_s * beats

    def _due_at(self, question: Question) -> float:
        if question in self._postponed:
            return self._postponed[question]
        return self._last_at(question) + self._interval_s(question)

    def _waited(self, question: Question, now: float) -> tuple[float, int]:
        """Measure how long `question` has waited, in its own intervals; then by its urgency."""
        intervals = (now - self._last_at(question)) / self._interval_s(question)
        return (intervals, -urgency(question))

    def _last_at(self, question: Question) -> float:
        if question in self._asked_at:
            return self._asked_at[question]
        if isinstance(question, FetchTimeline) and not self._is_of_opened(question):
            # What a start may ask at once is for tasks, so this is first due a while after it, and
            # then with no more right to it than what was asked before.
            late_s = self.wish_s * self.stretch * SELDOM_BEATS
            return self._begun_at + late_s - self._interval_s(question)
        return -inf

    def _interval_s(self, question: Question) -> float:
        beat_s = self.wish_s * self.stretch * self._jitter.get(question, 1.0)
        return beat_s * self._beats(question)

    def _beats(self, question: Question) -> int:
        match question:
            case ListPipelines():
                return SELDOM_BEATS
            case FetchTimeline():
                return RESYNC_BEATS if self._is_of_opened(question) else ASIDE_TIMELINE_BEATS
            case FetchTasks(pipeline) if self._is_of_opened(question):
                return SELDOM_BEATS if pipeline in self.costly else 1
            case FetchTasks(pipeline) if pipeline in self.costly:
                return RESYNC_BEATS
            case FetchTasks(pipeline):
                beats = PROBLEM_BEATS if pipeline in self.deserving else SELDOM_BEATS
                return beats * self._requests.get(question, 1)

    def _is_of_opened(self, question: FetchTasks | FetchTimeline) -> bool:
        return question.pipeline == self._opened

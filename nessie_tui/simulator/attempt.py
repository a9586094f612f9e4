"""An attempt: one planned try at exporting some dates, and what it looks like at a moment.

Nothing is ever stepped forward. An attempt knows from the start when it will run and how it will
end; its state is a function of the time alone. Moments are whole seconds since 1970 (UTC) here,
because two aware datetimes of the same zone compare by their clock faces, which repeat in autumn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nessie_tui.model.state import CANCELED, PENDING, RUNNING, TaskState


class Attempt(NamedTuple):
    """A planned try. It becomes one task of the ``status`` route, under the same dates as others.

    A tuple and no dataclass: the largest scenario makes 50,000.
    """

    from_s: int
    to_s: int
    """Where the last of the dates begins: they are inclusive."""
    run_at_s: int
    """When the schedule wants the dates exported; the same for every try."""
    queued_s: int
    """From when on the task is listed, as pending."""
    start_s: int
    finish_s: int
    outcome: TaskState
    """The state from `finish_s` on."""

    def state_at(self, now_s: float) -> TaskState | None:
        """Return the state at a moment, or None while nobody knows of the task yet."""
        if now_s >= self.finish_s:
            return self.outcome
        if now_s >= self.start_s:
            return RUNNING
        return PENDING if now_s >= self.queued_s else None

    def has_run_by(self, now_s: float) -> bool:
        """Tell whether the attempt began before a moment; one canceled while pending never did."""
        return self.start_s <= now_s and self.start_s < self.finish_s

    def next_change_s(self, now_s: float) -> float:
        """Return the first moment after `now_s` at which the state differs; infinity if never."""
        moments = (self.queued_s, self.start_s, self.finish_s)
        return next((moment for moment in moments if moment > now_s), float("inf"))

    def stopped_at(self, moment_s: int) -> "Attempt":
        """Return this attempt canceled at `moment_s`."""
        start_s = min(self.start_s, moment_s)
        return self._replace(start_s=start_s, finish_s=moment_s, outcome=CANCELED)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of time in which a pipeline stands still."""

    began_s: int
    ended_s: float = float("inf")
    """Infinity while nobody resumed it."""

    def covers(self, moment_s: float) -> bool:
        """Tell whether a moment lies within, neither at its beginning nor at its end."""
        return self.began_s < moment_s < self.ended_s


def under_pauses(attempts: Iterable[Attempt], pauses: Iterable[Pause]) -> Iterator[Attempt]:
    """Yield what pauses leave of the attempts at the same dates, the oldest first.

    A pause cancels what waits or runs when it begins; what would have been queued during it never
    is, and a resumed pipeline does not catch up. (What Mixpanel does is not documented.)
    """
    pauses = tuple(pauses)
    for attempt in attempts:
        if any(pause.covers(attempt.queued_s) for pause in pauses):
            return
        stops = (p.began_s for p in pauses if attempt.queued_s <= p.began_s < attempt.finish_s)
        stop_s = next(stops, None)
        if stop_s is not None:
            yield attempt.stopped_at(stop_s)
            return
        yield attempt

"""The state of the connection in words: is what the screen shows true now?"""

from dataclasses import dataclass
from enum import Enum, auto
from math import ceil

from nessie_tui.model.pace import Pace
from nessie_tui.present.failure import FailureWords
from nessie_tui.present.table import width_cells
from nessie_tui.present.time_words import span
from nessie_tui.present.tone import Line, Span, Tone, plain
from nessie_tui.present.wording import Wording


class FeedPhase(Enum):
    """The looks a screen can have, besides its data."""

    LOADING = auto()
    """Nothing has come yet and nothing has failed."""
    LIVE = auto()
    STALE = auto()
    """Something failed since; the poller asks again by itself."""
    STOPPED = auto()
    """Something failed and a person has to act."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known about the connection. Times are monotonic seconds."""

    arrived_at: float | None = None
    """When the newest answer came; None before the first."""
    failure: FailureWords | None = None
    """What went wrong since; None when nothing did."""
    resumes: bool = True
    frozen: bool = False
    """The person holds the picture still."""

    @property
    def phase(self) -> FeedPhase:
        """Which look applies."""
        if self.failure is not None:
            return FeedPhase.STALE if self.resumes else FeedPhase.STOPPED
        return FeedPhase.LOADING if self.arrived_at is None else FeedPhase.LIVE


def feed_line(state: FeedState, pace: Pace, now: float, wording: Wording, width: int) -> Line:
    """Return the right half of the title bar: as many facts as fit into `width` cells."""
    parts = [_look(state, now), _next(state, pace, now), _budget(pace)]
    separator = Span(f" {wording.marks.dot} ", Tone.MUTED)
    line: Line = (parts[0],)
    for part in parts[1:]:
        longer = (*line, separator, part)
        if width_cells(plain(longer)) >= width:  # a space stays free at the screen's edge
            break
        line = longer
    return (*line, Span(" "))


def _look(state: FeedState, now: float) -> Span:
    age = "" if state.arrived_at is None else f" {span(now - state.arrived_at)} ago"
    if state.frozen:
        return Span(f"frozen, data{age or ' not here yet'}", Tone.WARNING, strong=True)
    if state.failure is not None:
        tone = Tone.WARNING if state.phase is FeedPhase.STALE else Tone.ERROR
        return Span(f"{state.failure.title}{age and f', data{age}'}", tone, strong=True)
    if state.arrived_at is None:
        return Span("loading", Tone.MUTED)
    return Span(f"live{age}", Tone.SUCCESS)


def _next(state: FeedState, pace: Pace, now: float) -> Span:
    if state.phase is FeedPhase.STOPPED:
        return Span("r tries again", Tone.MUTED)
    if pace.next_at is None:
        return Span("asking", Tone.MUTED)
    verb = "next" if state.failure is None else "asks again in"
    wait = f"{verb} {span(ceil(max(0.0, pace.next_at - now)))}"
    return Span(f"{wait} (budget)" if pace.throttled else wait, Tone.MUTED)


def _budget(pace: Pace) -> Span:
    return Span(f"{pace.used}/{pace.per_hour} requests this hour", Tone.MUTED)

"""The state of the connection in words: is what the screen shows true now?"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from math import ceil

from nessie_tui.errors import NessieError, RateLimitedError, UnreachableError
from nessie_tui.model.pace import Pace, PaceRule
from nessie_tui.present.failure import FailureWords
from nessie_tui.present.table import width_cells
from nessie_tui.present.time_words import clock_time, span
from nessie_tui.present.tone import Line, Span, Tone, plain
from nessie_tui.present.wording import Wording


class FeedPhase(Enum):
    """The looks a screen can have, besides its data."""

    LOADING = auto()
    """Nothing of this run has come yet and nothing has failed."""
    LIVE = auto()
    STALE = auto()
    """Something failed since; the poller asks again by itself."""
    OFFLINE = auto()
    """The same, and Mixpanel is not even reached."""
    THROTTLED = auto()
    """Mixpanel said that the project has to rest."""
    REFUSED = auto()
    """Something failed and a person has to act."""


_TONES = {
    FeedPhase.LOADING: Tone.MUTED,
    FeedPhase.LIVE: Tone.SUCCESS,
    FeedPhase.STALE: Tone.WARNING,
    FeedPhase.OFFLINE: Tone.WARNING,
    FeedPhase.THROTTLED: Tone.WARNING,
    FeedPhase.REFUSED: Tone.ERROR,
}

_RULES = {
    PaceRule.WISH: "",
    PaceRule.SETTLED: " (all settled)",
    PaceRule.AWAY: " (away)",
    PaceRule.BUDGET: " (budget)",
    PaceRule.TOLD: " (Mixpanel said to wait)",
}


def failed_phase(error: NessieError, *, resumes: bool) -> FeedPhase:
    """Return the look of a screen whose newest question failed with `error`."""
    if not resumes:
        return FeedPhase.REFUSED
    if isinstance(error, RateLimitedError):
        return FeedPhase.THROTTLED
    return FeedPhase.OFFLINE if isinstance(error, UnreachableError) else FeedPhase.STALE


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known about the connection. Times are monotonic seconds."""

    phase: FeedPhase = FeedPhase.LOADING
    arrived_at: float | None = None
    """When the data shown were true; None while there are none."""
    failure: FailureWords | None = None
    """What went wrong since; None when nothing did."""
    frozen: bool = False
    """The person holds the picture still."""
    is_of_one_pipeline: bool = False
    """What went wrong speaks of the open pipeline only."""

    @property
    def is_old(self) -> bool:
        """The data shown may not be true any more, and nobody knows."""
        is_waiting = self.phase is FeedPhase.LOADING and self.arrived_at is not None
        return self.failure is not None or is_waiting


def feed_line(state: FeedState, pace: Pace, now: float, wording: Wording, width: int) -> Line:
    """Return the right half of the title bar: as many facts as fit into `width` cells."""
    parts = [_look(state, pace, now, wording), _next(state, pace, now), _budget(pace)]
    separator = Span(f" {wording.marks.dot} ", Tone.MUTED)
    line: Line = (parts[0],)
    for part in parts[1:]:
        longer = (*line, separator, part)
        if width_cells(plain(longer)) >= width:  # a space stays free at the screen's edge
            break
        line = longer
    return (*line, Span(" "))


def refresh_words(wait_s: float | None, pace: Pace) -> str:
    """Say what a person's wish to refresh comes to, and what it costs.

    `wait_s` is the seconds it has to wait; None where the answer is too new to ask again.
    """
    if wait_s is None:
        return "Refreshed just now."
    spent = f"{pace.used} of {pace.per_hour} requests this hour"
    if wait_s <= 0:
        return f"Refreshing, {spent} so far."
    why = f"{spent} are spent" if pace.used >= pace.per_hour else "Mixpanel said to wait"
    return f"Asks again in {span(ceil(wait_s))}: {why}."


def _look(state: FeedState, pace: Pace, now: float, wording: Wording) -> Span:
    age = "" if state.arrived_at is None else f"{span(now - state.arrived_at)} ago"
    if state.frozen:
        return Span(f"frozen, data {age or 'not here yet'}", Tone.WARNING, strong=True)
    what = state.phase.name.lower()
    if state.failure is not None:
        what = f"{state.failure.title}{_until(state, pace, now, wording)}"
    separator = " " if state.phase is FeedPhase.LIVE else ", data "
    return Span(
        f"{what}{separator}{age}" if age else what,
        _TONES[state.phase],
        strong=state.failure is not None,
    )


def _until(state: FeedState, pace: Pace, now: float, wording: Wording) -> str:
    if state.phase is not FeedPhase.THROTTLED or pace.next_at is None:
        return ""
    until = wording.now + timedelta(seconds=pace.next_at - now)
    return f" until {clock_time(until, wording)}"


def _next(state: FeedState, pace: Pace, now: float) -> Span:
    if state.phase is FeedPhase.REFUSED:
        return Span("r tries again", Tone.MUTED)
    if pace.next_at is None:
        return Span("asking", Tone.MUTED)
    verb = "next" if state.failure is None else "asks again in"
    wait = span(ceil(max(0.0, pace.next_at - now)))
    is_said = state.frozen and pace.rule is PaceRule.AWAY
    is_beside_the_point = state.failure is not None and pace.rule is not PaceRule.BUDGET
    rule = "" if is_said or is_beside_the_point else _RULES[pace.rule]
    return Span(f"{verb} {wait}{rule}", Tone.MUTED)


def _budget(pace: Pace) -> Span:
    return Span(f"{pace.used}/{pace.per_hour} requests this hour", Tone.MUTED)

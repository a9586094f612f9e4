"""How fast a project is asked, for people to see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How a poller gets on, for the status line. Times are monotonic seconds."""

    used: int
    per_hour: int
    wish_s: float
    next_at: float | None
    """When the next request goes out; None while one is under way or a person has to act."""
    throttled: bool
    """The budget, not the wish, sets the time of the next request."""

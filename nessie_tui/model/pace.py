"""How fast a project is asked, for people to see."""

from dataclasses import dataclass
from enum import Enum, auto


class PaceRule(Enum):
    """What sets the time of the next request."""

    WISH = auto()
    """The person's own wish."""
    SETTLED = auto()
    """Slower: nothing is going on."""
    AWAY = auto()
    """Slower: nobody is looking, or the picture is frozen."""
    TOLD = auto()
    """Slower: Mixpanel said to wait, to this program or to another one."""
    BUDGET = auto()
    """Slower: the hour's requests have to last."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a poller gets on, for the status line. Times are monotonic seconds."""

    used: int
    per_hour: int
    wish_s: float
    next_at: float | None
    """When the next request goes out; None while one is under way or a person has to act."""
    rule: PaceRule = PaceRule.WISH

"""Where a profile's answers come from and which clock goes with them."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from nessie_tui.feed.budget import Budget
from nessie_tui.feed.clock import Clock
from nessie_tui.feed.memory import Shelf
from nessie_tui.feed.source import Connect
from nessie_tui.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Origin:
    """Mixpanel with the machine's clock, or a simulator with its own."""

    connect: Connect
    clock: Clock
    budget: Budget
    """The project's: everybody who asks about it spends from the same one."""
    shelf: Shelf | None = None
    """Where the last answers are kept for the next start; None where they are not."""
    uniform: Callable[[float, float], float] = random.uniform
    """Draws the jitter of waits."""


FindOrigin = Callable[[Profile], Origin]

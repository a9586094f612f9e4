"""Where a profile's answers come from and which clock goes with them."""

from collections.abc import Callable
from dataclasses import dataclass

from nessie_tui.feed.clock import Clock
from nessie_tui.feed.source import Connect
from nessie_tui.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Origin:
    """Mixpanel with the machine's clock, or a simulator with its own."""

    connect: Connect
    clock: Clock


FindOrigin = Callable[[Profile], Origin]

"""What every wording depends on: the moment, the zone and what the terminal can draw."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from nessie_tui.model.state import TaskState
from nessie_tui.present.mark import ASCII, UNICODE, Marks
from nessie_tui.present.state_look import state_look


class TimeMode(StrEnum):
    """In which zone moments are shown. Days are always shown as Mixpanel wrote them."""

    PROJECT = "project"
    """In the profile's time zone, or with the offset that Mixpanel wrote."""
    LOCAL = "local"
    UTC = "UTC"

    def next(self) -> "TimeMode":
        """Return the mode after this one, the first after the last."""
        modes = list(TimeMode)
        return modes[(modes.index(self) + 1) % len(modes)]


@dataclass(frozen=True, slots=True)
class Wording:
    """Passed to everything that makes words."""

    now: datetime
    """Aware."""
    mode: TimeMode = TimeMode.PROJECT
    zone: tzinfo | None = None
    """The project's zone; None where nobody said, and the written offset has to do."""
    local: tzinfo | None = None
    """The zone of the person; None for the machine's own."""
    ascii_only: bool = False

    @property
    def marks(self) -> Marks:
        """The glyphs that the terminal can draw."""
        return ASCII if self.ascii_only else UNICODE

    def state_mark(self, state: TaskState) -> str:
        """Return the glyph of `state`."""
        return state_look(state).mark(ascii_only=self.ascii_only)

"""A screen above the watch screen, about the same project."""

from collections.abc import Callable

from textual.screen import Screen, ScreenResultType

from nessie_tui.present.wording import Wording
from nessie_tui.tui.watched import WatchedProject


class ProjectScreen(Screen[ScreenResultType]):
    """Shows more of a project that is being watched.

    The watch screen below keeps the worker. Whenever something may read differently it calls
    `show_project` on the screen at the top, if that is one of these.
    """

    def __init__(self, watched: WatchedProject, wording: Callable[[], Wording]) -> None:
        """Prepare.

        Args:
            watched: The project, as the watch screen knows it.
            wording: Gives the wording of this moment.
        """
        super().__init__()
        self.watched = watched
        self._wording_now = wording

    @property
    def wording(self) -> Wording:
        """How to word what is shown now."""
        return self._wording_now()

    def show_project(self) -> None:
        """Show what is known now; called often, so what has not changed must cost little."""
        raise NotImplementedError

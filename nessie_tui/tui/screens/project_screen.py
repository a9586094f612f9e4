"""A screen above the watch screen, about the same project."""

from collections.abc import Callable

from textual.binding import Binding, BindingType
from textual.screen import Screen, ScreenResultType

from nessie_tui.present.feed_words import refresh_words
from nessie_tui.present.wording import Wording
from nessie_tui.tui.watched import WatchedProject

PROJECT_KEYS: list[BindingType] = [
    Binding("r", "refresh_now", "Refresh", id="project.refresh"),
    Binding(
        "left_square_bracket",
        "neighbour(-1)",
        "Previous pipeline",
        key_display="[",
        show=False,
        id="project.previous_pipeline",
    ),
    Binding(
        "right_square_bracket",
        "neighbour(1)",
        "Next pipeline",
        key_display="]",
        show=False,
        id="project.next_pipeline",
    ),
    Binding("u", "time_mode", "Times: project, local, UTC", show=False, id="project.time_mode"),
]
"""What can be done on every screen about a project."""


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

    def action_refresh_now(self) -> None:
        """Ask now, out of the same budget."""
        wait_s = self.watched.poller.refresh_now()
        self._say(refresh_words(wait_s, self.watched.poller.pace))
        self.show_project()

    def action_neighbour(self, step: int) -> None:
        """Open the next or previous pipeline."""
        name = self.watched.view.neighbour(step, self.wording.now)
        if name is not None:
            self.watched.open(name)
            self.show_project()

    def action_time_mode(self) -> None:
        """Show moments in the next zone."""
        self.watched.mode = self.watched.mode.next()
        self._say(f"Times: {self.watched.mode}. Days stay as Mixpanel wrote them.")
        self.show_project()

    def _say(self, text: str) -> None:
        self.app.clear_notifications()  # one at a time, or they cover what is shown
        self.notify(text, markup=False)

"""A screen above the watch screen, about the same project."""

from dataclasses import replace

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from nessie_tui.present.feed_words import refresh_words
from nessie_tui.present.wording import Wording
from nessie_tui.tui.screens.explain import ExplainScreen
from nessie_tui.tui.watched import WatchedProject
from nessie_tui.tui.widgets.title_bar import TitleBar

PROJECT_KEYS: list[BindingType] = [
    Binding("i", "explain", "How it was computed", show=False, id="project.explain"),
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
    Binding("p", "profile_wanted", "Profile", show=False, id="project.profile"),
    Binding("space", "freeze", "Freeze", show=False, id="project.freeze"),
    Binding("r", "refresh_now", "Refresh", id="project.refresh"),
    Binding("u", "time_mode", "Times: project, local, UTC", show=False, id="project.time_mode"),
]
"""What can be done on every screen about a project."""


class ProjectScreen(Screen[bool]):
    """Shows more of a project that is being watched.

    The watch screen below keeps the worker and tells the screen at the top, if it is one of these,
    what to show. This one asks nothing and keeps nothing: what it changes, it changes in the
    watched project. Dismissed with True where the tasks of a date are wanted; the filter for them
    is set by then.
    """

    class ProfileWanted(Message):
        """The person wants to choose another profile."""

    def __init__(self, watched: WatchedProject, *, ascii_only: bool) -> None:
        """Prepare.

        Args:
            watched: The project, as the watch screen knows it.
            ascii_only: The terminal draws nothing beyond ASCII.
        """
        super().__init__()
        self.watched = watched
        self.ascii_only = ascii_only

    @property
    def wording(self) -> Wording:
        """How to word what is shown now."""
        return self.watched.wording(ascii_only=self.ascii_only)

    def show_project(self) -> None:
        """Show what is known now."""
        raise NotImplementedError

    def show_title(self) -> None:
        """Say whose project it is, and how old everything is by now."""
        bar, state = self.query_one(TitleBar), self.watched.feed_state
        self.set_class(state.is_old, "-old")
        bar.show(*self.watched.title(self.wording, bar.size.width))

    @on(TitleBar.ProfileWanted)
    def action_profile_wanted(self) -> None:
        """Ask for another profile."""
        self.post_message(self.ProfileWanted())

    def action_explain(self) -> None:
        """Say how the figures were computed."""
        lines = self.watched.explanation(None, self.wording)
        if lines is None:
            self.say("Nothing is known of its dates yet.")
            return
        self.app.push_screen(ExplainScreen(lines))

    def action_freeze(self) -> None:
        """Hold the picture still, or let it go on with the newest of what came meanwhile."""
        self.watched.turn_freeze(is_focused=self.app.app_focus)
        self.show_project()

    def action_refresh_now(self) -> None:
        """Ask now, out of the same budget."""
        wait_s = self.watched.poller.refresh_now()
        self.say(refresh_words(wait_s, self.watched.poller.pace))
        self.show_title()

    def action_neighbour(self, step: int) -> None:
        """Open the next or previous pipeline."""
        name = self.watched.view.neighbour(step, self.wording.now)
        if name is not None:
            self.watched.open(name)
            self.show_project()

    def action_time_mode(self) -> None:
        """Show moments in the next zone."""
        self.watched.mode = self.watched.mode.next()
        self.say(f"Times: {self.watched.mode}. Days stay as Mixpanel wrote them.")
        self.show_project()

    def action_back(self) -> None:
        """Go back to the tasks, as they were."""
        self.dismiss(False)  # noqa: FBT003 - what it is dismissed with

    def show_tasks(self, text: str) -> None:
        """Go back to the tasks, and show only those that match the filter `text`."""
        view = self.watched.view
        view.query = replace(view.query.unfiltered(), text=text)
        self.dismiss(True)  # noqa: FBT003 - what it is dismissed with

    def say(self, text: str) -> None:
        """Tell the person something, one thing at a time: toasts cover what is shown."""
        self.app.clear_notifications()
        self.notify(text, markup=False)

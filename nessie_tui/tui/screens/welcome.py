"""The first screen of somebody who has no profile yet."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer

from nessie_tui.present.welcome import welcome_lines
from nessie_tui.tui.widgets.prose import Prose


class WelcomeScreen(Screen[None]):
    """Says what this is, and offers the demo or the way to a first profile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add a profile", id="welcome.add"),
        Binding("d", "demo", "Demo", id="welcome.demo"),
        Binding("r", "look_again", "Look again", id="welcome.again"),
    ]

    class DemoWanted(Message):
        """The person wants to see the built-in simulator."""

    class ProfilesWanted(Message):
        """The person has saved a profile and wants to watch it."""

    def __init__(self, profiles_path: str) -> None:
        """Prepare; profiles are saved at `profiles_path`."""
        super().__init__()
        self._profiles_path = profiles_path
        self._adding = False

    def compose(self) -> ComposeResult:
        """Lay out one text."""
        with Vertical(id="welcome") as frame:
            frame.border_title = "nessie-tui"
            yield Prose()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show the text."""
        self._show()

    def _show(self) -> None:
        lines = welcome_lines(self._profiles_path, adding=self._adding)
        self.query_one(Prose).show(lines)

    def action_add(self) -> None:
        """Say how a profile is added."""
        self._adding = True
        self._show()

    def action_demo(self) -> None:
        """Open the demo."""
        self.post_message(self.DemoWanted())

    def action_look_again(self) -> None:
        """Look for profiles again."""
        self.post_message(self.ProfilesWanted())

"""The keys of the screen below, made from its bindings, and what the states mean."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen

from nessie_tui.present.help import KeyHint, help_lines
from nessie_tui.tui.widgets.prose import Prose


class HelpScreen(ModalScreen[None]):
    """Shows help until any of its keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "dismiss(None)", "Close", id="help.close"),
    ]

    def __init__(self, hints: tuple[KeyHint, ...], *, ascii_only: bool) -> None:
        """Show `hints`."""
        super().__init__()
        self._hints = hints
        self._ascii_only = ascii_only

    def compose(self) -> ComposeResult:
        """Lay out one scrolling text."""
        with VerticalScroll(id="dialog") as dialog:
            dialog.border_title = "Help"
            yield Prose(id="help")

    def on_mount(self) -> None:
        """Show the text."""
        self.query_one(Prose).show(help_lines(self._hints, ascii_only=self._ascii_only))


def key_hints(screen: Screen[object]) -> tuple[KeyHint, ...]:
    """Return the bindings that work on `screen` now, one row for all keys that do the same.

    Ours have an id, so that they can be remapped; Textual's own have none and are left out.
    """
    keys: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.description and binding.id and not binding.system:
            shown = screen.app.get_key_display(binding)
            keys.setdefault(binding.description, []).append(shown)
    return tuple(KeyHint(" ".join(shown), words) for words, shown in keys.items())

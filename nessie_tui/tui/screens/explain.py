"""How a figure was computed, over the screen that shows it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from nessie_tui.present.tone import Line, Span, Tone, plain
from nessie_tui.tui.widgets.prose import Prose


class ExplainScreen(ModalScreen[None]):
    """Shows an explanation until it is closed; what it says can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="explain.copy"),
        Binding("escape,i,q,enter", "dismiss(None)", "Close", id="explain.close"),
    ]

    def __init__(self, lines: list[Line]) -> None:
        """Show `lines`."""
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay out one scrolling text."""
        with VerticalScroll(id="dialog") as dialog:
            dialog.border_title = "How this was computed"
            yield Prose(id="explanation")
            yield Prose(id="hint")

    def on_mount(self) -> None:
        """Show the text."""
        self.query_one("#explanation", Prose).show(self._lines)
        self.query_one("#hint", Prose).show([(Span("y copies, esc closes", Tone.MUTED),)])

    def action_copy(self) -> None:
        """Copy the text."""
        self.app.copy_to_clipboard("\n".join(map(plain, self._lines)))
        self.notify("Copied the explanation.", markup=False)

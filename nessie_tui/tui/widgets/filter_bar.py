"""The line in which a filter is typed."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Blur
from textual.message import Message
from textual.widgets import Input


class FilterBar(Input):
    """Hidden until opened; tells every change, and when the person is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear the filter", show=False, id="filter.clear"),
    ]

    class Typed(Message):
        """The filter reads differently."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Closed(Message):
        """The person is done; the last `Typed` stands."""

    def __init__(self) -> None:
        super().__init__(id="filter", select_on_focus=False)
        self.cursor_blink = False
        self.display = False

    def open(self, text: str, hint: str) -> None:
        """Begin with `text`; `hint` shows what may be typed."""
        self.value = text
        self.placeholder = hint
        self.cursor_position = len(text)
        self.add_class("-open")
        self.display = True  # at once: what is not displayed takes no focus
        self.screen.set_focus(self)

    def action_clear(self) -> None:
        """Filter nothing and close."""
        self.value = ""
        self.post_message(self.Typed(""))
        self._close()

    @on(Input.Changed)
    def _changed(self, message: Input.Changed) -> None:
        message.stop()
        if self.has_class("-open"):
            self.post_message(self.Typed(message.value))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self._close()

    @on(Blur)
    def _left(self) -> None:
        # Whoever goes elsewhere is done, and has chosen where to go.
        self._hide()

    def _close(self) -> None:
        self._hide()
        self.post_message(self.Closed())

    def _hide(self) -> None:
        self.remove_class("-open")
        self.display = False

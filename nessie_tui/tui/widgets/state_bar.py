"""Counts per state in one line; a click on one shows only that state."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from nessie_tui.model.state import TaskState
from nessie_tui.present.state_bar import StateCount
from nessie_tui.present.tone import Span
from nessie_tui.tui.widgets.paint import TONE_CLASSES, strip

_PADDING = 1
_GAP = 1


class StateBar(Widget):
    """Shows the entries it is given and marks the chosen ones."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"state-bar--chosen", *TONE_CLASSES}

    class StateWanted(Message):
        """The person wants to see only one state, or all."""

        def __init__(self, state: TaskState | None) -> None:
            self.state = state
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: Sequence[StateCount] = ()

    @property
    def entries(self) -> Sequence[StateCount]:
        """What is shown."""
        return self._entries

    def show(self, entries: Sequence[StateCount]) -> None:
        """Show `entries`; nothing is sent to the terminal when nothing differs."""
        if entries != self._entries:
            self._entries = entries
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        chosen_style = self.get_component_rich_style("state-bar--chosen")
        strips: list[Strip] = []
        for entry in self._entries:
            line = (Span(f" {entry.text} ", entry.tone, strong=entry.is_chosen),)
            cells = cell_len(entry.text) + 2 * _PADDING
            strips.append(strip(self, line, cells, chosen_style if entry.is_chosen else None))
            strips.append(Strip.blank(_GAP, self.rich_style))
        return Strip.join(strips).adjust_cell_length(width, self.rich_style)

    def on_click(self, event: Click) -> None:
        """Find the entry under the pointer."""
        x = 0
        for entry in self._entries:
            x += cell_len(entry.text) + 2 * _PADDING + _GAP
            if event.x < x:
                self.post_message(self.StateWanted(entry.state))
                return

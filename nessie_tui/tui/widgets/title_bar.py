"""The first line: whose project this is, and whether what is shown is true now."""

from typing import ClassVar

from rich.cells import cell_len
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from nessie_tui.present.tone import Line
from nessie_tui.tui.widgets.paint import TONE_CLASSES, strip


class TitleBar(Widget):
    """A left part and a right part; the left one gives way where both do not fit."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(TONE_CLASSES)

    class ProfileWanted(Message):
        """The person clicked on the profile's name."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left: Line = ()
        self._right: Line = ()

    def show(self, left: Line, right: Line) -> None:
        """Show both parts; nothing is sent to the terminal when they are the same as before."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        right_cells = sum(cell_len(span.text) for span in self._right)
        left_cells = max(0, width - right_cells)
        left = strip(self, self._left, left_cells)
        return Strip.join([left, strip(self, self._right, width - left_cells)])

    def on_click(self) -> None:
        """Take a click anywhere on the bar for one on the profile."""
        self.post_message(self.ProfileWanted())

"""A few lines of text that wrap: details, notices, errors."""

from collections.abc import Iterable
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from nessie_tui.present.tone import Line
from nessie_tui.tui.widgets.paint import TONE_CLASSES, content


class Prose(Widget):
    """Shows `lines`; a changed line repaints, a changed number of lines also lays out anew."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(TONE_CLASSES)

    lines: reactive[tuple[Line, ...]] = reactive((), layout=True)

    def show(self, lines: Iterable[Line]) -> None:
        """Show `lines` instead of those shown so far."""
        self.lines = tuple(lines)

    def render(self) -> Content:
        """Return the lines in today's theme."""
        return content(self, self.lines)

"""From spans to Textual: the one place where text becomes something that is drawn.

Text goes in as plain text, never as markup, and a tone becomes a component class, so that the
stylesheet and the theme decide how it looks.
"""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

from nessie_tui.present.tone import Line, Tone

TONE_CLASSES = frozenset(f"tone--{tone}" for tone in Tone)
"""Belongs into the COMPONENT_CLASSES of every widget that draws spans."""


def content(widget: Widget, lines: Iterable[Line]) -> Content:
    """Return lines of spans as content for `widget`'s render method."""
    parts: list[str | tuple[str, VisualStyle]] = []
    for number, line in enumerate(lines):
        if number:
            parts.append("\n")
        for span in line:
            style = widget.get_visual_style(f"tone--{span.tone}")
            parts.append((span.text, style + _BOLD if span.strong else style))
    return Content.assemble(*parts)


def border_title(line: Line) -> Content:
    """Return a line for a widget's border, in the colours that the theme has for text."""
    parts: list[str | tuple[str, str]] = []
    for span in line:
        colour = "" if span.tone is Tone.PLAIN else f"$text-{span.tone}"
        parts.append((span.text, f"{colour} bold".strip() if span.strong else colour))
    return Content.assemble(*parts)


def strip(widget: Widget, line: Line, width: int, over: Style | None = None) -> Strip:
    """Return one line as a strip of exactly `width` cells.

    Args:
        widget: Gives the styles of the tones.
        line: The spans.
        width: Cells; what does not fit is cut.
        over: Laid over everything, for a cursor; None for nothing.
    """
    base = widget.rich_style
    segments = []
    for span in line:
        style = base + widget.get_component_rich_style(f"tone--{span.tone}")
        if span.strong:
            style += _STRONG
        segments.append(Segment(span.text, style + over if over else style))
    return Strip(segments).adjust_cell_length(width, base + over if over else base)


_STRONG = Style(bold=True)
_BOLD = VisualStyle(bold=True)

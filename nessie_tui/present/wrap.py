"""Lines broken at their spaces."""

import re

from nessie_tui.present.table import width_cells
from nessie_tui.present.tone import Line, Span

_PIECE = re.compile(r" +|[^ ]+")


def wrapped(line: Line, width: int, indent: int) -> list[Line]:
    """Return `line` in lines of at most `width` cells, where its words allow that.

    Args:
        line: What to break.
        width: In cells.
        indent: How far all lines but the first are moved to the right.
    """
    pieces = [
        Span(piece, span.tone, span.strong) for span in line for piece in _PIECE.findall(span.text)
    ]
    lines: list[list[Span]] = [[]]
    used = 0
    for piece in pieces:
        cells = width_cells(piece.text)
        if used + cells > width and not piece.text.isspace() and any(map(_is_word, lines[-1])):
            while lines[-1] and not _is_word(lines[-1][-1]):
                lines[-1].pop()
            lines.append([Span(" " * indent)])
            used = indent
        lines[-1].append(piece)
        used += cells
    return [tuple(broken) for broken in lines]


def _is_word(span: Span) -> bool:
    return not span.text.isspace()

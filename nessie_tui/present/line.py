"""Lines put together from parts: side by side, at both ends, or the longest that fits."""

from collections.abc import Iterable

from nessie_tui.present.table import cut, width_cells
from nessie_tui.present.tone import Line, Span, plain

GAP = "  "
"""Stands between two facts."""


def cells(line: Line) -> int:
    """Return how many cells a line takes in a terminal."""
    return width_cells(plain(line))


def joined(parts: Iterable[Line], between: str = GAP) -> Line:
    """Return those of `parts` that are not empty as one line."""
    spans: list[Span] = []
    for part in filter(None, parts):
        spans += [Span(between), *part] if spans else part
    return tuple(spans)


def apart(left: Line, right: Line, width: int) -> Line:
    """Return `left`, and `right` at the end of `width` cells; empty where both do not fit."""
    between = width - cells(left) - cells(right)
    return (*left, Span(" " * between), *right) if between >= len(GAP) else ()


def first_that_fits(candidates: Iterable[Line], width: int) -> Line:
    """Return the first of `candidates` that fits; where none does, what fits of the last one."""
    line: Line = ()
    for line in candidates:
        if cells(line) <= width:
            return line
    return cut(line, width)

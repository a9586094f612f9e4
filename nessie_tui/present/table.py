"""A plain table for people: columns as wide as their widest cell."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nessie_tui.present.tone import Line, Span, Tone, plain

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of as many cells."""

    header: Sequence[str]
    rows: Sequence[Line]


def table_lines(table: Table) -> list[Line]:
    """Return the header and the rows, every cell padded to its column's width."""
    heading = tuple(Span(title, Tone.MUTED) for title in table.header)
    lines = [heading, *table.rows]
    widths = [max(width_cells(line[n].text) for line in lines) for n in range(len(table.header))]
    return [_padded(line, widths) for line in lines]


def cut(line: Line, width: int) -> Line:
    """Return what fits of `line` into `width` cells; an ellipsis says that something is cut."""
    if width_cells(plain(line)) <= width:
        return line
    kept: list[Span] = []
    left = max(0, width - 1)
    for span in line:
        text = span.text
        while width_cells(text) > left:
            text = text[:-1]
        kept.append(replace(span, text=text))
        left -= width_cells(text)
        if text != span.text:
            break
    return (*kept, Span("…", Tone.MUTED))


def width_cells(text: str) -> int:
    """Return how many cells clean text takes in a terminal."""
    return sum(
        0
        if unicodedata.category(char) in {"Mn", "Me"}
        else 2
        if unicodedata.east_asian_width(char) in {"W", "F"}
        else 1
        for char in text
    )


def _padded(line: Line, widths: Sequence[int]) -> Line:
    spans: list[Span] = []
    for span, width in zip(line, widths, strict=True):
        padding = " " * (width - width_cells(span.text)) + _GAP
        spans += [span, Span(padding)]
    return tuple(spans[:-1])  # nothing behind the last column

"""The days of a pipeline's timeline, a line each."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType

from nessie_tui.present.timeline_rows import DayRow
from nessie_tui.present.timeline_words import day_columns, padded
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.line_list import LineList

_GUTTER_CELLS = 2


class TimelineTable(LineList[date]):
    """Shows days in as many columns as fit."""

    HEADER_LINES: ClassVar[int] = 1

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Tasks of the day", key_display="enter", id="timeline.tasks"),
    ]

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Mapping[date, DayRow] = {}
        self._wording = wording

    def show(self, rows: Mapping[date, DayRow], wording: Wording) -> None:
        """Show `rows`; only lines that read differently are painted again."""
        self._wording = wording
        if rows is self._rows:
            self.repaint()
            return
        self._rows = rows
        self.show_keys(tuple(rows))

    def header_line(self, line: int, width: int) -> Line:
        """Return the titles."""
        del line
        titles = [f"{one.title:<{one.width_cells}}" for one in day_columns(width - _GUTTER_CELLS)]
        return (Span(" " * _GUTTER_CELLS + " ".join(titles), strong=True),)

    def item_line(self, place: int, line: int, width: int) -> Line:
        """Return a day's cells."""
        del line
        row = self._rows[self.keys[place]]
        cursor = self._wording.marks.cursor if place == self.cursor else " "
        spans = [Span(f"{cursor} ", Tone.ACCENT)]
        for column in day_columns(width - _GUTTER_CELLS):
            spans += [*padded(column.cell(row, self._wording), column.width_cells), Span(" ")]
        return tuple(spans)

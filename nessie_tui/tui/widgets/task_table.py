"""The tasks of one pipeline, a line each."""

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.events import Click
from textual.message import Message

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.task import Task, TaskKey
from nessie_tui.present.column import GAP_CELLS, Column, fitting
from nessie_tui.present.task_rows import TaskRows
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording
from nessie_tui.tui.widgets.line_list import LineList

_GUTTER_CELLS = 2


class TaskTable(LineList[TaskKey]):
    """Shows task rows in as many columns as fit."""

    HEADER_LINES: ClassVar[int] = 1

    class OrderWanted(Message):
        """The person clicked on a column's title."""

        def __init__(self, field: str) -> None:
            self.field = field
            super().__init__()

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = TaskRows()
        self._tasks: tuple[Task, ...] = ()
        self._wording = wording

    def show(self, rows: TaskRows, wording: Wording) -> None:
        """Show `rows`; only lines that read differently are painted again."""
        self._wording = wording
        if rows is self._rows:
            self.repaint()
            return
        self._rows = rows
        self._tasks = tuple(rows.shown.values())
        self.show_keys(tuple(rows.shown))

    @property
    def cursor_task(self) -> Task | None:
        """The task under the cursor, or None in an empty table."""
        return self._tasks[self.cursor] if self._tasks else None

    def header_line(self, line: int, width: int) -> Line:
        """Return the titles; an arrow stands behind the one that orders."""
        del line
        query, marks = self._rows.query, self._wording.marks
        arrow = marks.descending if query.descending else marks.ascending
        cells = [
            f"{column.title} {arrow}" if column.order_by == query.order_by else column.title
            for column in self._columns(width)
        ]
        padded = (
            _padded(cell, column.width_cells)
            for cell, column in zip(cells, self._columns(width), strict=True)
        )
        return (Span(" " * _GUTTER_CELLS + (" " * GAP_CELLS).join(padded), strong=True),)

    def item_line(self, place: int, line: int, width: int) -> Line:
        """Return a task's cells."""
        del line
        key, task = self.keys[place], self._tasks[place]
        marks = self._wording.marks
        cursor = marks.cursor if place == self.cursor else " "
        changed = marks.changed if key in self._rows.changed else " "
        spans = [Span(f"{cursor}{changed}", Tone.ACCENT)]
        attempts: Attempts = self._rows.attempts
        for column in self._columns(width):
            cell = column.cell(task, attempts, self._wording)
            text = _padded(cell.text, column.width_cells) + " " * GAP_CELLS
            spans.append(Span(text, cell.tone, cell.strong))
        return tuple(spans)

    def on_click(self, event: Click) -> None:
        """Order by the title under the pointer, if it is one."""
        if event.y - self.gutter.top >= self.HEADER_LINES:
            return
        event.stop()
        end = self.gutter.left + _GUTTER_CELLS
        for column in self._columns(self.size.width):
            end += column.width_cells + GAP_CELLS
            if event.x < end:
                if column.order_by is not None:
                    self.post_message(self.OrderWanted(column.order_by))
                return

    def _columns(self, width: int) -> tuple[Column, ...]:
        return fitting(width - _GUTTER_CELLS)


def _padded(text: str, cells: int) -> str:
    # A word of Mixpanel's may be long, or wider than its number of characters.
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return f"{set_cell_size(text, cells - 1)}…"

"""A calendar of a pipeline's dates, of which only the visible cells are ever worded or painted.

The cursor stands on a date, not on a cell: it stays there whatever comes, and brackets stand around
it, so that it is seen in every theme and without colours.
"""

from collections.abc import Iterator
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nessie_tui.present.calendar import Calendar, Place, calendar_of
from nessie_tui.present.date_mark import DateMarks
from nessie_tui.present.mark import Marks
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.tui.widgets.paint import TONE_CLASSES, strip

_HEADER_LINES = 1
_PITCHES = (4, 3, 2)
"""Cells of a column, the roomiest first."""
_BRACKET_CELLS = 1
"""What the cursor's last bracket takes behind the last column."""
_WHEEL_COLUMNS = 2
_WHEEL_ROWS = 3
_SQUARE_PITCH = 4
"""Columns so wide go with an empty line between rows, where there is room for that."""


class DateCalendar(ScrollView, can_focus=True):
    """Shows the marks of a pipeline's dates; newer is right and down."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--header",
        "calendar--cursor",
        *TONE_CLASSES,
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(0, -1)", "Earlier", show=False, id="calendar.left"),
        Binding("right,l", "move(0, 1)", "Later", show=False, id="calendar.right"),
        Binding("up,k", "move(-1, 0)", "A row up", show=False, id="calendar.up"),
        Binding("down,j", "move(1, 0)", "A row down", show=False, id="calendar.down"),
        Binding("pageup,ctrl+b", "page(-1)", "A page earlier", show=False, id="calendar.page_up"),
        Binding("pagedown,ctrl+f", "page(1)", "A page later", show=False, id="calendar.page_down"),
        Binding("home,g", "first", "Oldest date", show=False, id="calendar.first"),
        Binding("end,G", "last", "Newest date", show=False, id="calendar.last"),
        Binding("enter", "choose", "Tasks", key_display="enter", id="calendar.choose"),
    ]

    class DateMessage(Message):
        """Something about one date."""

        def __init__(self, unit: int) -> None:
            self.unit = unit
            super().__init__()

    class CursorMoved(DateMessage):
        """Another date is under the cursor."""

        def can_replace(self, message: Message) -> bool:
            """Only the newest place of the cursor matters."""
            return isinstance(message, DateCalendar.CursorMoved)

    class Chosen(DateMessage):
        """The person pressed enter on a date, or clicked on it twice."""

    def __init__(self, glyphs: Marks, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._marks: DateMarks | None = None
        self._calendar: Calendar | None = None
        self._cursor = 0
        self._painted: dict[int, Strip] = {}

    # What an owner asks and says.

    @property
    def cursor(self) -> int | None:
        """The date under the cursor; None while nothing is shown."""
        return None if self._calendar is None else self._cursor

    def show(self, marks: DateMarks) -> None:
        """Show these marks; the cursor stays on its date, and the date on its cell.

        At the newest date's end the picture follows when a further date comes, as long as the
        cursor is still to be seen.
        """
        coverage, span, before = marks.found.coverage, marks.span, self._calendar
        known = before is not None and before.units is coverage.units
        if known and before is not None and before.span == span:
            self._marks = marks
            self.repaint()
            return
        corner = self._corner
        was_last = before is None or self._is_at_the_end(before, corner)
        calendar = calendar_of(coverage.units, span)
        shift = Place(0, 0)
        if before is not None and known:
            cursor = calendar.clamped(self._cursor)
            old, new = before.place(before.clamped(cursor)), calendar.place(cursor)
            shift = Place(new.row - old.row, new.column - old.column)
        else:
            cursor = calendar.clamped(coverage.reported_to)
        self._marks, self._calendar, self._cursor = marks, calendar, cursor
        self._resize_content()
        self._scroll_to_place(Place(corner.row + shift.row, corner.column + shift.column))
        if was_last or not known:
            self._show_newest()
        self._painted.clear()
        self.refresh()
        self.post_message(self.CursorMoved(cursor))

    def _is_at_the_end(self, calendar: Calendar, corner: Place) -> bool:
        if calendar.grows_down:
            return corner.row + self._rows_seen >= calendar.rows
        return corner.column + self._columns_seen >= calendar.columns

    def forget(self) -> None:
        """Show nothing, until other dates come."""
        self._marks = self._calendar = None
        self._resize_content()
        self._painted.clear()
        self.refresh()

    def move_to(self, unit: int) -> None:
        """Put the cursor on `unit`, or on the first or last date where it lies outside."""
        if self._calendar is None:
            return
        unit = self._calendar.clamped(unit)
        if unit != self._cursor:
            self._cursor = unit
            self.post_message(self.CursorMoved(unit))
        self._scroll_to_cursor()
        self.repaint()

    def repaint(self) -> None:
        """Paint the visible lines that look different from what is on the screen."""
        for y in range(self.size.height):
            if self._painted.get(y) != self._line(y):
                self.refresh(Region(0, y, self.size.width, 1))

    # Painting.

    def render_line(self, y: int) -> Strip:
        """Paint line `y` of the visible part."""
        painted = self._painted[y] = self._line(y)
        return painted

    def _line(self, y: int) -> Strip:
        width, calendar = self._room.width, self._calendar
        row, gap = divmod(y - _HEADER_LINES, self._row_pitch)
        if calendar is None or row >= self._rows_seen or (gap and y >= _HEADER_LINES):
            return Strip.blank(width, self.rich_style)
        corner, columns = self._corner, self._columns_seen
        if y < _HEADER_LINES:
            return self._header(calendar, corner, width)
        row += corner.row
        label = Span(f"{calendar.label(row, self._label_cells):<{self._label_cells}}", Tone.MUTED)
        seen = range(corner.column, corner.column + columns)
        return self._with_cursor((label, *self._row_spans(row, seen)), row, width)

    def _header(self, calendar: Calendar, corner: Place, width: int) -> Strip:
        marks, columns = self._glyphs, self._columns_seen
        earlier = marks.earlier if corner.column > 0 else " "
        later = marks.later if corner.column + columns < calendar.columns else ""
        name = f"{calendar.corner_label(corner):<{self._label_cells - 1}}{earlier}"
        names = calendar.header(corner, columns, self._pitch)
        title = f"{name}{names:<{columns * self._pitch}}{later}"
        over = self.get_component_rich_style("calendar--header")
        return strip(self, (Span(title),), width, over)

    def _row_spans(self, row: int, columns: range) -> Iterator[Span]:
        calendar, marks, pitch = self._calendar, self._marks, self._pitch
        if calendar is None or marks is None:
            return
        gap = Span(" " * (pitch - 1))
        for column in columns:
            unit = calendar.unit(Place(row, column))
            yield gap
            if unit is None:
                yield Span(" ")
            else:
                mark = marks.mark(unit)
                yield Span(mark.glyph, mark.tone, mark.strong)

    def _with_cursor(self, line: Line, row: int, width: int) -> Strip:
        """Return a row with brackets around the cursor, if it is in this one."""
        painted = strip(self, line, width)
        calendar = self._calendar
        if calendar is None or self._marks is None or calendar.place(self._cursor).row != row:
            return painted
        column = calendar.place(self._cursor).column - self._corner.column
        x = self._label_cells + (column + 1) * self._pitch - 1
        if not 0 <= column < self._columns_seen:
            return painted
        mark = self._marks.mark(self._cursor)
        cell = (Span("["), Span(mark.glyph, mark.tone, mark.strong), Span("]"))
        around = painted.divide([x - 1, x + 2, width])
        return Strip.join([around[0], strip(self, cell, 3, self._cursor_style), *around[2:]])

    @property
    def _cursor_style(self) -> Style:
        # The whole style, colour included, where the keys go; only the background elsewhere, so
        # that the tones stay.
        whole = self.get_component_rich_style("calendar--cursor")
        return whole if self.has_focus else Style(bgcolor=whole.bgcolor)

    # Room.

    @property
    def _room(self) -> Size:
        return self.scrollable_content_region.size

    @property
    def _label_cells(self) -> int:
        return 0 if self._calendar is None else self._calendar.label_cells(self._room.width)

    @property
    def _pitch(self) -> int:
        """Cells of a column: as many as let the whole history be seen, but not more than four."""
        if self._calendar is None:
            return _PITCHES[-1]
        room = self._room.width - self._label_cells - _BRACKET_CELLS
        columns = self._calendar.columns
        return next((pitch for pitch in _PITCHES if columns * pitch <= room), _PITCHES[-1])

    @property
    def _row_pitch(self) -> int:
        calendar = self._calendar
        if calendar is None or calendar.grows_down or self._pitch < _SQUARE_PITCH:
            return 1
        return 2 if self._room.height >= _HEADER_LINES + 2 * calendar.rows - 1 else 1

    @property
    def _columns_seen(self) -> int:
        calendar = self._calendar
        if calendar is None:
            return 0
        fit = max(0, self._room.width - self._label_cells - _BRACKET_CELLS) // self._pitch
        if not calendar.grows_down:
            return fit
        row = self._corner.row
        return min(fit, calendar.columns_of(range(row, row + self._rows_seen)))

    @property
    def _rows_seen(self) -> int:
        if self._calendar is None:
            return 0
        fit = -(-(self._room.height - _HEADER_LINES) // self._row_pitch)
        return max(1, fit if self._calendar.grows_down else min(fit, self._calendar.rows))

    @property
    def _corner(self) -> Place:
        """The first place that is seen; before the first date where there is room for more."""
        calendar = self._calendar
        if calendar is None:
            return Place(0, 0)
        rows_left = calendar.rows - self._rows_seen
        row = min(self.scroll_offset.y, rows_left) if rows_left > 0 else rows_left
        if calendar.grows_down:
            return Place(row, 0)
        columns_left = calendar.columns - self._columns_seen
        column = min(self.scroll_offset.x // self._pitch, columns_left)
        return Place(max(0, row), column if columns_left > 0 else columns_left)

    def _resize_content(self) -> None:
        calendar, size = self._calendar, self._room
        if calendar is None:
            self.virtual_size = size
            return
        rows = max(0, calendar.rows - self._rows_seen)
        columns = 0 if calendar.grows_down else max(0, calendar.columns - self._columns_seen)
        self.virtual_size = Size(size.width + columns * self._pitch, size.height + rows)

    def on_resize(self, event: Resize) -> None:
        """Show the newest dates that can be seen together with the cursor."""
        del event
        self._painted.clear()
        self._resize_content()
        self._show_newest()

    def _show_newest(self) -> None:
        if self._calendar is not None:
            self._scroll_to_place(Place(self._calendar.rows, self._calendar.columns))
            self._scroll_to_cursor()

    def _scroll_to_place(self, corner: Place) -> None:
        x, y = corner.column * self._pitch, corner.row
        self.scroll_to(x=max(0, x), y=max(0, y), animate=False, force=True, immediate=True)

    def _scroll_to_cursor(self) -> None:
        if self._calendar is None:
            return
        place, corner = self._calendar.place(self._cursor), self._corner
        row = max(min(corner.row, place.row), place.row - self._rows_seen + 1)
        column = max(min(corner.column, place.column), place.column - self._columns_seen + 1)
        if self._calendar.grows_down:
            column = 0
        if (row, column) != corner:
            self._scroll_to_place(Place(row, column))

    # Moving.

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor down and to the right; up and to the left for negative numbers."""
        if self._calendar is not None:
            self.move_to(self._calendar.moved(self._cursor, rows, columns))

    def action_page(self, pages: int) -> None:
        """Move by what is seen, less one row or column to keep the eye on."""
        if self._calendar is not None and self._calendar.grows_down:
            self.action_move(pages * max(1, self._rows_seen - 1), 0)
        else:
            self.action_move(0, pages * max(1, self._columns_seen - 1))

    def action_first(self) -> None:
        """Go to the oldest date."""
        if self._calendar is not None:
            self.move_to(self._calendar.span.first)

    def action_last(self) -> None:
        """Go to the newest date."""
        if self._calendar is not None:
            self.move_to(self._calendar.span.last)

    def action_choose(self) -> None:
        """Ask for the tasks of the date under the cursor."""
        if self._calendar is not None:
            self.post_message(self.Chosen(self._cursor))

    def on_click(self, event: Click) -> None:
        """Put the cursor under the pointer; a second click asks for the tasks."""
        calendar, corner = self._calendar, self._corner
        x = event.x - self.gutter.left - self._label_cells
        y = event.y - self.gutter.top - _HEADER_LINES
        if calendar is None or x < 0 or y < 0:
            return
        # A date takes the last cell of its column, and answers for half a column on both sides.
        column = max(0, (x + 1 - self._pitch + self._pitch // 2) // self._pitch)
        unit = calendar.unit(Place(corner.row + y // self._row_pitch, corner.column + column))
        if unit is None or unit < calendar.span.first:
            return
        self.move_to(unit)
        if event.chain > 1:
            self.action_choose()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show later dates."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show earlier dates."""
        self._wheel(event, -1)

    def _wheel(self, event: MouseScrollDown | MouseScrollUp, step: int) -> None:
        event.stop()
        event.prevent_default()
        corner = self._corner
        if self._calendar is not None and self._calendar.grows_down:
            self._scroll_to_place(Place(corner.row + step * _WHEEL_ROWS, 0))
        else:
            self._scroll_to_place(Place(corner.row, corner.column + step * _WHEEL_COLUMNS))

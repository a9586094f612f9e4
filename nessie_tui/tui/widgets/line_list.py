"""A list of which only the visible lines are ever worded or painted.

Textual's DataTable words every cell when it is filled (4 s for 10,000 rows) and keeps the cursor's
index when rows come and go. This list keeps its rows as they are, asks for words line by line, and
keeps the cursor on its key.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from nessie_tui.present.tone import Line
from nessie_tui.tui.widgets.paint import TONE_CLASSES, strip

Key = TypeVar("Key", bound=Hashable)


class ItemMessage(Message):
    """Something about one item of a list."""

    def __init__(self, line_list: "LineList[Any]", key: Any) -> None:
        self.line_list = line_list
        self.key = key
        super().__init__()

    @property
    def control(self) -> "LineList[Any]":
        """The list that the item stands in."""
        return self.line_list


class LineList(ScrollView, Generic[Key], can_focus=True):
    """Keyed items of a fixed number of lines, under a fixed number of header lines.

    A subclass says how an item's line reads (`item_line`) and what stands above (`header_line`).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--cursor",
        "line-list--header",
        *TONE_CLASSES,
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="list.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="list.page_up"),
        Binding("home,g", "first", "First row", show=False, id="list.first"),
        Binding("end,G", "last", "Last row", show=False, id="list.last"),
        Binding("enter", "choose", "Open", show=False, id="list.choose"),
    ]

    ITEM_LINES: ClassVar[int] = 1
    HEADER_LINES: ClassVar[int] = 0

    class CursorMoved(ItemMessage):
        """Another item is under the cursor; `key` is None when there is no item left."""

        def can_replace(self, message: Message) -> bool:
            """Only the newest place of a list's cursor matters."""
            return isinstance(message, LineList.CursorMoved) and message.control is self.control

    class Chosen(ItemMessage):
        """The person pressed enter on an item, or clicked on it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: Sequence[Key] = ()
        self._places: Mapping[Key, int] = {}
        self._cursor = 0
        self._lost: Key | None = None
        self._height: int | None = None
        self._painted: dict[int, Strip] = {}

    # What a subclass gives.

    def item_line(self, place: int, line: int, width: int) -> Line:
        """Return line `line` of the item at `place`, at most `width` cells wide."""
        raise NotImplementedError

    def header_line(self, line: int, width: int) -> Line:
        """Return a line that stays above the items."""
        raise NotImplementedError

    # What an owner asks and says.

    @property
    def keys(self) -> Sequence[Key]:
        """The items' keys, in order."""
        return self._keys

    @property
    def cursor(self) -> int:
        """The place of the item under the cursor; 0 in an empty list."""
        return self._cursor

    @property
    def cursor_key(self) -> Key | None:
        """The item under the cursor, or None in an empty list."""
        return self._keys[self._cursor] if self._keys else None

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Show these items; the cursor stays on its item and the item on its line.

        Where the item is gone the cursor stays at its place, and goes back to the item if it
        returns before the cursor was moved. Where the cursor is out of sight the first visible item
        stays on its line instead. At the top of the list the first line stays the first, as long as
        the cursor's item is still to be seen.
        """
        before = self.cursor_key
        top = self.scroll_offset.y
        cursor_is_seen = 0 <= self._cursor_line - top < self._item_rows
        anchor = before if cursor_is_seen else self._key_at(top // self.ITEM_LINES)
        line = (self._cursor_line if cursor_is_seen else top - top % self.ITEM_LINES) - top
        self._keys = keys
        self._places = {key: place for place, key in enumerate(keys)}
        self._find_cursor(before)
        self._resize_content()
        if anchor is before:
            anchor = self.cursor_key
        if top == 0 and self._cursor_line < self._item_rows:
            self._scroll_line(0)
        elif anchor in self._places:
            self._scroll_line(self._places[anchor] * self.ITEM_LINES - line)
        self.repaint()
        if self.cursor_key != before:
            self._tell_cursor()

    def _find_cursor(self, before: Key | None) -> None:
        """Put the cursor on the item it was on, or on the one it would be on were it not gone."""
        if self._lost is not None and self._lost in self._places:
            self._cursor, self._lost = self._places[self._lost], None
        elif before is not None and before in self._places:
            self._cursor = self._places[before]
        else:
            self._lost = before if self._lost is None else self._lost
            self._cursor = max(0, min(self._cursor, len(self._keys) - 1))

    def _key_at(self, place: int) -> Key | None:
        return self._keys[place] if place < len(self._keys) else None

    def start_over(self, key: Key | None) -> None:
        """Forget the items, as others will come; begin with the cursor on `key` among those."""
        self._lost = None
        self.show_keys(())
        self._cursor, self._lost = 0, key

    def move_to(self, key: Key) -> None:
        """Put the cursor on `key`, if it is listed."""
        place = self._places.get(key)
        if place is not None:
            self._go(place)

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
        width = self.scrollable_content_region.width
        if y < self.HEADER_LINES:
            header = self.get_component_rich_style("line-list--header")
            return strip(self, self.header_line(y, width), width, header)
        place, line = divmod(y - self.HEADER_LINES + self.scroll_offset.y, self.ITEM_LINES)
        if place >= len(self._keys):
            return Strip.blank(width, self.rich_style)
        over = self._cursor_style if place == self._cursor else None
        return strip(self, self.item_line(place, line, width), width, over)

    @property
    def _cursor_style(self) -> Style:
        # The whole style, colour included, where the keys go; only the background elsewhere, so
        # that the tones stay.
        whole = self.get_component_rich_style("line-list--cursor")
        return whole if self.has_focus else Style(bgcolor=whole.bgcolor)

    def on_resize(self, event: Resize) -> None:
        """Keep the cursor in sight, if it was."""
        before = event.size.height if self._height is None else self._height
        was_seen = 0 <= self._cursor_line - self.scroll_offset.y < before - self.HEADER_LINES
        self._height = event.size.height
        self._painted.clear()
        self._resize_content()
        if was_seen:
            self._scroll_to_cursor()

    def _resize_content(self) -> None:
        lines = self.HEADER_LINES + len(self._keys) * self.ITEM_LINES
        self.virtual_size = Size(self.scrollable_content_region.width, lines)

    # Moving.

    def action_move(self, places: int) -> None:
        """Move the cursor down, or up for a negative number."""
        self._go(self._cursor + places)

    def action_page(self, pages: int) -> None:
        """Move by a screenful, less one item to keep the eye on."""
        self._go(self._cursor + pages * max(1, self._item_rows // self.ITEM_LINES - 1))

    def action_first(self) -> None:
        """Go to the first item."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last item."""
        self._go(len(self._keys) - 1)

    def action_choose(self) -> None:
        """Open the item under the cursor."""
        key = self.cursor_key
        if key is not None:
            self.post_message(self.Chosen(self, key))

    def on_click(self, event: Click) -> None:
        """Put the cursor under the pointer and open what is there."""
        y = event.y - self.gutter.top - self.HEADER_LINES
        if y < 0:
            return
        place = (y + self.scroll_offset.y) // self.ITEM_LINES
        if place < len(self._keys):
            self._go(place)
            self.action_choose()

    def _go(self, place: int) -> None:
        place = max(0, min(place, len(self._keys) - 1))
        self._lost = None
        if place != self._cursor and self._keys:
            self._cursor = place
            self._tell_cursor()
        self._scroll_to_cursor()
        self.repaint()

    def _tell_cursor(self) -> None:
        self.post_message(self.CursorMoved(self, self.cursor_key))

    @property
    def _item_rows(self) -> int:
        """Lines of the widget that show items."""
        return max(1, self.size.height - self.HEADER_LINES)

    @property
    def _cursor_line(self) -> int:
        return self._cursor * self.ITEM_LINES

    def _scroll_to_cursor(self) -> None:
        top = self.scroll_offset.y
        lowest = self._cursor_line + self.ITEM_LINES - self._item_rows
        self._scroll_line(min(self._cursor_line, max(top, lowest)))

    def _scroll_line(self, line: int) -> None:
        if line != self.scroll_offset.y:
            self.scroll_to(y=line, animate=False, force=True, immediate=True)

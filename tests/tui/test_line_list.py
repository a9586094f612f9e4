"""The list of lines: what is painted is what a plain list would show, and the cursor stays put."""

import random

import pytest
from textual.app import App, ComposeResult

from nessie_tui.present.tone import Span
from nessie_tui.tui.widgets.line_list import LineList

pytestmark = pytest.mark.anyio


class Numbers(LineList[int]):
    HEADER_LINES = 1
    ITEM_LINES = 2

    def header_line(self, line, width):
        del line, width
        return (Span("numbers"),)

    def item_line(self, place, line, width):
        del width
        return (Span(f"{self.keys[place]}{'ab'[line]}{'<' if place == self.cursor else ''}"),)


class Table(App[None]):
    def compose(self) -> ComposeResult:
        yield Numbers(id="numbers")


def seen(numbers: Numbers) -> list[str]:
    return [numbers.render_line(y).text.strip() for y in range(numbers.size.height)]


def expected(numbers: Numbers) -> list[str]:
    height = numbers.size.height - 1
    lines = [
        f"{key}{part}{'<' if key == numbers.cursor_key else ''}"
        for key in numbers.keys
        for part in "ab"
    ]
    top = numbers.scroll_offset.y
    shown = lines[top : top + height]
    return ["numbers", *shown, *[""] * (height - len(shown))]


def cursor_is_seen(numbers: Numbers) -> bool:
    line = numbers.cursor * 2 - numbers.scroll_offset.y
    return 0 <= line < numbers.size.height - 1


@pytest.mark.parametrize("seed", range(4))
async def test_any_sequence_of_lists_keys_and_sizes(seed):
    draw = random.Random(seed)  # noqa: S311 - no secret hangs on it
    async with Table().run_test(size=(40, 12)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.focus()
        chosen = None  # by the person, by moving the cursor there
        for _ in range(60):
            key = numbers.cursor_key
            chosen = key if chosen is None else chosen
            match draw.choice(["list", "list", "key", "resize"]):
                case "list":
                    keys = draw.sample(range(60), draw.randrange(60))
                    numbers.show_keys(keys)
                    if chosen in keys or key in keys:
                        assert numbers.cursor_key == (chosen if chosen in keys else key)
                case "key":
                    await pilot.press(draw.choice(["down", "up", "pagedown", "G", "g", "j", "k"]))
                    assert not numbers.keys or cursor_is_seen(numbers)
                    chosen = numbers.cursor_key
                case "resize":
                    await pilot.resize_terminal(40, draw.randrange(3, 30))
                    assert numbers.cursor_key == key
            await pilot.pause()
            assert numbers.cursor_key in numbers.keys if numbers.keys else numbers.cursor == 0
            assert seen(numbers) == expected(numbers)


async def test_the_cursors_item_stays_on_its_line_when_others_come_above():
    async with Table().run_test(size=(40, 13)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.show_keys(range(100, 150))
        numbers.move_to(130)
        line = numbers.cursor * 2 - numbers.scroll_offset.y
        numbers.show_keys(range(50, 150))
        assert numbers.cursor_key == 130
        assert numbers.cursor * 2 - numbers.scroll_offset.y == line


async def test_out_of_sight_of_the_cursor_the_first_visible_item_stays():
    async with Table().run_test(size=(40, 13)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.show_keys(range(100, 200))
        numbers.scroll_to(y=80, animate=False, force=True, immediate=True)
        assert seen(numbers)[1] == "140a"
        numbers.show_keys(range(50, 200))
        assert seen(numbers)[1] == "140a"
        assert numbers.cursor_key == 100


async def test_at_the_top_the_first_line_stays_the_first():
    async with Table().run_test(size=(40, 13)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.show_keys(range(100, 150))
        numbers.show_keys(range(98, 150))
        assert (numbers.scroll_offset.y, numbers.cursor_key) == (0, 100)


async def test_an_item_that_returns_finds_the_cursor_again_unless_it_was_moved():
    async with Table().run_test(size=(40, 13)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.show_keys(range(10))
        numbers.move_to(7)
        numbers.show_keys([])
        assert numbers.cursor_key is None
        numbers.show_keys(range(10))
        assert numbers.cursor_key == 7
        numbers.show_keys([1, 2, 3])
        numbers.action_move(-1)
        numbers.show_keys(range(10))
        assert numbers.cursor_key == 2


async def test_nothing_is_painted_again_when_nothing_differs(monkeypatch):
    async with Table().run_test(size=(40, 13)) as pilot:
        numbers = pilot.app.query_one(Numbers)
        numbers.show_keys(range(10))
        await pilot.pause()
        painted = []
        monkeypatch.setattr(numbers, "refresh", lambda *regions, **_: painted.extend(regions))
        numbers.repaint()
        assert not painted
        numbers._cursor = 3
        numbers.repaint()
        assert sorted(region.y for region in painted) == [1, 2, 7, 8]

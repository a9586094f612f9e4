import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nessie_tui.model.text import MAX_CHARS, clean

ESC = "\x1b"
CHUNK = MAX_CHARS // 3  # a control takes two characters, the base behind it one
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff"  # C0, DEL, C1, surrogates
    "\xad\u061c\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, marks drawn as nothing
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, separators, bidi
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"  # fillers, selectors, tags
)

any_text = st.text(st.characters(exclude_categories=[]), max_size=2 * MAX_CHARS)


def mark_runs(text: str) -> list[str]:
    """The stretches of `text` that a terminal draws on top of the character before them."""
    return re.findall("1+", "".join("1" if cell_len(char) == 0 else "0" for char in text))


def test_no_code_point_can_act_on_a_terminal():
    for start in range(0, sys.maxunicode + 1, CHUNK):
        chars = map(chr, range(start, min(start + CHUNK, sys.maxunicode + 1)))
        # Each has a base of its own, so that no mark is dropped for following others.
        cleaned = clean("".join(f"{char}x" for char in chars))
        assert cleaned.endswith("x")
        assert not FORBIDDEN.search(cleaned), f"from U+{start:04X}"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("", ""),
        ("events-daily-bigquery", "events-daily-bigquery"),
        ("naïve 日本 ✓", "naïve 日本 ✓"),
        (f"{ESC}]52;c;aGk=\x07", "^[]52;c;aGk=^G"),
        ("a\nb\r\tc\x00\x7f", "a^Jb^M^Ic^@^?"),
        ("\x9b2J", "\ufffd2J"),
        ("abc\u202etxt", "abc\ufffdtxt"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("lone \ud800", "lone \ufffd"),
        ("tag \U000e0041", "tag \ufffd"),
        ("[/x] [@click=quit]", "[/x] [@click=quit]"),  # markup is text: nothing here speaks it
    ],
)
def test_what_cannot_be_drawn_is_shown(raw, shown):
    assert clean(raw) == shown


@pytest.mark.parametrize("mark", ["\u0301", "\u20dd", "\u0903", "\u1161", "\U0001f3fb"])
def test_a_flood_of_marks_leaves_four(mark):
    assert clean("a" + mark * 200 + "b") == "a" + mark * 4 + "b"


def test_a_long_text_says_that_it_was_cut():
    assert clean("x" * MAX_CHARS) == "x" * MAX_CHARS
    assert clean("x" * (MAX_CHARS + 1)) == "x" * (MAX_CHARS - 1) + "…"
    assert clean("x" * 9, limit=5) == "xxxx…"
    assert clean(ESC * MAX_CHARS).endswith("^…")


def test_a_cut_is_told_even_where_dropped_marks_made_the_text_short():
    assert clean("a" + "\u0301" * MAX_CHARS + "-production") == "a" + "\u0301" * 4 + "…"


@given(any_text)
def test_any_text_comes_out_drawable_and_short(text):
    cleaned = clean(text)
    assert len(cleaned) <= MAX_CHARS
    assert not FORBIDDEN.search(cleaned)
    assert all(len(run) <= 4 for run in mark_runs(cleaned))
    assert not {unicodedata.category(char) for char in cleaned} & {"Cc", "Cf", "Cs", "Co", "Cn"}
    cleaned.encode()


@given(any_text)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=MAX_CHARS))
def test_printable_ascii_is_left_alone(text):
    assert clean(text) == text

"""Text from outside, made safe to draw.

A pipeline's name, a server's error text or a line of a file may hold terminal escapes, invisible
characters or a wall of combining marks. Every such text passes `clean` where it enters the program,
so that nothing further in has to think about it.
"""

import re
import unicodedata

MAX_CHARS = 256
"""The longest text kept, in characters; the rest is cut and an ellipsis says so."""

_MAX_MARKS = 4
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Cc controls, Cf format (bidi, zero width, tags), Cs surrogates, Co private use, Cn unassigned,
# Zl and Zp separators: none of them has a width that every terminal agrees on.
_UNDRAWABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Drawn on top of the character before, like a combining mark, though not one by category.
_STACKING = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb\U0001f3fb-\U0001f3ff]")
# Assigned and printable by category, yet drawn as nothing.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def clean(text: str, limit: int = MAX_CHARS) -> str:
    """Return `text` with nothing in it that could act on a terminal.

    ASCII control characters become caret notation (``^[`` for ESC); other controls, surrogates,
    bidirectional, zero-width, private and unassigned characters become U+FFFD; at most four
    combining marks follow a character; a text longer than `limit` characters is cut.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    drawable = "".join(_drawable(char) for char in _with_few_marks(text[:limit]))
    if len(text) <= limit and len(drawable) <= limit:
        return drawable
    return drawable[: limit - 1] + "…"


def _drawable(char: str) -> str:
    code = ord(char)
    if code < 0x20 or code == 0x7F:  # noqa: PLR2004 - the bounds of ASCII's own controls
        return f"^{chr(code ^ 0x40)}"
    if unicodedata.category(char) in _UNDRAWABLE or _INVISIBLE.match(char):
        return _REPLACEMENT
    return char


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M") or bool(_STACKING.match(char))

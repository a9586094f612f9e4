"""What a piece of text means for the eye; the theme says how that looks."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """A role, never a colour. The values are the names the stylesheet knows."""

    PLAIN = "plain"
    MUTED = "muted"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of plain, clean text in one tone."""

    text: str
    tone: Tone = Tone.PLAIN
    strong: bool = False


Line = tuple[Span, ...]
"""One line of text."""


def plain(line: Line) -> str:
    """Return a line's text alone."""
    return "".join(span.text for span in line)

"""Every glyph that is drawn, with its twin for terminals that know only ASCII.

All are one cell wide everywhere: East Asian width N or Na, never A.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """The glyphs besides those of the states."""

    cursor: str
    changed: str
    ascending: str
    descending: str
    dot: str
    alarm: str
    earlier: str
    later: str


UNICODE = Marks(
    cursor="▸",
    changed="✦",
    ascending="▴",
    descending="▾",
    dot="⋅",
    alarm="!",
    earlier="◂",
    later="▸",
)
ASCII = Marks(
    cursor=">",
    changed="*",
    ascending="^",
    descending="v",
    dot="-",
    alarm="!",
    earlier="<",
    later=">",
)

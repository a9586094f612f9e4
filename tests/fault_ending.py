"""How a fault ends: as which error, under which words, and when it is asked again."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from nessie_tui.errors import RequestError

T = TypeVar("T")


class Road(Enum):
    """How the server is reached."""

    PLAIN = "http, by its address"
    NAMED = "http, by its name"
    TLS = "https"
    PROXY = "https, through a proxy"


class Wait(Enum):
    """Seconds to the next question of the same kind, after a first failure: fewest and most."""

    SOON = (1, 2)
    ONCE_MORE = (0.5, 4)
    PATIENT = (15, 30)
    SELDOM = (900, 900)
    HUMBLE = (60, 60)
    TOLD_7 = (7, 7)
    TOLD_9 = (9, 9)
    TOLD_30 = (30, 30)
    TOLD_LONG = (6 * 3600, 6 * 3600)
    AT_ONCE = (1, 1)
    AS_EVER = (0.9 * 3600, 1.1 * 3600)
    FOR_A_PERSON = None


@dataclass(frozen=True)
class Group(Generic[T]):
    """Faults that end alike."""

    kind: type[RequestError]
    title: str
    """In the status line; in braces the error's {status}."""
    wait: Wait
    faults: Mapping[str, T]
    road: Road = Road.PLAIN
    route: str = "status"
    is_late: bool = False
    """Only a time limit ends it."""
    client_kind: type[RequestError] | None = None
    """What the client, who knows of no pipelines, makes of it; None for the same."""

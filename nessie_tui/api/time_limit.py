"""How long a request may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The most seconds for each part of a request."""

    connect_s: float = 5.0
    """Until there is a connection: name, TCP, proxy and TLS, each by itself."""
    read_s: float = 10.0
    """Between two bytes, sent or received."""
    deadline_s: float = 20.0
    """For the whole answer: no other limit ends an answer that trickles."""


DEFAULT_LIMITS = TimeLimits()

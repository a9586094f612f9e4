"""What was asked and when, so that a test can tell how politely."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from nessie_tui.simulator.request import Params, Request


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request. No header is kept: the secret is among them."""

    method: str
    path: str
    route: str | None
    """``jobs``, ``status`` and so on; None for a path that is none of the API's."""
    params: Params
    began_s: float
    """Monotonic seconds."""
    ended_s: float | None = None
    """When it was answered, refused or given up; None while it is in flight."""
    status: int | None = None
    """The HTTP status that was sent; None while there is none."""


class RequestLog:
    """Every request since the start, or since it was cleared, in the order they began."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Take the time from `monotonic`, in seconds."""
        self._monotonic = monotonic
        self._numbers = count()
        self._requests: dict[int, LoggedRequest] = {}
        self._most: Counter[str | None] = Counter()

    def requests(self, route: str | None = None) -> tuple[LoggedRequest, ...]:
        """Return the requests for a route, or all of them for None."""
        return tuple(r for r in self._requests.values() if route in {None, r.route})

    def in_flight(self, route: str | None = None) -> tuple[LoggedRequest, ...]:
        """Return the requests that have not ended."""
        return tuple(request for request in self.requests(route) if request.ended_s is None)

    def most_in_flight(self, route: str | None = None) -> int:
        """Return how many requests for a route, or for any, were ever in flight at once."""
        return self._most[route]

    def clear(self) -> None:
        """Forget all requests; one in flight is not seen again."""
        self._requests.clear()
        self._most.clear()

    def begin(self, request: Request, route: str | None) -> int:
        """Note that a request arrived and return its number."""
        number = next(self._numbers)
        self._requests[number] = LoggedRequest(
            request.method, request.path, route, request.params, self._monotonic()
        )
        for counted in {route, None}:
            self._most[counted] = max(self._most[counted], len(self.in_flight(counted)))
        return number

    def end(self, number: int, status: int | None) -> None:
        """Note that a request is over; `status` is None when nothing was sent."""
        logged = self._requests.get(number)
        if logged is not None:
            self._requests[number] = replace(logged, ended_s=self._monotonic(), status=status)

"""How many requests a project may still be sent.

Mixpanel publishes no limit for these routes. The nearest one, for raw exports on the same host, is
60 an hour for the whole project, everybody's programs together; a monitor must not eat that up.
"""

from collections import deque
from collections.abc import Callable

HOUR_S = 3600.0
_BURST_SHARE = 5


class Budget:
    """A token bucket: `per_hour` requests in any hour, and spread over it.

    Who asks `wait_s` before every request never exceeds it. A question that has to be put in
    another way is put at once, so an hour may end a few requests over.

    A fifth of the hour's requests may go at once, so that a start is not throttled; the rest comes
    back evenly.
    """

    def __init__(self, per_hour: int, monotonic: Callable[[], float]) -> None:
        """Start full.

        Args:
            per_hour: The most requests in any hour; at least 1.
            monotonic: Gives seconds that only grow.
        """
        self.per_hour = per_hour
        self._monotonic = monotonic
        self._burst = max(1.0, per_hour / _BURST_SHARE)
        self._per_s = max(per_hour - self._burst, 1.0) / HOUR_S
        self._tokens = self._burst
        self._filled_at = monotonic()
        self._spent: deque[float] = deque()

    @property
    def used(self) -> int:
        """Requests within the last hour."""
        self._forget()
        return len(self._spent)

    def spend(self) -> None:
        """Note that a request is being sent. Sending is never refused here; see `wait_s`."""
        self._fill()
        self._tokens -= 1
        self._spent.append(self._monotonic())

    @property
    def is_exhausted(self) -> bool:
        """All of the hour's requests are spent."""
        return self.used >= self.per_hour

    def wait_s(self) -> float:
        """Return the seconds until a request may be sent; 0 when one may be sent now."""
        self._fill()
        self._forget()
        wait = max(0.0, (1 - self._tokens) / self._per_s)
        if len(self._spent) >= self.per_hour:
            wait = max(wait, self._spent[0] + HOUR_S - self._monotonic())
        return wait

    def _fill(self) -> None:
        now = self._monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._per_s)
        self._filled_at = now

    def _forget(self) -> None:
        since = self._monotonic() - HOUR_S
        while self._spent and self._spent[0] <= since:
            self._spent.popleft()

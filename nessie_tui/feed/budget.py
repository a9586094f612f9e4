"""How many requests a project may still be sent.

Mixpanel publishes no limit for these routes. The nearest one, for raw exports on the same host, is
60 an hour for the whole project, everybody's programs together; a monitor must not eat that up.
"""

from collections.abc import Callable, Sequence
from math import inf
from typing import Protocol

HOUR_S = 3600.0
_MEMORY_H = 2
"""Hours that the ledger is asked about: a bucket that was empty an hour ago is not full now."""
_INSTANT_S = 0.001
"""Waited at least where anything has to be waited for: sums of seconds are rounded."""
_LOOK_S = 5.0
_LONGEST_REST_S = 6 * HOUR_S
"""The most that Mixpanel is believed; more can only be a clock that was set back."""
_BURST_SHARE = 0.2
_FEED_SHARE = 0.8


class Ledger(Protocol):
    """Remembers when a project was sent requests. Moments are seconds of the budget's clock."""

    def spent(self, since: float) -> tuple[float, ...]:
        """Return the moments after `since`, the oldest first."""

    def add(self, at: float, since: float, allowed: Callable[[Sequence[float]], bool]) -> bool:
        """Note a request at `at`, if `allowed` says so of the moments after `since`."""

    def forget(self, at: float) -> None:
        """Strike out a request noted at `at`."""

    def resting_until(self) -> float:
        """Return the moment until which Mixpanel said to wait; minus infinity for none."""

    def rest(self, until: float) -> None:
        """Note that Mixpanel said to wait until then."""


class MemoryLedger:
    """Remembers as long as the program runs."""

    def __init__(self) -> None:
        self._spent: tuple[float, ...] = ()
        self._resting_until = -inf

    def spent(self, since: float) -> tuple[float, ...]:
        """Return the moments after `since`."""
        return tuple(at for at in self._spent if at > since)

    def add(self, at: float, since: float, allowed: Callable[[Sequence[float]], bool]) -> bool:
        """Note `at` and forget what is older than `since`."""
        self._spent = self.spent(since)
        if not allowed(self._spent):
            return False
        self._spent += (at,)
        return True

    def forget(self, at: float) -> None:
        """Strike out one request of `at`, if there is one."""
        if at in self._spent:
            place = self._spent.index(at)
            self._spent = self._spent[:place] + self._spent[place + 1 :]

    def resting_until(self) -> float:
        """Return what was noted last."""
        return self._resting_until

    def rest(self, until: float) -> None:
        """Note `until`."""
        self._resting_until = until


class Budget:
    """At most `per_hour` requests in any hour, and those of a feed spread over it.

    The ceiling binds everybody: `take` refuses what would go past it. Besides, a feed that asks by
    itself waits for `wait_s`, a token bucket: a fifth of the hour's requests may go at once, so
    that a start is not throttled, and in the long run it takes four fifths. The last fifth is for
    people: their refreshes and commands. Where Mixpanel said to wait, all feeds do.
    """

    def __init__(self, per_hour: int, now: Callable[[], float], ledger: Ledger) -> None:
        """Look at what was spent already.

        Args:
            per_hour: The most requests in any hour; at least 1.
            now: Gives seconds. The ledger's moments are of the same clock.
            ledger: What was spent, by other programs too where they share it.
        """
        self.per_hour = per_hour
        self._now = now
        self._ledger = ledger
        self._burst = max(1.0, per_hour * _BURST_SHARE)
        # The burst counts too: it is taken for full where the ledger's memory begins.
        self._per_s = max(per_hour * _FEED_SHARE - self._burst / _MEMORY_H, 1.0) / HOUR_S
        self._spent: tuple[float, ...] = ()
        self._taken_at: float | None = None
        self._looked_at = -inf
        self._look()

    @property
    def used(self) -> int:
        """Requests within the last hour; those of other programs a few seconds late."""
        if self._now() - self._looked_at > _LOOK_S:
            self._look()
        return self._count(self._spent)

    def take(self) -> bool:
        """Note that a request is about to be sent; False where the ceiling forbids it."""
        now = self._now()
        taken = self._ledger.add(now, self._since, lambda spent: self._count(spent) < self.per_hour)
        self._taken_at = now if taken else None
        self._look()
        return taken

    def give_back(self) -> None:
        """Strike out the request taken last: it never got as far as Mixpanel."""
        if self._taken_at is not None:
            self._ledger.forget(self._taken_at)
            self._taken_at = None
            self._look()

    def rest(self, seconds: float) -> None:
        """Note that Mixpanel said to wait so long, for every feed of the project."""
        self._ledger.rest(self._now() + seconds)

    def rest_s(self) -> float:
        """Return the seconds for which Mixpanel said to wait, at most six hours; 0 for none."""
        left = self._ledger.resting_until() - self._now()
        return left if 0 < left <= _LONGEST_REST_S else 0.0

    def wait_s(self) -> float:
        """Return the seconds until a feed may ask by itself; 0 when it may now."""
        return max(self.ceiling_wait_s(), (1 - self._tokens()) / self._per_s, 0.0)

    def ceiling_wait_s(self) -> float:
        """Return the seconds until the hour's ceiling lets anybody ask; 0 when it does now."""
        self._look()
        if self.used < self.per_hour:
            return 0.0
        return max(_INSTANT_S, self._spent[-self.per_hour] + HOUR_S - self._now())

    def _tokens(self) -> float:
        """Return what is in the bucket; below 0 where people took more than there was."""
        now = self._now()
        tokens, filled_at = self._burst, self._since
        for at in self._spent:
            tokens = min(self._burst, tokens + (at - filled_at) * self._per_s) - 1
            filled_at = at
        return min(self._burst, tokens + (now - filled_at) * self._per_s)

    @property
    def _since(self) -> float:
        return self._now() - _MEMORY_H * HOUR_S

    def _look(self) -> None:
        self._looked_at = self._now()
        self._spent = self._ledger.spent(self._since)

    def _count(self, spent: Sequence[float]) -> int:
        since = self._now() - HOUR_S
        return sum(at > since for at in spent)

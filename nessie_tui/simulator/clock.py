"""The simulator's own time, which may run faster than ours, stand still or jump."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta


class SimulatedClock:
    """A wall clock that somebody can turn."""

    def __init__(
        self,
        start: datetime,
        speed: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin at `start`.

        Args:
            start: Aware; what `now` returns at first.
            speed: Simulated seconds per real second; 0 stands still.
            monotonic: Real seconds that only grow.

        Raises:
            ValueError: `start` has no time zone.
        """
        if start.tzinfo is None:
            msg = "a simulated clock starts at an aware datetime"
            raise ValueError(msg)
        self._base = start
        self._speed = speed
        self._monotonic = monotonic
        self._mark_s = monotonic()

    @property
    def speed(self) -> float:
        """Simulated seconds per real second."""
        return self._speed

    def now(self) -> datetime:
        """Return the simulated time, in the zone of the start."""
        passed_s = (self._monotonic() - self._mark_s) * self._speed
        return self._base + timedelta(seconds=passed_s)

    def advance(self, by: timedelta) -> None:
        """Jump; a negative `by` goes back."""
        self._base += by

    def move_to(self, moment: datetime) -> None:
        """Jump to `moment`, which is aware, and go on from there at the same speed."""
        self._base += moment - self.now()

    def run_at(self, speed: float) -> None:
        """Go on from the present moment at another speed."""
        self._base, self._mark_s = self.now(), self._monotonic()
        self._speed = speed

    def freeze(self) -> None:
        """Stand still until moved, or run again."""
        self.run_at(0.0)

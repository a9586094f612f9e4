"""The two clocks, passed in wherever time matters so that a test can hold them still."""

import asyncio
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

_SLICE_S = 10.0
"""The longest sleep at a stretch: a machine that wakes up is noticed after so long at most."""
_OVERSLEPT_S = 30.0


class Clock(Protocol):
    """What the program may know about time."""

    def now(self) -> datetime:
        """Return the wall clock's time, aware: for what Mixpanel dates."""

    def monotonic(self) -> float:
        """Return seconds that only grow, also while the machine sleeps: for ages and pauses."""

    async def pause(self, seconds: float, wake: asyncio.Event) -> bool:
        """Return when `seconds` have passed or `wake` is set, whichever is first.

        Returns:
            The machine, or this process, stood still meanwhile.
        """


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the seconds since some start, a suspended machine's sleep included."""
        return _seconds()

    async def pause(self, seconds: float, wake: asyncio.Event) -> bool:
        """Sleep in slices, because the event loop's own timers stop while the machine sleeps."""
        until = self.monotonic() + seconds
        while (left := until - self.monotonic()) > 0:
            begun = self.monotonic()
            length = min(left, _SLICE_S)
            with suppress(TimeoutError):
                async with asyncio.timeout(length):
                    await wake.wait()
            if self.monotonic() - begun > length + _OVERSLEPT_S:
                return True  # whatever came first, the end of the slice or somebody's touch
            if wake.is_set():
                break
        return False


if sys.platform == "linux":

    def _seconds() -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

elif sys.platform == "darwin":

    def _seconds() -> float:
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # time.monotonic stops in sleep here

else:
    _seconds = time.monotonic

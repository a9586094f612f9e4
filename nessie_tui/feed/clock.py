"""The two clocks, passed in wherever time matters so that a test can hold them still."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the program may know about time."""

    def now(self) -> datetime:
        """Return the wall clock's time, aware: for what Mixpanel dates."""

    def monotonic(self) -> float:
        """Return seconds that only grow: for ages and pauses."""

    async def pause(self, seconds: float, wake: asyncio.Event) -> None:
        """Return when `seconds` have passed or `wake` is set, whichever is first."""


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return `time.monotonic`."""
        return time.monotonic()

    async def pause(self, seconds: float, wake: asyncio.Event) -> None:
        """Sleep, unless woken."""
        try:
            async with asyncio.timeout(seconds):
                await wake.wait()
        except TimeoutError:
            pass

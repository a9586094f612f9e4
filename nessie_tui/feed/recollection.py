"""What earlier runs knew of the pipelines that are not open, brought back beside all else.

The first request does not wait for it, nor does what is recalled wait for an answer: a network that
is silent must not keep it from the screen.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from nessie_tui.feed.update import Arrival

Recall = Callable[[Sequence[str]], Coroutine[Any, Any, list[Arrival]]]


class Recollection:
    """Recalls pipelines in a task of its own, and wakes whoever waits when it is done."""

    def __init__(self, recall: Recall, wake: Callable[[], object]) -> None:
        """Begin with nothing to recall.

        Args:
            recall: Recalls the tasks of pipelines, and ends soon also where the disk hangs.
            wake: Called when there is something to take.
        """
        self._recall = recall
        self._wake = wake
        self._task: asyncio.Task[list[Arrival]] | None = None

    @property
    def is_under_way(self) -> bool:
        """What it brings back has not been taken yet."""
        return self._task is not None

    def begin(self, pipelines: Sequence[str]) -> None:
        """Recall these, unless it is at it already."""
        if self._task is None and pipelines:
            self._task = asyncio.create_task(self._recall(pipelines))
            self._task.add_done_callback(lambda _: self._wake())

    def take(self) -> list[Arrival]:
        """Return what was recalled, once; nothing as long as that is under way."""
        if self._task is None or not self._task.done():
            return []
        task, self._task = self._task, None
        return task.result()

    async def done(self) -> None:
        """Return when there is something to take, or nothing to come."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def take_before(self, other: "asyncio.Task[Any]") -> list[Arrival]:
        """Return what was recalled before `other` is done; nothing where that is done first."""
        if self._task is not None:
            await asyncio.wait({self._task, other}, return_when=asyncio.FIRST_COMPLETED)
        return self.take()

    async def close(self) -> None:
        """Recall no more."""
        task, self._task = self._task, None
        if task is not None:
            await ended(task)


async def ended(task: "asyncio.Task[Any]") -> None:
    """Cancel `task` unless it is done, and return when it is; its error is nobody's any more."""
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
    if not task.cancelled():
        task.exception()

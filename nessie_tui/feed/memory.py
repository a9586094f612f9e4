"""What a feed remembers from one run to the next, kept and recalled beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol, TypeVar

from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.snapshot import TaskSnapshot

T = TypeVar("T")


class Shelf(Protocol):
    """Keeps the last answers about one project. Slow, and never raises."""

    def listing(self) -> PipelineListing | None:
        """Return the list kept last, or None."""

    def tasks(self, pipeline: str) -> TaskSnapshot | None:
        """Return the tasks kept last of `pipeline`, or None."""

    def keep_listing(self, listing: PipelineListing) -> None:
        """Keep `listing` in place of the one before."""

    def keep_tasks(self, snapshot: TaskSnapshot) -> None:
        """Keep `snapshot` in place of the pipeline's one before."""

    def confirm(self, pipeline: str, at: datetime) -> None:
        """Note that the tasks kept of `pipeline` were still true at `at`."""


class Memory:
    """A shelf with one thread of its own, so that no disk ever holds up the screen.

    The thread is not the event loop's: that one's may all be waiting for a silent name server.
    """

    def __init__(self, shelf: Shelf | None) -> None:
        """Remember on `shelf`; None remembers nothing."""
        self._shelf = shelf
        self._thread: ThreadPoolExecutor | None = None
        self._kept_listing: PipelineListing | None = None
        self._kept: dict[str, TaskSnapshot] = {}

    async def listing(self) -> PipelineListing | None:
        """Recall the list of pipelines."""
        return None if self._shelf is None else await self._beside(self._shelf.listing)

    async def tasks(self, pipeline: str) -> TaskSnapshot | None:
        """Recall a pipeline's tasks."""
        shelf = self._shelf
        if shelf is None:
            return None
        snapshot = await self._beside(lambda: shelf.tasks(pipeline))
        if snapshot is not None:
            self._kept[pipeline] = snapshot
        return snapshot

    def keep_listing(self, listing: PipelineListing) -> None:
        """Keep the list of pipelines soon, unless it says what the one kept last says."""
        kept = self._kept_listing
        if self._shelf is None or (kept is not None and kept.pipelines == listing.pipelines):
            return
        self._kept_listing = listing
        self._do(lambda shelf: shelf.keep_listing(listing))

    def keep_tasks(self, snapshot: TaskSnapshot) -> None:
        """Keep a pipeline's tasks soon; where they are those kept last, only that they are true."""
        kept = self._kept.get(snapshot.pipeline)
        self._kept[snapshot.pipeline] = snapshot
        if kept is not None and kept.tasks is snapshot.tasks:
            self._do(lambda shelf: shelf.confirm(snapshot.pipeline, snapshot.fetched_at))
        else:
            self._do(lambda shelf: shelf.keep_tasks(snapshot))

    def close(self) -> None:
        """Finish what is being kept, without waiting for it."""
        if self._thread is not None:
            self._thread.shutdown(wait=False)
            self._thread = None

    def _do(self, act: Callable[[Shelf], None]) -> None:
        if self._shelf is not None:
            self._started().submit(act, self._shelf)

    async def _beside(self, ask: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._started(), ask)

    def _started(self) -> ThreadPoolExecutor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="nessie-memory")
        return self._thread

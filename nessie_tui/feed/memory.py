"""What a feed remembers from one run to the next, kept and recalled beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Protocol, TypeVar

from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.snapshot import TaskSnapshot

T = TypeVar("T")

_PATIENCE_S = 2.0
"""How long a start waits for a slow disk before it goes on without what it would remember."""
_PARTING_S = 0.3
"""How long an end waits for the last answer to be kept."""


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
    """A shelf with one thread of its own, so that no disk ever holds up the screen or the end.

    The thread is not the event loop's: those may all be waiting for a silent name server, and the
    process waits for them when it ends.
    """

    def __init__(self, shelf: Shelf | None) -> None:
        """Remember on `shelf`; None remembers nothing."""
        self._shelf = shelf
        self._beside = _Beside()
        self._kept: dict[str, TaskSnapshot] = {}
        self._late: Future[Any] | None = None

    @property
    def is_stuck(self) -> bool:
        """What was to be recalled has not come in time, and not since."""
        return self._late is not None and not self._late.done()

    async def listing(self) -> PipelineListing | None:
        """Recall the list of pipelines; None also where the disk is too slow."""
        return None if self._shelf is None else await self._recalled(self._shelf.listing)

    async def tasks(self, pipeline: str) -> TaskSnapshot | None:
        """Recall a pipeline's tasks; None also where the disk is too slow."""
        shelf = self._shelf
        if shelf is None:
            return None
        snapshot = await self._recalled(lambda: shelf.tasks(pipeline))
        if snapshot is not None:
            self._kept[pipeline] = snapshot
        return snapshot

    def keep_listing(self, listing: PipelineListing) -> None:
        """Keep the list of pipelines soon."""
        shelf = self._shelf
        if shelf is not None:
            self._beside.do("", lambda: shelf.keep_listing(listing))

    def keep_tasks(self, snapshot: TaskSnapshot) -> None:
        """Keep a pipeline's tasks soon; where they are those kept last, only that they are true."""
        shelf, name = self._shelf, snapshot.pipeline
        if shelf is None or snapshot.tasks is None:
            return
        kept = self._kept.get(name)
        self._kept[name] = snapshot
        if kept is not None and kept.tasks is snapshot.tasks:
            self._beside.do(f"confirm {name}", lambda: shelf.confirm(name, snapshot.fetched_at))
        else:
            self._beside.do(f"keep {name}", lambda: shelf.keep_tasks(snapshot))

    async def close(self) -> None:
        """Give what is being kept a moment to be kept."""
        await self._within(_PARTING_S, self._beside.end())

    async def _recalled(self, ask: Callable[[], T]) -> T | None:
        return await self._within(_PATIENCE_S, self._beside.ask(ask))

    async def _within(self, seconds: float, future: "Future[T]") -> T | None:
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
        except TimeoutError:
            if not future.done():  # it was begun, so it could not be taken back
                self._late = future
            return None


class _Beside:
    """A thread that does one thing after the other, and ends with the process if it must.

    Of two things to do under one name, of which none was begun, only the newer one is done: a disk
    that hangs costs no memory.
    """

    def __init__(self) -> None:
        self._todo: dict[str, Callable[[], None]] = {}
        self._lock = Lock()
        self._turns: SimpleQueue[str | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._questions = 0

    def do(self, name: str, act: Callable[[], None]) -> None:
        """Do `act` soon."""
        with self._lock:
            is_new = name not in self._todo
            self._todo[name] = act
        if is_new:
            self._turns.put(name)
        if self._thread is None:
            self._thread = Thread(target=self._work, name="nessie-memory", daemon=True)
            self._thread.start()

    def ask(self, question: Callable[[], T]) -> "Future[T]":
        """Ask soon, and tell the answer."""
        future: Future[T] = Future()
        self._questions += 1
        self.do(f"question {self._questions}", lambda: _answer(future, question))
        return future

    def end(self) -> "Future[None]":
        """Do what is left, then end; the future tells when."""
        ended: Future[None] = Future()
        if self._thread is None:
            ended.set_result(None)
            return ended
        self.do("end", lambda: _answer(ended, lambda: None))
        self._turns.put(None)
        self._thread = None
        return ended

    def _work(self) -> None:
        while (name := self._turns.get()) is not None:
            with self._lock:
                act = self._todo.pop(name)
            act()


def _answer(future: "Future[T]", question: Callable[[], T]) -> None:
    if future.set_running_or_notify_cancel():
        future.set_result(question())

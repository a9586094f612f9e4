"""What is kept beside the event loop: in order, the newest only, and never waited for too long."""

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nessie_tui.feed.memory import Memory
from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.task import Task

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TASKS = TaskSnapshot("daily", NOON, TaskReading({}, (Task("daily"),)))
LISTING = PipelineListing(NOON, ())


class Shelf:
    """A disk that can be made to hang."""

    def __init__(self):
        self.ready = threading.Event()
        self.ready.set()
        self.done = []

    def listing(self):
        self.ready.wait(10)
        return LISTING

    def tasks(self, pipeline):
        self.ready.wait(10)
        return replace(TASKS, pipeline=pipeline)

    def keep_listing(self, listing):
        self.ready.wait(10)
        self.done.append(listing)

    def keep_tasks(self, snapshot):
        self.ready.wait(10)
        self.done.append(snapshot)

    def confirm(self, pipeline, at):
        self.ready.wait(10)
        self.done.append((pipeline, at))


@pytest.fixture
def shelf():
    shelf = Shelf()
    yield shelf
    shelf.ready.set()


async def test_without_a_shelf_nothing_is_remembered_and_no_thread_is_started():
    memory = Memory(None)
    memory.keep_tasks(TASKS)
    memory.keep_listing(LISTING)
    assert await memory.listing() is None
    assert await memory.tasks("daily") is None
    await memory.close()
    assert "nessie-memory" not in [thread.name for thread in threading.enumerate()]


async def test_what_is_kept_is_on_the_disk_when_the_memory_is_closed(shelf):
    memory = Memory(shelf)
    later = replace(TASKS, fetched_at=NOON + timedelta(minutes=1))
    memory.keep_listing(LISTING)
    memory.keep_tasks(TASKS)
    memory.keep_tasks(later)
    await memory.close()
    assert shelf.done == [LISTING, TASKS, ("daily", later.fetched_at)]


async def test_tasks_that_were_recalled_are_only_confirmed(shelf):
    memory = Memory(shelf)
    recalled = await memory.tasks("daily")
    memory.keep_tasks(replace(recalled, fetched_at=NOON))
    await memory.close()
    assert shelf.done == [("daily", NOON)]


async def test_counts_without_tasks_confirm_nothing(shelf):
    memory = Memory(shelf)
    for _ in range(2):
        memory.keep_tasks(replace(TASKS, reading=TaskReading({}, None)))
    await memory.close()
    assert shelf.done == []


async def test_a_disk_that_hangs_holds_up_neither_start_nor_end_and_costs_no_memory(
    shelf, monkeypatch
):
    monkeypatch.setattr("nessie_tui.feed.memory._PATIENCE_S", 0.02)
    monkeypatch.setattr("nessie_tui.feed.memory._PARTING_S", 0.02)
    shelf.ready.clear()
    memory = Memory(shelf)
    async with asyncio.timeout(5):
        assert await memory.listing() is None
        memory.keep_tasks(TASKS)
        for minute in range(1000):
            memory.keep_tasks(replace(TASKS, fetched_at=NOON + timedelta(minutes=minute)))
        assert len(memory._beside._todo) <= 3
        await memory.close()
    (thread,) = (t for t in threading.enumerate() if t.name == "nessie-memory")
    assert thread.daemon, "the process does not wait for it"
    shelf.ready.set()
    thread.join(10)
    assert not thread.is_alive()
    assert shelf.done[-1] == ("daily", NOON + timedelta(minutes=999))


async def test_it_says_whether_the_disk_still_hangs(shelf, monkeypatch):
    monkeypatch.setattr("nessie_tui.feed.memory._PATIENCE_S", 0.02)
    shelf.ready.clear()
    memory = Memory(shelf)
    async with asyncio.timeout(5):
        assert not memory.is_stuck
        assert await memory.listing() is None
        assert await memory.tasks("daily") is None
        assert memory.is_stuck
        shelf.ready.set()
        while memory.is_stuck:  # noqa: ASYNC110 - another thread goes on
            await asyncio.sleep(0.001)
        assert await memory.tasks("daily") == TASKS
        await memory.close()

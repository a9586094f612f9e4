import asyncio
from datetime import timedelta
from math import inf

import pytest

from nessie_tui.feed.clock import SystemClock

pytestmark = pytest.mark.anyio


async def test_a_pause_ends_by_itself():
    clock = SystemClock()
    before = clock.monotonic()
    await clock.pause(0.01, asyncio.Event())
    assert clock.monotonic() - before >= 0.005


@pytest.mark.parametrize("seconds", [60, inf])
async def test_a_pause_ends_when_woken(seconds):
    wake = asyncio.Event()
    asyncio.get_running_loop().call_soon(wake.set)
    async with asyncio.timeout(5):
        await SystemClock().pause(seconds, wake)


async def test_now_is_a_moment_and_not_a_clock_face():
    assert SystemClock().now().utcoffset() == timedelta(0)


async def test_a_machine_that_slept_is_noticed_when_it_wakes_up(monkeypatch):
    asleep_s = 0.0

    def seconds():
        return asyncio.get_running_loop().time() + asleep_s

    async def slept(delay):
        nonlocal asleep_s
        asleep_s += 8 * 3600

    monkeypatch.setattr("nessie_tui.feed.clock._seconds", seconds)
    clock = SystemClock()
    wake = asyncio.Event()
    asyncio.get_running_loop().create_task(slept(0))
    async with asyncio.timeout(5):
        assert await clock.pause(0.05, wake)


async def test_a_pause_is_no_sleep():
    assert not await SystemClock().pause(0.01, asyncio.Event())

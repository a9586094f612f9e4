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

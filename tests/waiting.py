"""Taking from a stream of updates, without time passing."""

import asyncio
from contextlib import asynccontextmanager


async def take(updates, count):
    return [await anext(updates) for _ in range(count)]


@asynccontextmanager
async def waiting_for_the_next(updates):
    """Begin to wait for an update; what is still awaited in the end is left."""
    update = asyncio.ensure_future(anext(updates))
    await idle()
    try:
        yield update
    finally:
        update.cancel()
        await asyncio.wait([update])


async def idle():
    """Let everything happen that can happen without time passing."""
    for _ in range(20):
        await asyncio.sleep(0)

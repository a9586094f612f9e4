"""When to ask: plain asyncio, without Textual and without httpx."""

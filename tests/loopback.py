"""A simulator behind a real server, on a real loopback socket."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from nessie_tui.simulator.app import BASE_PATH, Simulator


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, simulator: Simulator) -> None:
        config = uvicorn.Config(simulator, port=0, lifespan="on", log_config=None, ws="none")
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets=None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.listening.set()


@contextmanager
def serve(simulator: Simulator) -> Iterator[str]:
    """Serve `simulator` from a thread; yield its address up to and with the API's base path."""
    server = _Server(simulator)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.listening.wait(10)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}{BASE_PATH}"
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()

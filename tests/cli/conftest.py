"""The command line at noon, over a socket."""

from contextlib import ExitStack

import pytest
from shell import shell
from stage import NOON

from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock


@pytest.fixture
def at(monkeypatch, capsys):
    """Give what opens a shell at a scenario's name, or at any other server."""
    with ExitStack() as stack:

        def at(server, **options):
            if isinstance(server, str):
                server = Simulator(server, clock=SimulatedClock(NOON, speed=0))
            return stack.enter_context(shell(server, monkeypatch, capsys, **options))

        yield at

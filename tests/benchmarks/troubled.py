"""A simulator in a process of its own, so that what is measured beside it is the client's alone.

The process is told on stdin what to do, a JSON list a line, and answers each on stdout.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from loopback import serve
from timelapse import Truth

from nessie_tui.simulator.app import Simulator
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.simulator.fault import FAULTS, Fault, FaultPlan

_SLOW = {"slow", "silent"}
"""They take real seconds."""


class Troubled:
    """Talks to the process.

    Attributes:
        url: Where it answers, up to and with the API's base path.
    """

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process
        self.url: str = json.loads(process.stdout.readline())

    def advance(self, seconds: float) -> None:
        """Let simulated time pass."""
        self._tell("advance", seconds)

    def trouble(self, share: float) -> None:
        """Let so many of all answers go wrong, 0 to 1."""
        self._tell("trouble", share)

    def truth(self, name: str, since_s: float, until_s: float) -> list[bytes]:
        """Return the ``status`` answers that were right between two moments since 1970."""
        return [body.encode() for body in self._tell("truth", name, since_s, until_s)]

    def faults(self) -> dict[str, int]:
        """Return how many answers went wrong, by the fault's name."""
        return self._tell("faults")

    def _tell(self, *words):
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def troubled(scenario: str, seed: int, start: datetime) -> Iterator[Troubled]:
    """Start the process and end it."""
    command = [sys.executable, __file__, scenario, str(seed), start.isoformat()]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield Troubled(process)
        process.stdin.close()


class _RandomFaults(FaultPlan):
    def __init__(self, seed: int) -> None:
        super().__init__()
        self.share = 0.0
        self.taken: dict[str, int] = {}
        self._chance = Random(seed)  # noqa: S311 - for variety, not for secrets
        self._names = [name for name in FAULTS if name not in _SLOW]

    def take(self, route: str | None) -> Fault:
        del route
        if self._chance.random() >= self.share:
            return Fault()
        name = self._chance.choice(self._names)
        self.taken[name] = self.taken.get(name, 0) + 1
        return FAULTS[name]


def _obey(scenario: str, seed: int, start: datetime) -> None:
    clock = SimulatedClock(start, speed=0)
    simulator = Simulator(scenario, seed, clock=clock)
    faults = simulator.faults = _RandomFaults(seed)
    truth = Truth(scenario, seed)

    def advance(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))
        simulator.log.clear()

    def trouble(share: float) -> None:
        faults.share = share

    def told(name: str, since_s: float, until_s: float) -> list[str]:
        return [body.decode() for _, body in truth.readings(name, since_s, until_s)]

    orders = {"advance": advance, "trouble": trouble, "truth": told, "faults": lambda: faults.taken}
    logging.disable()  # to the server a connection that is dropped on purpose is an error
    with serve(simulator) as url:
        print(json.dumps(url), flush=True)
        for line in sys.stdin:
            order, *arguments = json.loads(line)
            print(json.dumps(orders[order](*arguments)), flush=True)


if __name__ == "__main__":
    _obey(sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]))

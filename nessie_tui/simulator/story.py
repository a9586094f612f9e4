"""A story: what becomes of each range of dates, decided by number and chance, never by the time."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b

from nessie_tui.model.state import CANCELED, FAILED, RETRIED, SUCCEEDED, TIMED_OUT, TaskState

Plot = tuple[TaskState, ...]
"""How each attempt at some dates ends, in order; empty for dates that nobody ever tried."""

LANDS: Plot = (SUCCEEDED,)
LANDS_AT_SECOND: Plot = (RETRIED, SUCCEEDED)
LANDS_AT_THIRD: Plot = (RETRIED, RETRIED, SUCCEEDED)
GIVES_UP: Plot = (RETRIED, RETRIED, FAILED)
FAILS: Plot = (FAILED,)
RERUN_BY_HAND: Plot = (FAILED, SUCCEEDED)
TIMES_OUT: Plot = (TIMED_OUT,)
STOPPED: Plot = (CANCELED,)
STOPPED_THEN_LANDS: Plot = (CANCELED, SUCCEEDED)
EXPORTED_TWICE: Plot = (SUCCEEDED, SUCCEEDED)
RERUN_FAILS: Plot = (SUCCEEDED, FAILED)
MISSING: Plot = ()

Syncs = tuple[timedelta, ...]
"""How long after some dates are due each of their syncs is done; empty where none is listed."""

UNLISTED: Syncs = ()
SYNCED: Syncs = (timedelta(hours=2),)
SYNCED_AGAIN: Syncs = (*SYNCED, timedelta(hours=27), timedelta(days=3), timedelta(days=8, hours=5))
"""For every piece of data that came late: looked at for ten days, as Mixpanel says."""


@dataclass(frozen=True, slots=True)
class Story:
    """Plots for the units of a timetable.

    Some units have their plot by their number, in a cycle as long as the history that is kept, so
    that whatever the date is, every kind of ending is in sight exactly once per cycle.
    """

    odds: tuple[tuple[float, Plot], ...] = ()
    """Shares, of 1 in all, of units with another plot than `LANDS`."""
    cycle: int = 1
    """Units after which `fixed` repeats."""
    phase: int = 0
    fixed: Mapping[int, Plot] = field(default_factory=dict)
    """Places in the cycle to their plots."""
    syncs: Mapping[int, Syncs] = field(default_factory=dict)
    """Places in the cycle to syncs that do not follow from the plot."""

    def plot(self, unit: int, chance: float) -> Plot:
        """Return what becomes of a unit; `chance` is from 0 to 1."""
        told = self.fixed.get(self._place(unit))
        if told is not None:
            return told
        for share, plot in self.odds:
            if chance < share:
                return plot
            chance -= share
        return LANDS

    def told_syncs(self, unit: int) -> Syncs | None:
        """Return the syncs of a unit, or None where they follow from its plot."""
        return self.syncs.get(self._place(unit))

    def _place(self, unit: int) -> int:
        return (unit + self.phase) % self.cycle


def chances(seed: int, name: str, unit: int) -> tuple[float, ...]:
    """Return eight numbers from 0 to 1 that belong to this unit of this pipeline for ever."""
    digest = blake2b(f"{seed}/{name}/{unit}".encode(), digest_size=32).digest()
    return tuple(number / 2**32 for number in struct.unpack("<8I", digest))

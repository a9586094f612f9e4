"""How much slower than wished to ask, where nobody would notice."""

from datetime import datetime

from nessie_tui.model.pace import PaceRule

_STRETCH = {PaceRule.WISH: 1.0, PaceRule.SETTLED: 3.0, PaceRule.AWAY: 10.0}

# Mixpanel starts its runs at half past: the hourly ones at every, the daily ones at 00:30 of the
# project's time (its Data Pipelines page). A few minutes before, for clocks that differ, to the end
# of a usual run.
_BUSY_MINUTES = range(28, 46)


def tempo(now: datetime, *, moving: bool, attended: bool) -> PaceRule:
    """Return the rule that sets the pace, the budget left aside.

    Args:
        now: In the project's zone.
        moving: Some task is not settled.
        attended: Somebody looks, as far as one can tell.
    """
    if not attended:
        return PaceRule.AWAY
    if moving or now.minute in _BUSY_MINUTES:
        return PaceRule.WISH
    return PaceRule.SETTLED


def stretch(rule: PaceRule) -> float:
    """Return how many times the wished interval `rule` makes it."""
    return _STRETCH.get(rule, 1.0)

"""How dates stand that somebody waits for."""

from nessie_tui.model.coverage import UnitRange
from nessie_tui.model.state import FAILED, RETRIED, TIMED_OUT
from nessie_tui.model.survey import Survey
from nessie_tui.present.state_look import state_look
from nessie_tui.present.unit_words import count_words, range_words, unit_words


def standing(found: Survey, awaited: UnitRange) -> str:
    """Return why dates are not covered yet: ``Fri 20 Nov 2026 is running``."""
    units, newest_due = found.units, found.coverage.newest_due
    told = range_words(units, awaited)
    if awaited.first > newest_due + 1:
        return f"{told} has not begun yet"
    if awaited.last > newest_due:
        return f"{told} has not ended yet"
    if found.pipeline.exports_in_full:
        return f"no full export has succeeded since the end of {told}"
    coverage = found.coverage.between(awaited.first, awaited.last)
    first = coverage.uncovered[0].first if coverage.uncovered else awaited.first
    state = coverage.state(first)
    one = f"{unit_words(units, first)} {_STANDS.get(state, f'is {state_look(state).word}')}"
    if awaited.count == 1:
        return one
    left = sum(run.count for run in coverage.uncovered)
    verb = "is" if left == 1 else "are"
    return f"{left:,} of {count_words(awaited.count, units.kind)} {verb} not covered, {one}"


_STANDS = {FAILED: "has failed", TIMED_OUT: "has timed out", RETRIED: "is to be retried"}

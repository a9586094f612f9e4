"""What became of a pipeline's newest dates, a glyph each: the oldest on the left."""

from itertools import groupby

from nessie_tui.model.coverage import NOT_REPORTED
from nessie_tui.model.state import TaskState
from nessie_tui.model.survey import Survey
from nessie_tui.present.state_look import state_look
from nessie_tui.present.tone import Line, Span
from nessie_tui.present.wording import Wording

STRIP_UNITS = 14
"""Two weeks of days, or the last hours since yesterday evening."""


def date_strip(found: Survey, last: int, length: int, wording: Wording) -> Line:
    """Return the outcomes of `length` units up to `last`, in exactly as many cells.

    What is older than anything reported, or newer than what is due, is not reported.
    """
    coverage = found.coverage
    units = range(last - length + 1, last + 1)
    states = [coverage.state(unit) if unit in coverage else NOT_REPORTED for unit in units]
    return state_spans(states, wording)


def state_spans(states: list[TaskState], wording: Wording) -> Line:
    """Return a glyph for each of `states`; those that look the same share a span."""
    looks = [(wording.state_mark(state), state_look(state).tone) for state in states]
    return tuple(Span(mark * len(list(same)), tone) for (mark, tone), same in groupby(looks))

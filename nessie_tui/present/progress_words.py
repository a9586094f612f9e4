"""How a backfill gets on, in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from nessie_tui.model.day_name import MONTHS
from nessie_tui.model.progress import FEWEST_COMPLETIONS, Progress
from nessie_tui.present.freshness_words import length
from nessie_tui.present.line import first_that_fits
from nessie_tui.present.standing import Standing
from nessie_tui.present.time_words import in_zone
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording

_SOON = timedelta(days=7)
"""So far ahead an hour means something."""


FEWEST_RANGES = 3
"""With fewer that wait or run, everybody sees how it gets on."""


def backfill_line(shown: Standing, wording: Wording, width: int) -> Line:
    """Return how a pipeline gets on with many date ranges, in at most `width` cells.

    Empty where only a few wait or run.
    """
    made = None if shown.survey is None else shown.survey.progress
    if made is None or made.remaining < FEWEST_RANGES:
        return ()
    line = progress_line(made, shown.behind, wording)
    short = (Span(line[0].text.replace(" date ranges", ""), strong=True), *line[1:])
    return first_that_fits((line, *(short[:count] for count in range(len(short), 0, -1))), width)


def progress_line(made: Progress, behind: Sequence[str], wording: Wording) -> Line:
    """Return one line: how far it is, how fast it goes, when it may be done, or why it waits.

    Args:
        made: The progress.
        behind: The pipelines that run while this one waits; empty where it does not.
        wording: The moment and the zone.
    """
    total = made.done + made.remaining
    spans = [
        Span(f"{made.done:,} of {total:,} date ranges done", strong=True),
        Span(f", {made.done * 100 // total} %", Tone.MUTED),
    ]
    if behind:
        spans.append(Span(f"  waits behind {', '.join(behind)}", Tone.WARNING))
    estimate = made.estimate(wording.now)
    if made.pace_s is None or estimate is None:
        few = f"not enough data for an estimate: {made.completions} of {FEWEST_COMPLETIONS} ends"
        return (*spans, Span(f"  {few}", Tone.MUTED))
    early, late = (_moment(time, wording) for time in estimate)
    done = early if early == late else f"{early} to {late}"
    return (*spans, Span(f"  one in {length(made.pace_s)}, done {done}", Tone.MUTED))


def _moment(time: datetime, wording: Wording) -> str:
    shown = in_zone(time, wording)
    day = f"{shown.day} {MONTHS[shown.month - 1]}"
    if time - wording.now < _SOON:
        return f"{day} {shown:%H:%M}"
    return day if shown.year == wording.now.year else f"{day} {shown.year}"

"""What stands for a date where many are seen at once: one glyph, one tone, one word."""

from dataclasses import dataclass
from datetime import datetime

from nessie_tui.model.attempt import outcome
from nessie_tui.model.coverage import MISSING, NOT_REPORTED, UnitRange
from nessie_tui.model.freshness import Limits
from nessie_tui.model.state import SUCCEEDED, TaskState
from nessie_tui.model.survey import FindingKind, Survey
from nessie_tui.model.verdict import newest_judged
from nessie_tui.present.state_look import state_look
from nessie_tui.present.tone import Tone
from nessie_tui.present.wording import Wording

NOTED = "!"
"""Stands for a date that landed and of which something odd is known."""
_MOST_SHOWN = 9
_NOTED_KINDS = frozenset(
    {FindingKind.FAILED_AGAIN, FindingKind.ONLY_SYNCED, FindingKind.NEVER_SYNCED}
)


@dataclass(frozen=True, slots=True)
class DateMark:
    """How one date looks."""

    glyph: str
    """One cell; a space where there is nothing to say."""
    tone: Tone
    word: str
    strong: bool = False


_NOT_DUE = DateMark(" ", Tone.MUTED, "not due yet")


@dataclass(frozen=True, slots=True)
class DateFacts:
    """What words about dates are made of."""

    marks: "DateMarks"
    limits: Limits
    """How long after its end a date may stay unexported."""
    wording: Wording

    @property
    def found(self) -> Survey:
        """What is known of the pipeline's dates."""
        return self.marks.found


class DateMarks:
    """Gives every date of a pipeline its mark, each when it is asked for."""

    def __init__(self, found: Survey, judged_to: int, *, ascii_only: bool) -> None:
        """Prepare.

        Args:
            found: What is known of the dates.
            judged_to: The newest date that should have been exported or tried; what comes after
                it and is not there still has time.
            ascii_only: The terminal draws nothing beyond ASCII.
        """
        self.found = found
        self.judged_to = judged_to
        self._ascii_only = ascii_only
        self._noted = bytearray(len(found.coverage))
        for finding in found.findings:
            if finding.kind in _NOTED_KINDS and finding.units is not None:
                place = finding.units.first - found.coverage.first
                self._noted[place : place + finding.units.count] = b"\x01" * finding.units.count

    @property
    def span(self) -> UnitRange:
        """From the oldest date told of to the one that has not ended; a backfill ends earlier."""
        coverage, last = self.found.coverage, self.found.coverage.newest_due + 1
        if self.found.pipeline.is_backfill and coverage:
            last = self.judged_to
        return UnitRange(min(coverage.first, last), last)

    @property
    def noted(self) -> int:
        """On how many dates something odd is known."""
        return self._noted.count(1)

    def mark(self, unit: int) -> DateMark:
        """Return how `unit` looks, one outside of what is told of, too."""
        state = self.state(unit)
        if state is None:
            return _NOT_DUE
        if state == SUCCEEDED and unit in self.found.coverage:
            place = unit - self.found.coverage.first
            if self._noted[place]:
                return DateMark(NOTED, Tone.WARNING, "landed, look closer", strong=True)
            landed = self.found.coverage.cells.landed[place]
            if landed > 1:
                digit = str(min(landed, _MOST_SHOWN))
                return DateMark(digit, Tone.SUCCESS, "landed more than once", strong=True)
        look = state_look(state)
        return DateMark(look.mark(ascii_only=self._ascii_only), look.tone, look.word)

    def state(self, unit: int) -> TaskState | None:
        """Return what became of `unit`; None where nothing did and it still has time."""
        coverage = self.found.coverage
        if unit < coverage.first:
            return NOT_REPORTED
        if unit > coverage.last:
            tried = coverage.index.at(unit)
            return outcome(tried) if tried else None
        state = coverage.state(unit)
        return None if state == MISSING and unit > self.judged_to else state


def date_marks(found: Survey, limits: Limits, now: datetime, *, ascii_only: bool) -> DateMarks:
    """Return the marks of a pipeline's dates at `now`, which is aware."""
    return DateMarks(found, newest_judged(found, limits, now), ascii_only=ascii_only)

"""How each pipeline of a project stands, found out from its dates where its tasks are known."""

from dataclasses import dataclass
from datetime import datetime

from nessie_tui.model.coverage import MISSING, Coverage
from nessie_tui.model.freshness import Limits
from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.state import FAILED, RUNNING, SUCCEEDED, TaskState
from nessie_tui.model.survey import Survey
from nessie_tui.model.verdict import Health, Verdict, judge, newest_judged
from nessie_tui.present.pipeline_words import Counts, worst_state
from nessie_tui.present.state_look import state_look
from nessie_tui.present.tone import Span, Tone
from nessie_tui.present.wording import Wording

_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a survey comes to at one moment."""

    verdict: Verdict
    judged: Coverage
    """Without the newest dates, with which nothing can be wrong yet: they still have time."""


@dataclass(frozen=True)
class Standing:
    """What the list of pipelines tells of one of them."""

    pipeline: Pipeline
    counts: Counts | None
    """Tasks by state; None before they were counted."""
    survey: Survey | None = None
    """What became of its dates; None before its tasks are known."""
    judgement: Judgement | None = None
    """What that comes to; None where there is no survey."""
    behind: tuple[str, ...] = ()
    """The pipelines that run while this one waits."""
    doubt: str = ""
    """Why all that may not be true any more; empty where it is."""

    @property
    def verdict(self) -> Verdict | None:
        """How it stands; None before its tasks are known."""
        return None if self.judgement is None else self.judgement.verdict

    @property
    def rank(self) -> int:
        """The less, the more it deserves a look."""
        if self.verdict is not None:
            return _RANKS[self.verdict.health]
        worst = worst_state(self.counts)
        if worst is None:
            return _NOTHING_KNOWN
        # What failed may have recovered, but nobody knows yet.
        return _RANKS[_COUNTED_HEALTHS.get(state_look(worst).tone, Health.OK)]

    @property
    def is_running(self) -> bool:
        """Something of it is being exported now."""
        return bool((self.counts or {}).get(RUNNING))

    def mark(self, wording: Wording) -> Span:
        """Return one glyph for all of it; a blank where nothing is known."""
        found = self.verdict
        if found is None:
            return _state_mark(worst_state(self.counts), wording)
        if found.health is Health.UNKNOWN:
            return _state_mark(None, wording)
        if found.health is Health.OK:
            return _state_mark(RUNNING if self.is_running else SUCCEEDED, wording)
        if found.failed:
            return _state_mark(FAILED, wording)
        if found.missing:
            return _state_mark(MISSING, wording)
        tone = Tone.ERROR if found.health is Health.CRITICAL else Tone.WARNING
        return Span(wording.marks.alarm, tone, strong=True)


class Judgements:
    """Keeps one judgement per pipeline: of the same dates a new one is made once a minute."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[str, tuple[Survey, int, Judgement]] = {}

    def on(self, found: Survey, limits: Limits, now: datetime) -> Judgement:
        """Return what `found` comes to at `now`, or came to within the same minute."""
        name, minute = found.pipeline.name, int(now.timestamp() // _MINUTE_S)
        kept = self._kept.get(name)
        if kept is not None and kept[0] is found and kept[1] == minute:
            return kept[2]
        judged = found.coverage.between(last=newest_judged(found, limits, now))
        judgement = Judgement(judge(found, limits, now), judged)
        self._kept[name] = (found, minute, judgement)
        return judgement


def _state_mark(state: TaskState | None, wording: Wording) -> Span:
    if state is None:
        return Span(" ")
    return Span(wording.state_mark(state), state_look(state).tone)


_COUNTED_HEALTHS = {Tone.ERROR: Health.CRITICAL, Tone.WARNING: Health.WARNING}
_RANKS = {Health.CRITICAL: 0, Health.WARNING: 1, Health.UNKNOWN: 2, Health.OK: 3}
_NOTHING_KNOWN = 4

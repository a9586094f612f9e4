"""What is wrong with a pipeline, in as few words as there is room for."""

from nessie_tui.model.coverage import MISSING
from nessie_tui.model.freshness import Lateness
from nessie_tui.model.state import FAILED
from nessie_tui.model.verdict import Health, Verdict
from nessie_tui.present.freshness_words import LATENESS_TONES, length
from nessie_tui.present.line import joined
from nessie_tui.present.standing import Standing
from nessie_tui.present.state_look import state_look
from nessie_tui.present.time_words import span
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.wording import Wording

_DAY_S = 24 * 60 * 60


def trouble(shown: Standing, wording: Wording) -> list[Line]:
    """Return what is wrong, or that nothing is: the whole of it first, then ever less.

    Nothing where the tasks are not known yet, or where nothing was ever reported.
    """
    if shown.verdict is None or shown.verdict.health is Health.UNKNOWN:
        return []
    wrong = _wrong(shown.verdict, wording)
    percent = _percent(shown)
    if wrong:
        return [
            _side_by_side([*wrong[:count], *rest])
            for count in range(len(wrong), 0, -1)
            for rest in ((percent, []) if percent else ([],))
        ]
    well = percent or [Span("nothing waits" if shown.pipeline.is_backfill else "on time", _CALM)]
    if not shown.behind:
        return [_side_by_side(well)]
    waits = Span(f"waits behind {', '.join(shown.behind)}", Tone.MUTED)
    return [_side_by_side([*percent, waits]), _side_by_side(well)]


def late_words(lateness: Lateness, late_s: float) -> str:
    """Return how late: ``late 7 h``, ``overdue 1 d 6 h``."""
    by = length(late_s) if late_s >= _DAY_S else span(late_s)
    return f"{lateness.name.lower()} {by}"


def late_by_s(found: Verdict, wording: Wording) -> float:
    """Return by how many seconds the next date is late, or the next full export."""
    if found.freshness is not None:
        return found.freshness.awaited.late_by_s(wording.now)
    return 0.0 if found.age_s is None else found.age_s - found.limit_s


def _wrong(found: Verdict, wording: Wording) -> list[Span]:
    counted = ((found.failed, FAILED), (found.missing, MISSING))
    spans = [
        Span(f"{count:,} {wording.state_mark(state)}", state_look(state).tone)
        for count, state in counted
        if count
    ]
    if found.lateness is not Lateness.ON_TIME:
        words = late_words(found.lateness, late_by_s(found, wording))
        spans.append(Span(words, LATENESS_TONES[found.lateness]))
    if found.stuck:
        spans.append(Span(f"{found.stuck:,} stuck", Tone.WARNING))
    return spans


def _percent(shown: Standing) -> list[Span]:
    made = shown.survey.progress if shown.survey and shown.pipeline.is_backfill else None
    if made is None:
        return []
    return [Span(f"{made.done * 100 // (made.done + made.remaining)} %", Tone.ACCENT)]


def _side_by_side(parts: list[Span]) -> Line:
    return joined((part,) for part in parts)


_CALM = Tone.MUTED

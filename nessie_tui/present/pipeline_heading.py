"""The border over a pipeline's tasks: whose they are, how new its data is, how it runs."""

from nessie_tui.model.freshness import Lateness
from nessie_tui.model.verdict import Health
from nessie_tui.present.freshness_words import LATENESS_TONES, holes_words
from nessie_tui.present.line import cells, joined
from nessie_tui.present.pipeline_words import heading
from nessie_tui.present.standing import Standing
from nessie_tui.present.time_words import span
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.trouble_words import late_by_s, late_words
from nessie_tui.present.unit_words import short_unit
from nessie_tui.present.wording import Wording


def heading_line(shown: Standing, filtered: str, wording: Wording, width: int) -> Line:
    """Return the name, what is filtered, how new the data is, and as many facts as there is room.

    Args:
        shown: How the pipeline stands.
        filtered: Which tasks are shown, in words; empty for all.
        wording: The moment and what can be drawn.
        width: Cells.
    """
    name: Line = (Span(shown.pipeline.name, strong=True),)
    line = joined([name, (Span(filtered, Tone.WARNING),) if filtered else ()])
    dot = f" {wording.marks.dot} "
    facts = heading(shown.pipeline, wording).split(dot)
    parts = [*_freshness(shown, wording), *((Span(fact, Tone.MUTED),) for fact in facts if fact)]
    for number, part in enumerate(parts):
        longer = joined([line, part], dot if number else "  ")
        if cells(longer) > width:
            break
        line = longer
    return line


def _freshness(shown: Standing, wording: Wording) -> list[Line]:
    found, verdict = shown.survey, shown.verdict
    if found is None or verdict is None or verdict.health is Health.UNKNOWN:
        return []
    if shown.pipeline.exports_in_full:
        age = "never" if verdict.age_s is None else f"{span(verdict.age_s)} ago"
        return [(Span(f"last full export {age}"),)]
    newest, holes = found.coverage.newest_covered, found.coverage.holes
    words = "nothing landed yet"
    if newest is not None:
        words = f"covered to {short_unit(found.units, newest, wording.now.year)}"
    behind = (Span(f", {holes_words(holes)}", Tone.WARNING),) if holes else ()
    parts: list[Line] = [(Span(words), *behind)]
    if verdict.lateness is not Lateness.ON_TIME:
        late = late_words(verdict.lateness, late_by_s(verdict, wording))
        parts.append((Span(late, LATENESS_TONES[verdict.lateness]),))
    return parts

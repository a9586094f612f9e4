"""How the figures about a pipeline were computed, and what had to be assumed."""

from collections.abc import Sequence
from datetime import datetime

from nessie_tui.model.freshness import Limits
from nessie_tui.model.survey import Survey
from nessie_tui.model.task import Task
from nessie_tui.model.verdict import Health, judge
from nessie_tui.present.coverage_words import full_export_lines, remarks
from nessie_tui.present.freshness_words import arithmetic
from nessie_tui.present.tone import Line, Span, Tone
from nessie_tui.present.unit_words import count_words
from nessie_tui.present.wording import Wording

_LABEL_CELLS = 12
_TONES = {
    Health.OK: Tone.SUCCESS,
    Health.WARNING: Tone.WARNING,
    Health.CRITICAL: Tone.ERROR,
    Health.UNKNOWN: Tone.MUTED,
}


def explanation(
    found: Survey, limits: Limits, wording: Wording, task: Task | None = None
) -> list[Line]:
    """Return the arithmetic, the verdict, what was assumed, and a task as it was sent.

    Args:
        found: What is known of the pipeline's dates.
        limits: How long after its end a date may stay unexported.
        wording: The moment and the zone.
        task: The task under the cursor; None for none.
    """
    lines: list[Line] = [_heading(found.pipeline.name or "(no name)")]
    if found.pipeline.exports_in_full:
        lines += full_export_lines(found, wording)
    else:
        steps = arithmetic(found, limits, wording.now)
        # A backfill's dates are old, and no deadline holds for the one after its newest.
        lines += [*steps[:1], *steps[1:][-1:]] if found.pipeline.is_backfill else steps
    lines += [(), _heading("Verdict"), *_verdict_lines(found, limits, wording.now)]
    assumed = remarks(found)
    if assumed:
        lines += [(), _heading("Remarks"), *assumed]
    if task is not None:
        lines += [(), _heading("The task under the cursor, as Mixpanel wrote it")]
        lines += _task_lines(task)
    return lines


def _verdict_lines(found: Survey, limits: Limits, now: datetime) -> list[Line]:
    verdict, kind = judge(found, limits, now), found.units.kind
    word = verdict.health.name.lower()
    lines: list[Line] = [
        (_label("Health"), Span(word, _TONES[verdict.health], strong=True)),
        _fact("Failed", f"{verdict.failed:,}", "date ranges that went wrong and never landed"),
    ]
    if found.pipeline.exports_in_full:
        return lines
    missing = count_words(verdict.missing, kind)
    return [
        *lines,
        _fact("Missing", missing, "that no task and no sync covers; those with time left apart"),
        _fact("Stuck", count_words(verdict.stuck, kind), "stopped, or left waiting; never landed"),
    ]


def _task_lines(task: Task) -> list[Line]:
    sent: Sequence[tuple[str, object]] = (
        ("name", task.name),
        ("status", task.state),
        ("run_at", task.run_at),
        ("last_finish", task.last_finish),
        ("from_date", task.from_date),
        ("to_date", task.to_date),
        ("project_id", "" if task.project_id is None else task.project_id),
        *sorted((task.extra or {}).items()),
    )
    return [
        (_label(name), Span(str(value)) if value != "" else Span("not given", Tone.MUTED))
        for name, value in sent
    ]


def _heading(words: str) -> Line:
    return (Span(words, strong=True),)


def _fact(label: str, fact: str, note: str) -> Line:
    return (_label(label), Span(fact), Span(f"  {note}", Tone.MUTED))


def _label(word: str) -> Span:
    return Span(f"{word:<{_LABEL_CELLS}}", Tone.MUTED)

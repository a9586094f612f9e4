"""A verdict as the Monitoring Plugins convention wants it: one line, figures, and longer lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from nessie_tui.model.freshness import Lateness
from nessie_tui.model.survey import Survey
from nessie_tui.model.verdict import Allowance, Health, Verdict
from nessie_tui.present.freshness_words import holes_words, length
from nessie_tui.present.unit_words import count_words

_HOUR_S = 3600
_DAYS_FROM_H = 48
_SEVERITY = (Health.CRITICAL, Health.WARNING, Health.UNKNOWN, Health.OK)
"""As the plugins' own library orders them: what is known to be wrong comes before what is not."""
_UNQUOTABLE = str.maketrans("='|", "___")


@dataclass(frozen=True, slots=True)
class Judged:
    """What could be found out about a pipeline."""

    found: Survey
    verdict: Verdict
    now: datetime
    """Aware; the moment of the verdict."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A pipeline that was to be checked."""

    name: str
    judged: Judged | None
    """None where nothing could be found out."""
    trouble: str = ""
    """Why not, in one sentence."""

    @property
    def health(self) -> Health:
        """How it stands."""
        return Health.UNKNOWN if self.judged is None else self.judged.verdict.health


def worst_first(checked: Iterable[Checked]) -> list[Checked]:
    """Return those that most deserve a look first."""
    return sorted(checked, key=lambda one: _SEVERITY.index(one.health))


def check_lines(checked: Sequence[Checked], allowed: Allowance) -> list[str]:
    """Return what a plugin prints: ``STATE - text | figures``, then a line for each of several.

    Args:
        checked: The pipelines, the worst first; at least one.
        allowed: What a person puts up with.
    """
    worst = checked[0].health
    if len(checked) == 1:
        return [plugin_line(worst, _told(checked[0], allowed), _figures(checked[0], allowed))]
    notable = [one for one in checked if one.health is not Health.OK]
    texts = [_told(one, allowed) for one in notable]
    fine = len(checked) - len(notable)
    if fine:
        texts.append(f"{fine:,} more OK" if texts else f"all {fine:,} pipelines")
    figures = " ".join(
        figure for one in checked if (figure := _figures(one, allowed, f"{_named(one)} "))
    )
    first = plugin_line(worst, "; ".join(texts), figures)
    longer = (f"[{one.health.name}] {_told(one, allowed)}" for one in checked)
    return [first, *map(_safe, longer)]


def plugin_line(health: Health, text: str, figures: str = "") -> str:
    """Return a plugin's first line."""
    line = f"{health.name} - {_safe(text)}"
    return f"{line} | {figures}" if figures else line


def _told(one: Checked, allowed: Allowance) -> str:
    if one.judged is None:
        return f"{_named(one)}: {one.trouble.rstrip('.')}"
    return f"{_named(one)}: {', '.join(_facts(one.judged, allowed))}"


def _facts(judged: Judged, allowed: Allowance) -> Iterable[str]:
    found, verdict = judged.found, judged.verdict
    kind = found.units.kind
    if verdict.health is Health.UNKNOWN:
        yield "no finished task is reported" if found.coverage.index.tasks else "no task reported"
        return
    if verdict.failed:
        yield f"{verdict.failed:,} failed"
    if verdict.missing:
        yield f"{count_words(verdict.missing, kind)} missing"
    if verdict.stuck:
        yield f"{count_words(verdict.stuck, kind)} stuck"
    if verdict.lateness is not Lateness.ON_TIME and allowed.max_age is None:
        yield _late(judged)
    yield _newest(judged)


def _newest(judged: Judged) -> str:
    found, verdict, coverage = judged.found, judged.verdict, judged.found.coverage
    if found.pipeline.exports_in_full:
        if verdict.age_s is None:
            return "no full export has succeeded"
        return f"last full export {_age(verdict.age_s)} ago"
    newest = coverage.newest_covered
    if newest is None or verdict.age_s is None:
        return "nothing has landed yet"
    kind = found.units.kind
    words = f"newest covered {kind} {found.units.text(newest)}"
    if not found.pipeline.is_backfill:  # it exports old dates on purpose
        words += f" ({_age(verdict.age_s)} old)"
    # Never without the holes behind it: those that are named already, or else their number.
    is_told = verdict.failed or verdict.missing or verdict.stuck
    return words if is_told or not coverage.holes else f"{words}, {holes_words(coverage.holes)}"


def _late(judged: Judged) -> str:
    fresh, limit_s = judged.verdict.freshness, judged.verdict.limit_s
    if fresh is None:
        return f"late by {length((judged.verdict.age_s or 0) - limit_s)}"
    late_by, due = length(fresh.awaited.late_by_s(judged.now)), fresh.awaited.late_from
    return f"late by {late_by} (due {due:%Y-%m-%d %H:%M} {judged.found.zone.name})"


def _age(seconds: float) -> str:
    hours = max(0.0, seconds) / _HOUR_S
    if hours >= _DAYS_FROM_H:
        return f"{hours / 24:,.1f} days"
    return f"{hours:.1f} hours"


def _figures(one: Checked, allowed: Allowance, label: str = "") -> str:
    if one.judged is None:
        return ""
    verdict = one.judged.verdict
    age = "U" if verdict.age_s is None else f"{verdict.age_s / _HOUR_S:.1f}"
    figures = {
        "failed": f"{verdict.failed};{allowed.max_failed}",
        "missing": f"{verdict.missing};{allowed.allow_gaps}",
        "age_hours": f"{age};{verdict.limit_s / _HOUR_S:g}",
    }
    return " ".join(f"{_label(label + name)}={figure}" for name, figure in figures.items())


def _label(words: str) -> str:
    name = words.translate(_UNQUOTABLE)
    return f"'{name}'" if " " in name else name


def _named(one: Checked) -> str:
    return one.name or "(no name)"


def _safe(text: str) -> str:
    return text.replace("|", "/")

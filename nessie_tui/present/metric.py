"""What a check found out, in Prometheus' text format for the node exporter."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nessie_tui.model.snapshot import count_states
from nessie_tui.model.state import STATES
from nessie_tui.model.verdict import Health
from nessie_tui.present.check_words import Checked, Judged

_Sample = tuple[dict[str, str], float]


@dataclass(frozen=True, slots=True)
class _Metric:
    name: str
    help: str
    samples: Sequence[_Sample]


def metrics(profile: str, checked: Iterable[Checked], now: datetime, *, up: bool) -> str:
    """Return the text of a file that the node exporter reads.

    Args:
        profile: Its name.
        checked: The pipelines; of those that could not be asked about, only their health is told.
        now: Aware; when the check ended.
        up: Everything could be found out.
    """
    of_profile = {"profile": profile}
    judged, healths = [], []
    for one in checked:
        labels = {**of_profile, "pipeline": one.name}
        healths.append((labels, float(one.health)))
        if one.judged is not None:
            judged.append((labels, one.judged))
    tables = (
        _Metric("nessie_check_up", "Whether everything could be found out.", [(of_profile, up)]),
        _Metric(
            "nessie_check_timestamp_seconds", "When it was checked.", [(of_profile, _epoch_s(now))]
        ),
        _Metric("nessie_health", "0 is OK, 1 warning, 2 critical, 3 unknown.", healths),
        *_facts(judged),
    )
    return "".join(line for table in tables if table.samples for line in _lines(table))


def _facts(judged: Sequence[tuple[dict[str, str], Judged]]) -> Iterator[_Metric]:
    ends = [(labels, _covered_to_s(one)) for labels, one in judged]
    yield _Metric(
        "nessie_covered_to_timestamp_seconds",
        "When the newest covered date ended, or the last full export.",
        [(labels, end_s) for labels, end_s in ends if end_s is not None],
    )
    known = [(labels, one) for labels, one in judged if one.verdict.health is not Health.UNKNOWN]
    yield _Metric(
        "nessie_late_seconds",
        "By how much the next date is late, 0 while it is on time.",
        [(labels, _late_s(one)) for labels, one in known],
    )
    yield _Metric(
        "nessie_failed_ranges",
        "Date ranges that went wrong and never landed.",
        [(labels, one.verdict.failed) for labels, one in known],
    )
    yield _Metric(
        "nessie_missing_units",
        "Days, or hours of an hourly pipeline, that nothing covers.",
        [(labels, one.verdict.missing) for labels, one in known],
    )
    yield _Metric(
        "nessie_tasks",
        "Tasks that are reported, by state.",
        [sample for labels, one in judged for sample in _tasks(labels, one)],
    )


def _covered_to_s(one: Judged) -> float | None:
    if one.verdict.age_s is None:
        return None
    return _epoch_s(one.now - timedelta(seconds=one.verdict.age_s))


def _late_s(one: Judged) -> float:
    if not one.verdict.lateness:
        return 0.0
    fresh = one.verdict.freshness
    if fresh is None:
        return max(0.0, (one.verdict.age_s or 0.0) - one.verdict.limit_s)
    return fresh.awaited.late_by_s(one.now)


def _tasks(labels: dict[str, str], one: Judged) -> Iterator[_Sample]:
    counts = dict.fromkeys(STATES, 0) | count_states(one.found.coverage.index.tasks)
    for state, count in counts.items():
        yield {**labels, "state": state}, count


def _lines(metric: _Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}\n"
    yield f"# TYPE {metric.name} gauge\n"
    for labels, value in metric.samples:
        named = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{metric.name}{{{named}}} {float(value):.15g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _epoch_s(moment: datetime) -> float:
    return round(moment.timestamp(), 3)

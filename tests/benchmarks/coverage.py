"""Print what 50,000 hourly tasks cost to decode, and what to find out which dates they cover.

``python tests/benchmarks/coverage.py --runs 20`` prints the quickest of twenty runs, with the
garbage collector on.
"""

import argparse
import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from dated import task_of

from nessie_tui.api.endpoints.status import decode
from nessie_tui.model.coverage import Coverage, cover
from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.survey import Evidence, Survey, survey
from nessie_tui.model.task import Task
from nessie_tui.model.unit import UnitKind, Units

ZONE = ZoneInfo("US/Pacific")
NOW = datetime(2026, 11, 25, 12, 5, tzinfo=UTC)
PIPELINE = Pipeline("events-hourly", frequency="hourly")
AIMS = {"coverage": "< 150 ms, 2.5 x", "coverage, 1 % changed": "< 20 ms, 0.3 x"}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    body = written(history(options.tasks))
    tasks = decode(body).tasks
    changed, units = one_percent_changed(tasks), hourly()
    before = told(cover(tasks, (), units, NOW))
    surveyed = looked_at(tasks)
    works = {
        "decode": lambda: decode(body),
        "coverage": lambda: told(cover(tasks, (), hourly(), NOW)),
        "coverage, dates read before": lambda: told(cover(tasks, (), units, NOW)),
        "coverage, 1 % changed": lambda: told(cover(changed, (), units, NOW, before)),
        "survey and findings": lambda: looked_at(tasks),
        "survey and findings, 1 % changed": lambda: looked_at(changed, surveyed),
        "findings alone": lambda: findings_alone(surveyed),
    }
    print(f"{len(tasks)} tasks, {len(body) / 1e6:.1f} MB, {len(before)} hours, ", end="")
    print(f"the quickest of {options.runs} runs, GC {'on' if gc.isenabled() else 'off'}\n")
    print(f"{'':34}{'ms':>8}{'x decode':>10}{'aimed at':>18}")
    took_ms = {name: quickest_ms(work, options.runs) for name, work in works.items()}
    for name, ms in took_ms.items():
        print(f"{name:34}{ms:8.1f}{ms / took_ms['decode']:10.2f}{AIMS.get(name, ''):>18}")


def history(count: int) -> list[Task]:
    """Return tasks of the newest hours: most succeeded at once, some tried again, some missing."""
    units, random = hourly(), Random(1)  # noqa: S311 - the same history in every run
    tasks: list[Task] = []
    unit = units.newest_due(NOW)
    while len(tasks) < count:
        begin, luck = units.start(unit), random.random()
        if luck < 0.004:
            tasks += [task_of(begin, "retried"), task_of(begin, "retried")]
        if luck < 0.002:
            tasks.append(task_of(begin, "failed"))
        elif luck < 0.999:
            tasks.append(task_of(begin))
        unit -= 1
    return tasks[count - 1 :: -1]


def one_percent_changed(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """Return the next reading: one task in a hundred has failed since."""
    changed, random = list(tasks), Random(2)  # noqa: S311 - the same change in every run
    for place in random.sample(range(len(tasks)), len(tasks) // 100):
        changed[place] = task_of(datetime.fromisoformat(tasks[place].from_date), "failed")
    return tuple(changed)


def written(tasks: list[Task]) -> bytes:
    """Return the ``status`` answer that holds `tasks`."""
    fields = ("name", "state", "run_at", "last_finish", "from_date", "to_date")
    by_state: dict[str, list[dict]] = defaultdict(list)
    for task in tasks:
        values = {field: getattr(task, field) for field in fields}
        by_state[task.state].append({**values, "project_id": 2195193})
    return msgspec.json.encode(by_state)


def hourly() -> Units:
    return Units(UnitKind.HOUR, ZONE)


def told(coverage: Coverage) -> Coverage:
    """Ask `coverage` for all that a screen shows."""
    _ = (coverage.missing, coverage.uncovered, coverage.overlaps)
    _ = (coverage.newest_covered, coverage.holes, coverage.counts)
    return coverage


def looked_at(tasks: tuple[Task, ...], before: Survey | None = None) -> Survey:
    found = survey(Evidence(PIPELINE, tasks, told_zone=ZONE.key), NOW, before)
    told(found.coverage)
    _ = found.findings
    return found


def findings_alone(found: Survey) -> None:
    coverage = found.coverage.between()
    _ = Survey(found.pipeline, found.zone, coverage, found.attempts).findings


def quickest_ms(work: Callable[[], object], runs: int) -> float:
    best_s = float("inf")
    for _ in range(runs):
        begun_s = time.perf_counter()
        work()
        best_s = min(best_s, time.perf_counter() - begun_s)
    return best_s * 1000


if __name__ == "__main__":
    main()

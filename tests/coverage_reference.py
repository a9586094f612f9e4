"""Coverage once more, from what ``status`` and ``timeline`` print: slowly, and by the rules alone.

Nothing of the program is used, so that what both get wrong alike can only be the rules.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("US/Pacific")
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def reference(status: dict, timeline: dict, unit: str, now: datetime) -> dict[str, object]:
    """The members of the document that follow from the tasks, the syncs and the moment."""
    cover = [(_units(task["from_date"], task["to_date"], unit), task) for task in status["tasks"]]
    synced = {start for day in timeline["days"] for start in _synced(day, unit)}
    starts = {start for units, _ in cover for start in units} | synced
    due = [start for start in _steps(min(starts), now, unit) if _end(start, unit) <= now]
    cells = [_cell(start, cover, synced, unit) for start in due]
    landed = [start for start, cell in zip(due, cells, strict=True) if cell[1] == "succeeded"]
    age_s = (now - _end(landed[-1], unit)).total_seconds()
    return {
        "from": cells[0][0],
        "to": cells[-1][0],
        "cells": [dict(zip(("start", "state", "attempts"), cell, strict=True)) for cell in cells],
        "missing": _ranges(cells, lambda cell: cell[1] == "missing"),
        "uncovered": _ranges(cells, lambda cell: cell[1] != "succeeded"),
        "not_reported_before": cells[0][0],
        "overlaps": _overlaps(due, cover, unit),
        "newest_covered": _text(landed[-1], unit),
        "age_hours": round(age_s / 3600, 2),
    }


def _units(begin: str, end: str, unit: str) -> list[datetime]:
    """The beginnings of the units from one written date to another, both included."""
    if unit == "day":
        first, last = (
            datetime.fromisoformat(text[:10]).replace(tzinfo=ZONE) for text in (begin, end)
        )
    else:
        first, last = (datetime.fromisoformat(text).astimezone(UTC) for text in (begin, end))
    return list(_steps(first, last, unit))


def _steps(first: datetime, last: datetime, unit: str) -> Iterable[datetime]:
    while first <= last:
        yield first
        first = first + _DAY if unit == "day" else first + _HOUR


def _end(start: datetime, unit: str) -> datetime:
    return start + _DAY if unit == "day" else start + _HOUR


def _synced(day: dict, unit: str) -> list[datetime]:
    if day["status"] != "synced":
        return []
    begin = datetime.fromisoformat(day["date"]).replace(tzinfo=ZONE)
    if unit == "day":
        return [begin]
    end = (begin + _DAY).astimezone(UTC)
    last = max(datetime.fromisoformat(text) for text in day["sync_times"])
    hours = _steps(begin.astimezone(UTC), end - _HOUR, unit)
    return [hour for hour in hours if hour + _HOUR <= last]


def _cell(start, cover, synced, unit) -> tuple[str, str, int]:
    tasks = [task for units, task in cover if start in units]
    states = [task["state"] for task in sorted(tasks, key=_when)]
    deciding = next((word for word in ("succeeded", "running", "pending") if word in states), None)
    if not states:
        deciding = "succeeded" if start in synced else "missing"
    return (_text(start, unit), deciding or states[-1], len(tasks))


def _when(task: dict) -> datetime:
    return datetime.fromisoformat(task["last_finish"] or task["run_at"])


def _ranges(cells, is_wanted) -> list[dict[str, str]]:
    groups = ((wanted, list(cells)) for wanted, cells in groupby(cells, is_wanted))
    return [{"from": run[0][0], "to": run[-1][0]} for wanted, run in groups if wanted]


def _overlaps(due, cover, unit) -> list[dict[str, object]]:
    landed = [(set(units), task) for units, task in cover if task["state"] == "succeeded"]
    counted = [(start, sum(start in units for units, _ in landed)) for start in due]
    found = []
    for is_twice, run in groupby(counted, lambda pair: pair[1] > 1):
        if is_twice:
            starts = [start for start, _ in run]
            tasks = sum(not units.isdisjoint(starts) for units, _ in landed)
            ends = {"from": _text(starts[0], unit), "to": _text(starts[-1], unit)}
            found.append({**ends, "tasks": tasks})
    return found


def _text(start: datetime, unit: str) -> str:
    return start.strftime("%Y-%m-%d") if unit == "day" else start.astimezone(ZONE).isoformat()

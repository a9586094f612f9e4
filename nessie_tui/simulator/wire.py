"""Mixpanel's spellings, as its reference pages of 2019 and 2026-08 print them.

Three ways to write a time in three answers, a Boolean in quotes, one capital letter in the middle
of snake case: this is the only module that knows. A moment is in seconds since 1970 (UTC).
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from nessie_tui.model.state import CANCELED, PENDING, RUNNING, TaskState
from nessie_tui.simulator.attempt import Attempt
from nessie_tui.simulator.timetable import ZONE, ZONE_NAME

Json = dict[str, object]

NEVER = "0000-12-31T16:00:00-08:00"
"""Go's zero time in US/Pacific, on tasks that have not finished."""

_UNFINISHED = frozenset({PENDING, RUNNING, CANCELED})


def body(document: object) -> bytes:
    """Return a document as compact JSON; anything that is not ASCII is escaped."""
    return json.dumps(document, separators=(",", ":")).encode("ascii")


def task(name: str, attempt: Attempt, state: TaskState) -> Json:
    """Return one task of the ``status`` route. A canceled one never finished."""
    from_date = _iso(attempt.from_s)
    return {
        "name": name,
        "state": state,
        "last_finish": NEVER if state in _UNFINISHED else _iso(attempt.finish_s),
        "run_at": _iso(attempt.run_at_s),
        "from_date": from_date,
        "to_date": from_date if attempt.to_s == attempt.from_s else _iso(attempt.to_s),
    }


def groups(tasks: Iterable[Json]) -> dict[str, list[Json]]:
    """Return tasks by state; a state without tasks is absent, and Go sorts the keys of a map."""
    by_state: dict[str, list[Json]] = {}
    for entry in tasks:
        by_state.setdefault(str(entry["state"]), []).append(entry)
    return dict(sorted(by_state.items()))


def status(by_state: Mapping[str, object], *, summary: bool, states: frozenset[str]) -> bytes:
    """Return the body of the ``status`` route.

    Args:
        by_state: Lists of tasks; a null in place of a list counts none.
        summary: Counts in place of lists.
        states: The states wanted; empty for all.
    """
    wanted = {state: found for state, found in by_state.items() if not states or state in states}
    if summary:
        counts = {state: len(found) for state, found in wanted.items() if isinstance(found, list)}
        return body(counts)
    return body(wanted)


def job(
    name: str,
    *,
    dispatcher: str,
    frequency: str,
    sync_enabled: bool,
    last_dispatched_s: int | None,
) -> Json:
    """Return one pipeline of the ``jobs`` route; None for one that was never dispatched."""
    dispatched = None if last_dispatched_s is None else _local(last_dispatched_s)
    return {
        "name": name,
        "Dispatcher": dispatcher,
        "last_dispatched": f"{dispatched:%Y-%m-%d %H:%M:%S} {ZONE_NAME}" if dispatched else "",
        "frequency": frequency,
        "sync_enabled": "true" if sync_enabled else "false",
    }


def sync_day(day: date, sync_times_s: Iterable[int]) -> Json:
    """Return one day of the ``timeline`` route."""
    return {
        "date": day.isoformat(),
        "sync_times": [f" {_go_string(time_s)}" for time_s in sync_times_s],
        "status": "synced",
    }


def _local(moment_s: int) -> datetime:
    return datetime.fromtimestamp(moment_s, ZONE)


def _iso(moment_s: int) -> str:
    return _local(moment_s).isoformat()


def _go_string(moment_s: int) -> str:
    # Nothing here knows less than a second; the fraction is made up to keep the samples' spelling.
    local = _local(moment_s)
    fraction = f"{moment_s % 999_983 + 1:06d}".rstrip("0")  # as Go writes it
    return f"{local:%Y-%m-%d %H:%M:%S}.{fraction} {local:%z %Z}"

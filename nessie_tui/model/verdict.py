"""Is a pipeline all right? The one answer that alarms, lists and screens share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from nessie_tui.model.coverage import Coverage
from nessie_tui.model.freshness import Freshness, Lateness, Limits, freshness, newest_late
from nessie_tui.model.state import (
    CANCELED,
    PENDING,
    RETRIED,
    RUNNING,
    SUCCEEDED,
    TaskState,
    is_problem,
    is_settled,
)
from nessie_tui.model.survey import Survey
from nessie_tui.model.task import attempt_order
from nessie_tui.model.timestamp import read_time
from nessie_tui.model.unit import UnitKind


class Health(IntEnum):
    """How a pipeline stands; the numbers are the exit codes of monitoring plugins."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a person puts up with before it is an alarm."""

    max_age: timedelta | None = None
    """How old the newest data may be; None for the limits of the profile."""
    max_failed: int = 0
    """How many date ranges may have failed."""
    allow_gaps: int = 0
    """How many units may be missing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a pipeline stands, and the facts that say so."""

    health: Health
    failed: int
    """Date ranges that went wrong, with a date that no other task has exported since."""
    missing: int
    """Units that nothing covers: those between others, and those that are late."""
    stuck: int
    """Such units that neither failed nor landed: canceled, retried, or left waiting behind newer
    ones that did land."""
    freshness: Freshness | None
    """None where nothing that is due is reported, and where dates tell nothing."""
    age_s: float | None
    """Since the newest unit that landed ended, or the last full export; None where none did."""
    limit_s: float
    """The age from which on it is late."""
    lateness: Lateness


def judge(
    found: Survey, limits: Limits, now: datetime, allowance: Allowance | None = None
) -> Verdict:
    """Return how a pipeline stands at `now`.

    Dates that still have time to land are no alarm: the hours between a day's end and its export
    are the same every night.

    Args:
        found: What is known of its dates.
        limits: How long after its end a date may stay unexported.
        now: Aware.
        allowance: What a person puts up with besides; None for nothing.
    """
    allowed = allowance or Allowance()
    if found.pipeline.exports_in_full:
        return _by_last_run(found, limits, now, allowed)
    coverage, failed = found.coverage, _outstanding(found.coverage)
    judged = coverage.between(last=newest_judged(found, limits, now))
    missing = sum(run.count for run in judged.missing)
    stuck = _count(judged, CANCELED, RETRIED) + _left_waiting(found, limits, now)
    fresh = freshness(coverage, limits)
    age_s = coverage.age_s(now)
    awaits = not found.pipeline.is_backfill and fresh is not None
    lateness = fresh.awaited.lateness(now) if awaits and fresh else Lateness.ON_TIME
    limit_s = (limits.warning + _LENGTHS[coverage.units.kind]).total_seconds()
    if coverage.reported_from is None:
        health = Health.UNKNOWN
    elif failed > allowed.max_failed or missing > allowed.allow_gaps:
        health = Health.CRITICAL
    else:
        by_age = _by_age(age_s, lateness, allowed) if awaits else Health.OK
        health = max(by_age, Health.WARNING if stuck else Health.OK)
    if allowed.max_age is not None:
        limit_s = allowed.max_age.total_seconds()
    return Verdict(health, failed, missing, stuck, fresh, age_s, limit_s, lateness)


def newest_judged(found: Survey, limits: Limits, now: datetime) -> int:
    """Return the newest unit that should have been exported, or tried at least, at `now`.

    Those before one that was tried should, and those that are late.
    """
    reported_to = found.coverage.reported_to
    if found.pipeline.is_backfill:
        return reported_to
    return max(reported_to, newest_late(found.units, limits, now))


def _by_last_run(found: Survey, limits: Limits, now: datetime, allowed: Allowance) -> Verdict:
    """Judge a pipeline whose every run exports everything."""
    settled = [task for task in found.coverage.index.tasks if is_settled(task.state)]
    newest = max(settled, key=attempt_order, default=None)
    successes = (task for task in settled if task.state == SUCCEEDED)
    landed = max(successes, key=attempt_order, default=None)
    ended = None if landed is None else read_time(landed.last_finish).moment
    failed = int(newest is not None and is_problem(newest.state))
    age_s = None if ended is None else (now - ended).total_seconds()
    between = _LENGTHS[found.units.kind]
    lateness = Lateness.ON_TIME
    if age_s is not None and age_s >= (between + limits.critical).total_seconds():
        lateness = Lateness.OVERDUE
    elif age_s is not None and age_s >= (between + limits.warning).total_seconds():
        lateness = Lateness.LATE
    limit = between + limits.warning if allowed.max_age is None else allowed.max_age
    if not settled:
        health = Health.UNKNOWN
    elif failed > allowed.max_failed:
        health = Health.CRITICAL
    else:
        health = _by_age(age_s, lateness, allowed)
    return Verdict(health, failed, 0, 0, None, age_s, limit.total_seconds(), lateness)


def _by_age(age_s: float | None, lateness: Lateness, allowed: Allowance) -> Health:
    if allowed.max_age is None:
        return _HEALTHS[lateness]
    is_young = age_s is not None and age_s <= allowed.max_age.total_seconds()
    return Health.OK if is_young else Health.CRITICAL


def _left_waiting(found: Survey, limits: Limits, now: datetime) -> int:
    """Count the late units that still run or wait while newer ones have landed.

    How late those are that come after the newest landed one, its freshness tells.
    """
    coverage = found.coverage
    if found.pipeline.is_backfill or coverage.newest_covered is None:
        return 0
    last = min(coverage.newest_covered, newest_late(found.units, limits, now))
    return _count(coverage.between(last=last), RUNNING, PENDING)


def _count(coverage: Coverage, *states: TaskState) -> int:
    return sum(coverage.counts.get(state, 0) for state in states)


def _outstanding(coverage: Coverage) -> int:
    """Count the date ranges that went wrong, and that still speak for one of their dates."""
    wrong = {state for state in coverage.counts if is_problem(state)}
    return len(
        {
            (task.from_date, task.to_date)
            for task in coverage.index.tasks
            if task.state in wrong and coverage.is_decided_by(task)
        }
    )


_HEALTHS = {
    Lateness.ON_TIME: Health.OK,
    Lateness.LATE: Health.WARNING,
    Lateness.OVERDUE: Health.CRITICAL,
}
_LENGTHS = {UnitKind.DAY: timedelta(days=1), UnitKind.HOUR: timedelta(hours=1)}

"""The outcome of every date, for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nessie_tui.model.coverage import Coverage, UnitRange
from nessie_tui.model.survey import Finding, Survey
from nessie_tui.model.unit import Units
from nessie_tui.present.finding_words import finding_words

CELL_FIELDS = ("start", "state", "attempts")

_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a pipeline's dates somebody asked for."""

    first: int | None = None
    """The oldest unit; None for the first one that is told of."""
    last: int | None = None
    """The newest unit; None for the newest one that is due."""

    @property
    def is_asked(self) -> bool:
        """It is not simply everything."""
        return self.first is not None or self.last is not None

    def of(self, found: Survey) -> Coverage:
        """Return what became of the dates within it."""
        return found.coverage.between(self.first, self.last) if self.is_asked else found.coverage

    def findings(self, found: Survey) -> tuple[Finding, ...]:
        """Return what is odd within it, and whatever is not about dates."""
        return tuple(self._findings(found))

    def _findings(self, found: Survey) -> Iterator[Finding]:
        # Found out from all dates: whether the timeline skips one is told by those around it.
        for finding in found.findings:
            units = finding.units
            if units is None:
                yield finding
                continue
            first = units.first if self.first is None else max(self.first, units.first)
            last = units.last if self.last is None else min(self.last, units.last)
            if first <= last:
                yield Finding(finding.kind, UnitRange(first, last), finding.count)


def coverage_document(found: Survey, window: Window, now: datetime) -> dict[str, object]:
    """Return what became of the dates within `window`, of which the newest may be old at `now`."""
    coverage, units = window.of(found), found.units
    newest, age_s = coverage.newest_covered, coverage.age_s(now)
    return {
        "pipeline": found.pipeline.name,
        "unit": str(units.kind),
        "timezone": found.zone.name,
        **(_range(units, coverage.span) if len(coverage) else _NOWHERE),
        "cells": [dict(zip(CELL_FIELDS, cell, strict=True)) for cell in coverage_cells(coverage)],
        "missing": [_range(units, run) for run in coverage.missing],
        "uncovered": [_range(units, run) for run in coverage.uncovered],
        "not_reported_before": _reported_from(found.coverage),
        "overlaps": [
            {**_range(units, overlap.units), "tasks": overlap.tasks}
            for overlap in coverage.overlaps
        ],
        "newest_covered": None if newest is None else units.text(newest),
        "age_hours": None if age_s is None else round(age_s / _HOUR_S, 2),
        "findings": [
            {
                "kind": str(finding.kind),
                **(_NOWHERE if finding.units is None else _range(units, finding.units)),
                "text": finding_words(finding, found),
            }
            for finding in window.findings(found)
        ],
    }


def coverage_cells(coverage: Coverage) -> Iterator[tuple[str, str, int]]:
    """Return every unit with its beginning, its outcome and how many tasks cover it."""
    starts = map(coverage.units.text, range(coverage.first, coverage.last + 1))
    return zip(starts, coverage.states(), coverage.cells.attempts, strict=True)


_NOWHERE = {"from": None, "to": None}


def _range(units: Units, run: UnitRange) -> dict[str, str]:
    return {"from": units.text(run.first), "to": units.text(run.last)}


def _reported_from(coverage: Coverage) -> str | None:
    return None if coverage.reported_from is None else coverage.units.text(coverage.first)

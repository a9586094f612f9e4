"""Reads worked_examples.md, which says how it is written, and holds the program to it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dated import NEVER

from nessie_tui.model.coverage import MISSING, NOT_REPORTED, UnitRange
from nessie_tui.model.freshness import Lateness, Limits, freshness
from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.state import TaskState
from nessie_tui.model.survey import Evidence, Finding, Survey, survey
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import SyncDay
from nessie_tui.model.timestamp import WireTime
from nessie_tui.model.unit import UnitKind, Units
from nessie_tui.model.verdict import judge

PAGE = Path(__file__).with_name("worked_examples.md")
GLYPHS = {
    "succeeded": "✓",
    "running": "►",
    "pending": "◌",
    "retried": "↻",
    "failed": "✗",
    "timed_out": "◷",
    "canceled": "⊘",
    MISSING: "▢",
    NOT_REPORTED: "⋅",
}
ANSWERS = ("cells", "missing", "uncovered", "overlaps", "newest covered", "next", "findings")


@dataclass
class Example:
    """One section of the page: what is given, and what is expected, as it is written there."""

    title: str
    frequency: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    now: datetime = datetime(1, 1, 1, tzinfo=UTC)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)

    @property
    def evidence(self) -> Evidence:
        pipeline = Pipeline("events", frequency=self.frequency)
        tasks = (task for row in self.tables.get("from", ()) for task in self.tasks(*row))
        days = tuple(self.sync_day(*row) for row in self.tables.get("day", ()))
        return Evidence(pipeline, tuple(tasks), days, self.zone.key)

    def tasks(self, begin: str, end: str, state: str, finished: str) -> list[Task]:
        """Return the tasks of a row."""
        finish, word = self.written(finished) if finished else NEVER, TaskState(state)
        if " … " in begin:
            dates = [(each, each) for each in self.each(*map(self.written, begin.split(" … ")))]
        else:
            dates = [(self.written(begin), self.written(end or begin))]
        return [Task("events", word, last, finish, first, last) for first, last in dates]

    def each(self, first: WireTime, last: WireTime) -> list[WireTime]:
        """Return the dates from `first` to `last`."""
        units = Units(UnitKind.DAY if self.frequency == "daily" else UnitKind.HOUR, self.zone)
        numbers = range(units.firsts[first], units.lasts[last] + 1)
        return [WireTime(units.start(number).isoformat()) for number in numbers]

    def sync_day(self, day: str, status: str, times: str) -> SyncDay:
        synced = tuple(WireTime(part) for part in re.findall(r"`(.+?)`", times))
        return SyncDay(WireTime(day), status, synced)

    def written(self, text: str) -> WireTime:
        """Return a date of the page as the API would write it."""
        if text.startswith("`"):
            return WireTime(text.strip("`"))
        return WireTime(datetime.fromisoformat(text).replace(tzinfo=self.zone).isoformat())


def examples() -> list[Example]:
    return [example(section) for section in PAGE.read_text().split("\n## ")[1:]]


def example(section: str) -> Example:
    read = Example(section.splitlines()[0])
    head = ""
    for line in section.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if cells[0] in {"from", "day"}:
                head = cells[0]
            elif not cells[0].startswith("---"):
                read.tables.setdefault(head, []).append(cells)
        elif given := re.fullmatch(r"- (daily|hourly), (\S+), (.*)", line):
            read.frequency, read.zone = given[1], ZoneInfo(given[2])
            read.now = datetime.fromisoformat(given[3]).replace(tzinfo=read.zone)
        elif line.startswith("- "):
            name, _, text = line[2:].partition(": ")
            assert name in {*ANSWERS, "window", "verdict"}, line
            read.lines[name] = text
    return read


class Answer:
    """What the program says of an example, in the words of the page."""

    def __init__(self, given: Example) -> None:
        self.now, self.zone = given.now, given.zone
        self.found: Survey = survey(given.evidence, given.now)
        self.units, self.coverage = self.found.units, self.found.coverage
        if "window" in given.lines:
            ends = (given.written(part) for part in given.lines["window"].split(" to "))
            self.coverage = self.coverage.between(*(self.units.firsts[end] for end in ends))
        self.is_window = "window" in given.lines

    def lines(self) -> dict[str, str]:
        """Return all that there is to say; what is not there is left out."""
        coverage = self.coverage
        said = {
            "cells": self.cells(),
            "missing": self.ranges(coverage.missing),
            "uncovered": self.ranges(coverage.uncovered),
            "overlaps": "; ".join(
                f"{self.range(o.units)} by {o.tasks} tasks" for o in coverage.overlaps
            ),
            "newest covered": self.newest_covered(),
            "next": "" if self.is_window else self.next(),
            "findings": "; ".join(map(self.finding, self.found.findings)),
            "verdict": self.verdict(),
        }
        return {name: text for name, text in said.items() if text}

    def cells(self) -> str:
        coverage = self.coverage
        if not len(coverage):
            return "none"
        marks = " ".join(GLYPHS.get(state, "?") for state in coverage.states())
        return f"{marks} from {self.unit(coverage.first)}"

    def newest_covered(self) -> str:
        coverage = self.coverage
        if coverage.newest_covered is None:
            return ""
        holes = f"{coverage.holes} hole{'s' * (coverage.holes > 1)} behind"
        said = f"{self.unit(coverage.newest_covered)}, {holes if coverage.holes else 'no holes'}"
        if self.is_window:
            return said
        return f"{said}, {round(coverage.age_s(self.now) / 3600, 2):g} h old"

    def next(self) -> str:
        fresh = freshness(self.coverage, Limits())
        if fresh is None:
            return ""
        due = fresh.awaited
        late_by = f"late by {due.late_by_s(self.now) / 3600:g} h"
        words = {
            Lateness.ON_TIME: "on time",
            Lateness.LATE: late_by,
            Lateness.OVERDUE: f"overdue, {late_by}",
        }
        late_from, overdue_from = (
            moment.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")
            for moment in (due.late_from, due.overdue_from)
        )
        said = f"{self.unit(due.unit)}, late from {late_from}, overdue from {overdue_from}"
        return f"{said}, {words[due.lateness(self.now)]}"

    def finding(self, found: Finding) -> str:
        if found.units is not None:
            return f"{found.kind} {self.range(found.units)}"
        if found.count:
            return f"{found.kind} {found.count} task{'s' * (found.count > 1)}"
        return found.kind

    def verdict(self) -> str:
        said = judge(self.found, Limits(), self.now)
        counts = (f"{getattr(said, name)} {name}" for name in ("failed", "missing", "stuck"))
        told = (count for count in counts if not count.startswith("0 "))
        return ", ".join((said.health.name.lower(), *told))

    def ranges(self, ranges: tuple[UnitRange, ...]) -> str:
        return ", ".join(map(self.range, ranges))

    def range(self, run: UnitRange) -> str:
        ends = dict.fromkeys(map(self.unit, (run.first, run.last)))
        return " to ".join(ends)

    def unit(self, unit: int) -> str:
        start = self.units.start(unit)
        if self.units.kind == "day":
            return start.date().isoformat()
        if start.fold:  # this hour comes twice
            return f"`{start.isoformat()}`"
        return start.strftime("%Y-%m-%d %H:%M")


def spelled_out(cells: str) -> str:
    return re.sub(r"(\S) x(\d+)", lambda m: " ".join(m[1] * int(m[2])), cells)


@pytest.mark.parametrize("given", examples(), ids=lambda given: given.title)
def test_the_program_says_what_the_page_says(given):
    expected = {name: text for name, text in given.lines.items() if name != "window"}
    expected["cells"] = spelled_out(expected["cells"])
    if "missing" in expected:  # mostly the same, and then written once
        expected.setdefault("uncovered", expected["missing"])
    assert Answer(given).lines() == expected

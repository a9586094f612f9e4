"""What is said of dates: marks, problems, the head, the legend, the pane and the filter."""

from datetime import UTC, datetime, timedelta

import pytest
from surveyed import NOW, export, hour, long_history, surveyed

from nessie_tui.model.freshness import Limits
from nessie_tui.model.query import TaskQuery, select
from nessie_tui.model.state import STATES
from nessie_tui.model.task import keyed
from nessie_tui.model.timeline import SyncDay
from nessie_tui.present.coverage_words import coverage_lines, full_export_lines, legend
from nessie_tui.present.date_detail import date_detail
from nessie_tui.present.date_filter import date_filter
from nessie_tui.present.date_mark import DateFacts, date_marks
from nessie_tui.present.date_problem import (
    date_problems,
    problem_after,
    problem_at,
    problem_line,
)
from nessie_tui.present.explanation import explanation
from nessie_tui.present.state_look import state_look
from nessie_tui.present.tone import Tone, plain
from nessie_tui.present.unit_words import range_options
from nessie_tui.present.wording import Wording

WORDING = Wording(NOW)


def day(number: int, month: int = 11) -> str:
    return f"2026-{month:02}-{number:02}"


def unit(found, text: str) -> int:
    return found.units.firsts[text]


def facts(found, now=NOW, limits=None, *, ascii_only=False) -> DateFacts:
    limits = limits or Limits()
    marks = date_marks(found, limits, now, ascii_only=ascii_only)
    return DateFacts(marks, limits, Wording(now, ascii_only=ascii_only))


def glyphs(found, first: str, last: str, **options) -> str:
    marks = facts(found, **options).marks
    span = range(unit(found, first), unit(found, last) + 1)
    return "".join(marks.mark(number).glyph for number in span)


def said(lines) -> str:
    return "\n".join(map(plain, lines))


def problems(found, now=NOW):
    return date_problems(found, Limits(), now)


def listed(found, now=NOW) -> list[str]:
    lines = (problem_line(problem, found, WORDING, 80) for problem in problems(found, now))
    return [" ".join(plain(line).split()) for line in lines]


MIXED = (
    export("succeeded", day(14), finished=f"{day(15)}T01:00:00-08:00"),
    export("succeeded", day(14), finished=f"{day(16)}T01:00:00-08:00"),
    export("succeeded", day(15)),
    export("failed", day(18)),
    export("running", day(19)),
    export("succeeded", day(20)),
    export("no_such_state", day(21)),
)


def test_each_date_has_the_glyph_of_its_outcome():
    found = surveyed(*MIXED)
    assert glyphs(found, day(12), day(23)) == "⋅⋅2✓▢▢✗►✓?  "
    assert glyphs(found, day(12), day(23), ascii_only=True) == "..2+__X>+?  "


@pytest.mark.parametrize("state", STATES)
def test_a_date_of_one_task_looks_as_the_task_does(state):
    found = surveyed(export(state, day(20)))
    mark = facts(found).marks.mark(unit(found, day(20)))
    look = state_look(state)
    assert (mark.glyph, mark.tone) == (look.glyph, look.tone)


def test_what_goes_on_today_is_shown_and_what_has_time_is_blank():
    found = surveyed(export("succeeded", day(21)), export("running", day(23)))
    assert glyphs(found, day(21), day(23)) == "✓ ►", "the 22nd may still come"
    later = NOW + timedelta(days=1)
    late = surveyed(export("succeeded", day(21)), now=later)
    assert glyphs(late, day(21), day(23), now=later) == "✓▢ "


def test_a_date_that_landed_oddly_is_marked_without_colour_too():
    failed = export("failed", day(20), finished=f"{day(22)}T01:00:00-08:00")
    landed = export("succeeded", day(20), finished=f"{day(21)}T01:00:00-08:00")
    found = surveyed(landed, failed, export("succeeded", day(21)))
    assert glyphs(found, day(20), day(21)) == "!✓"
    assert "! failed again 1 d 20 Nov" in listed(found)


def test_problems_are_ranges_the_newest_first():
    assert listed(surveyed(*MIXED)) == [
        "? no_such_state 1 d 21 Nov",
        "► late 1 d 19 Nov",
        "✗ failed 1 d 18 Nov",
        "▢ missing 2 d 16 to 17 Nov",
        "2 2 tasks 1 d 14 Nov",
    ]


def test_what_waits_is_late_only_after_its_deadline():
    found = surveyed(export("succeeded", day(21)), export("pending", day(22)))
    assert listed(found) == []
    later = NOW + timedelta(days=1)
    assert listed(surveyed(*found.coverage.index.tasks, now=later), later) == ["◌ late 1 d 22 Nov"]


def test_a_backfill_is_not_alarmed_for_what_comes_after_its_newest_date():
    tasks = (export("succeeded", "2024-01-01"), export("pending", "2024-01-03"))
    found = surveyed(*tasks, name="events-backfill", dispatcher="backfill")
    assert listed(found) == ["▢ missing 1 d 2 Jan 2024"]
    shown = facts(found)
    assert shown.marks.span.last == unit(found, "2024-01-03")
    assert said(coverage_lines(shown, 80)) == ("1 of 3 days landed, 33.3 %   newest 1 Jan 2024")


def test_problems_are_walked_through_in_both_directions_and_round_the_end():
    found = surveyed(*MIXED)
    known = problems(found)
    forth, place = [], found.coverage.newest_due + 1
    for _ in range(len(known) + 1):
        problem = problem_after(known, place, 1)
        place = problem.units.last
        forth.append(problem)
    assert forth == [*known, known[0]]
    back = []
    for _ in known:
        problem = problem_after(known, place, -1)
        place = problem.units.last
        back.append(problem)
    assert back == [known[-1], *reversed(known[:-1])]
    assert problem_after((), place, 1) is None


def test_a_date_within_a_problem_finds_it():
    found = surveyed(*MIXED)
    assert problem_at(problems(found), unit(found, day(16))).what == "missing"
    assert problem_at(problems(found), unit(found, day(15))) is None


def test_the_head_never_tells_the_newest_date_without_its_holes():
    found = surveyed(*MIXED)
    assert said(coverage_lines(facts(found), 120)) == (
        "3 of 9 days landed, 33.3 %   newest 20 Nov, 4 holes behind   next late by 12 h 12 m"
    )
    two_lines = said(coverage_lines(facts(found), 50)).splitlines()
    assert [len(two_lines), two_lines[1]] == [2, "newest 20 Nov, 4 holes behind"]


def test_almost_all_is_never_told_as_all():
    days = [
        export("succeeded", (datetime(2020, 1, 1, tzinfo=UTC) + timedelta(n)).date().isoformat())
        for n in range(2518)
    ]
    found = surveyed(*days[:5], *days[6:])
    assert "100 %" not in said(coverage_lines(facts(found), 120))
    assert "99.9 %" in said(coverage_lines(facts(found), 120))


@pytest.mark.parametrize("width", [30, 58, 78, 118])
def test_a_legend_counts_what_the_calendar_shows_and_breaks_no_entry(width):
    lines = legend(facts(surveyed(*MIXED)), width)
    assert all(len(plain(line)) <= width for line in lines)
    words = " ".join(said(lines).split())
    for entry in ("✓ 3 landed", "2 1 more than once", "▢ 2 missing", "✗ 1 failed", "► 1 running"):
        assert entry in words
    assert "1 not due yet" in words


def test_the_pane_tells_a_date_in_full():
    found = surveyed(
        export("retried", day(20), finished=f"{day(21)}T01:00:00-08:00"),
        export("failed", day(20), finished=f"{day(21)}T05:00:00-08:00"),
        export("succeeded", day(21)),
    )
    text = said(date_detail(facts(found), unit(found, day(20)), 12, 80))
    assert text.splitlines()[0] == "Fri 20 Nov 2026 (US/Pacific)  ✗ failed"
    assert "overdue, late by 1 d 12 h  21 Nov + 24 h = 22 Nov" in text
    assert text.index("Task 2") < text.index("Task 1"), "the newest first"
    assert "Around   Tue 17 ⋅  Wed 18 ⋅  Thu 19 ⋅  Fri 20 ✗  Sat 21 ✓  Sun 22    Mon 23" in text
    short = said(date_detail(facts(found), unit(found, day(20)), 4, 80))
    assert "2 tasks  ✗ 21 Nov" in short
    assert len(short.splitlines()) == 4


def test_the_pane_tells_when_a_date_was_written_again():
    times = ("2026-11-21T00:41:00-08:00", "2026-11-27T13:41:00-08:00")
    found = surveyed(export("succeeded", day(20)), sync_days=(SyncDay(day(20), "synced", times),))
    text = said(date_detail(facts(found), unit(found, day(20)), 8, 90))
    assert "again 27 Nov 13:41 (re-exported +6 d 13 h)" in text


def test_a_date_that_two_tasks_exported_says_what_that_may_mean():
    found = surveyed(*MIXED)
    text = said(date_detail(facts(found), unit(found, day(14)), 8, 90))
    assert "2 tasks exported it: a load that appends holds it 2 times." in text


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (day(23), "has not ended"),
        (day(22), "not due yet, no task covers it"),
        (day(10), "not reported"),
    ],
)
def test_a_date_without_an_outcome_says_why(date, words):
    found = surveyed(*MIXED)
    assert words in said(date_detail(facts(found), unit(found, date), 8, 90))


def test_the_filter_shows_every_task_of_a_date_and_no_other():
    tasks = (
        export("failed", day(18)),
        export("succeeded", day(16), day(20)),
        export("succeeded", day(19)),
        export("succeeded", "", ""),
    )
    found = surveyed(*tasks)
    text = date_filter(found, unit(found, day(18)))
    assert text == "on:2026-11-18"
    shown = select(keyed(tasks), TaskQuery(text=text)).values()
    assert set(shown) == set(tasks[:2])
    assert date_filter(found, unit(found, day(22))) is None


@pytest.mark.parametrize("offset", ["-08:00", "+00:00"])
def test_the_filter_of_an_hour_is_written_as_its_tasks_are(offset):
    begin = datetime(2026, 11, 20, 5, tzinfo=UTC)
    zone = datetime.fromisoformat(f"2026-01-01T00:00:00{offset}").tzinfo
    tasks = [
        export("succeeded", (begin + timedelta(hours=n)).astimezone(zone).isoformat())
        for n in range(30)
    ]
    found = surveyed(*tasks, frequency="hourly")
    for task in tasks:
        text = date_filter(found, found.units.firsts[task.from_date])
        assert list(select(keyed(tasks), TaskQuery(text=text)).values()) == [task]


def test_a_range_is_copied_as_options():
    found = surveyed(*MIXED)
    missing = problem_at(problems(found), unit(found, day(16))).units
    assert range_options(found.units, missing) == "--from 2026-11-16 --to 2026-11-17"
    hours = surveyed(export("failed", hour("2026-11-20 05")), frequency="hourly")
    failed = problem_at(problems(hours), hours.coverage.first).units
    assert range_options(hours.units, failed).startswith("--from 2026-11-20T05:00:00-08:00 --to ")


def test_a_full_export_tells_its_last_run_and_the_last_that_landed():
    found = surveyed(
        export("succeeded", day(20), finished=f"{day(21)}T01:00:00-08:00"),
        export("failed", day(21), finished=f"{day(22)}T01:00:00-08:00"),
        name="people-daily",
    )
    text = said(full_export_lines(found, WORDING))
    assert "Last run   ✗ failed  Sun 22 Nov 2026" in text
    assert "Landed     ✓ succeeded  Sat 21 Nov 2026" in text


def test_an_explanation_holds_arithmetic_verdict_remarks_and_the_raw_task():
    task = export("failed", day(20))
    found = surveyed(task, export("succeeded", day(19)), zone=None)
    text = said(explanation(found, Limits(), WORDING, task))
    assert "assumed: neither the profile nor Mixpanel names one" in text
    assert "Health      critical" in text
    assert "Failed      1  date ranges" in text
    assert "No time zone is set" in text
    assert "from_date   2026-11-20" in text
    assert "last_finish not given" in text


def test_the_explanation_of_a_backfill_holds_no_deadline():
    found = surveyed(export("succeeded", "2024-01-01"), name="b-backfill", dispatcher="backfill")
    text = said(explanation(found, Limits(), WORDING))
    assert "Covered to  Mon 1 Jan 2024" in text
    assert "late by" not in text
    assert "A backfill: dates after its newest one are not its to export." in text


def test_half_a_million_hours_are_told_by_the_ranges_they_make():
    found = long_history(500_000)
    assert len(found.coverage) >= 500_000 - 1
    listed_problems = problems(found)
    assert len(listed_problems) > 500
    tones = {facts(found).marks.mark(problem.units.last).tone for problem in listed_problems[:3]}
    assert tones <= {Tone.ERROR, Tone.MUTED}

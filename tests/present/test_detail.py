from datetime import UTC, datetime

import pytest

from nessie_tui.model.attempt import Attempts
from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime
from nessie_tui.present.detail import Focus, task_detail
from nessie_tui.present.task_dates import dates_in_words, zone_note
from nessie_tui.present.tone import Tone, plain
from nessie_tui.present.wording import Wording

WORDING = Wording(datetime(2026, 11, 23, 20, 12, 30, tzinfo=UTC))
NEVER = WireTime("0000-12-31T16:00:00-08:00")
DAY = WireTime("2026-11-20T00:00:00-08:00")


def attempt(state, hour=None, **members):
    finished = NEVER if hour is None else WireTime(f"2026-11-21T{hour:02}:12:00-08:00")
    run_at = WireTime("2026-11-21T00:30:00-08:00")
    return Task("events", TaskState(state), run_at, finished, DAY, DAY, **members)


def detail(task, *others, zone="US/Pacific", wording=WORDING):
    return task_detail(Focus(task, Attempts([task, *others]), zone), wording)


def said(lines):
    """Return the lines by their label; the first, which has none, is the heading."""
    texts = [plain(line) for line in lines]
    return {"": texts[0], **{text[:11].strip(): text[11:] for text in texts[1:]}}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (DAY, DAY, "Fri 20 Nov 2026, one day"),
        ("2026-11-20", "2026-11-20", "Fri 20 Nov 2026, one day"),
        (DAY, "2026-11-20", "Fri 20 Nov 2026, one day"),
        (DAY, "2026-11-22T00:00:00-08:00", "Fri 20 Nov 2026 to Sun 22 Nov 2026, 3 days"),
        ("2025-12-31", "2026-01-01", "Wed 31 Dec 2025 to Thu 1 Jan 2026, 2 days"),
        (DAY, "9999-12-31", "Fri 20 Nov 2026 to Fri 31 Dec 9999, 2912120 days"),
        (
            DAY,
            "2026-11-18T00:00:00-08:00",
            "Fri 20 Nov 2026 back to Wed 18 Nov 2026: ends before it begins",
        ),
        # Hours
        ("2026-11-20T14:00:00Z", "2026-11-20T14:00:00Z", "Fri 20 Nov 2026 14:00, one hour"),
        (
            "2026-11-20T23:00:00Z",
            "2026-11-21T00:00:00Z",
            "Fri 20 Nov 2026 23:00 to Sat 21 Nov 2026 00:00",
        ),
        (
            "2026-11-20T14:00:00Z",
            "2026-11-20T13:00:00Z",
            "Fri 20 Nov 2026 14:00 back to Fri 20 Nov 2026 13:00: ends before it begins",
        ),
        ("2026-11-20T14:00:00Z", "2026-11-20", "Fri 20 Nov 2026 14:00 to 2026-11-20"),
        # What cannot be read stands as it came.
        ("string", "string", "string"),
        ("string", "2026-11-20", "string to 2026-11-20"),
        ("", "", "-"),
        ("", "2026-11-20", "- to 2026-11-20"),
        (NEVER, NEVER, "-"),
        (NEVER, "2026-11-20", "- to 2026-11-20"),
    ],
)
def test_a_range_in_words(start, end, words):
    task = Task(from_date=WireTime(start), to_date=WireTime(end))
    assert dates_in_words(task.dates) == words


def test_midnight_is_an_hour_where_other_tasks_show_hours_to_matter():
    dates = Task(from_date=DAY, to_date=DAY).dates
    assert dates_in_words(dates, hourly=True) == "Fri 20 Nov 2026 00:00, one hour"


@pytest.mark.parametrize(
    ("start", "zone", "words"),
    [
        (DAY, "US/Pacific", "US/Pacific"),
        (DAY, None, "UTC-08:00"),
        ("2026-11-20T00:00:00Z", None, "UTC"),
        ("2026-11-20", None, "no time zone given"),
        ("string", None, "no time zone given"),
        ("", "US/Pacific", "US/Pacific"),
    ],
)
def test_the_zone_of_the_dates_is_named(start, zone, words):
    assert zone_note(Task(from_date=WireTime(start)), zone) == words


def test_everything_about_a_task():
    failed = attempt("failed", 9)
    lines = detail(failed, attempt("retried", 4), attempt("retried", 1))
    assert said(lines) == {
        "": "Fri 20 Nov 2026, one day  (US/Pacific)",
        "State": "✗ failed  Gave up. Mixpanel's API does not say why.",
        "Outcome": "These dates have not landed.",
        "Attempts": "↻ 21 Nov 01:12   ↻ 21 Nov 04:12   ✗ 21 Nov 09:12",
        "Run at": "Sat 21 Nov 2026 00:30:00 UTC-08:00, 2 d ago",
        "Finished": "Sat 21 Nov 2026 09:12:00 UTC-08:00, 2 d ago",
    }
    assert [span.text for span in lines[2] if span.strong] == ["✗ 21 Nov 09:12"]


@pytest.mark.parametrize(
    ("task", "others", "outcome", "tone"),
    [
        (attempt("failed", 2), [], "These dates have not landed.", Tone.ERROR),
        (attempt("timed_out", 2), [], "These dates have not landed.", Tone.ERROR),
        (attempt("retried", 2), [], "These dates have not landed.", Tone.ERROR),
        (
            attempt("failed", 2),
            [attempt("succeeded", 4)],
            "These dates landed with another task.",
            Tone.SUCCESS,
        ),
        (
            attempt("retried", 2),
            [attempt("succeeded", 4)],
            "These dates landed with another task.",
            Tone.SUCCESS,
        ),
        # A failed re-export of a day that had landed is a finding and no hole.
        (
            attempt("failed", 6),
            [attempt("succeeded", 4)],
            "These dates landed with another task.",
            Tone.SUCCESS,
        ),
        (
            attempt("succeeded", 4),
            [attempt("failed", 6)],
            "These dates landed; a later attempt at them did not succeed.",
            Tone.WARNING,
        ),
        # Nothing to add to the state:
        (attempt("succeeded", 4), [], None, None),
        (attempt("succeeded", 4), [attempt("failed", 2)], None, None),
        (attempt("running"), [attempt("retried", 2)], None, None),
        (attempt("failed", 2), [attempt("running")], None, None),
        (attempt("canceled"), [], None, None),
    ],
)
def test_what_became_of_the_dates(task, others, outcome, tone):
    lines = detail(task, *others)
    assert said(lines).get("Outcome") == outcome
    assert tone is None or lines[1][1].tone is tone


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (attempt("running"), "not yet"),
        (attempt("pending"), "not yet"),
        (attempt("skipped"), "not yet"),
        (attempt("canceled"), "never"),
        (Task(state=TaskState("running")), "not yet"),
        (Task(last_finish=WireTime("soon")), "soon"),
    ],
)
def test_a_finish_that_is_no_time(task, words):
    assert said(detail(task))["Finished"] == words


def test_an_unknown_state_keeps_its_word():
    words = said(detail(attempt("skipped")))["State"]
    assert words == "? skipped  A state that Mixpanel's documents do not name."


def test_members_that_nobody_knows_are_shown_too_in_a_fixed_order():
    task = attempt("failed", 2, extra={"why": "quota", "attempt_of_many_names": 3})
    lines = [plain(line) for line in detail(task)]
    assert lines[-2:] == ["attempt_of 3", "why        quota"]


def test_a_task_of_which_nothing_is_known_can_be_looked_at():
    assert said(detail(Task(), zone=None))[""] == "-  (no time zone given)"


def test_ascii_terminals_get_their_marks():
    texts = [plain(line) for line in detail(attempt("failed", 2), wording=ascii_wording())]
    assert all(text.isascii() for text in texts)


def ascii_wording():
    return Wording(WORDING.now, ascii_only=True)

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.attempt import Attempts, outcome
from nessie_tui.model.state import STATES, TaskState
from nessie_tui.model.task import Task, attempt_order
from nessie_tui.model.timestamp import NO_TIME, WireTime

MONDAY, TUESDAY = WireTime("2026-11-23T00:00:00-08:00"), WireTime("2026-11-24T00:00:00-08:00")
NEVER = WireTime("0000-12-31T16:00:00-08:00")


def attempt(word: str, hour: int | None = None, day: WireTime = MONDAY) -> Task:
    finished = NEVER if hour is None else WireTime(f"2026-11-25T{hour:02}:00:00-08:00")
    return Task("events", TaskState(word), day, finished, day, day)


def attempts(*words: str) -> list[Task]:
    """Return attempts at the same dates, an hour apart, the oldest first."""
    return [attempt(word, hour) for hour, word in enumerate(words)]


words = st.sampled_from([*STATES, "skipped"])
tasks = st.builds(
    attempt,
    words,
    st.none() | st.integers(0, 5),
    st.sampled_from([MONDAY, TUESDAY]),
)


@pytest.mark.parametrize(
    ("states", "became"),
    [
        # Data that landed has landed, whatever came before or after.
        (["succeeded"], "succeeded"),
        (["retried", "retried", "succeeded"], "succeeded"),
        (["failed", "succeeded"], "succeeded"),
        (["succeeded", "failed"], "succeeded"),
        (["succeeded", "running"], "succeeded"),
        (["skipped", "succeeded", "canceled"], "succeeded"),
        # Then what is still going,
        (["failed", "running"], "running"),
        (["running", "failed"], "running"),
        (["pending", "running"], "running"),
        (["retried", "pending"], "pending"),
        # then the newest attempt.
        (["retried", "failed"], "failed"),
        (["failed", "timed_out"], "timed_out"),
        (["failed", "canceled"], "canceled"),
        (["retried"], "retried"),
        (["failed", "skipped"], "skipped"),
    ],
)
def test_what_became_of_the_dates(states, became):
    assert outcome(attempts(*states)) == became


@given(st.lists(words, min_size=1, max_size=4))
def test_a_success_decides_in_any_order(states):
    for order in permutations([*states, "succeeded"]):
        assert outcome(attempts(*order)) == "succeeded"


@pytest.mark.parametrize(
    ("state", "others", "recovered"),
    [
        ("failed", ["succeeded"], True),
        ("timed_out", ["succeeded"], True),
        ("retried", ["succeeded"], True),
        ("skipped", ["succeeded"], True),
        ("failed", [], False),
        ("failed", ["failed", "canceled"], False),
        ("failed", ["running"], False),
        ("succeeded", ["failed"], False),  # there was nothing to recover from
        ("canceled", ["succeeded"], False),
    ],
)
def test_recovered_is_what_failed_and_landed_with_another_attempt(state, others, recovered):
    task = attempt(state)
    assert Attempts([task, *attempts(*others)]).is_recovered(task) is recovered


@given(st.lists(tasks, min_size=1, max_size=15))
def test_attempts_at_the_same_dates_are_found_the_oldest_first(reading):
    found = Attempts(reading)
    for task in reading:
        tried = found.of(task)
        assert any(other is task for other in tried)
        assert found.count(task) == len(tried)
        assert len(tried) == sum(other.from_date == task.from_date for other in reading)
        assert [attempt_order(other) for other in tried] == sorted(map(attempt_order, tried))


def test_the_same_day_in_another_spelling_is_another_range():
    day, moment = Task(from_date=WireTime("2026-11-23")), Task(from_date=MONDAY)
    assert Attempts([day, moment]).of(day) == (day,)


@pytest.mark.parametrize(
    ("begins", "are_hourly"),
    [
        ([], False),
        (["", ""], False),
        (["2026-11-23T00:00:00-08:00"], False),
        (["2026-11-23T00:00:00-08:00", "2026-07-23T00:00:00-07:00", "2026-11-20", ""], False),
        (["2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"], False),
        (["2026-11-23T00:00:00-08:00", "2026-11-23T01:00:00-08:00"], True),
    ],
)
def test_hours_matter_where_dates_begin_at_different_times_of_day(begins, are_hourly):
    assert Attempts([Task(from_date=WireTime(text)) for text in begins]).are_hourly is are_hourly


def test_attempts_at_other_dates_are_none():
    assert Attempts([attempt("failed")]).of(attempt("failed", day=TUESDAY)) == ()


def spanning(state, start, end):
    ends = (WireTime(f"2026-11-{day:02}T00:00:00-08:00") for day in (start, end))
    return Task("events", TaskState(state), NO_TIME, NO_TIME, *ends)


@pytest.mark.parametrize(
    ("start", "end", "recovered"),
    [(20, 20, True), (16, 22, True), (15, 20, False), (20, 23, False), (10, 11, False)],
)
def test_a_success_over_more_dates_recovers_those_within(start, end, recovered):
    failed = spanning("failed", start, end)
    wide = [spanning("succeeded", 16, 22), spanning("succeeded", 18, 19)]
    assert Attempts([failed, *wide]).is_recovered(failed) is recovered


@pytest.mark.parametrize(
    ("begins", "hourly"),
    [
        (["2026-11-20T00:00:00-08:00", "2026-11-21T00:00:00-08:00"], False),
        (["2026-11-20T00:00:00-08:00", "2026-11-20T13:00:00-08:00"], True),
        (["2026-07-20T07:00:00Z", "2026-11-20T08:00:00Z"], False),  # daylight saving, in UTC
        (["2026-11-20T00:00:00-08:00", "0000-12-31T16:00:00-08:00"], False),
        (["2026-11-20", "2026-11-20"], False),
        ([], False),
    ],
)
def test_hours_are_told_from_days_by_two_dates_within_one_day(begins, hourly):
    assert Attempts([Task(from_date=WireTime(begin)) for begin in begins]).are_hourly is hourly


def test_four_thousand_attempts_at_one_date_are_sorted_once(monkeypatch):
    sorts = []
    monkeypatch.setattr(
        "nessie_tui.model.attempt.sorted",
        lambda *args, **options: sorts.append(1) or sorted(*args, **options),
        raising=False,
    )
    reading = [spanning("failed", 20, 20) for _ in range(4000)]
    found = Attempts(reading)
    assert all(found.is_outstanding(task) for task in reading)
    assert [found.place(task) for task in reading] == list(range(1, 4001))
    assert len(sorts) <= 2

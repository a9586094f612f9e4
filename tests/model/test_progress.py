from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from dated import task_of

from nessie_tui.model.progress import FEWEST_COMPLETIONS, Progress, progress, waits_behind
from nessie_tui.model.state import PENDING, RUNNING, SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import WireTime

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OFFSETS = (UTC, timezone(timedelta(hours=-8)), timezone(timedelta(hours=5, minutes=30)))


def day(number: int) -> datetime:
    return datetime.fromordinal(date(2026, 1, 1).toordinal() + number).replace(tzinfo=UTC)


def backfill(gaps_min: list[float], waiting: int = 10, running: int = 1) -> list[Task]:
    """Return a backfill whose tasks finished so many minutes one after the other, up to noon."""
    ends = [NOON]
    for gap in reversed(gaps_min):
        ends.append(ends[-1] - timedelta(minutes=gap))
    ends.reverse()
    landed = [task_of(day(number), finished=end) for number, end in enumerate(ends)]
    states = ["running"] * running + ["pending"] * waiting
    going = [task_of(day(number), state) for number, state in enumerate(states, len(ends))]
    return [*landed, *going]


def test_a_steady_pace_says_when_it_may_be_done():
    found = progress(backfill([10] * 20, waiting=11))
    assert found == Progress(21, 12, 1, 21, 600, 600, NOON)
    assert found.estimate(NOON) == (NOON + timedelta(hours=2),) * 2


def test_only_the_newest_ends_say_how_fast_it_is():
    found = progress(backfill([600] * 100 + [10] * 40))
    assert (found.pace_s, found.slow_s, found.completions) == (600, 600, 31)


@pytest.mark.parametrize("count", range(FEWEST_COMPLETIONS + 2))
def test_fewer_than_five_ends_say_nothing_about_the_pace(count):
    ended = backfill([10] * (count - 1)) if count else backfill([])[1:]
    found = progress(ended)
    assert found.completions == count
    enough = count >= FEWEST_COMPLETIONS
    assert (found.pace_s is not None, found.slow_s is not None) == (enough, enough)
    assert (found.estimate(NOON) is not None) == enough
    assert found.last_finish == (NOON if count else None)


def test_a_night_without_work_does_not_slow_the_pace():
    found = progress(backfill([10] * 10 + [600] + [10] * 10))
    assert found.pace_s == 600
    assert found.slow_s == 600


def test_an_uneven_pace_gives_a_later_end_too():
    found = progress(backfill([10, 10, 10, 10, 60] * 4, waiting=9))
    assert found.pace_s == 600
    assert found.slow_s == 3_600
    assert found.estimate(NOON) == (NOON + timedelta(minutes=100), NOON + timedelta(hours=10))


def test_ends_that_are_written_in_several_offsets_are_ordered_by_when_they_were():
    tasks = backfill([10] * 20)
    mixed = [
        Task(
            *(task.name, task.state, task.run_at),
            written_in(OFFSETS[number % 3], task.last_finish),
            *(task.from_date, task.to_date),
        )
        for number, task in enumerate(tasks)
    ]
    assert progress(mixed) == progress(tasks)


def test_the_hour_that_comes_twice_does_not_hide_the_newest_end():
    zone = ZoneInfo("US/Pacific")
    begin = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    ends = [begin + timedelta(minutes=number) for number in range(91)]
    assert ends[-1].astimezone(zone).isoformat() == "2026-11-01T01:00:00-08:00"
    landed = [task_of(day(n), finished=end.astimezone(zone)) for n, end in enumerate(ends)]
    found = progress([*landed, task_of(day(99), "running")])
    assert (found.pace_s, found.slow_s, found.last_finish) == (60, 60, ends[-1])


def test_ends_that_cannot_be_read_are_no_ends():
    broken = [
        Task("events", SUCCEEDED, WireTime(""), WireTime(text), WireTime(f"2020-01-0{number}"))
        for number, text in enumerate(["", "soon", "0001-01-01T00:00:00Z", "2026-11-23"], 1)
    ]
    found = progress([*broken, task_of(day(0), "running")])
    assert (found.done, found.completions, found.last_finish) == (4, 0, None)


def test_dates_are_counted_and_not_attempts():
    tasks = [
        *(task_of(day(0), "retried"), task_of(day(0)), task_of(day(0))),
        *(task_of(day(1)), task_of(day(1), "running")),  # landed, and exported again
        *(task_of(day(2), "pending"), task_of(day(2), "pending"), task_of(day(3), "failed")),
    ]
    found = progress(tasks)
    assert (found.done, found.remaining, found.running) == (1, 2, 1)


@pytest.mark.parametrize("states", [[], ["succeeded"], ["failed", "retried", "canceled", "odd"]])
def test_where_nothing_waits_or_runs_there_is_no_progress(states):
    assert progress([task_of(day(0), state) for state in states]) is None


def test_an_end_beyond_the_calendar_is_not_told():
    found = progress(backfill([60 * 24 * 365 * 30] * 5, waiting=500))
    assert found.pace_s is not None
    assert found.estimate(NOON) is None


def test_a_pipeline_waits_behind_those_that_run():
    counts = {
        "daily": {PENDING: 2, SUCCEEDED: 9},
        "backfill": {RUNNING: 1, PENDING: 300},
        "hourly": {RUNNING: 1},
        "people": {SUCCEEDED: 3, RUNNING: 0},
    }
    assert waits_behind("daily", counts) == ("backfill", "hourly")
    assert waits_behind("backfill", counts) == ()  # it runs itself
    assert waits_behind("people", counts) == ()  # it does not wait
    assert waits_behind("unheard of", counts) == ()


def written_in(offset: timezone, written: WireTime) -> WireTime:
    if not written.startswith("2"):
        return written
    return WireTime(datetime.fromisoformat(written).astimezone(offset).isoformat())

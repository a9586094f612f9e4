from datetime import UTC, datetime, timedelta

import pytest

from nessie_tui.simulator.clock import SimulatedClock

START = datetime(2026, 3, 8, 9, tzinfo=UTC)


class Stopwatch:
    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds


def test_runs_at_its_speed():
    real = Stopwatch()
    clock = SimulatedClock(START, speed=60, monotonic=real)
    assert clock.now() == START
    real.seconds += 2
    assert clock.now() == START + timedelta(minutes=2)


def test_a_new_speed_holds_from_now_on():
    real = Stopwatch()
    clock = SimulatedClock(START, speed=60, monotonic=real)
    real.seconds += 1
    clock.run_at(1)
    real.seconds += 1
    assert clock.now() == START + timedelta(seconds=61)
    assert clock.speed == 1


def test_stands_still_and_can_still_be_moved():
    real = Stopwatch()
    clock = SimulatedClock(START, monotonic=real)
    real.seconds += 5
    clock.freeze()
    real.seconds += 1_000
    assert clock.now() == START + timedelta(seconds=5)
    clock.advance(timedelta(days=-1))
    assert clock.now() == START + timedelta(seconds=5, days=-1)
    clock.move_to(START)
    assert clock.now() == START


def test_goes_on_after_a_jump():
    real = Stopwatch()
    clock = SimulatedClock(START, speed=10, monotonic=real)
    real.seconds += 1
    clock.move_to(START + timedelta(days=9))
    real.seconds += 1
    assert clock.now() == START + timedelta(days=9, seconds=10)


def test_needs_a_zone():
    with pytest.raises(ValueError, match="aware"):
        SimulatedClock(datetime(2026, 3, 8, 9))  # noqa: DTZ001 - the mistake under test

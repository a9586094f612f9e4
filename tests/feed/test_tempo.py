from datetime import UTC, datetime

import pytest

from nessie_tui.feed.tempo import stretch, tempo
from nessie_tui.model.pace import PaceRule


def at(minute):
    return datetime(2026, 11, 23, 20, minute, tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 12, 27, 46, 59])
def test_what_is_settled_is_asked_about_more_seldom(minute):
    assert tempo(at(minute), moving=False, attended=True) is PaceRule.SETTLED


@pytest.mark.parametrize("minute", [28, 30, 45])
def test_about_half_past_the_wish_holds_because_runs_begin(minute):
    assert tempo(at(minute), moving=False, attended=True) is PaceRule.WISH


def test_while_something_moves_the_wish_holds():
    assert tempo(at(0), moving=True, attended=True) is PaceRule.WISH


@pytest.mark.parametrize("moving", [True, False])
def test_where_nobody_looks_least_is_asked(moving):
    assert tempo(at(30), moving=moving, attended=False) is PaceRule.AWAY


def test_the_less_happens_the_longer_the_beat():
    rules = [PaceRule.WISH, PaceRule.SETTLED, PaceRule.AWAY]
    assert [stretch(rule) for rule in rules] == sorted(stretch(rule) for rule in rules)
    assert stretch(PaceRule.WISH) == 1

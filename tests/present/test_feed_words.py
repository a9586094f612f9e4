from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.errors import (
    CredentialsRefusedError,
    DecodeError,
    RateLimitedError,
    SecretUnavailableError,
    ServerTroubleError,
    UnreachableError,
    UntrustedError,
)
from nessie_tui.model.pace import Pace, PaceRule
from nessie_tui.present.failure import FailureWords
from nessie_tui.present.feed_words import (
    FeedPhase,
    FeedState,
    failed_phase,
    feed_line,
    refresh_words,
)
from nessie_tui.present.tone import Tone, plain
from nessie_tui.present.wording import TimeMode, Wording

WORDING = Wording(datetime(2026, 11, 23, 14, 0, tzinfo=UTC), TimeMode.UTC)
NOW = 1000.0
PACE = Pace(used=17, per_hour=60, wish_s=60, next_at=1021.3)
ASKING = replace(PACE, next_at=None)

LOADING = FeedState()
REMEMBERED = FeedState(arrived_at=NOW - 7200)
LIVE = FeedState(FeedPhase.LIVE, arrived_at=962.0)
STALE = FeedState(FeedPhase.STALE, 580.0, FailureWords("server trouble (502)", "No."))
OFFLINE = FeedState(FeedPhase.OFFLINE, 580.0, FailureWords("offline", "No route."))
THROTTLED = FeedState(FeedPhase.THROTTLED, 580.0, FailureWords("throttled (429)", "Too often."))
REFUSED = FeedState(FeedPhase.REFUSED, 580.0, FailureWords("sign-in refused (401)", "No."))
FROZEN = replace(LIVE, frozen=True)
STATES = [LOADING, REMEMBERED, LIVE, STALE, OFFLINE, THROTTLED, REFUSED, FROZEN]


def said(state, pace=PACE, width=100):
    return plain(feed_line(state, pace, NOW, WORDING, width)).rstrip()


@pytest.mark.parametrize(
    ("state", "pace", "words", "tone"),
    [
        (LOADING, ASKING, "loading ⋅ asking", Tone.MUTED),
        (REMEMBERED, ASKING, "loading, data 2 h ago ⋅ asking", Tone.MUTED),
        (LIVE, PACE, "live 38 s ago ⋅ next 22 s", Tone.SUCCESS),
        (STALE, PACE, "server trouble (502), data 7 m ago ⋅ asks again in 22 s", Tone.WARNING),
        (OFFLINE, PACE, "offline, data 7 m ago ⋅ asks again in 22 s", Tone.WARNING),
        (
            THROTTLED,
            replace(PACE, next_at=NOW + 1234),
            "throttled (429) until 14:20, data 7 m ago ⋅ asks again in 20 m",
            Tone.WARNING,
        ),
        (REFUSED, ASKING, "sign-in refused (401), data 7 m ago ⋅ r tries again", Tone.ERROR),
        (FROZEN, PACE, "frozen, data 38 s ago ⋅ next 22 s", Tone.WARNING),
    ],
)
def test_the_looks(state, pace, words, tone):
    line = feed_line(state, pace, NOW, WORDING, 100)
    assert plain(line).rstrip() == f"{words} ⋅ 17/60 requests this hour"
    assert line[0].tone is tone


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (PaceRule.WISH, "next 5 m"),
        (PaceRule.SETTLED, "next 5 m (all settled)"),
        (PaceRule.AWAY, "next 5 m (away)"),
        (PaceRule.BUDGET, "next 5 m (budget)"),
    ],
)
def test_what_sets_the_pace_is_said(rule, words):
    pace = replace(PACE, next_at=1300.0, rule=rule)
    assert f" ⋅ {words} ⋅ " in said(LIVE, pace)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (replace(STALE, arrived_at=None), "server trouble (502)"),
        (replace(REFUSED, arrived_at=None), "sign-in refused (401)"),
        (FeedState(frozen=True), "frozen, data not here yet"),
        (replace(REFUSED, frozen=True), "frozen, data 7 m ago"),
    ],
)
def test_before_the_first_answer_there_is_no_age(state, words):
    assert said(state, width=1) == words


def test_throttled_until_another_day_names_it():
    pace = replace(PACE, next_at=NOW + 12 * 3600)
    assert said(THROTTLED, pace).startswith("throttled (429) until 24 Nov 02:00")


def test_a_moment_that_has_passed_is_no_negative_wait():
    assert "next 0 s" in said(LIVE, replace(PACE, next_at=990.0))


@pytest.mark.parametrize(
    ("error", "resumes", "phase"),
    [
        (ServerTroubleError(status=502), True, FeedPhase.STALE),
        (DecodeError("a page"), True, FeedPhase.STALE),
        (UnreachableError("no route"), True, FeedPhase.OFFLINE),
        (UntrustedError("expired"), True, FeedPhase.OFFLINE),
        (RateLimitedError(retry_after_s=9.0), True, FeedPhase.THROTTLED),
        (CredentialsRefusedError(status=401), True, FeedPhase.STALE),
        (CredentialsRefusedError(status=401), False, FeedPhase.REFUSED),
        (SecretUnavailableError("locked"), False, FeedPhase.REFUSED),
    ],
)
def test_which_look_a_failure_has(error, resumes, phase):
    assert failed_phase(error, resumes=resumes) is phase


def test_only_what_is_live_or_not_there_is_not_old():
    old = {state for state in STATES if state.is_old}
    assert old == {REMEMBERED, STALE, OFFLINE, THROTTLED, REFUSED}


def test_a_wish_to_refresh_says_what_it_costs():
    assert refresh_words(0, PACE) == "Refreshing, 17 of 60 requests this hour so far."
    assert refresh_words(1234, PACE) == "Asks again in 20 m: Mixpanel said to wait."
    spent = replace(PACE, used=60)
    assert refresh_words(90, spent) == "Asks again in 1 m: 60 of 60 requests this hour are spent."


@given(st.sampled_from(STATES), st.sampled_from(PaceRule), st.integers(0, 120))
def test_it_fits_and_the_most_telling_part_is_always_there(state, rule, width):
    pace = replace(PACE, rule=rule)
    whole, shown = said(state, pace, 1000), said(state, pace, width)
    assert whole.startswith(shown)
    assert shown.startswith(said(state, pace, 0))
    first = plain(feed_line(state, pace, NOW, WORDING, 0))
    assert len(plain(feed_line(state, pace, NOW, WORDING, width))) <= max(width, len(first))


def test_ascii_terminals_get_ascii():
    wording = replace(WORDING, ascii_only=True)
    assert plain(feed_line(LIVE, PACE, NOW, wording, 100)).isascii()

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.pace import Pace
from nessie_tui.present.failure import FailureWords
from nessie_tui.present.feed_words import FeedPhase, FeedState, feed_line
from nessie_tui.present.tone import Tone, plain
from nessie_tui.present.wording import Wording

WORDING = Wording(datetime(2026, 11, 23, tzinfo=UTC))
NOW = 1000.0
PACE = Pace(used=17, per_hour=60, wish_s=60, next_at=1021.3, throttled=False)
ASKING = replace(PACE, next_at=None)
OFFLINE = FailureWords("offline", "No route.")
REFUSED = FailureWords("sign-in refused (401)", "No.")

LOADING = FeedState()
LIVE = FeedState(arrived_at=962.0)
STALE = FeedState(arrived_at=580.0, failure=OFFLINE)
STOPPED = FeedState(arrived_at=580.0, failure=REFUSED, resumes=False)
FROZEN = FeedState(arrived_at=962.0, frozen=True)


def said(state, pace=PACE, width=100):
    return plain(feed_line(state, pace, NOW, WORDING, width)).rstrip()


@pytest.mark.parametrize(
    ("state", "pace", "words", "tone"),
    [
        (LOADING, ASKING, "loading ⋅ asking", Tone.MUTED),
        (LIVE, PACE, "live 38 s ago ⋅ next 22 s", Tone.SUCCESS),
        (STALE, PACE, "offline, data 7 m ago ⋅ asks again in 22 s", Tone.WARNING),
        (STOPPED, ASKING, "sign-in refused (401), data 7 m ago ⋅ r tries again", Tone.ERROR),
        (
            LIVE,
            replace(PACE, next_at=1300.0, throttled=True),
            "live 38 s ago ⋅ next 5 m (budget)",
            Tone.SUCCESS,
        ),
        (FROZEN, PACE, "frozen, data 38 s ago ⋅ next 22 s", Tone.WARNING),
    ],
    ids=["loading", "live", "stale", "stopped", "throttled", "frozen"],
)
def test_the_six_looks(state, pace, words, tone):
    line = feed_line(state, pace, NOW, WORDING, 100)
    assert plain(line).rstrip() == f"{words} ⋅ 17/60 requests this hour"
    assert line[0].tone is tone


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (replace(STALE, arrived_at=None), "offline"),
        (replace(STOPPED, arrived_at=None), "sign-in refused (401)"),
        (FeedState(frozen=True), "frozen, data not here yet"),
        (replace(STOPPED, frozen=True), "frozen, data 7 m ago"),
    ],
)
def test_before_the_first_answer_there_is_no_age(state, words):
    assert said(state, width=1) == words


def test_a_moment_that_has_passed_is_no_negative_wait():
    assert "next 0 s" in said(LIVE, replace(PACE, next_at=990.0))


@pytest.mark.parametrize(
    ("state", "phase"),
    [
        (LOADING, FeedPhase.LOADING),
        (LIVE, FeedPhase.LIVE),
        (STALE, FeedPhase.STALE),
        (FeedState(failure=OFFLINE), FeedPhase.STALE),
        (STOPPED, FeedPhase.STOPPED),
        (FROZEN, FeedPhase.LIVE),
    ],
)
def test_which_phase_it_is(state, phase):
    assert state.phase is phase


@given(
    st.sampled_from([LOADING, LIVE, STALE, STOPPED, FROZEN]),
    st.booleans(),
    st.integers(0, 120),
)
def test_it_fits_and_the_most_telling_part_is_always_there(state, throttled, width):
    pace = replace(PACE, throttled=throttled)
    whole, shown = said(state, pace, 1000), said(state, pace, width)
    assert whole.startswith(shown)
    assert shown.startswith(said(state, pace, 0))
    first = plain(feed_line(state, pace, NOW, WORDING, 0))
    assert len(plain(feed_line(state, pace, NOW, WORDING, width))) <= max(width, len(first))


def test_ascii_terminals_get_ascii():
    wording = replace(WORDING, ascii_only=True)
    assert plain(feed_line(LIVE, PACE, NOW, wording, 100)).isascii()

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui import errors
from nessie_tui.errors import (
    BudgetSpentError,
    CredentialsRefusedError,
    DeadlineError,
    DecodeError,
    LostError,
    NotFoundError,
    NotHttpError,
    ProxyRefusedError,
    RateLimitedError,
    RedirectedError,
    RejectedError,
    RequestError,
    ServerTroubleError,
    StalledError,
    TooLargeError,
    UnreachableError,
    UntrustedError,
)
from nessie_tui.feed.backoff import rest_s


def shortest(low, high):
    return min(low, high)


def longest(low, high):
    return max(low, high)


@pytest.mark.parametrize(
    ("error", "after_1", "after_2", "after_5", "after_5000"),
    [
        # Never reached Mixpanel: it costs nobody anything to look again soon.
        (UnreachableError("refused"), (1, 2), (1, 4), (1, 32), (1, 60)),
        # It was lost on the way: once more, then as below.
        (LostError("reset"), (0.5, 4), (15, 30), (120, 240), (450, 900)),
        (StalledError("nothing came"), (0.5, 4), (15, 30), (120, 240), (450, 900)),
        (CredentialsRefusedError(status=401), (0.5, 4), (15, 30), (120, 240), (450, 900)),
        # Something is wrong at the other end.
        (RequestError("internal error"), (15, 30), (30, 60), (240, 480), (450, 900)),
        (ServerTroubleError(status=502), (15, 30), (30, 60), (240, 480), (450, 900)),
        (DeadlineError("too slow"), (15, 30), (30, 60), (240, 480), (450, 900)),
        (DecodeError("not JSON"), (15, 30), (30, 60), (240, 480), (450, 900)),
        # Asked too often.
        (RateLimitedError(), (60, 60), (120, 120), (900, 900), (900, 900)),
        # Nothing that a minute would mend.
        (UntrustedError("self-signed"), (900, 900), (900, 900), (900, 900), (900, 900)),
        (ProxyRefusedError("407"), (900, 900), (900, 900), (900, 900), (900, 900)),
        (TooLargeError("200 MB"), (900, 900), (900, 900), (900, 900), (900, 900)),
        (NotHttpError("a banner"), (900, 900), (900, 900), (900, 900), (900, 900)),
        (NotFoundError(status=404), (900, 900), (900, 900), (900, 900), (900, 900)),
        (RedirectedError(status=302), (900, 900), (900, 900), (900, 900), (900, 900)),
        (RejectedError(status=400), (900, 900), (900, 900), (900, 900), (900, 900)),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_how_long_each_failure_rests(error, after_1, after_2, after_5, after_5000):
    rests = {1: after_1, 2: after_2, 5: after_5, 5000: after_5000}
    for failures, (least, most) in rests.items():
        assert rest_s(error, failures, shortest) == least
        assert rest_s(error, failures, longest) == most


@pytest.mark.parametrize("kind", [RateLimitedError, ServerTroubleError])
@pytest.mark.parametrize(
    ("told", "rest"),
    [(0.0, 1), (-5.0, 1), (0.2, 1), (7.0, 7), (7, 7), (3600.0, 3600), (1e9, 21600), (inf, 21600)],
)
def test_what_mixpanel_says_counts_between_a_second_and_six_hours(kind, told, rest):
    assert rest_s(kind(retry_after_s=told), 9, longest) == rest


@pytest.mark.parametrize(("wait_s", "rest"), [(0.0, 1), (90.5, 90.5), (3600.0, 3600)])
def test_a_spent_budget_says_itself_how_long(wait_s, rest):
    assert rest_s(BudgetSpentError(wait_s), 9, longest) == rest


SILENT = [
    kind()
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, RequestError)
    if kind not in {BudgetSpentError, errors.UnknownPipelineError}
]


@given(
    st.sampled_from(SILENT),
    st.integers(-1, 10**6),
    st.floats(0, 1),
)
def test_no_rest_is_shorter_than_half_a_second_or_longer_than_a_quarter_of_an_hour(
    error, failures, share
):
    rest = rest_s(error, failures, lambda low, high: low + share * (high - low))
    assert 0.5 <= rest <= 900

"""How long to leave a project alone after a failure.

Waits are random (full jitter) so that many programs do not come back at the same moment, and the
exponent is clamped, because 2.0**1024 overflows after days of failing.
"""

from collections.abc import Callable

from nessie_tui.errors import (
    BudgetSpentError,
    LostError,
    NotHttpError,
    ProxyRefusedError,
    RateLimitedError,
    RedirectedError,
    RefusedError,
    RejectedError,
    RequestError,
    StalledError,
    TooLargeError,
    UnreachableError,
    UntrustedError,
)

Uniform = Callable[[float, float], float]
"""Draws a number between two others, as `random.uniform` does."""
Bounds = tuple[float, float]
"""The fewest and the most seconds to wait."""

_MAX_EXPONENT = 10
_SHORTEST_S = 1.0
_LONGEST_S = 900.0
_LONGEST_TOLD_S = 6 * 3600.0


def _soon(failures: int) -> Bounds:
    """Nothing got as far as Mixpanel: looking again costs it nothing."""
    return _SHORTEST_S, min(60.0, _doubled(2.0, failures))


def _once_more(failures: int) -> Bounds:
    """It may have been that one connection: try another, and only then be patient."""
    return (0.5, 4.0) if failures <= 1 else _patiently(failures - 1)


def _patiently(failures: int) -> Bounds:
    """Something is wrong at the other end, and asking does not mend it."""
    longest_s = min(_LONGEST_S, _doubled(30.0, failures))
    return longest_s / 2, longest_s


def _humbly(failures: int) -> Bounds:
    """It was asked too often, and did not say how long to wait."""
    wait_s = min(_LONGEST_S, _doubled(60.0, failures))
    return wait_s, wait_s


def _seldom(failures: int) -> Bounds:
    """It stays as it is until somebody changes it, here or there."""
    del failures
    return _LONGEST_S, _LONGEST_S


# A kind without a row has its parent's.
_SCHEDULES: dict[type[RequestError], Callable[[int], Bounds]] = {
    UnreachableError: _soon,
    UntrustedError: _seldom,
    ProxyRefusedError: _seldom,
    LostError: _once_more,
    StalledError: _once_more,
    RefusedError: _once_more,  # confirmed once; then only a person can change it
    RateLimitedError: _humbly,
    RejectedError: _seldom,
    RedirectedError: _seldom,
    TooLargeError: _seldom,
    NotHttpError: _seldom,
    RequestError: _patiently,
}


def rest_s(error: RequestError, failures: int, uniform: Uniform) -> float:
    """Return how many seconds to rest before asking again.

    Args:
        error: The newest failure. Where it says itself how long, that is the rest, between a second
            and six hours.
        failures: How many failures in a row there have been, this one included.
        uniform: Draws the jitter.
    """
    told_s = _told_s(error)
    if told_s is not None:
        return min(max(told_s, _SHORTEST_S), _LONGEST_TOLD_S)
    schedule = next(_SCHEDULES[kind] for kind in type(error).__mro__ if kind in _SCHEDULES)
    return uniform(*schedule(failures))


def _told_s(error: RequestError) -> float | None:
    if isinstance(error, BudgetSpentError):
        return error.wait_s
    told_s: float | None = getattr(error, "retry_after_s", None)
    return told_s


def _doubled(first_s: float, failures: int) -> float:
    return first_s * 2.0 ** min(max(failures - 1, 0), _MAX_EXPONENT)

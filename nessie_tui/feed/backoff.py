"""How long to leave a project alone after a failure.

Waits are random (full jitter) so that many programs do not come back at the same moment, and the
exponent is clamped, because 2.0**1024 overflows after days of failing.
"""

from collections.abc import Callable

from nessie_tui.errors import (
    RateLimitedError,
    RedirectedError,
    RejectedError,
    RequestError,
    ServerTroubleError,
    UnreachableError,
    UntrustedError,
)

_MAX_EXPONENT = 10
_UNREACHED_CAP_S = 60.0
_TROUBLE_BASE_S = 30.0
_TROUBLE_CAP_S = 900.0
_LIMITED_BASE_S = 60.0
_LIMITED_CAP_S = 3600.0
_LONGEST_TOLD_S = 6 * 3600.0
_SLOW_S = 900.0


def rest_s(error: RequestError, failures: int, uniform: Callable[[float, float], float]) -> float:
    """Return how many seconds to rest before asking again.

    Args:
        error: The newest failure. A refusal is none of these: only a person can change it.
        failures: How many failures in a row there have been, this one included.
        uniform: Draws a number between two others, as `random.uniform` does.

    Returns:
        Seconds.
    """
    growth = 2.0 ** min(max(failures - 1, 0), _MAX_EXPONENT)
    match error:
        case (
            RateLimitedError(retry_after_s=float() | int() as told)
            | ServerTroubleError(retry_after_s=float() | int() as told)
        ):
            return min(max(told, 1.0), _LONGEST_TOLD_S)
        case RateLimitedError():
            return min(_LIMITED_CAP_S, _LIMITED_BASE_S * growth)
        case UntrustedError() | RedirectedError() | RejectedError():
            return _SLOW_S
        case UnreachableError():
            return uniform(1.0, min(_UNREACHED_CAP_S, 2.0 * growth))
        case _:
            return uniform(0.5, 1.0) * min(_TROUBLE_CAP_S, _TROUBLE_BASE_S * growth)

"""What it means that a request got no HTTP answer."""

import re
import socket
import ssl
from collections.abc import Iterator

import httpx

from nessie_tui.api.time_limit import TimeLimits
from nessie_tui.errors import (
    LostError,
    NotHttpError,
    ProxyRefusedError,
    RequestError,
    StalledError,
    UnreachableError,
    UnreadableAnswerError,
    UntrustedError,
)
from nessie_tui.model.text import clean

# httpx has one class for an answer that is no HTTP and for one that ends too early; only its words
# tell them apart.
_ENDED = re.compile(r"disconnected|closed connection|ConnectionClosed")
_LONG_HEADER = "Receive buffer too long"


def error_for(error: Exception, limits: TimeLimits) -> RequestError:
    """Return the error of ours that `error`, raised while asking, stands for."""
    detail = clean(str(error))
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout():
            return _not_connected(error, limits)
        case httpx.TimeoutException():
            return StalledError(f"nothing came for {limits.read_s:g} s")
        case httpx.ProxyError() | httpx.RemoteProtocolError():
            return _not_answered(error, detail)
        case httpx.NetworkError() | httpx.StreamError():
            return LostError(detail or "the connection broke off")
        case httpx.HTTPError() | httpx.InvalidURL() | UnicodeError() | OSError():
            return UnreachableError(detail or type(error).__name__)
    return internal_error(error)


def internal_error(error: Exception) -> RequestError:
    """Return what is told of a kind that nobody foresaw: its message may hold anything."""
    return RequestError(f"internal error: {type(error).__name__}")


def _not_connected(error: httpx.TransportError, limits: TimeLimits) -> RequestError:
    if isinstance(error, httpx.TimeoutException):
        return UnreachableError(f"no connection within {limits.connect_s:g} s")
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return UntrustedError(clean(getattr(cause, "verify_message", "") or str(cause)))
            case ssl.SSLError():
                return UnreachableError(f"no TLS connection: {clean(cause.reason or str(cause))}")
            case socket.gaierror():
                return UnreachableError("its name has no address here")
            case ConnectionRefusedError():
                return UnreachableError("the connection was refused")
    return UnreachableError(clean(str(error)) or "no connection")


def _not_answered(error: httpx.TransportError, detail: str) -> RequestError:
    if isinstance(error, httpx.ProxyError):
        return _not_let_through(detail)
    if _ENDED.search(detail):
        return LostError("the connection was closed before the whole answer was here")
    if _LONG_HEADER in detail:
        return UnreadableAnswerError("its header is too long")
    return NotHttpError(detail)


def _not_let_through(detail: str) -> RequestError:
    if detail.startswith("5"):  # it got no further itself, and may the next time
        return UnreachableError(f"the proxy says {detail}")
    return ProxyRefusedError(detail)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and all that led to it."""
    led: BaseException | None = error
    while led is not None:
        yield led
        if isinstance(led, BaseExceptionGroup):
            for part in led.exceptions:
                yield from _causes(part)
        led = led.__cause__ or led.__context__

"""Faults: everything that was ever seen, or can be thought, to come back in place of an answer.

`FAULTS` is the one table; a new fault is a new row.
"""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from nessie_tui.simulator.answer import Answer, error
from nessie_tui.simulator.request import Request

_PAGE = "text/html; charset=utf-8"
_PLAIN = "text/plain; charset=utf-8"


def _untouched(answer: Answer, request: Request) -> Answer:
    del request
    return answer


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one answer."""

    instead: Answer | None = None
    """Sent in place of the route's answer, and the route is not asked: nothing is paused then."""
    spoil: Callable[[Answer, Request], Answer] = _untouched
    """What happens to the route's answer on its way back, after whatever it did was done."""
    delay_s: float = 0.0
    """Real seconds before the headers."""


def answering(
    status: int,
    content: bytes | None = None,
    content_type: str = "application/json",
    **headers: str,
) -> Fault:
    """Return a fault that answers with `status`.

    Args:
        status: Any HTTP status.
        content: The body; None for Mixpanel's error shape with a made-up text.
        content_type: What the body says it is.
        headers: Their names with underscores for dashes, as in ``retry_after="7"``.
    """
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    if content is None:
        return Fault(error(status, f"simulated {status}", named))
    return Fault(Answer(status, content, content_type, named))


def slow(delay_s: float) -> Fault:
    """Return a fault that keeps a good answer back for `delay_s` real seconds."""
    return Fault(delay_s=delay_s)


def _gzipped(answer: Answer, request: Request) -> Answer:
    return _as_gzip(answer, gzip.compress(answer.content)) if request.accepts_gzip else answer


def _broken_gzip(answer: Answer, request: Request) -> Answer:
    del request
    return _as_gzip(answer, b"\x1f\x8b" + answer.content)


def _cut_gzip(answer: Answer, request: Request) -> Answer:
    del request
    return _as_gzip(answer, gzip.compress(answer.content)[:-12])


def _as_gzip(answer: Answer, packed: bytes) -> Answer:
    headers = (*answer.headers, ("content-encoding", "gzip"))
    return replace(answer, content=packed, headers=headers)


def _cut_off(answer: Answer, request: Request) -> Answer:
    half = _cut_json(answer, request)
    return replace(half, missing_bytes=len(answer.content) - len(half.content))


def _cut_json(answer: Answer, request: Request) -> Answer:
    del request
    return replace(answer, content=answer.content[: len(answer.content) // 2])


def _dropped(answer: Answer, request: Request) -> Answer:
    del request
    return replace(answer, is_dropped=True)


def _page(title: str) -> bytes:
    return (
        f"<html>\n<head><title>{title}</title></head>\n"
        f"<body><center><h1>{title}</h1></center><hr><center>nginx</center></body>\n</html>\n"
    ).encode()


_QUOTA = b'{"error":"too many export requests in progress for this project","status":"error"}'

FAULTS: Mapping[str, Fault] = {
    # Refused: the texts are quoted from users of Mixpanel's other APIs.
    "wrong-region": answering(
        400,
        b'{"error":"request failed with error: invalid project id'
        b' for cluster","request":"/api/2.0/nessie/pipeline/jobs"}',
    ),
    "unauthorized": answering(401),
    "plan": answering(
        402, b'{"error":"Your plan does not allow API calls. Upgrade at mixpanel.com/pricing"}'
    ),
    "forbidden": answering(403),
    "not-found": answering(404),
    "method": answering(405, allow="POST"),
    # Asked too often.
    "throttled": answering(429, _QUOTA, retry_after="3600"),
    "throttled-briefly": answering(429, _QUOTA, retry_after="7"),
    "throttled-until": answering(429, _QUOTA, retry_after="Wed, 21 Oct 2099 07:28:00 GMT"),
    "throttled-bare": answering(429, b"Query rate limit exceeded", _PLAIN),
    "throttled-oddly": answering(429, _QUOTA, retry_after="-1.5e3 soon"),
    # In trouble.
    "server-error": answering(500, _page("500 Internal Server Error"), _PAGE),
    "bad-gateway": answering(502, _page("502 Bad Gateway"), _PAGE),
    "unavailable": answering(
        503, b"upstream connect error or disconnect/reset before headers", _PLAIN, retry_after="30"
    ),
    "gateway-timeout": answering(504, b"", _PLAIN),
    # Late, or lost on the way.
    "slow": slow(3.0),
    "silent": slow(3600.0),
    "dropped": Fault(spoil=_dropped),
    "cut-off": Fault(spoil=_cut_off),
    # A 200 that is not what was asked for.
    "cut-json": Fault(spoil=_cut_json),
    "empty": answering(200, b""),
    "page": answering(200, _page("Sign in to the guest network"), _PAGE),
    "page-as-json": answering(200, _page("Sign in to the guest network")),
    "plain-text": answering(200, b"export terminated early", _PLAIN),
    "error-in-200": answering(200, b'{"error":"export terminated early","status":"error"}'),
    "null": answering(200, b"null"),
    "wrong-shape": answering(200, b'"soon"'),
    "not-utf-8": answering(200, b'{"9876543210":[{"name":"caf\xe9"}]}'),
    "deep": answering(200, b"[" * 100_000 + b"]" * 100_000),
    "nan": answering(200, b'{"failed":NaN,"succeeded":1e999}'),
    # Compressed.
    "gzip": Fault(spoil=_gzipped),
    "broken-gzip": Fault(spoil=_broken_gzip),
    "cut-gzip": Fault(spoil=_cut_gzip),
    "unasked-encoding": answering(200, b"\x0b\x02\x80{}\x03", content_encoding="br"),
    # Without content, or elsewhere.
    "no-content": answering(204, b""),
    "not-modified": answering(304, b""),
    "redirect": answering(302, b"", location="https://elsewhere.invalid/api/2.0/"),
    "redirect-keeping-method": answering(307, b"", location="https://elsewhere.invalid/"),
}
"""Every fault by name."""


@dataclass(slots=True)
class _Planned:
    fault: Fault
    route: str | None
    times_left: int | None


class FaultPlan:
    """Which answers go wrong, and how. Faults that were added earlier come first."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def add(
        self, fault: Fault | str, *, route: str | None = None, times: int | None = None
    ) -> None:
        """Let answers go wrong from now on.

        Args:
            fault: A fault, or the name of one in `FAULTS`.
            route: ``jobs``, ``status`` and so on; None for every route.
            times: How many answers; None for all until `clear`.
        """
        found = FAULTS[fault] if isinstance(fault, str) else fault
        self._planned.append(_Planned(found, route, times))

    def clear(self) -> None:
        """Let every answer be good again."""
        self._planned.clear()

    def take(self, route: str | None) -> Fault:
        """Return what happens to the next answer of `route`, and count it."""
        for planned in self._planned:
            if planned.route in {None, route} and planned.times_left != 0:
                if planned.times_left is not None:
                    planned.times_left -= 1
                return planned.fault
        return Fault()

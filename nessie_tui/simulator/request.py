"""A request as the simulator reads it from ASGI."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

Params = tuple[tuple[str, str], ...]

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked."""

    method: str
    path: str
    """Decoded, with the base path."""
    params: Params
    """Those of the query, then those of a form, in order; a name may stand several times."""
    headers: dict[str, str] = field(repr=False)
    """By lower-case name. Not printed: the secret is among them."""

    def param(self, name: str) -> str | None:
        """Return the first value of a parameter, or None."""
        return next(iter(self.all_params(name)), None)

    def all_params(self, name: str) -> tuple[str, ...]:
        """Return every value of a parameter."""
        return tuple(value for key, value in self.params if key == name)

    @property
    def accepts_gzip(self) -> bool:
        """The client said that it can read gzip."""
        return "gzip" in self.headers.get("accept-encoding", "").lower()


async def read_request(scope: Scope, receive: Receive) -> Request:
    """Read a whole request, its body included."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
    content = await _read_body(receive)
    form = content if headers.get("content-type", "").startswith(_FORM) else b""
    pairs = [*_pairs(scope["query_string"]), *_pairs(form)]
    return Request(scope["method"], scope["path"], tuple(pairs), headers)


async def _read_body(receive: Receive) -> bytes:
    content = bytearray()
    while True:
        message = await receive()
        content += message.get("body", b"")  # a disconnect has neither key
        if not message.get("more_body"):
            return bytes(content)


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    return parse_qsl(encoded.decode("latin-1"), keep_blank_values=True, errors="replace")

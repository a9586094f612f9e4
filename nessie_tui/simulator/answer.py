"""An answer before it is sent, whole or, when a fault had its way, not quite."""

from dataclasses import dataclass

from nessie_tui.simulator import wire
from nessie_tui.simulator.request import Send

_JSON = "application/json"
_BODILESS = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers and a body."""

    status: int
    content: bytes
    content_type: str = _JSON
    headers: tuple[tuple[str, str], ...] = ()
    """Besides content-type and content-length."""
    missing_bytes: int = 0
    """Bytes that are announced and never sent."""
    is_dropped: bool = False
    """The connection is lost after the headers."""

    async def send(self, send: Send) -> None:
        """Send it.

        Raises:
            ConnectionResetError: It is dropped. Over a socket the server then closes the
                connection; in one process the error reaches whoever asked.
        """
        headers = [*self.headers]
        if self.status not in _BODILESS:
            length = len(self.content) + self.missing_bytes
            headers += [("content-type", self.content_type), ("content-length", str(length))]
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        if self.is_dropped:
            msg = "the simulator dropped the connection on purpose"
            raise ConnectionResetError(msg)
        await send({"type": "http.response.body", "body": self.content})


def ok(content: bytes) -> Answer:
    """Return a 200 with a JSON body."""
    return Answer(200, content)


def error(status: int, text: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """Return an error in the shape of Mixpanel's OpenAPI document."""
    return Answer(status, wire.body({"error": text, "status": "error"}), headers=headers)

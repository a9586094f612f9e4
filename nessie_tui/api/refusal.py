"""What an answer that is not a 200 means."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from nessie_tui.api import json_value
from nessie_tui.errors import (
    CredentialsRefusedError,
    DecodeError,
    NotFoundError,
    PermissionRefusedError,
    PlanRefusedError,
    RateLimitedError,
    RedirectedError,
    RejectedError,
    RequestError,
    ServerTroubleError,
    TooLargeError,
)
from nessie_tui.model.text import clean

_HEAD_BYTES = 4096
"""Where a page's title is looked for; a search through a whole page can take seconds."""
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)

_MAX_DIGITS = 9
_KINDS: dict[int, type[RequestError]] = {
    401: CredentialsRefusedError,
    402: PlanRefusedError,
    403: PermissionRefusedError,
    404: NotFoundError,
}


def error_for(status: int, headers: Mapping[str, str], body: bytes) -> RequestError:
    """Return the error that an answer with this `status` stands for.

    Args:
        status: Any HTTP status but 200.
        headers: Their names in lower case.
        body: What came with it, as far as it was read.
    """
    detail = said(body)
    if status in _KINDS:
        return _KINDS[status](detail, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimitedError(detail, retry_after_s=retry_after_s(headers))
    match status // 100:
        case 5:
            return ServerTroubleError(detail, status=status, retry_after_s=retry_after_s(headers))
        case 4:
            return RejectedError(detail, status=status)
        case 3 if status != HTTPStatus.NOT_MODIFIED:
            return RedirectedError(clean(headers.get("location", "")), status=status)
    return DecodeError(f"an answer without content ({status})", status=status)


def said(body: bytes) -> str:
    """Return what an error's body says in one clean line; empty when it says nothing.

    Mixpanel's own shape has an ``error`` member; something in front of Mixpanel sends a page, of
    which the title is kept, or a line of plain text.
    """
    if body.lstrip()[:1] == b"<":
        page_title = _TITLE.search(body[:_HEAD_BYTES])
        return clean(page_title[1].decode(errors="replace").strip()) if page_title else "a page"
    try:
        document = json_value.parse(body)
    except (DecodeError, TooLargeError):
        return clean(body.decode(errors="replace").strip())
    if isinstance(document, dict):
        return json_value.text(document.get("error") or document.get("message"))
    return json_value.text(document)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After: seconds, or a date held against the answer's own Date header.

    Returns:
        Seconds, never negative; None when the header is absent or makes no sense, as a moment that
        is over does.
    """
    written = headers.get("retry-after", "").strip()
    if written.isascii() and written.isdigit():
        return float(written) if len(written) <= _MAX_DIGITS else None
    until = _date(written)
    answered = _date(headers.get("date", "")) or datetime.now(UTC)
    return (until - answered).total_seconds() if until is not None and until > answered else None


def _date(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
    return None if moment.tzinfo is None else moment

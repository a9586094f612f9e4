"""Reading JSON of any shape: whatever comes becomes a value of ours or a `DecodeError`.

Every text that leaves this module is cleaned (`nessie_tui.model.text`), and no member whose name
looks like a credential leaves it at all: the API takes warehouse secrets, and nobody has documented
that it never gives them back.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NoReturn

from nessie_tui.errors import DecodeError, RejectedError, TooLargeError, WebPageError
from nessie_tui.model.text import clean

MAX_DEPTH = 32
"""Levels of nesting read; Mixpanel's own answers have four."""

_BOM = b"\xef\xbb\xbf"
_CREDENTIAL = re.compile(
    r"secret|password|passwd|token|credential|api_?key|private_?key", re.IGNORECASE
)
_MAX_DIGITS = 32
# What may stand unread where JSON was cut off: nothing, or the beginning of a word, a number's
# point, sign or exponent, or an escape.
_BEGUN = re.compile(r"|t(ru?)?|f(a(ls?)?)?|n(ul?)?|[-.]|[eE][+-]?|\\?u[0-9a-fA-F]{0,4}")
_NESTING = (dict, list)


def parse(body: bytes) -> object:
    """Return the JSON value in `body`.

    Lone surrogates pass, and numbers too large for us (as text); NaN and Infinity do not, as JSON
    has none.

    Raises:
        DecodeError: `body` is not one JSON value in UTF-8.
        TooLargeError: It is nested deeper than `MAX_DEPTH`, so that whoever walks it may recurse.
    """
    content = body.removeprefix(_BOM)
    if not content.strip():
        msg = "the answer is empty"
        raise DecodeError(msg, is_cut_off=True)
    if content.lstrip()[:1] == b"<":
        msg = "an HTML page instead of JSON"
        raise WebPageError(msg)
    try:
        document = json.loads(
            content.decode(),
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_fraction,
        )
    except RecursionError:
        raise _too_deep() from None
    except UnicodeDecodeError as error:
        if error.end == len(error.object) and "end of data" in error.reason:
            raise _cut_off(body) from None
        msg = "the answer is not UTF-8"
        raise DecodeError(msg) from None
    except json.JSONDecodeError as error:
        if _ends_too_early(error):
            raise _cut_off(body) from None
        msg = f"the answer is not JSON at character {error.pos}"
        raise DecodeError(msg) from None
    _refuse_depth(document)
    return document


def is_plain(body: bytes) -> bool:
    """Tell whether no text in `body` can need cleaning, whatever its structure.

    Raw control characters are no valid JSON, so bytes without an escape and without anything beyond
    ASCII's printable characters hold none. Reading 12 MB this way takes 2 ms, text by text 25.
    """
    return body.isascii() and b"\\" not in body and b"\x7f" not in body


def members(document: object, what: str) -> Mapping[str, object]:
    """Return `document` as an object's members.

    A null stands for an empty object: Go writes a map that was never made as null.

    Raises:
        DecodeError: It is no object.
        RejectedError: It is Mixpanel's error shape, sent under a 200.
    """
    if document is None:
        return {}
    if not isinstance(document, dict):
        msg = f"{what} should be an object, and is {_kind(document)}"
        raise DecodeError(msg)
    return document


def refuse_error(document: Mapping[str, object]) -> None:
    """Raise what Mixpanel says went wrong, when that is all the document says.

    Raises:
        RejectedError: The document has an ``error`` member, and no list or count beside it.
    """
    error = document.get("error")
    if not isinstance(error, str) or any(isinstance(v, list) for v in document.values()):
        return
    code = document.get("code")
    raise RejectedError(clean(error), status=code if isinstance(code, int) else None)


def items(value: object) -> list[object]:
    """Return a list's items; null is an empty list, as Go writes a list that was never made."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return `value` as cleaned text: a number as its digits, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool | int | float):
        return clean(json.dumps(value))
    return "?"


def flag(value: object) -> bool | None:
    """Read a yes or no: Mixpanel's sample has the text ``"true"``. None for anything else."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return None


def whole(value: object) -> int | None:
    """Read a whole number, also one that was written as 9.87e+09 or as text. None otherwise."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS:
        return int(value)
    return None


def member(document: Mapping[str, object], name: str) -> object:
    """Return the member called `name` in whatever case, or None: ``Dispatcher`` has a capital D."""
    if name in document:
        return document[name]
    return next((value for key, value in document.items() if key.lower() == name), None)


def unknown_members(
    document: Mapping[str, object], known: Iterable[str]
) -> Mapping[str, object] | None:
    """Return the members that are not `known`, cleaned, without those named like a credential.

    Returns:
        None when nothing is left.
    """
    expected = frozenset(known)
    unknown = {
        clean(key): _cleaned(value)
        for key, value in document.items()
        if key.lower() not in expected and not _CREDENTIAL.search(key)
    }
    return MappingProxyType(unknown) if unknown else None


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {
            clean(key): _cleaned(item) for key, item in value.items() if not _CREDENTIAL.search(key)
        }
    return value


def _ends_too_early(error: json.JSONDecodeError) -> bool:
    unread = error.doc[error.pos :].rstrip()
    if error.msg == "Extra data":
        return False
    return error.msg.startswith("Unterminated") or _BEGUN.fullmatch(unread) is not None


def _refuse_depth(document: object) -> None:
    # Level by level and without recursion: it is what would end the program here.
    level = [document] if isinstance(document, _NESTING) else []
    for _ in range(MAX_DEPTH):
        level = [
            item
            for value in level
            for item in (value.values() if isinstance(value, dict) else value)
            if isinstance(item, _NESTING)
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> TooLargeError:
    return TooLargeError("the answer is nested too deep")


def _cut_off(body: bytes) -> DecodeError:
    return DecodeError(f"the answer is cut off after {len(body)} bytes", is_cut_off=True)


def _refuse_constant(name: str) -> NoReturn:
    msg = f"the answer holds {name}, which JSON has not"
    raise DecodeError(msg)


def _integer(digits: str) -> int | str:
    # Python refuses to read more than 4,300 digits; nobody counts that far.
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


def _fraction(digits: str) -> float | str:
    # 1e999 is JSON, and infinite here: it could not be written as JSON again.
    number = float(digits)
    return number if math.isfinite(number) else digits


def _kind(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    return "a text" if isinstance(value, str) else "a bare value"

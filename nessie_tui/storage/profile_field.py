"""What each key of a profile may hold.

One function per key: it returns the value, or raises a ValueError that ends a sentence beginning
with the key (or the option) it came from. A secret is never quoted, nor is anything that could be
one by mistake.
"""

import contextlib
import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from nessie_tui.model.nearest import did_you_mean
from nessie_tui.model.profile import AuthKind, Region, SecretKind, SecretSource
from nessie_tui.model.text import clean

BUILT_IN_NAMES = ("demo", "env")
"""Names that no saved profile may have: the simulator, and the profile the environment spells."""

_SOURCE_FORMS = '{ keyring = true }, { env = "NAME" }, { command = ["…"] } or { file = true }'

_MAX_NAME_CHARS = 64
_MAX_QUOTED_CHARS = 60
_MAX_ID = 2**63 - 1
_MAX_HOURS = 366 * 24
_MAX_REFRESH_S = _MAX_HOURS * 3600
_MAX_REQUESTS_PER_HOUR = 1_000_000
_Word = TypeVar("_Word", Region, AuthKind)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def profile_name(value: object) -> str:
    """Return the name a saved profile may have."""
    name = _text(value)
    if not 1 <= len(name) <= _MAX_NAME_CHARS:
        msg = f"must have 1 to {_MAX_NAME_CHARS} characters"
        raise ValueError(msg)
    if clean(name) != name or not name.isprintable() or re.search(r"[\s/\\]", name):
        msg = f"must be printable, without spaces and slashes, not {_quoted(name)}"
        raise ValueError(msg)
    if name in BUILT_IN_NAMES:
        msg = f"must not be {name}, which is built in; choose another name"
        raise ValueError(msg)
    return name


def project_id(value: object) -> int:
    """Return a project's number."""
    return _whole_number(value, _MAX_ID)


def region(value: object) -> Region:
    """Return a region."""
    return _one_of(Region, value)


def auth(value: object) -> AuthKind:
    """Return what requests are signed with."""
    return _one_of(AuthKind, value)


def username(value: object) -> str:
    """Return a service account's name."""
    name = _text(value)
    if not name or clean(name) != name or not name.isprintable():
        msg = "must be a service account's name in printable characters"
        raise ValueError(msg)
    if ":" in name:
        # What follows the colon may well be the secret, so nothing is quoted.
        msg = "must not contain a colon; the secret does not belong here"
        raise ValueError(msg)
    return name


def timezone(value: object) -> str:
    """Return the name of a time zone that this system knows."""
    name = _text(value)
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        hint = did_you_mean(name, available_timezones())
        msg = f"must be a time zone such as US/Pacific, not {_quoted(name)}{hint}"
        raise ValueError(msg) from None
    return name


def refresh_seconds(value: object) -> float:
    """Return a wished pause in seconds; a whole number stays one."""
    return _up_to_a_year(value, "seconds", _MAX_REFRESH_S)


def late_hours(value: object) -> float:
    """Return after how many hours data is late or overdue; a whole number stays one."""
    return _up_to_a_year(value, "hours", _MAX_HOURS)


def hours_in_order(warning_hours: float, critical_hours: float) -> None:
    """Refuse ``critical_hours`` before ``warning_hours``; the error is about the former."""
    if critical_hours < warning_hours:
        msg = f"must be at least warning_hours, which is {warning_hours}, not {critical_hours}"
        raise ValueError(msg)


def requests_per_hour(value: object) -> int:
    """Return a ceiling on requests."""
    return _whole_number(value, _MAX_REQUESTS_PER_HOUR)


def read_only(value: object) -> bool:
    """Return whether pausing and resuming is refused."""
    if isinstance(value, bool):
        return value
    msg = f"must be true or false, not {_quoted(value)}"
    raise ValueError(msg)


def pipelines(value: object) -> tuple[str, ...]:
    """Return pipeline names."""
    if not isinstance(value, list):
        msg = f'must be a list such as ["2024-backfill"], not {_quoted(value)}'
        raise ValueError(msg)  # noqa: TRY004 - one kind of error for every unusable value
    for name in value:
        if not isinstance(name, str) or not name or clean(name) != name:
            msg = f"must hold pipeline names in printable characters, not {_quoted(name)}"
            raise ValueError(msg)
    return tuple(value)


def base_url(value: object) -> str:
    """Return an address that a secret may be sent to."""
    text = _text(value)
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        msg = "must be a plain address such as https://proxy.example/mixpanel"
        raise ValueError(msg)
    if "?" in text or "#" in text:
        msg = "must have no query and no fragment: nothing may follow a ? or #"
        raise ValueError(msg)
    parts = _split(text)
    if "@" in parts.netloc:
        msg = "must contain no user name and no password; the profile names them"
        raise ValueError(msg)
    if not parts.hostname or parts.netloc.endswith(":"):
        msg = "must name a host, as in https://proxy.example/mixpanel"
        raise ValueError(msg)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
        msg = "must begin with https:// (http:// is for this machine only, such as 127.0.0.1)"
        raise ValueError(msg)
    return text


def variable(value: object) -> str:
    """Return the name of an environment variable."""
    name = _text(value)
    if not _VARIABLE.fullmatch(name):
        # Not quoted: somebody may have written the secret in place of the variable's name.
        msg = "must be the name of an environment variable: letters, digits and underscores"
        raise ValueError(msg)
    return name


def secret_source(value: object) -> SecretSource:
    """Return where a secret lives."""
    if not isinstance(value, Mapping) or len(value) != 1:
        msg = f"must be one of {_SOURCE_FORMS}"
        raise ValueError(msg)
    ((kind, content),) = value.items()
    if kind in {SecretKind.KEYRING, SecretKind.FILE} and content is True:
        return SecretSource(SecretKind(kind))
    if kind == SecretKind.ENV:
        return SecretSource(SecretKind.ENV, variable=variable(content))
    if kind == SecretKind.COMMAND and _is_argv(content):
        return SecretSource(SecretKind.COMMAND, argv=tuple(content))
    msg = f"must be one of {_SOURCE_FORMS}"
    raise ValueError(msg)


def _is_argv(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(word, str) and "\0" not in word for word in value)
        and bool(value[0])
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    msg = f"must be text in quotes, not {_quoted(value)}"
    raise ValueError(msg)


def _up_to_a_year(value: object, unit: str, most: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        msg = f"must be a positive number of {unit}, not {_quoted(value)}"
        raise ValueError(msg)  # noqa: TRY004 - one kind of error for every unusable value
    if not 0 < value <= most:  # false for a number that is not a number, too
        msg = f"must be a positive number of {unit} and at most a year, not {_quoted(value)}"
        raise ValueError(msg)
    return value


def _whole_number(value: object, most: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
        return value
    msg = f"must be a positive whole number without quotes, not {_quoted(value)}"
    raise ValueError(msg)


def _one_of(kind: type[_Word], value: object) -> _Word:
    words = [str(word) for word in kind]
    text = _text(value)
    if text in words:
        return kind(text)
    allowed = f"{', '.join(words[:-1])} or {words[-1]}"
    msg = f"must be {allowed}, not {_quoted(text)}{did_you_mean(text, words)}"
    raise ValueError(msg)


def _split(text: str) -> SplitResult:
    with contextlib.suppress(ValueError):
        parts = urlsplit(text)
        if parts.port != 0:  # reading it is what checks it
            return parts
    # Raised out here, because the error above may quote what could be a password.
    msg = "must be an address such as https://proxy.example/mixpanel"
    raise ValueError(msg)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _quoted(value: object) -> str:
    """Return what came, short and safe to print."""
    if isinstance(value, str):
        return f"'{clean(value, _MAX_QUOTED_CHARS)}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) or (isinstance(value, int) and abs(value) <= _MAX_ID):
        return str(value)
    kinds = {int: "a number of that size", dict: "a table", list: "a list"}
    return kinds.get(type(value), "a date or time")

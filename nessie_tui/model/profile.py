"""A profile: which project to watch, where it lives and who asks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

PROJECT_SECRETS_RETIRE = date(2027, 3, 3)
"""From this day Mixpanel takes no project secret any more (its project-secret page)."""

DEFAULT_REFRESH_S = 60
DEFAULT_REQUESTS_PER_HOUR = 60
DEFAULT_WARNING_HOURS = 24
DEFAULT_CRITICAL_HOURS = 48
"""Mixpanel's own rule: within 24 hours, and another 24 for data that came late."""


class Region(StrEnum):
    """Where Mixpanel keeps the project's data."""

    US = "us"
    EU = "eu"
    IN = "in"

    @property
    def host(self) -> str:
        """The region's export host, not that of the query API."""
        return {"us": "data", "eu": "data-eu", "in": "data-in"}[self.value] + ".mixpanel.com"


class AuthKind(StrEnum):
    """What a profile signs its requests with."""

    SERVICE_ACCOUNT = "service-account"
    PROJECT_SECRET = "project-secret"  # noqa: S105 - the name of a kind, not a secret


class SecretKind(StrEnum):
    """Where a profile's secret lives."""

    KEYRING = "keyring"
    ENV = "env"
    COMMAND = "command"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class SecretSource:
    """A reference to a secret; never the secret."""

    kind: SecretKind
    variable: str = ""
    """The environment variable, for ENV."""
    argv: tuple[str, ...] = ()
    """The program and its arguments, for COMMAND."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A saved project. The fields after the first four have the defaults that the file has."""

    name: str
    project_id: int
    username: str
    """The service account's name; empty for a project secret."""
    secret: SecretSource
    region: Region = Region.US
    auth: AuthKind = AuthKind.SERVICE_ACCOUNT
    timezone: str | None = None
    """The project's IANA time zone, in which its days begin; None when nobody said."""
    refresh_seconds: float = DEFAULT_REFRESH_S
    """The wish; `requests_per_hour` is the ceiling."""
    requests_per_hour: int = DEFAULT_REQUESTS_PER_HOUR
    warning_hours: float = DEFAULT_WARNING_HOURS
    """Hours after a day, or an hour, of data has ended from which, not exported, it is late."""
    critical_hours: float = DEFAULT_CRITICAL_HOURS
    """The same for overdue; at least `warning_hours`."""
    read_only: bool = True
    pipelines: tuple[str, ...] = ()
    """Names to watch besides those that the list route returns."""
    base_url: str | None = None
    """In place of the region's host: https, or http on loopback only. None for the region's."""

    @property
    def api_root(self) -> str:
        """The address every route is relative to, without a slash at its end."""
        if self.base_url is not None:
            return self.base_url.rstrip("/")
        return f"https://{self.region.host}/api/2.0"

    @property
    def host(self) -> str:
        """The host, with its port if it has one, that the secret is sent to. In lower case."""
        return urlsplit(self.api_root).netloc.rpartition("@")[2].lower()


@dataclass(frozen=True, slots=True)
class ProfileBook:
    """All saved profiles."""

    profiles: tuple[Profile, ...] = ()
    default: str | None = None
    """The profile to open when nobody names one; None when the file names none."""
    warnings: tuple[str, ...] = ()
    """What was understood only in part, in words for people."""

    def get(self, name: str) -> Profile | None:
        """Return the profile called `name`, or None."""
        return next((profile for profile in self.profiles if profile.name == name), None)

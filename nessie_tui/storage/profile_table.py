"""One ``[profiles.NAME]`` table, read as a profile."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from nessie_tui.errors import ProfileFileError
from nessie_tui.model.nearest import did_you_mean, nearest
from nessie_tui.model.profile import (
    DEFAULT_CRITICAL_HOURS,
    DEFAULT_REFRESH_S,
    DEFAULT_REQUESTS_PER_HOUR,
    DEFAULT_WARNING_HOURS,
    AuthKind,
    Profile,
    Region,
    SecretKind,
    SecretSource,
)
from nessie_tui.model.text import clean
from nessie_tui.storage import profile_field
from nessie_tui.storage.toml_file import TomlFile

KEYS = (
    "project_id",
    "region",
    "auth",
    "username",
    "secret",
    "timezone",
    "refresh_seconds",
    "requests_per_hour",
    "warning_hours",
    "critical_hours",
    "read_only",
    "pipelines",
    "base_url",
)
"""Every key a profile may have, in the order they are written."""

_Value = TypeVar("_Value")
_Default = TypeVar("_Default")


def read_profile(file: TomlFile, name: str, values: Mapping[str, object]) -> Profile:
    """Return the profile `name` that `values` describe.

    Args:
        file: Where the values come from; errors point into it.
        name: The profile's name, as it stands in the file.
        values: What stands under the name.

    Raises:
        ProfileFileError: A key is missing, or holds what it may not.
    """
    table = _Table(file, name, values)
    try:
        profile_field.profile_name(name)
    except ValueError as error:
        problem = f"its name {error}"
        raise table.error(problem) from None
    kind = table.read("auth", profile_field.auth, AuthKind.SERVICE_ACCOUNT)
    warning_hours, critical_hours = _late_hours(table)
    return Profile(
        name=name,
        project_id=table.require("project_id", profile_field.project_id),
        username=_username(table, kind),
        secret=_secret(table),
        region=table.read("region", profile_field.region, Region.US),
        auth=kind,
        timezone=table.read("timezone", profile_field.timezone, None),
        refresh_seconds=table.read(
            "refresh_seconds", profile_field.refresh_seconds, DEFAULT_REFRESH_S
        ),
        requests_per_hour=table.read(
            "requests_per_hour", profile_field.requests_per_hour, DEFAULT_REQUESTS_PER_HOUR
        ),
        warning_hours=warning_hours,
        critical_hours=critical_hours,
        read_only=table.read("read_only", profile_field.read_only, default=True),
        pipelines=table.read("pipelines", profile_field.pipelines, ()),
        base_url=table.read("base_url", profile_field.base_url, None),
    )


def profile_values(profile: Profile) -> dict[str, object]:
    """Return the values `read_profile` makes `profile` of; those with a usual value are left out.

    What a reader should see without knowing the defaults stays in: region, auth and read_only.
    """
    values: dict[str, object] = {
        "project_id": profile.project_id,
        "region": str(profile.region),
        "auth": str(profile.auth),
        "username": profile.username or None,
        "secret": secret_values(profile.secret),
        "timezone": profile.timezone,
        "read_only": profile.read_only,
        "pipelines": list(profile.pipelines) or None,
        "base_url": profile.base_url,
    }
    if profile.refresh_seconds != DEFAULT_REFRESH_S:
        values["refresh_seconds"] = profile.refresh_seconds
    if profile.requests_per_hour != DEFAULT_REQUESTS_PER_HOUR:
        values["requests_per_hour"] = profile.requests_per_hour
    if profile.warning_hours != DEFAULT_WARNING_HOURS:
        values["warning_hours"] = profile.warning_hours
    if profile.critical_hours != DEFAULT_CRITICAL_HOURS:
        values["critical_hours"] = profile.critical_hours
    return {key: values[key] for key in KEYS if values.get(key) is not None}


def secret_values(source: SecretSource) -> dict[str, object]:
    """Return the values `nessie_tui.storage.profile_field.secret_source` makes `source` of."""
    match source.kind:
        case SecretKind.ENV:
            return {"env": source.variable}
        case SecretKind.COMMAND:
            return {"command": list(source.argv)}
        case kind:
            return {str(kind): True}


def unknown_key_warnings(file: TomlFile, name: str, values: Mapping[str, object]) -> list[str]:
    """Return a sentence for each key that no profile has. Its value is not quoted."""
    return [
        f"{file.where(name, key)}: profile {clean(name)}: unknown key {clean(key)} is ignored"
        f"{did_you_mean(key, KEYS)}"
        for key in values
        if key not in KEYS
    ]


def move_command(name: str) -> str:
    """Return the command that takes the secret of `name` out of profiles.toml."""
    return f"nessie-tui profile edit {shlex.quote(clean(name))} --secret-file"


@dataclass(frozen=True, slots=True)
class _Table:
    file: TomlFile
    name: str
    values: Mapping[str, object]

    def read(
        self, key: str, reader: Callable[[object], _Value], default: _Default
    ) -> _Value | _Default:
        return self.require(key, reader) if key in self.values else default

    def require(self, key: str, reader: Callable[[object], _Value]) -> _Value:
        if key not in self.values:
            problem = f"{key} is missing{self._misspelling(key)}"
            raise self.error(problem)
        try:
            return reader(self.values[key])
        except ValueError as error:
            problem = f"{key} {error}"
            raise self.error(problem, key) from None

    def error(self, problem: str, key: str = "") -> ProfileFileError:
        place = self.file.where(self.name, key)
        return ProfileFileError(f"{place}: profile {clean(self.name)}: {problem}.")

    def _misspelling(self, key: str) -> str:
        written = nearest(key, [other for other in self.values if other not in KEYS])
        return "" if written is None else f" (did you mean {key} where it says {clean(written)}?)"


def _username(table: _Table, kind: AuthKind) -> str:
    if kind is AuthKind.SERVICE_ACCOUNT:
        return table.require("username", profile_field.username)
    return ""


def _late_hours(table: _Table) -> tuple[float, float]:
    warning = table.read("warning_hours", profile_field.late_hours, DEFAULT_WARNING_HOURS)
    critical = table.read("critical_hours", profile_field.late_hours, DEFAULT_CRITICAL_HOURS)
    try:
        profile_field.hours_in_order(warning, critical)
    except ValueError as error:
        problem = f"critical_hours {error}"
        raise table.error(problem, "critical_hours") from None
    return warning, critical


def _secret(table: _Table) -> SecretSource:
    if "secret" in table.values and not isinstance(table.values["secret"], Mapping):
        msg = f"the secret itself stands in this file; move it out with: {move_command(table.name)}"
        raise table.error(msg, "secret")
    return table.require("secret", profile_field.secret_source)

"""The options for settings that can be changed later: the time zone, and when data is late."""

import functools
import shlex
from collections.abc import Callable
from typing import Any

import click

from nessie_tui.cli.commands.profile.value import checked
from nessie_tui.model.profile import DEFAULT_CRITICAL_HOURS, DEFAULT_WARNING_HOURS, Profile
from nessie_tui.storage import profile_field
from nessie_tui.storage.profile_field import BUILT_IN_NAMES

SETTINGS = """\
  --timezone TZ       the project's time zone, such as US/Pacific
  --warning-hours H   hours until missing data is late
  --critical-hours H  hours until missing data is overdue"""


def setting_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options, as one argument.

    ``settings`` has the value of each that was given, under its key in profiles.toml.
    """

    @click.option(
        "--timezone",
        metavar="TZ",
        callback=checked(profile_field.timezone),
        help="The project's time zone, such as US/Pacific.",
    )
    @click.option(
        "--warning-hours",
        type=float,
        metavar="H",
        callback=checked(_hours),
        help=f"Hours until missing data is late ({DEFAULT_WARNING_HOURS}).",
    )
    @click.option(
        "--critical-hours",
        type=float,
        metavar="H",
        callback=checked(_hours),
        help=f"Hours until missing data is overdue ({DEFAULT_CRITICAL_HOURS}).",
    )
    @functools.wraps(function)
    def with_settings(
        *args: Any,
        timezone: str | None,
        warning_hours: float | None,
        critical_hours: float | None,
        **kwargs: Any,
    ) -> None:
        choices = {
            "timezone": timezone,
            "warning_hours": warning_hours,
            "critical_hours": critical_hours,
        }
        settings = {key: value for key, value in choices.items() if value is not None}
        function(*args, settings=settings, **kwargs)

    return with_settings


def which_zone(profile: Profile) -> str:
    """Return in which zone the days of a profile without one are, and how to name one."""
    zone = "the one that Mixpanel's answers name"
    if profile.name in BUILT_IN_NAMES:
        return zone
    command = f"nessie-tui profile edit {shlex.quote(profile.name)} --timezone US/Pacific"
    return f"{zone}; to set it: {command}"


def _hours(value: object) -> float:
    hours = profile_field.late_hours(value)
    return int(hours) if hours == int(hours) else hours

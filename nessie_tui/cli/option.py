"""Options that several commands share."""

import math
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

HELP_KEYS = {"help_option_names": ["-h", "--help"]}


def profile_option(command: F) -> F:
    """Add ``--profile``, which counts for more than the one before the command's name."""
    return click.option(
        "--profile", "profile_name", metavar="NAME", help="The profile to use; demo always works."
    )(command)


def json_option(command: F) -> F:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def csv_option(command: F) -> F:
    """Add ``--csv``."""
    return click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a header.")(command)


def a_number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Refuse ``nan``, which is within every range.

    Raises:
        click.BadParameter: It is not a number.
    """
    if value is not None and math.isnan(value):
        msg = "nan is not a number."
        raise click.BadParameter(msg, ctx, param)
    return value


def asked_profile(ctx: click.Context, own: str | None) -> str | None:
    """Return the profile named behind the command, else the one before it."""
    return own or ctx.find_root().params.get("profile_name")


def one_format(*, as_json: bool, as_csv: bool) -> None:
    """Refuse two formats at once.

    Raises:
        click.UsageError: Both are asked for.
    """
    if as_json and as_csv:
        msg = "--json and --csv exclude each other."
        raise click.UsageError(msg)

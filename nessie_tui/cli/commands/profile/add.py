"""``nessie-tui profile add``."""

import os
from typing import Any

import click

from nessie_tui.cli.commands.profile.ask import read_secret
from nessie_tui.cli.commands.profile.secret_option import CHOICES, secret_options
from nessie_tui.cli.commands.profile.setting_option import setting_options, which_zone
from nessie_tui.cli.commands.profile.value import checked
from nessie_tui.errors import InputError
from nessie_tui.model.profile import (
    DEFAULT_REFRESH_S,
    DEFAULT_REQUESTS_PER_HOUR,
    PROJECT_SECRETS_RETIRE,
    AuthKind,
    Profile,
    Region,
    SecretKind,
    SecretSource,
)
from nessie_tui.storage import profile_field
from nessie_tui.storage.profile_edit import add_profile, already_saved
from nessie_tui.storage.profiles import load_profiles


@click.command()
@click.argument("name", callback=checked(profile_field.profile_name))
@click.option(
    "--project-id",
    type=int,
    required=True,
    metavar="N",
    callback=checked(profile_field.project_id),
    help="The project's number.",
)
@click.option(
    "--username",
    metavar="U",
    callback=checked(profile_field.username),
    help="The service account's name.",
)
@click.option(
    "--region",
    default="us",
    metavar="us|eu|in",
    show_default=True,
    callback=checked(profile_field.region),
    help="Where Mixpanel keeps the project's data.",
)
@click.option(
    "--auth",
    default="service-account",
    metavar="KIND",
    callback=checked(profile_field.auth),
    help="service-account (the default) or project-secret.",
)
@secret_options
@setting_options
@click.option(
    "--refresh",
    type=float,
    metavar="SECONDS",
    default=DEFAULT_REFRESH_S,
    show_default=True,
    callback=checked(profile_field.refresh_seconds),
    help="How often to look.",
)
@click.option(
    "--requests-per-hour",
    type=int,
    metavar="N",
    default=DEFAULT_REQUESTS_PER_HOUR,
    show_default=True,
    callback=checked(profile_field.requests_per_hour),
    help="The ceiling for this project.",
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=checked(profile_field.base_url),
    help="Ask this address in place of the region's.",
)
@click.option("--no-read-only", is_flag=True, help="Let pause and resume through.")
def add(  # noqa: PLR0913 - one parameter per option
    name: str,
    *,
    project_id: int,
    username: str | None,
    region: Region,
    auth: AuthKind,
    choice: SecretSource | None,
    secret_stdin: bool,
    settings: dict[str, Any],
    refresh: float,
    requests_per_hour: int,
    base_url: str | None,
    no_read_only: bool,
) -> None:
    """Save a project to watch.

    The secret itself is asked for without echo; it is never an argument.
    """
    source = _place(choice)
    if auth is AuthKind.SERVICE_ACCOUNT and username is None:
        msg = "A service account needs its name: add --username."
        raise InputError(msg)
    if load_profiles().get(name) is not None:
        raise already_saved(name)
    profile = Profile(
        name=name,
        project_id=project_id,
        username=username if username and auth is AuthKind.SERVICE_ACCOUNT else "",
        secret=source,
        region=region,
        auth=auth,
        refresh_seconds=int(refresh) if refresh.is_integer() else refresh,
        requests_per_hour=requests_per_hour,
        read_only=not no_read_only,
        base_url=base_url,
        **settings,
    )
    _refuse_disorder(profile)
    in_file = source.kind is SecretKind.FILE
    secret = read_secret(name, from_stdin=secret_stdin) if in_file else None
    became_default = add_profile(profile, secret)
    click.echo(f"Saved profile {name}{', the default' if became_default else ''}.", err=True)
    _say_what_to_know(profile)


def _place(choice: SecretSource | None) -> SecretSource:
    if choice is None:
        msg = f"Where should the secret live? Add one of:\n{CHOICES}"
        raise InputError(msg)
    return choice


def _refuse_disorder(profile: Profile) -> None:
    """Say now what the file would say when the secret has been typed."""
    try:
        profile_field.hours_in_order(profile.warning_hours, profile.critical_hours)
    except ValueError as error:
        msg = f"critical_hours {error}."
        raise InputError(msg) from None


def _say_what_to_know(profile: Profile) -> None:
    if profile.timezone is None:
        click.echo(f"Note: the time zone of its days is {which_zone(profile)}", err=True)
    if profile.secret.kind is SecretKind.ENV and not os.environ.get(profile.secret.variable):
        click.echo(f"Note: {profile.secret.variable} is not set in this shell.", err=True)
    if profile.auth is AuthKind.PROJECT_SECRET:
        click.echo(
            f"Note: Mixpanel retires project secrets on {PROJECT_SECRETS_RETIRE}. "
            "A service account works now and after that day.",
            err=True,
        )

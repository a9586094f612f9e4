"""``nessie-tui profile use``, ``remove`` and ``edit``."""

from collections.abc import Mapping

import click

from nessie_tui.cli.commands.profile.ask import confirmed, read_secret
from nessie_tui.cli.commands.profile.secret_option import CHOICES, secret_options
from nessie_tui.cli.commands.profile.setting_option import SETTINGS, setting_options
from nessie_tui.cli.exit_code import ExitCode
from nessie_tui.errors import InputError
from nessie_tui.model.profile import SecretKind, SecretSource
from nessie_tui.storage.path import profiles_path
from nessie_tui.storage.profile_choice import find_profile
from nessie_tui.storage.profile_edit import (
    change_secret,
    change_settings,
    literal_secret,
    remove_profile,
    set_default,
)
from nessie_tui.storage.profile_field import BUILT_IN_NAMES
from nessie_tui.storage.profiles import load_profiles


@click.command()
@click.argument("name")
def use(name: str) -> None:
    """Make NAME the profile that is used when none is named."""
    set_default(name)
    click.echo(f"{name} is the default now.", err=True)


@click.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def remove(ctx: click.Context, name: str, *, yes: bool) -> None:
    """Remove a saved profile, and its secret if it is in secrets.toml."""
    _refuse_built_in(name)
    find_profile(load_profiles(), name, {})
    if not yes and not confirmed(f"Remove profile {name} and its stored secret?"):
        click.echo("Nothing was removed.", err=True)
        ctx.exit(ExitCode.REFUSED_HERE)
    had_secret = remove_profile(name)
    secret = " and its secret in secrets.toml" if had_secret else ""
    click.echo(f"Removed profile {name}{secret}.", err=True)


@click.command()
@click.argument("name")
@secret_options
@setting_options
@click.pass_context
def edit(
    ctx: click.Context,
    name: str,
    *,
    choice: SecretSource | None,
    secret_stdin: bool,
    settings: Mapping[str, object],
) -> None:
    """Change settings of a saved profile, or where its secret lives.

    With --secret-file, a secret that stands in profiles.toml itself is moved to secrets.toml.
    """
    _refuse_built_in(name)
    if choice is None and (secret_stdin or not settings):
        click.echo(
            "This version does not open an editor. Change the file below by hand, or use one of:\n"
            f"{CHOICES}\n{SETTINGS}",
            err=True,
        )
        click.echo(profiles_path())
        ctx.exit(ExitCode.USAGE)
    # The secret goes first: where it stands in the file itself, nothing else can be changed.
    if choice is not None:
        _edit_secret(name, choice, secret_stdin=secret_stdin)
    if settings:
        change_settings(name, settings)
        changed = ", ".join(f"{key} = {value}" for key, value in settings.items())
        click.echo(f"Changed profile {name}: {changed}.", err=True)


def _edit_secret(name: str, choice: SecretSource, *, secret_stdin: bool) -> None:
    literal = literal_secret(name)
    if choice.kind is SecretKind.FILE:
        is_moved = literal is not None and not secret_stdin
        secret = literal if is_moved else read_secret(name, from_stdin=secret_stdin)
        change_secret(name, choice, secret)
        click.echo(f"The secret of {name} is in secrets.toml now.", err=True)
    else:
        change_secret(name, choice)
        click.echo(f"{name} reads its secret from {choice.variable} now.", err=True)
    if literal is not None:
        click.echo(
            "It is gone from profiles.toml. If others could read that file, or a copy of it, "
            "make a new secret at Mixpanel.",
            err=True,
        )


def _refuse_built_in(name: str) -> None:
    if name in BUILT_IN_NAMES:
        msg = f"{name} is built in: it is not saved, so there is nothing to change."
        raise InputError(msg)

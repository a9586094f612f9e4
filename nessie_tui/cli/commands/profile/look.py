"""``nessie-tui profile list``, ``show`` and ``path``."""

import os
from collections.abc import Mapping, Sequence

import click

from nessie_tui.cli.commands.profile.setting_option import which_zone
from nessie_tui.cli.output import print_json, print_table
from nessie_tui.errors import InputError
from nessie_tui.model.profile import Profile, ProfileBook, SecretKind
from nessie_tui.present.table import Table
from nessie_tui.present.tone import Span
from nessie_tui.storage.path import profiles_path, secrets_path
from nessie_tui.storage.profile_choice import environment_profile, find_profile
from nessie_tui.storage.profiles import load_profiles


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_profiles(*, as_json: bool) -> None:
    """List the saved profiles."""
    book = _book()
    profiles = [*book.profiles, *_from_environment()]
    if not profiles:
        click.echo(
            "No profile is saved yet. Save one with nessie-tui profile add, "
            "or look around without an account: nessie-tui demo",
            err=True,
        )
    documents = [_row(profile, book) for profile in profiles]
    if as_json:
        print_json(documents)
    elif profiles:
        print_table(_table(documents))


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(name: str, *, as_json: bool) -> None:
    """Show everything about a profile but its secret."""
    if name == "demo":
        msg = "demo is built in: the simulated Mixpanel, with nothing to set. Try: nessie-tui demo"
        raise InputError(msg)
    book = _book()
    profile = find_profile(book, name, os.environ)
    document = _row(profile, book) | {
        "username": profile.username,
        "timezone": profile.timezone,
        "refresh_seconds": profile.refresh_seconds,
        "requests_per_hour": profile.requests_per_hour,
        "warning_hours": profile.warning_hours,
        "critical_hours": profile.critical_hours,
        "pipelines": list(profile.pipelines),
        "base_url": profile.base_url,
    }
    if as_json:
        print_json(document)
        return
    document |= {
        "secret": _secret_place(profile),
        "timezone": profile.timezone or which_zone(profile),
        "pipelines": ", ".join(profile.pipelines),
        "base_url": profile.api_root,
    }
    width = max(map(len, document))
    for key, value in document.items():
        if value not in {None, ""}:
            click.echo(f"{_words(key):<{width}}  {_plain(value)}")


@click.command()
def path() -> None:
    """Print where the profiles are saved."""
    click.echo(profiles_path())


def _book() -> ProfileBook:
    book = load_profiles()
    for warning in book.warnings:
        click.echo(f"Warning: {warning}", err=True)
    return book


def _from_environment() -> list[Profile]:
    try:
        profile = environment_profile(os.environ)
    except InputError as error:
        click.echo(f"Warning: {error} The profile env is left out.", err=True)
        return []
    return [] if profile is None else [profile]


def _row(profile: Profile, book: ProfileBook) -> dict[str, object]:
    return {
        "name": profile.name,
        "project_id": profile.project_id,
        "region": str(profile.region),
        "auth": str(profile.auth),
        "secret": str(profile.secret.kind),
        "read_only": profile.read_only,
        "default": profile.name == book.default,
    }


def _secret_place(profile: Profile) -> str:
    match profile.secret.kind:
        case SecretKind.ENV:
            return f"in the environment variable {profile.secret.variable}"
        case SecretKind.FILE:
            return f"in {secrets_path()}"
        case SecretKind.KEYRING:
            return "in the keyring"
        case SecretKind.COMMAND:
            return f"from the command {profile.secret.argv[0]}"


def _table(rows: Sequence[Mapping[str, object]]) -> Table:
    header = [_words(key).upper() for key in rows[0]]
    return Table(header, [tuple(Span(_plain(value)) for value in row.values()) for row in rows])


def _words(key: str) -> str:
    return key.replace("_", " ")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)

"""Secrets: found where a profile says, and kept in secrets.toml when somebody chose that.

A stored secret belongs to the host it was stored for; a profile that asks another host never gets
it. From the moment of reading, a secret is a `nessie_tui.model.secret.Secret`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from nessie_tui.errors import InputError, ProfileFileError, SecretUnavailableError
from nessie_tui.model.profile import Profile, SecretKind
from nessie_tui.model.secret import Secret
from nessie_tui.model.text import clean
from nessie_tui.storage.lock import exclusive
from nessie_tui.storage.path import secrets_path
from nessie_tui.storage.profile_table import move_command
from nessie_tui.storage.safe_file import shown, write_file
from nessie_tui.storage.toml_file import read_toml


def resolve_secret(
    profile: Profile, environ: Mapping[str, str], path: Path | None = None
) -> Secret:
    """Return the secret of `profile`.

    Args:
        profile: Whose secret.
        environ: The environment, for a profile that names a variable.
        path: secrets.toml; None for its usual place.

    Raises:
        SecretUnavailableError: It is not there, cannot be used, or was stored for another host.
    """
    name = clean(profile.name)
    match profile.secret.kind:
        case SecretKind.ENV:
            return _from_environment(profile, environ)
        case SecretKind.FILE:
            return _from_file(profile, path or secrets_path())
        case SecretKind.KEYRING:
            place = "the keyring"
        case SecretKind.COMMAND:
            place = "a command"
    msg = (
        f"Profile {name} keeps its secret in {place}, which this version does not read yet. "
        f"A file works: {move_command(name)}; so does a variable: --secret-env NAME."
    )
    raise SecretUnavailableError(msg)


def checked_secret(text: str) -> Secret:
    """Return `text` as a secret, without the line break at its end.

    Raises:
        InputError: It is empty, or holds something else than printable ASCII. It is not quoted.
    """
    text = text.removesuffix("\r\n" if text.endswith("\r\n") else "\n")
    if not text:
        msg = "The secret is empty."
        raise InputError(msg)
    if not text.isascii() or not text.isprintable():
        msg = "The secret holds a line break, or a character that is not printable ASCII."
        raise InputError(msg)
    return Secret(text)


def store_secret(profile: Profile, secret: Secret, path: Path | None = None) -> None:
    """Keep `secret` for `profile` and the host it asks now, in place of an older one.

    Raises:
        InputError: `secret` holds characters that no secret has.
        ProfileFileError: secrets.toml cannot be used as it stands, or cannot be written.
    """
    path = path or secrets_path()
    with exclusive(path):
        stored = _read(path)
        text = checked_secret(secret.reveal()).reveal()
        stored[profile.name] = {"host": profile.host, "secret": text}
        write_file(path, tomlkit.dumps(stored))


def forget_secret(name: str, path: Path | None = None) -> bool:
    """Remove the secret kept for the profile `name` and return whether there was one.

    Raises:
        ProfileFileError: secrets.toml cannot be used as it stands, or cannot be written.
    """
    path = path or secrets_path()
    if name not in _read(path):
        return False
    with exclusive(path):
        stored = _read(path)
        stored.pop(name, None)
        write_file(path, tomlkit.dumps(stored))
    return True


def _read(path: Path) -> dict[str, Any]:
    file = read_toml(path, private=True)
    return {} if file is None else dict(file.values)


def _from_environment(profile: Profile, environ: Mapping[str, str]) -> Secret:
    variable = profile.secret.variable
    text = environ.get(variable, "")
    if not text:
        msg = (
            f"Profile {clean(profile.name)} reads its secret from the environment variable "
            f"{clean(variable)}, which is not set."
        )
        raise SecretUnavailableError(msg)
    try:
        return checked_secret(text)
    except InputError as error:
        msg = f"The environment variable {clean(variable)} cannot be used. {error}"
        raise SecretUnavailableError(msg) from None


def _from_file(profile: Profile, path: Path) -> Secret:
    name = clean(profile.name)
    store = f"Store it with: {move_command(profile.name)}"
    try:
        entry = _read(path).get(profile.name)
    except ProfileFileError as error:
        raise SecretUnavailableError(str(error)) from None
    if entry is None:
        msg = f"{shown(path)} holds no secret for profile {name}. {store}"
        raise SecretUnavailableError(msg)
    match entry:
        case {"host": str(host), "secret": str(text)}:
            pass
        case _:
            msg = f"{shown(path)} needs a host and a secret, both text, under {name}. {store}"
            raise SecretUnavailableError(msg)
    if host != profile.host:
        msg = (
            f"The secret of profile {name} was stored for {clean(host)} and is not sent to "
            f"{clean(profile.host)}. If that host may have it, store it again: "
            f"{move_command(profile.name)}"
        )
        raise SecretUnavailableError(msg)
    try:
        return checked_secret(text)
    except InputError as error:
        msg = f"{shown(path)}, profile {name}: {error} {store}"
        raise SecretUnavailableError(msg) from None

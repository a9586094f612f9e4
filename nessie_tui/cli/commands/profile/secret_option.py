"""The ``--secret-…`` options: where a secret will live, and the one way it comes in.

A secret is never an argument: other users can see those, and the shell keeps them.
"""

import functools
from collections.abc import Callable
from typing import Any

import click

from nessie_tui.cli.commands.profile.value import checked
from nessie_tui.errors import InputError
from nessie_tui.model.profile import SecretKind, SecretSource
from nessie_tui.storage import profile_field

CHOICES = """\
  --secret-file      ask for it now and keep it in secrets.toml (mode 0600)
  --secret-env NAME  read it from the environment variable NAME each time"""


def secret_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options, as two arguments.

    ``choice`` is the `SecretSource` chosen, or None; ``secret_stdin`` goes with the file only.
    """

    @click.option("--secret-keyring", is_flag=True, help="In the keyring: not in this version.")
    @click.option(
        "--secret-env",
        metavar="NAME",
        callback=checked(profile_field.variable),
        help="Read it from this environment variable.",
    )
    @click.option("--secret-command", metavar="CMD", help="From a command: not in this version.")
    @click.option("--secret-file", is_flag=True, help="Keep it in secrets.toml, mode 0600.")
    @click.option("--secret-stdin", is_flag=True, help="Read it from standard input, do not ask.")
    @functools.wraps(function)
    def with_choice(
        *args: Any,
        secret_keyring: bool,
        secret_env: str | None,
        secret_command: str | None,
        secret_file: bool,
        secret_stdin: bool,
        **kwargs: Any,
    ) -> None:
        sources = []
        if secret_keyring:
            sources.append(SecretSource(SecretKind.KEYRING))
        if secret_env is not None:
            sources.append(SecretSource(SecretKind.ENV, variable=secret_env))
        if secret_command is not None:
            sources.append(SecretSource(SecretKind.COMMAND))
        if secret_file:
            sources.append(SecretSource(SecretKind.FILE))
        choice = _only(sources)
        if secret_stdin and choice is not None and choice.kind is not SecretKind.FILE:
            msg = "--secret-stdin goes with --secret-file. A variable is read later, where it is."
            raise InputError(msg)
        function(*args, choice=choice, secret_stdin=secret_stdin, **kwargs)

    return with_choice


def _only(sources: list[SecretSource]) -> SecretSource | None:
    if len(sources) > 1:
        msg = "Choose one place for the secret: one --secret-… option, not several."
        raise InputError(msg)
    for source in sources:
        if source.kind in {SecretKind.KEYRING, SecretKind.COMMAND}:
            place = "the keyring" if source.kind is SecretKind.KEYRING else "a command"
            msg = f"This version does not read secrets from {place} yet. What works:\n{CHOICES}"
            raise InputError(msg)
    return sources[0] if sources else None

"""What is asked of the person at the terminal."""

import sys

import click

from nessie_tui.errors import InputError
from nessie_tui.model.secret import Secret
from nessie_tui.storage.secrets import checked_secret

_MAX_BYTES = 64 * 1024


def read_secret(name: str, *, from_stdin: bool) -> Secret:
    """Return the secret of the profile `name`, asked for without echo or read from standard input.

    Raises:
        InputError: It cannot be used, or there is nobody to ask.
    """
    if from_stdin:
        return checked_secret(_piped())
    if not _somebody_is_there():
        msg = "There is no terminal to ask for the secret. Pipe it in and add --secret-stdin."
        raise InputError(msg)
    return checked_secret(click.prompt(f"Secret of {name}", hide_input=True, err=True))


def confirmed(question: str) -> bool:
    """Return whether somebody is there and says yes."""
    if _somebody_is_there():
        return click.confirm(question, err=True)
    click.echo("There is no terminal to ask for a confirmation. Add --yes to mean it.", err=True)
    return False


def _somebody_is_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _piped() -> str:
    data = sys.stdin.buffer.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        msg = "Standard input holds more than 64 KiB, which is no secret."
        raise InputError(msg)
    # What is not ASCII becomes a character that is refused, without an error that carries it.
    return data.decode("ascii", errors="replace")

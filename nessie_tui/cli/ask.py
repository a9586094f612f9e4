"""One-shot questions of the plain commands."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import IO, Any, TypeVar

import click

from nessie_tui.cli.exit_code import ExitCode
from nessie_tui.cli.wiring import find_origin
from nessie_tui.errors import RefusedError, RequestError
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.source import PipelineSource
from nessie_tui.model.profile import Profile
from nessie_tui.present.failure import failure_words

T = TypeVar("T")


class RequestFailed(click.ClickException):
    """A request failed; the message is for people, the exit code for scripts."""

    def __init__(self, error: RequestError, profile: Profile) -> None:
        super().__init__(failure_words(error, profile).sentence)
        self.exit_code = int(exit_code(error))  # type: ignore[misc]  # click sets it so itself

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to standard error."""
        del file
        click.echo(f"nessie-tui: {self.message}", err=True)


def exit_code(error: RequestError) -> ExitCode:
    """Return the exit code for a failed request."""
    return ExitCode.REFUSED if isinstance(error, RefusedError) else ExitCode.REQUEST_FAILED


def ask(
    profile: Profile,
    question: Callable[[PipelineSource], Awaitable[T]],
    origin: Origin | None = None,
) -> T:
    """Open the profile's source, ask `question` of it and close it again.

    Args:
        profile: Whose source.
        question: What to ask of it.
        origin: Where to ask; None for the profile's own.

    Raises:
        RequestFailed: The question had no answer.
        SetupError: It could not even be asked.
    """

    async def run() -> T:
        asked = origin or find_origin(profile)
        async with asked.connect(profile) as source:
            return await question(source)

    try:
        return asyncio.run(run())
    except RequestError as error:
        raise RequestFailed(error, profile) from None

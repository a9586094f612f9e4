"""A command that speaks as a monitoring plugin does, also where it is used wrongly."""

import traceback
from collections.abc import Iterable
from typing import Any

import click

from nessie_tui.errors import SetupError
from nessie_tui.model.verdict import Health
from nessie_tui.present.check_words import plugin_line


class PluginCommand(click.Command):
    """Ends with UNKNOWN, in one line on standard output, where others end with an error."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the arguments."""
        try:
            return super().make_context(*args, **kwargs)
        except click.ClickException as error:
            raise unknown(error.format_message()) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            raise unknown(error.format_message()) from None
        except SetupError as error:
            raise unknown(str(error)) from None
        except (click.exceptions.Exit, click.Abort, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - ending with 1 would tell a monitor WARNING
            traceback.print_exc()
            msg = f"a mistake of nessie-tui itself: {type(error).__name__}"
            raise unknown(msg) from None


def unknown(why: str) -> click.exceptions.Exit:
    """Print that nothing could be found out, and return what ends the command."""
    print_plugin_lines([plugin_line(Health.UNKNOWN, why)])
    return click.exceptions.Exit(Health.UNKNOWN)


def print_plugin_lines(lines: Iterable[str]) -> None:
    """Print `lines`, each without anything that could begin another."""
    for line in lines:
        click.echo(" ".join(line.split()))

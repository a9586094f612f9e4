"""The command line: which commands there are, and how errors become exit codes."""

import sys
from importlib import import_module

import click

from nessie_tui import __version__
from nessie_tui.cli.exit_code import ExitCode
from nessie_tui.errors import NessieError, RefusedError, SetupError

# One row per command: its name, the module under cli/commands/ whose `command` it is, and its line
# in --help. Modules are imported only when their command runs.
COMMANDS: dict[str, tuple[str, str]] = {
    "profile": ("profile", "Save, list and choose the projects to watch."),
}


class CommandTable(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table, not of the alphabet."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module behind `cmd_name`."""
        del ctx
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        command: click.Command = import_module(f"nessie_tui.cli.commands.{row[0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without importing one of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=CommandTable, invoke_without_command=True)
@click.version_option(__version__, prog_name="nessie-tui", message="%(prog)s %(version)s")
@click.option("--profile", "profile_name", metavar="NAME", help="The saved profile to use.")
@click.pass_context
def cli(ctx: click.Context, profile_name: str | None) -> None:
    """Watch Mixpanel Data Pipelines: did my data land, which dates are missing?"""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except SetupError as error:
        click.echo(f"nessie-tui: {error}", err=True)
        code = ExitCode.USAGE
    except NessieError as error:
        click.echo(f"nessie-tui: {error}", err=True)
        code = ExitCode.REFUSED if isinstance(error, RefusedError) else ExitCode.REQUEST_FAILED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = ExitCode.INTERRUPTED
    sys.exit(code or 0)

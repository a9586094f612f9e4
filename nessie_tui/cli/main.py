"""The command line: which commands there are, and how errors become exit codes."""

import io
import os
import sys
from importlib import import_module

import click

from nessie_tui import __version__
from nessie_tui.cli.exit_code import ExitCode
from nessie_tui.cli.option import a_number
from nessie_tui.errors import SetupError

# One row per command: its name, the module under cli/commands/ whose `command` it is, and its line
# in --help. Modules are imported only when their command runs.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "Open the screens on a simulated project."),
    "pipelines": ("pipelines", "List the project's pipelines."),
    "status": ("status", "Print the tasks of one pipeline, grouped by state."),
    "coverage": ("coverage", "Tell which dates landed, failed or are missing."),
    "timeline": ("timeline", "Tell when each day was synced."),
    "check": ("check", "One line and an exit code for monitoring."),
    "wait": ("wait", "Block until a date is covered: a gate in front of a build."),
    "profile": ("profile", "Save, list and choose the projects to watch."),
}


SLOWEST_S = 86_400
"""The slowest pace that can be asked for: once a day."""


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


@click.group(
    cls=CommandTable,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="nessie-tui", message="%(prog)s %(version)s")
@click.option("--profile", "profile_name", metavar="NAME", help="The profile; demo always works.")
@click.option("--pipeline", metavar="NAME", help="The pipeline to open first.")
@click.option(
    "--refresh",
    "refresh_seconds",
    type=click.FloatRange(min=1, max=SLOWEST_S),
    callback=a_number,
    metavar="SECONDS",
    help="The wished pace; the hour's budget is the ceiling.",
)
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with ASCII characters only.")
@click.pass_context
def cli(  # noqa: PLR0913 - one argument per option
    ctx: click.Context,
    profile_name: str | None,
    pipeline: str | None,
    refresh_seconds: float | None,
    *,
    no_mouse: bool,
    ascii_only: bool,
) -> None:
    """Watch Mixpanel Data Pipelines: did my data land, is anything going wrong?

    Without a command, opens the screens on the chosen profile.
    """
    del refresh_seconds, no_mouse, ascii_only  # read from the context where the screens open
    if ctx.invoked_subcommand is None:
        from nessie_tui.cli.start import start  # noqa: PLC0415 - plain commands do without it

        start(ctx, profile_name, pipeline)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    os.umask(0o077)  # whatever this program writes is its owner's alone
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115 - closed by the shell
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal's character set lacks is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run())


def _run() -> int:
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except SetupError as error:
        return _failed(str(error), ExitCode.USAGE)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read the other end has seen enough (click itself exits then, and only then);
        # Python must not try to flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return ExitCode.DONE
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return _failed(
            f"the output could not be written: {error.strerror}.", ExitCode.REQUEST_FAILED
        )
    return code or ExitCode.DONE


def _failed(what: str, code: ExitCode) -> ExitCode:
    click.echo(f"nessie-tui: {what}", err=True)
    return code

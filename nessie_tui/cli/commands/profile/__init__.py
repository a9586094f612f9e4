"""``nessie-tui profile``: save, list and choose the projects to watch."""

import click

from nessie_tui.cli.commands.profile.add import add
from nessie_tui.cli.commands.profile.change import edit, remove, use
from nessie_tui.cli.commands.profile.look import list_profiles, path, show


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Save, list and choose the projects to watch."""


for _subcommand in (add, list_profiles, show, use, remove, edit, path):
    command.add_command(_subcommand)

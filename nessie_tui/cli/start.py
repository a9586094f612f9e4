"""``nessie-tui`` without a command: open the screens on the chosen profile."""

import click

from nessie_tui.cli.screen import open_screen
from nessie_tui.cli.wiring import chosen_profile


def start(ctx: click.Context, profile_name: str | None, pipeline: str | None) -> None:
    """Open the chosen profile, or the welcome screen where none is saved.

    Raises:
        SetupError: The profile asked for does not exist, the profiles' file cannot be used, or
            there is no terminal.
    """
    open_screen(ctx, chosen_profile(profile_name), pipeline=pipeline)

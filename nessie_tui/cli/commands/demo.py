"""``nessie-tui demo``: the screens on the built-in simulated Mixpanel."""

import click

from nessie_tui.cli.demo import (
    DEFAULT_SEED,
    DEFAULT_SPEED,
    DEMO_PROFILE,
    demo_origin,
)
from nessie_tui.cli.option import HELP_KEYS, a_number
from nessie_tui.cli.screen import open_screen
from nessie_tui.simulator.app import DEFAULT_SCENARIO
from nessie_tui.simulator.scenario import SCENARIOS

FASTEST = 86_400
"""A day in a second: more than that is no film any more."""


@click.command(context_settings=HELP_KEYS)
@click.option(
    "--scenario",
    type=click.Choice(list(SCENARIOS)),
    default=DEFAULT_SCENARIO,
    show_default=True,
    help="What goes on in the simulated project.",
)
@click.option("--seed", type=int, default=DEFAULT_SEED, help="Another seed, another history.")
@click.option(
    "--speed",
    type=click.FloatRange(min=0, max=FASTEST),
    callback=a_number,
    default=DEFAULT_SPEED,
    help="Simulated seconds per second.",
)
@click.pass_context
def command(ctx: click.Context, scenario: str, seed: int, speed: float) -> None:
    """Open the screens on a simulated project: no account, no network."""
    origin = demo_origin(scenario, seed, speed)
    pipeline = ctx.find_root().params["pipeline"]
    open_screen(ctx, DEMO_PROFILE, pipeline=pipeline, demo=origin)

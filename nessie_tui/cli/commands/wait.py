"""``nessie-tui wait``: block until a date is covered."""

import asyncio
from datetime import timedelta

import click

from nessie_tui.cli.ask import RequestFailed
from nessie_tui.cli.asked_date import AskedDate, DateType
from nessie_tui.cli.duration import DurationType
from nessie_tui.cli.exit_code import ExitCode
from nessie_tui.cli.option import HELP_KEYS, asked_profile, profile_option
from nessie_tui.cli.output import note
from nessie_tui.cli.vigil import Vigil
from nessie_tui.cli.wiring import find_origin, needed_profile
from nessie_tui.errors import RequestError
from nessie_tui.model.text import clean
from nessie_tui.present.freshness_words import length
from nessie_tui.present.time_words import span

_MINUTE_S = 60


@click.command(context_settings=HELP_KEYS)
@click.argument("pipeline")
@click.option(
    "--covers",
    "asked",
    type=DateType(hours=True),
    required=True,
    metavar="DATE",
    help="YYYY-MM-DD, today, yesterday, or an hour: 2026-11-20T05:00.",
)
@click.option(
    "--timeout",
    type=DurationType(),
    default="2h",
    show_default=True,
    metavar="2h",
    help="Give up after so long, with exit code 124; 90m, 1h30m.",
)
@profile_option
@click.pass_context
def command(
    ctx: click.Context,
    pipeline: str,
    *,
    asked: AskedDate,
    timeout: timedelta,
    profile_name: str | None,
) -> None:
    """Block until DATE of PIPELINE is covered, of an hourly pipeline all its hours.

    A date is one of the project's time zone; yesterday is the one at the start.
    """
    profile, name = needed_profile(asked_profile(ctx, profile_name)), clean(pipeline)
    vigil = Vigil(find_origin(profile), profile, name, note)
    try:
        covered = asyncio.run(vigil.covered(asked, timeout))
    except RequestError as error:
        raise RequestFailed(error, profile) from None
    if covered is None:
        why = vigil.standing or "Mixpanel has not answered"
        patience_s = timeout.total_seconds()
        after = span(patience_s) if patience_s < _MINUTE_S else length(patience_s)
        note(f"{name}: timed out after {after}: {why}.")
        ctx.exit(ExitCode.TIMED_OUT)
    click.echo(f"{name} covers {covered}.")

"""``nessie-tui check``: one line and an exit code for monitoring."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import click

from nessie_tui.cli.ask import RequestFailed, ask
from nessie_tui.cli.duration import DurationType
from nessie_tui.cli.option import HELP_KEYS, asked_profile, profile_option
from nessie_tui.cli.plugin import PluginCommand, print_plugin_lines
from nessie_tui.cli.survey import survey_listed
from nessie_tui.cli.wiring import find_origin, needed_profile
from nessie_tui.errors import (
    BudgetSpentError,
    InputError,
    RateLimitedError,
    RefusedError,
    RequestError,
    SetupError,
    UnreachableError,
)
from nessie_tui.feed.clock import SystemClock
from nessie_tui.feed.source import PipelineSource
from nessie_tui.model.freshness import limits_of
from nessie_tui.model.profile import Profile
from nessie_tui.model.text import clean
from nessie_tui.model.verdict import Allowance, Health, judge
from nessie_tui.present.check_words import Checked, Judged, check_lines, plugin_line, worst_first
from nessie_tui.present.failure import failure_words
from nessie_tui.present.metric import metrics
from nessie_tui.present.pipeline_words import EMPTY_PROJECT
from nessie_tui.storage.safe_file import publish_file

_OF_ALL = (RefusedError, RateLimitedError, UnreachableError, BudgetSpentError)
"""Where one pipeline's tasks cannot be had for such a reason, the others' cannot either."""


@click.command(context_settings=HELP_KEYS, cls=PluginCommand)
@click.argument("pipelines", metavar="[PIPELINE]...", nargs=-1)
@click.option(
    "--max-age",
    type=DurationType(),
    metavar="24h",
    help="Critical when the newest data is older; 90m, 2d. Without: the profile's limits.",
)
@click.option(
    "--max-failed",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="So many failed date ranges are put up with.",
)
@click.option(
    "--allow-gaps",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="So many missing days or hours are put up with.",
)
@click.option(
    "--textfile",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the same facts there as Prometheus metrics.",
)
@profile_option
@click.pass_context
def command(  # noqa: PLR0913 - one argument per option
    ctx: click.Context,
    pipelines: tuple[str, ...],
    *,
    max_age: timedelta | None,
    max_failed: int,
    allow_gaps: int,
    textfile: Path | None,
    profile_name: str | None,
) -> None:
    """Check PIPELINE, or all that are listed, as a monitoring plugin does.

    Exit codes: 0 OK, 1 warning, 2 critical, 3 unknown: it could not be found out.
    """
    allowed = Allowance(max_age, max_failed, allow_gaps)
    asked = asked_profile(ctx, profile_name)
    names = tuple(dict.fromkeys(map(clean, pipelines)))
    now = SystemClock().now
    checked: list[Checked] = []
    try:
        profile = needed_profile(asked)
        asked, origin = profile.name, find_origin(profile)
        now = origin.clock.now
        found = ask(profile, lambda source: _check(source, profile, names, allowed), origin)
        checked = worst_first(found)
        lines = check_lines(checked, allowed)
    except RequestFailed as error:
        lines = [plugin_line(Health.UNKNOWN, error.message)]
    except SetupError as error:
        lines = [plugin_line(Health.UNKNOWN, str(error))]
    health = checked[0].health if checked else Health.UNKNOWN
    if textfile is not None:
        is_up = bool(checked) and all(one.health is not Health.UNKNOWN for one in checked)
        try:
            publish_file(textfile, metrics(asked or "", checked, now(), up=is_up))
        except SetupError as error:
            lines = [plugin_line(Health.UNKNOWN, str(error)), *lines]
            health = Health.UNKNOWN
    print_plugin_lines(lines)
    ctx.exit(health)


async def _check(
    source: PipelineSource, profile: Profile, names: Iterable[str], allowed: Allowance
) -> list[Checked]:
    """Judge the pipelines called `names`, or all that are listed.

    Raises:
        InputError: None is listed.
        RequestError: Nothing could be found out about any.
    """
    listing = await source.pipelines()
    names = names or dict.fromkeys(pipeline.name for pipeline in listing.pipelines)
    if not names:
        raise InputError(" ".join(EMPTY_PROJECT))
    limits = limits_of(profile)
    checked: list[Checked] = []
    stopped_by: RequestError | None = None
    for name in names:
        if stopped_by is not None:
            checked.append(Checked(name, None, "not asked about either"))
            continue
        try:
            found, now = await survey_listed(source, profile, name, listing)
        except RequestError as error:
            checked.append(Checked(name, None, failure_words(error, profile).sentence))
            stopped_by = error if isinstance(error, _OF_ALL) else None
        else:
            checked.append(Checked(name, Judged(found, judge(found, limits, now, allowed), now)))
    if stopped_by is not None and not any(one.judged for one in checked):
        raise stopped_by
    return checked

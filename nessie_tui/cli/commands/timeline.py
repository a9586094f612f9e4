"""``nessie-tui timeline``: syncs per day."""

import contextlib

import click

from nessie_tui.cli.ask import ask
from nessie_tui.cli.option import (
    HELP_KEYS,
    asked_profile,
    csv_option,
    json_option,
    one_format,
    profile_option,
)
from nessie_tui.cli.output import note, print_csv, print_json, print_table
from nessie_tui.cli.survey import listed_as, unknown
from nessie_tui.cli.wiring import needed_profile
from nessie_tui.errors import UnknownPipelineError
from nessie_tui.feed.source import PipelineSource
from nessie_tui.model.text import clean
from nessie_tui.model.timeline import Timeline
from nessie_tui.present.sync_table import (
    SYNC_FIELDS,
    newest_first,
    sync_row,
    sync_table,
    timeline_document,
)


@click.command(context_settings=HELP_KEYS)
@click.argument("pipeline")
@profile_option
@json_option
@csv_option
@click.pass_context
def command(
    ctx: click.Context, pipeline: str, profile_name: str | None, *, as_json: bool, as_csv: bool
) -> None:
    """Print when each day of PIPELINE was written to the destination."""
    one_format(as_json=as_json, as_csv=as_csv)
    profile, name = needed_profile(asked_profile(ctx, profile_name)), clean(pipeline)
    days = newest_first(ask(profile, lambda source: _fetch(source, name)).days)
    if as_json:
        print_json(timeline_document(name, days))
    elif as_csv:
        print_csv(SYNC_FIELDS, map(sync_row, days))
    elif days:
        print_table(sync_table(days))
    if not days:
        note(f"{name}: no syncs are reported. Mixpanel tells them of pipelines with sync only.")


async def _fetch(source: PipelineSource, name: str) -> Timeline:
    """Return the pipeline's syncs.

    Raises:
        UnknownPipelineError: There is nothing under that name and the project does not list it.
    """
    timeline: Timeline | None = None
    with contextlib.suppress(UnknownPipelineError):
        timeline = await source.timeline(name)
    if timeline is None or not timeline.days:
        # As with tasks: nobody has documented what an unknown name gives, and a name that is shown
        # cleaned can be asked for only once the list has told how it is sent.
        listing = await source.pipelines()
        listed = listed_as(name, listing)
        if listed is None and not any((await source.counts(name)).counts.values()):
            raise unknown(name, listing)
        if timeline is None or (listed is not None and listed.wire_name is not None):
            timeline = await source.timeline(name)
    return timeline

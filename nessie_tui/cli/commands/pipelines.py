"""``nessie-tui pipelines``: list the project's pipelines."""

import click

from nessie_tui.cli.ask import ask, exit_code
from nessie_tui.cli.option import (
    HELP_KEYS,
    asked_profile,
    csv_option,
    json_option,
    one_format,
    profile_option,
)
from nessie_tui.cli.output import is_ascii_only, note, print_csv, print_json, print_table
from nessie_tui.cli.wiring import needed_profile
from nessie_tui.errors import (
    BudgetSpentError,
    RateLimitedError,
    RefusedError,
    RequestError,
    UnreachableError,
)
from nessie_tui.feed.source import PipelineSource
from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.profile import Profile
from nessie_tui.model.state import STATES
from nessie_tui.present.document import pipeline_document
from nessie_tui.present.failure import failure_words
from nessie_tui.present.pipeline_words import EMPTY_PROJECT, Counts, pipeline_table

_CSV_FIELDS = ("name", "project_id", "frequency", "dispatcher", "sync_enabled", "last_dispatched")

Counted = list[tuple[Pipeline, Counts | None]]


@click.command(context_settings=HELP_KEYS)
@profile_option
@json_option
@csv_option
@click.pass_context
def command(ctx: click.Context, profile_name: str | None, *, as_json: bool, as_csv: bool) -> None:
    """List the project's pipelines with their tasks per state."""
    one_format(as_json=as_json, as_csv=as_csv)
    profile = needed_profile(asked_profile(ctx, profile_name))
    failures: list[RequestError] = []
    counted = ask(profile, lambda source: _count(source, profile, failures))
    documents = [pipeline_document(pipeline, counts) for pipeline, counts in counted]
    if as_json:
        print_json(documents)
    elif as_csv:
        print_csv((*_CSV_FIELDS, *STATES), map(_csv_row, documents, counted))
    elif counted:
        print_table(pipeline_table(counted, ascii_only=is_ascii_only()))
    if not counted:
        note(" ".join(EMPTY_PROJECT))
    if failures:
        ctx.exit(exit_code(failures[0]))


def _csv_row(document: dict[str, object], row: tuple[Pipeline, Counts | None]) -> list[object]:
    _, counts = row
    numbers = [None if counts is None else counts.get(state, 0) for state in STATES]
    return [*(document[field] for field in _CSV_FIELDS), *numbers]


async def _count(source: PipelineSource, profile: Profile, failures: list[RequestError]) -> Counted:
    """Return every pipeline with its counts; None where they could not be had."""
    listing = await source.pipelines()
    counted: Counted = []
    for pipeline in listing.pipelines:
        try:
            counted.append((pipeline, (await source.counts(pipeline.name)).counts))
        except BudgetSpentError as error:
            failures.append(error)
            counted.append((pipeline, None))
            note(f"{pipeline.name}: not counted, the hour's requests are spent.")
        except (RefusedError, RateLimitedError, UnreachableError):
            raise  # the others would fare no better
        except RequestError as error:
            failures.append(error)
            counted.append((pipeline, None))
            note(f"{pipeline.name}: {failure_words(error, profile).sentence}")
    return counted

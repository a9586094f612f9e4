"""``nessie-tui status``: the tasks of one pipeline, grouped by state."""

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
from nessie_tui.cli.output import is_ascii_only, note, print_csv, print_json, print_table
from nessie_tui.cli.wiring import needed_profile
from nessie_tui.errors import UnknownPipelineError
from nessie_tui.feed.source import PipelineSource
from nessie_tui.model.nearest import nearest
from nessie_tui.model.snapshot import TaskSnapshot, only_states
from nessie_tui.model.state import STATES, TaskState, state_rank, task_state
from nessie_tui.model.task import Task
from nessie_tui.model.text import clean
from nessie_tui.model.timestamp import read_time
from nessie_tui.present.document import TASK_FIELDS, status_document, task_document
from nessie_tui.present.status_table import counts_table, task_table


@click.command(context_settings=HELP_KEYS)
@click.argument("pipeline")
@click.option(
    "--state", "states", multiple=True, metavar="STATE", help="Only this state; repeatable."
)
@click.option("--summary", is_flag=True, help="Counts only.")
@profile_option
@json_option
@csv_option
@click.pass_context
def command(  # noqa: PLR0913 - one argument per option
    ctx: click.Context,
    pipeline: str,
    states: tuple[str, ...],
    profile_name: str | None,
    *,
    summary: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Print the tasks of PIPELINE, grouped by state."""
    one_format(as_json=as_json, as_csv=as_csv)
    pipeline = clean(pipeline)
    profile = needed_profile(asked_profile(ctx, profile_name))
    wanted = tuple(task_state(state) for state in states)
    snapshot = ask(profile, lambda source: _fetch(source, pipeline, wanted, summary=summary))
    if snapshot.tasks is None and not summary:
        note("the server sent counts only.")
    unknown = [state for state in wanted if state not in STATES and state not in snapshot.counts]
    if unknown:
        note(f"no task has the state {clean(unknown[0])}. Known states: {', '.join(STATES)}.")
    tasks = None if summary or snapshot.tasks is None else sorted(snapshot.tasks, key=_by_state)
    if as_json:
        print_json(status_document(snapshot, profile.project_id, tasks))
    elif as_csv and tasks is not None:
        documents = (task_document(task) for task in tasks)
        print_csv(TASK_FIELDS, ([doc[field] for field in TASK_FIELDS] for doc in documents))
    elif as_csv:
        print_csv(("state", "count"), snapshot.counts.items())
    elif tasks is not None:
        print_table(task_table(tasks, ascii_only=is_ascii_only()))
    else:
        print_table(counts_table(snapshot.counts, ascii_only=is_ascii_only()))


async def _fetch(
    source: PipelineSource, pipeline: str, states: tuple[TaskState, ...], *, summary: bool
) -> TaskSnapshot:
    """Return the pipeline's tasks in `states`, or in all.

    Raises:
        UnknownPipelineError: There is nothing under that name and the project does not list it.
    """

    async def asked() -> TaskSnapshot:
        if summary and not states:
            return await source.counts(pipeline)
        return await source.tasks(pipeline, states)

    snapshot: TaskSnapshot | None = None
    with contextlib.suppress(UnknownPipelineError):
        snapshot = await asked()
    if snapshot is None or not (snapshot.counts or states):
        # Nobody has documented what an unknown name gives: an error, or an empty answer. And a
        # name that is shown cleaned can be asked for only once the list has told how it is sent.
        listed = {found.name: found for found in (await source.pipelines()).pipelines}
        if pipeline not in listed:
            raise UnknownPipelineError(pipeline, nearest=nearest(pipeline, listed))
        if snapshot is None or listed[pipeline].wire_name is not None:
            snapshot = await asked()
    return only_states(snapshot, states) if states else snapshot


def _by_state(task: Task) -> tuple[int, str, float]:
    """Order by state, then by date, the newest first."""
    return (state_rank(task.state), task.state, -read_time(task.from_date).epoch_s)

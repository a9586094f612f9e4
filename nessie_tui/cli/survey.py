"""What the commands about dates ask: the list, the tasks and the timeline of one pipeline."""

from datetime import datetime
from typing import NamedTuple

from nessie_tui.cli.output import note
from nessie_tui.errors import DecodeError, RejectedError, UnknownPipelineError
from nessie_tui.feed.source import PipelineSource
from nessie_tui.model.nearest import nearest
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.profile import Profile
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.model.survey import Evidence, Survey, survey
from nessie_tui.model.task import Task
from nessie_tui.model.timeline import SyncDay
from nessie_tui.present.failure import failure_words


class Surveyed(NamedTuple):
    """What is known of a pipeline's dates, and at which moment."""

    found: Survey
    now: datetime
    """Aware; when the last answer was complete."""


async def survey_named(source: PipelineSource, profile: Profile, name: str) -> Surveyed:
    """Return what became of the dates of the pipeline called `name`, in three requests at most.

    Raises:
        UnknownPipelineError: There is nothing under that name and the project does not list it.
        RequestError: The list or the tasks could not be had.
    """
    return await survey_listed(source, profile, name, await source.pipelines())


async def survey_listed(
    source: PipelineSource, profile: Profile, name: str, listing: PipelineListing
) -> Surveyed:
    """Return the same where the list is known already.

    Raises:
        UnknownPipelineError: As above.
        RequestError: The tasks could not be had.
    """
    pipeline = listed_as(name, listing)
    snapshot = await source.tasks(name)
    if pipeline is None and not any(snapshot.counts.values()):
        raise unknown(name, listing)
    known = pipeline or Pipeline(name, str(profile.project_id), listed=False)
    days, read_at = await _sync_days(source, profile, known, snapshot.fetched_at)
    evidence = Evidence(known, tasks_of(snapshot), days, profile.timezone)
    return Surveyed(survey(evidence, read_at), read_at)


def listed_as(name: str, listing: PipelineListing) -> Pipeline | None:
    """Return the first pipeline called `name`; None where the project lists none."""
    return next((listed for listed in listing.pipelines if listed.name == name), None)


def unknown(name: str, listing: PipelineListing) -> UnknownPipelineError:
    """Return the error that says which pipeline may have been meant."""
    names = (listed.name for listed in listing.pipelines)
    return UnknownPipelineError(name, nearest=nearest(name, names))


def tasks_of(snapshot: TaskSnapshot) -> tuple[Task, ...]:
    """Return the tasks of an answer.

    Raises:
        DecodeError: It holds their counts only, from which no date can be told.
    """
    if snapshot.tasks is None and any(snapshot.counts.values()):
        msg = "the answer holds the tasks' counts, not the tasks"
        raise DecodeError(msg)
    return snapshot.tasks or ()


async def _sync_days(
    source: PipelineSource, profile: Profile, pipeline: Pipeline, read_at: datetime
) -> tuple[tuple[SyncDay, ...], datetime]:
    """Return what the timeline says, which is nothing where it is not for such pipelines."""
    if pipeline.sync_enabled is False:
        return (), read_at
    try:
        timeline = await source.timeline(pipeline.name)
    except (RejectedError, UnknownPipelineError) as error:
        why = failure_words(error, profile).what
        note(f"{pipeline.name}: no timeline, so only tasks tell which dates landed. {why}")
        return (), read_at
    return timeline.days, timeline.fetched_at

"""What a feed can be asked to find out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListPipelines:
    """Which pipelines does the project have?"""


@dataclass(frozen=True, slots=True)
class FetchTasks:
    """Which tasks does the pipeline have?

    It may take less than all of them to answer: `nessie_tui.feed.follower` knows.
    """

    pipeline: str


@dataclass(frozen=True, slots=True)
class CountTasks:
    """How many tasks are in which state?"""

    pipeline: str


@dataclass(frozen=True, slots=True)
class FetchTimeline:
    """On which days did the pipeline sync?"""

    pipeline: str


Question = ListPipelines | FetchTasks | CountTasks | FetchTimeline

URGENCY: tuple[type[Question], ...] = (ListPipelines, FetchTasks, CountTasks, FetchTimeline)
"""Which goes first of those that wait alike. The list says how the pipelines' names are sent."""

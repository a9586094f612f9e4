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
class FetchTimeline:
    """On which days did the pipeline sync?"""

    pipeline: str


Question = ListPipelines | FetchTasks | FetchTimeline

_URGENCY: tuple[type[Question], ...] = (ListPipelines, FetchTasks, FetchTimeline)


def urgency(question: Question) -> int:
    """Return the place of `question` among those that wait alike, the first one 0.

    The list goes first: it says how the pipelines' names are to be sent.
    """
    return _URGENCY.index(type(question))

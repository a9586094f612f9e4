"""What a feed can be asked to find out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListPipelines:
    """Which pipelines does the project have?"""


@dataclass(frozen=True, slots=True)
class CountTasks:
    """How many tasks are in which state?"""

    pipeline: str


@dataclass(frozen=True, slots=True)
class FetchTasks:
    """Which tasks does the pipeline have?"""

    pipeline: str


Question = ListPipelines | CountTasks | FetchTasks

"""What a source was asked for where that is no question of the feed's own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """The counts of a pipeline's tasks, to find out whether the tasks are the same."""

    pipeline: str

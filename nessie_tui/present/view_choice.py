"""What somebody chose to look at, kept from one visit of a profile to the next."""

from dataclasses import dataclass, field

from nessie_tui.model.query import TaskQuery
from nessie_tui.present.wording import TimeMode


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """A pipeline and how its tasks are shown."""

    pipeline: str | None = None
    """None for the first one listed."""
    query: TaskQuery = field(default_factory=TaskQuery)
    mode: TimeMode = TimeMode.PROJECT

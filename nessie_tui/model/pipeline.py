"""A pipeline: a standing export of one project's data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nessie_tui.model.timestamp import NO_TIME, WireTime


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One pipeline, as the ``jobs`` route lists it.

    Name, frequency and dispatcher contradict one another even in Mixpanel's own sample, so none is
    ever derived from another. Whether a pipeline is paused is nowhere in the answer.
    """

    name: str
    """Cleaned. Opaque, and not unique within a project."""
    project_id: str = ""
    """The key the list stood under; a project's number as text."""
    frequency: str = ""
    dispatcher: str = ""
    sync_enabled: bool | None = None
    """None when the answer did not say, or said something else than yes or no."""
    last_dispatched: WireTime = NO_TIME
    listed: bool = True
    """False for a pipeline that only the profile names: the list route does not return it."""
    extra: Mapping[str, object] | None = field(default=None, hash=False)
    """Members of the answer that this program does not know, cleaned; None without any."""


@dataclass(frozen=True, slots=True)
class PipelineListing:
    """All pipelines of a project, in the order of the answer."""

    fetched_at: datetime
    """Aware; when the answer was complete."""
    pipelines: tuple[Pipeline, ...]

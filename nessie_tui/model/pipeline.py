"""A pipeline: a standing export of one project's data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nessie_tui.model.text import clean
from nessie_tui.model.timestamp import NO_TIME, WireTime


class WireName:
    """A name exactly as Mixpanel sent it, for asking with.

    It may hold anything, so it is no `str`: nothing can draw or log it by accident.
    """

    __slots__ = ("raw",)

    def __init__(self, raw: str) -> None:
        self.raw = raw

    def __repr__(self) -> str:
        return f"WireName({clean(self.raw)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WireName) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(self.raw)


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
    wire_name: WireName | None = None
    """What to ask with where cleaning changed the name; None where it is `name`."""
    listed: bool = True
    """False for a pipeline that only the profile names: the list route does not return it."""
    extra: Mapping[str, object] | None = field(default=None, hash=False)
    """Members of the answer that this program does not know, cleaned; None without any."""

    @property
    def exports_in_full(self) -> bool:
        """Each run exports everything anew, so its dates tell nothing.

        Only the name says so (Mixpanel's names begin with events, people or identity): a hint.
        """
        return self.name.lower().removeprefix("trial-").startswith(("people-", "identity-"))

    @property
    def is_backfill(self) -> bool:
        """It exports old dates and then ends.

        Both the name and the dispatcher have to say so: the published sample calls a daily pipeline
        dispatched by "backfill", and one that goes on must not be taken for one that has ended.
        """
        return "backfill" in self.name.lower() and self.dispatcher.lower() == "backfill"


@dataclass(frozen=True, slots=True)
class PipelineListing:
    """All pipelines of a project, in the order of the answer."""

    fetched_at: datetime
    """Aware; when the answer was complete."""
    pipelines: tuple[Pipeline, ...]

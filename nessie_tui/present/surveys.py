"""The surveys of a project's pipelines: made when looked at, kept until something changes."""

from datetime import datetime

from nessie_tui.model.survey import Evidence, Survey, survey


class Surveys:
    """Keeps one survey per pipeline; the same object as long as nothing has changed."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[str, tuple[Evidence, Survey]] = {}

    def of(self, evidence: Evidence, now: datetime) -> Survey:
        """Return what the evidence says at `now`, which is aware."""
        name = evidence.pipeline.name
        kept = self._kept.get(name)
        if kept is not None and _is_same(kept[0], evidence) and _is_current(kept[1], now):
            return kept[1]
        found = survey(evidence, now, None if kept is None else kept[1])
        self._kept[name] = (evidence, found)
        return found


def _is_same(before: Evidence, evidence: Evidence) -> bool:
    # What has not changed is the same object; comparing 50,000 tasks would take longer.
    return (
        before.tasks is evidence.tasks
        and before.sync_days is evidence.sync_days
        and before.pipeline == evidence.pipeline
        and before.told_zone == evidence.told_zone
    )


def _is_current(found: Survey, now: datetime) -> bool:
    """Tell whether no further unit has become due."""
    return found.units.newest_due(now) == found.coverage.newest_due

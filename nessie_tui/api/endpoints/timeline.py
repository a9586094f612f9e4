"""``GET /nessie/pipeline/timeline``: on which days a pipeline synced."""

from nessie_tui.api import json_value
from nessie_tui.api.request import ApiRequest, project_param
from nessie_tui.errors import DecodeError
from nessie_tui.model.timeline import SyncDay
from nessie_tui.model.timestamp import WireTime


def timeline(project_id: int | None, name: str) -> ApiRequest[tuple[SyncDay, ...]]:
    """Ask for the syncs of the pipeline called `name`."""
    return ApiRequest(
        "/nessie/pipeline/timeline", (*project_param(project_id), ("name", name)), decode
    )


def decode(body: bytes) -> tuple[SyncDay, ...]:
    """Read ``day_syncs``; null or absent means no syncs, as of a pipeline without sync.

    Raises:
        DecodeError: The body has another shape.
        RejectedError: The body is Mixpanel's error shape.
    """
    document = json_value.members(json_value.parse(body), "the timeline")
    json_value.refuse_error(document)
    days = json_value.member(document, "day_syncs")
    if days is not None and not isinstance(days, list):
        msg = "day_syncs should be a list"
        raise DecodeError(msg)
    return tuple(_sync_day(item) for item in json_value.items(days))


def _sync_day(item: object) -> SyncDay:
    fields = item if isinstance(item, dict) else {}
    times = json_value.items(json_value.member(fields, "sync_times"))
    return SyncDay(
        date=WireTime(json_value.text(json_value.member(fields, "date"))),
        status=json_value.text(json_value.member(fields, "status")),
        sync_times=tuple(WireTime(json_value.text(time)) for time in times),
    )

"""``GET /nessie/pipeline/jobs``: the project's pipelines."""

from nessie_tui.api import json_value
from nessie_tui.api.request import ApiRequest, project_param
from nessie_tui.errors import DecodeError
from nessie_tui.model.pipeline import Pipeline, WireName
from nessie_tui.model.timestamp import WireTime

_KNOWN = ("name", "frequency", "dispatcher", "last_dispatched", "sync_enabled")


def jobs(project_id: int | None) -> ApiRequest[tuple[Pipeline, ...]]:
    """Ask for all pipelines; `project_id` is None where the secret itself names the project."""
    return ApiRequest("/nessie/pipeline/jobs", project_param(project_id), decode)


def decode(body: bytes) -> tuple[Pipeline, ...]:
    """Read the listing: project id → list of pipelines, as Mixpanel's reference shows it.

    Several project ids are read one after the other, a bare list as a project without an id.

    Raises:
        DecodeError: The body has another shape.
        RejectedError: The body is Mixpanel's error shape.
    """
    document = json_value.parse(body)
    if isinstance(document, list):
        return tuple(_pipeline("", item) for item in document)
    projects = json_value.members(document, "the list of pipelines")
    json_value.refuse_error(projects)
    found: list[Pipeline] = []
    for project_id, value in projects.items():
        if isinstance(value, dict):  # one client reads a single object here
            found.append(_pipeline(project_id, value))
        elif value is None or isinstance(value, list):
            found.extend(_pipeline(project_id, item) for item in json_value.items(value))
        else:
            msg = "a project's pipelines should be a list"
            raise DecodeError(msg)
    return tuple(found)


def _pipeline(project_id: str, item: object) -> Pipeline:
    fields = item if isinstance(item, dict) else {"name": item}
    sent = json_value.member(fields, "name")
    name = json_value.text(sent)
    return Pipeline(
        name=name,
        wire_name=WireName(sent) if isinstance(sent, str) and sent != name else None,
        project_id=json_value.text(project_id),
        frequency=json_value.text(json_value.member(fields, "frequency")),
        dispatcher=json_value.text(json_value.member(fields, "dispatcher")),
        sync_enabled=json_value.flag(json_value.member(fields, "sync_enabled")),
        last_dispatched=WireTime(json_value.text(json_value.member(fields, "last_dispatched"))),
        extra=json_value.unknown_members(fields, _KNOWN),
    )

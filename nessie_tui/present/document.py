"""What the commands print as JSON and CSV. Keys are Mixpanel's own names."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from nessie_tui.model.pipeline import Pipeline
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.timestamp import TimeKind, read_time

TASK_FIELDS = ("project_id", "name", "state", "run_at", "last_finish", "from_date", "to_date")


def wire_time(written: str) -> str | None:
    """Return a time for a program: RFC 3339 where it could be read, else the text that came.

    Returns:
        None for Go's zero time and for nothing.
    """
    time = read_time(written)
    if time.is_never:
        return None
    if time.kind is TimeKind.MOMENT and time.moment is not None:
        return _in_rfc3339(time.moment).isoformat()
    return time.text


def pipeline_document(
    pipeline: Pipeline, counts: Mapping[TaskState, int] | None
) -> dict[str, object]:
    """Return one pipeline; ``counts`` is null where they could not be fetched."""
    document: dict[str, object] = {
        "name": pipeline.name,
        "project_id": _number(pipeline.project_id),
        "frequency": pipeline.frequency or None,
        "dispatcher": pipeline.dispatcher or None,
        "sync_enabled": pipeline.sync_enabled,
        "last_dispatched": wire_time(pipeline.last_dispatched),
        "counts": None if counts is None else dict(counts),
    }
    return _with_extra(document, pipeline.extra)


def task_document(task: Task) -> dict[str, object]:
    """Return one task."""
    document: dict[str, object] = {
        "project_id": task.project_id,
        "name": task.name,
        "state": task.state,
        "run_at": wire_time(task.run_at),
        "last_finish": wire_time(task.last_finish),
        "from_date": wire_time(task.from_date),
        "to_date": wire_time(task.to_date),
    }
    return _with_extra(document, task.extra)


def status_document(
    snapshot: TaskSnapshot, project_id: int, tasks: Iterable[Task] | None
) -> dict[str, object]:
    """Return a pipeline's tasks; without them, its counts only."""
    document: dict[str, object] = {
        "pipeline": snapshot.pipeline,
        "project_id": project_id,
        "fetched_at": rfc3339(snapshot.fetched_at),
        "counts": dict(snapshot.counts),
    }
    if tasks is not None:
        document["tasks"] = [task_document(task) for task in tasks]
    return _with_extra(document, snapshot.reading.extra)


def rfc3339(moment: datetime) -> str:
    """Return an aware time to the second."""
    return moment.isoformat(timespec="seconds")


def _in_rfc3339(moment: datetime) -> datetime:
    # Before zones had whole minutes there were offsets with seconds; RFC 3339 knows none.
    seconds = (moment.utcoffset() or timedelta()) % timedelta(minutes=1)
    return moment.astimezone(UTC) if seconds else moment


def csv_cell(value: object) -> str:
    """Return a value as a CSV cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _number(project_id: str) -> int | str | None:
    return int(project_id) if project_id.isascii() and project_id.isdigit() else project_id or None


def _with_extra(
    document: dict[str, object], extra: Mapping[str, object] | None
) -> dict[str, object]:
    if extra:
        document["extra"] = dict(extra)
    return document

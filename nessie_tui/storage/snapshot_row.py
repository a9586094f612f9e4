"""Pipelines and tasks as plain JSON values, and back.

What is kept is listed here, field by field: members that this program does not know are left out,
as one of them could be a credential. What is read may have been edited by anybody, so every text is
cleaned again. Values of another shape are a LookupError, a TypeError or a ValueError.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar, cast

from nessie_tui.model.pipeline import Pipeline, PipelineListing, WireName
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.state import TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.text import MAX_CHARS, clean
from nessie_tui.model.timestamp import WireTime

_Row = TypeVar("_Row")
_ROWS = 500
"""Rows to a value. Making the JSON of so many takes less than a millisecond."""


def listing_values(listing: PipelineListing) -> Iterator[object]:
    """Give `listing` as values of some hundred pipelines each."""
    for part in _parts(listing.pipelines):
        yield [_pipeline_row(pipeline) for pipeline in part]


def read_listing(values: Iterable[object], fetched_at: datetime) -> PipelineListing:
    """Return the listing that `values` say."""
    pipelines = tuple(_pipeline(row) for part in values for row in _list(part))
    return PipelineListing(fetched_at, pipelines)


def task_values(snapshot: TaskSnapshot) -> Iterator[object]:
    """Give `snapshot` as a value that names it and others of some hundred tasks each."""
    yield {"pipeline": snapshot.pipeline, "counts": list(snapshot.counts.items())}
    for part in _parts(snapshot.tasks or ()):
        yield _task_columns(part)


def read_tasks(values: Iterable[object], pipeline: str, fetched_at: datetime) -> TaskSnapshot:
    """Return the snapshot that `values` say, provided that it is one of `pipeline`."""
    rest = iter(values)
    head = _members(next(rest, None))
    if head["pipeline"] != pipeline:
        msg = "another pipeline's tasks"
        raise ValueError(msg)
    counts = {}
    for item in _list(head["counts"]):
        word, count = _list(item)
        counts[TaskState(_text(word))] = _whole(count)
    tasks = tuple(task for part in rest for task in _tasks(part))
    return TaskSnapshot(pipeline, fetched_at, TaskReading(counts, tasks))


def _parts(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for start in range(0, len(rows), _ROWS):
        yield rows[start : start + _ROWS]


def _pipeline_row(pipeline: Pipeline) -> dict[str, object]:
    wire_name = pipeline.wire_name
    return {
        "name": pipeline.name,
        "project_id": pipeline.project_id,
        "frequency": pipeline.frequency,
        "dispatcher": pipeline.dispatcher,
        "sync_enabled": pipeline.sync_enabled,
        "last_dispatched": pipeline.last_dispatched,
        "listed": pipeline.listed,
        # It is asked with, so it must come back exactly; JSON would join two lone surrogates.
        "wire_name": wire_name and wire_name.raw.encode("utf-8", "surrogatepass").hex(),
    }


def _pipeline(row: object) -> Pipeline:
    fields = _members(row)
    raw = fields["wire_name"]
    sync_enabled = fields["sync_enabled"]
    return Pipeline(
        name=_text(fields["name"]),
        project_id=_text(fields["project_id"]),
        frequency=_text(fields["frequency"]),
        dispatcher=_text(fields["dispatcher"]),
        sync_enabled=None if sync_enabled is None else _flag(sync_enabled),
        last_dispatched=WireTime(_text(fields["last_dispatched"])),
        wire_name=None if raw is None else _wire_name(_text_as_it_is(raw)),
        listed=_flag(fields["listed"]),
    )


def _wire_name(digits: str) -> WireName:
    return WireName(bytes.fromhex(digits).decode("utf-8", "surrogatepass"))


def _task_columns(tasks: Sequence[Task]) -> dict[str, object]:
    # Most tasks of a pipeline share these three, and nearly all export a single day.
    kinds: dict[tuple[str, TaskState, int | None], int] = {}
    return {
        "kind": [
            kinds.setdefault((task.name, task.state, task.project_id), len(kinds)) for task in tasks
        ],
        "kinds": list(kinds),
        "run_at": [task.run_at for task in tasks],
        "last_finish": [task.last_finish for task in tasks],
        "from_date": [task.from_date for task in tasks],
        "to_date": [None if task.to_date == task.from_date else task.to_date for task in tasks],
    }


def _tasks(part: object) -> Iterator[Task]:
    # Column by column, as a start waits for this: text by text, cleaning takes as long as the rest.
    columns = _members(part)
    kinds = [_kind(kind) for kind in _list(columns["kinds"])]
    from_dates = _times(columns["from_date"])
    to_dates = [
        first if last is None else WireTime(_text(last))
        for first, last in zip(from_dates, _list(columns["to_date"]), strict=True)
    ]
    rows = zip(
        map(_whole, _list(columns["kind"])),
        _times(columns["run_at"]),
        _times(columns["last_finish"]),
        from_dates,
        to_dates,
        strict=True,
    )
    for kind, run_at, last_finish, from_date, to_date in rows:
        name, state, project_id = kinds[kind]
        yield Task(name, state, run_at, last_finish, from_date, to_date, project_id)


def _times(column: object) -> list[WireTime]:
    times = cast("list[WireTime]", _list(column))
    joined = "".join(times)  # a TypeError if one of them is no text
    if joined.isascii() and joined.isprintable() and max(map(len, times), default=0) <= MAX_CHARS:
        return times
    return [WireTime(clean(time)) for time in times]


def _kind(kind: object) -> tuple[str, TaskState, int | None]:
    name, state, project_id = _list(kind)
    if project_id is not None and type(project_id) is not int:
        msg = "no project id"
        raise TypeError(msg)
    return _text(name), TaskState(_text(state)), project_id


def _members(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    msg = "no object"
    raise TypeError(msg)


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    msg = "no list"
    raise TypeError(msg)


def _text(value: object) -> str:
    return clean(_text_as_it_is(value))


def _text_as_it_is(value: object) -> str:
    if isinstance(value, str):
        return value
    msg = "no text"
    raise TypeError(msg)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    msg = "neither yes nor no"
    raise TypeError(msg)


def _whole(value: object) -> int:
    # True and False are numbers to Python.
    if type(value) is int and value >= 0:
        return value
    msg = "no count"
    raise TypeError(msg)

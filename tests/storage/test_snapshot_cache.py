import json
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui.model.pipeline import Pipeline, PipelineListing, WireName
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot, count_states
from nessie_tui.model.state import CANCELED, FAILED, SUCCEEDED, TaskState
from nessie_tui.model.task import Task
from nessie_tui.model.text import clean
from nessie_tui.model.timestamp import WireTime
from nessie_tui.storage import snapshot_file
from nessie_tui.storage.snapshot_cache import SnapshotCache

CAME_AT = datetime(2026, 11, 23, 20, 12, 30, 250_000, tzinfo=UTC)
LATER = CAME_AT + timedelta(minutes=5)
NAME = "events-daily"


def task(hour: int = 0, state: TaskState = SUCCEEDED, **fields) -> Task:
    begin = WireTime(f"2026-11-23T{hour % 24:02}:00:00-08:00")
    values = {
        "name": NAME,
        "run_at": WireTime("2026-11-24T00:12:00-08:00"),
        "last_finish": WireTime("0000-12-31T16:00:00-08:00"),
        "from_date": begin,
        "to_date": begin,
        "project_id": 1,
    }
    return Task(state=state, **(values | fields))


def snapshot(*tasks: Task, pipeline: str = NAME, at: datetime = CAME_AT) -> TaskSnapshot:
    tasks = tasks or (task(), task(1, FAILED, to_date=WireTime("")))
    return TaskSnapshot(pipeline, at, TaskReading(count_states(tasks), tasks))


@pytest.fixture
def cache(tmp_path):
    return SnapshotCache(tmp_path / "state")


def reopened(cache: SnapshotCache) -> SnapshotCache:
    return SnapshotCache(cache._folder)


def only_file(cache: SnapshotCache) -> Path:
    [path] = cache._folder.iterdir()
    return path


def body(path: Path) -> bytes:
    return zlib.decompress(path.read_bytes().partition(b"\n")[2], 31)


def rewrite(path: Path, lines: list[object]) -> None:
    """Edit a kept file, as somebody could who has learnt its form."""
    text = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    packer = zlib.compressobj(wbits=31)
    head = path.read_bytes().partition(b"\n")[0]
    path.write_bytes(head + b"\n" + packer.compress(text) + packer.flush())


def lines_of(path: Path) -> list:
    return [json.loads(line) for line in body(path).splitlines()]


def test_an_empty_cache_knows_nothing_and_makes_nothing(cache):
    assert cache.listing() is None
    assert cache.tasks(NAME) is None
    cache.confirm(NAME, LATER)
    assert not cache._folder.exists()


texts = st.text(max_size=300).map(clean)
words = st.sampled_from([SUCCEEDED, FAILED, CANCELED]) | texts.map(TaskState)
times = st.sampled_from(["", "2026-11-23T00:00:00-08:00"]).map(WireTime) | texts.map(WireTime)
moments = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 - Hypothesis takes bounds without a zone
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(UTC) | st.just(timezone(timedelta(hours=-8))),
)
tasks = st.builds(Task, texts, words, times, times, times, times, st.none() | st.integers())
readings = st.builds(
    TaskReading,
    st.dictionaries(words, st.integers(min_value=0)),
    st.lists(tasks, max_size=8).map(tuple),
)
pipelines = st.builds(
    Pipeline,
    texts,
    texts,
    texts,
    texts,
    st.none() | st.booleans(),
    times,
    st.none() | st.text(st.characters(codec=None)).map(WireName),
    st.booleans(),
)


@given(st.text(st.characters(codec=None)), moments, readings)
def test_any_tasks_come_back(tmp_path_factory, name, at, reading):
    folder = tmp_path_factory.mktemp("any")
    kept = TaskSnapshot(name, at, reading)
    SnapshotCache(folder).keep_tasks(kept)
    found = SnapshotCache(folder).tasks(name)
    assert found == kept
    assert found.fetched_at.tzinfo is UTC
    assert list(found.counts) == list(kept.counts)


@given(moments, st.lists(pipelines, max_size=8).map(tuple))
def test_any_listing_comes_back(tmp_path_factory, at, found):
    folder = tmp_path_factory.mktemp("any")
    SnapshotCache(folder).keep_listing(PipelineListing(at, found))
    assert SnapshotCache(folder).listing() == PipelineListing(at, found)


def test_a_name_of_lone_surrogates_comes_back_unjoined(cache):
    listing = PipelineListing(CAME_AT, (Pipeline("??", wire_name=WireName("\ud83d\ude00")),))
    cache.keep_listing(listing)
    assert reopened(cache).listing() == listing


def test_many_tasks_come_back_in_order(cache):
    kept = snapshot(*(task(hour, project_id=hour) for hour in range(1_234)))
    cache.keep_tasks(kept)
    assert reopened(cache).tasks(NAME) == kept


def test_members_that_nobody_knows_are_not_kept(cache):
    known = snapshot(task())
    extra = {"private_thing": "canary"}
    cache.keep_tasks(
        replace(known, reading=TaskReading(known.counts, (task(extra=extra),), extra=extra))
    )
    assert b"canary" not in body(only_file(cache))
    assert cache.tasks(NAME) == known
    cache.keep_listing(PipelineListing(CAME_AT, (Pipeline("a", extra=extra),)))
    assert b"canary" not in body(cache._folder / "pipelines.snapshot")
    assert cache.listing() == PipelineListing(CAME_AT, (Pipeline("a"),))


def test_counts_alone_are_not_kept(cache):
    cache.keep_tasks(snapshot())
    cache.keep_tasks(TaskSnapshot(NAME, LATER, TaskReading({FAILED: 3}, None)))
    assert cache.tasks(NAME) == snapshot()


def test_a_pipeline_without_a_task_is_kept(cache):
    kept = TaskSnapshot(NAME, CAME_AT, TaskReading({}, ()))
    cache.keep_tasks(kept)
    assert cache.tasks(NAME) == kept


def test_a_confirmation_moves_the_time_and_not_the_file(cache):
    cache.keep_tasks(snapshot())
    path = only_file(cache)
    before = (path.stat().st_ino, path.stat().st_size)
    cache.confirm(NAME, LATER)
    cache.confirm(NAME, CAME_AT)
    assert reopened(cache).tasks(NAME) == snapshot(at=LATER)
    assert (path.stat().st_ino, path.stat().st_size) == before
    reopened(cache).confirm(NAME, LATER + timedelta(days=1))
    assert cache.tasks(NAME).fetched_at == LATER + timedelta(days=1)


def test_a_new_reading_forgets_the_confirmation_of_the_old_one(cache):
    cache.keep_tasks(snapshot())
    cache.confirm(NAME, LATER)
    again = snapshot(task(5), at=CAME_AT + timedelta(minutes=1))
    cache.keep_tasks(again)
    assert cache.tasks(NAME) == again


def test_what_another_program_kept_since_is_not_confirmed(cache):
    other = reopened(cache)
    cache.keep_tasks(snapshot())
    other.keep_tasks(snapshot(task(7), at=LATER))
    cache.confirm(NAME, LATER + timedelta(minutes=1))
    assert other.tasks(NAME) == snapshot(task(7), at=LATER)
    cache.tasks(NAME)
    cache.confirm(NAME, LATER + timedelta(minutes=2))
    assert other.tasks(NAME).fetched_at == LATER + timedelta(minutes=2)


def test_a_confirmation_written_in_part_is_old_or_new(cache):
    cache.keep_tasks(snapshot())
    path = only_file(cache)
    old = path.read_bytes()
    cache.confirm(NAME, LATER)
    new = path.read_bytes()
    seen = []
    for written in range(old.index(b"\n") + 2):
        path.write_bytes(new[:written] + old[written:])
        seen.append(cache.tasks(NAME))
        cache.confirm(NAME, LATER + timedelta(days=1))
        assert cache.tasks(NAME).fetched_at == LATER + timedelta(days=1)
    assert seen[0] == snapshot()
    assert seen[-1] == snapshot(at=LATER)
    assert all(found in (seen[0], seen[-1]) for found in seen)


@pytest.mark.parametrize("bad", ["\x1b]0;x\x07", "\x7f", "\u202eabc", "a" * 999], ids=ascii)
def test_hostile_text_that_somebody_edited_in_is_cleaned(bad, cache):
    cache.keep_tasks(snapshot(task()))
    path = only_file(cache)
    head, part = lines_of(path)
    head["counts"] = [[bad, 1]]
    part["kinds"] = [[bad, bad, 1]]
    for column in ("run_at", "last_finish", "from_date", "to_date"):
        part[column] = [bad]
    rewrite(path, [head, part])
    good = clean(bad)
    assert cache.tasks(NAME).reading == TaskReading(
        {good: 1}, (Task(good, good, good, good, good, good, 1),)
    )
    cache.keep_listing(PipelineListing(CAME_AT, (Pipeline("a"),)))
    path = cache._folder / "pipelines.snapshot"
    [[row]] = lines_of(path)
    rewrite(path, [[row | dict.fromkeys(("name", "project_id", "frequency", "dispatcher"), bad)]])
    assert cache.listing().pipelines == (Pipeline(good, good, good, good),)


def test_a_file_under_another_pipelines_name_is_not_believed(cache):
    cache.keep_tasks(snapshot())
    only_file(cache).rename(cache._tasks_path("another"))
    assert cache.tasks("another") is None


def test_another_schema_is_left_alone(cache):
    cache.keep_tasks(snapshot())
    path = only_file(cache)
    data = path.read_bytes().replace(b"answer 1 ", b"answer 2 ", 1)
    path.write_bytes(data)
    assert cache.tasks(NAME) is None
    cache.confirm(NAME, LATER)
    assert path.read_bytes() == data


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
keys = st.sampled_from(["pipeline", "counts", "kinds", "kind", "run_at", "name"]) | st.text()
anything = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=12
)


@given(st.binary() | st.binary().map(b"nessie-tui answer 1 ".__add__))
def test_any_bytes_are_nothing(tmp_path_factory, data):
    cache = SnapshotCache(tmp_path_factory.mktemp("any"))
    for path in (cache._listing_path, cache._tasks_path(NAME)):
        path.write_bytes(data)
        path.chmod(0o600)
    assert cache.tasks(NAME) is None
    assert cache.listing() is None
    cache.confirm(NAME, LATER)


@given(st.data())
def test_a_damaged_file_is_as_it_was_or_nothing(tmp_path_factory, data):
    cache = SnapshotCache(tmp_path_factory.mktemp("any"))
    cache.keep_tasks(snapshot())
    path = only_file(cache)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 3))
    path.write_bytes(whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + length :])
    found = cache.tasks(NAME)
    assert found is None or found.reading == snapshot().reading
    path.write_bytes(whole[:at])
    assert (cache.tasks(NAME) is None) == (at < len(whole))


@given(st.lists(anything, max_size=3))
def test_any_json_in_a_whole_file_never_raises(tmp_path_factory, lines):
    cache = SnapshotCache(tmp_path_factory.mktemp("any"))
    cache.keep_tasks(snapshot())
    cache.keep_listing(PipelineListing(CAME_AT, (Pipeline("a"),)))
    path = cache._tasks_path(NAME)
    head, part = lines_of(path)
    for edited in (lines, [head, *lines], [head, part | {"kinds": lines}]):
        rewrite(path, edited)
        cache.tasks(NAME)
    rewrite(cache._listing_path, lines)
    cache.listing()


def test_values_of_another_kind_are_nothing(cache):
    cache.keep_tasks(snapshot(task()))
    path = only_file(cache)
    head, part = lines_of(path)
    for edit in (
        {"kind": [True]},
        {"kind": [-1]},
        {"kind": [1]},
        {"kind": [0, 0]},
        {"kinds": [["a", "b", True]]},
        {"kinds": [["a", 5, 1]]},
        {"run_at": [5]},
        {"run_at": "x"},
    ):
        rewrite(path, [head, part | edit])
        assert cache.tasks(NAME) is None
    for counts in ([["failed", -1]], [["failed", True]], [["failed"]], {"failed": 1}):
        rewrite(path, [head | {"counts": counts}, part])
        assert cache.tasks(NAME) is None
    rewrite(path, [head, part])
    assert cache.tasks(NAME) == snapshot(task())


def test_deep_and_endless_values_are_nothing(cache):
    cache.keep_tasks(snapshot())
    path = only_file(cache)
    head = path.read_bytes().partition(b"\n")[0] + b"\n"
    for text in (b"[" * 200_000, b"9" * 10_000, b"NaN", b"\xff", b""):
        path.write_bytes(head + zlib.compress(text, wbits=31))
        assert cache.tasks(NAME) is None


def test_a_time_that_no_calendar_has_is_nothing(cache):
    cache.keep_tasks(snapshot())
    path = only_file(cache)
    data = path.read_bytes()
    came_at = data.split()[3]
    path.write_bytes(data.replace(came_at, b"+" + b"9" * 19))
    assert cache.tasks(NAME) is None
    cache.confirm(NAME, LATER)


def test_a_bomb_is_nothing(cache):
    cache.keep_tasks(snapshot())
    path = only_file(cache)
    head = path.read_bytes().partition(b"\n")[0] + b"\n"
    path.write_bytes(head + zlib.compress(b"\n" * (64 * 1024 * 1024), wbits=31))
    assert path.stat().st_size < 1024 * 1024
    assert cache.tasks(NAME) is None


def test_what_is_too_large_is_not_kept_and_the_old_one_stays(cache, monkeypatch):
    cache.keep_tasks(snapshot())
    monkeypatch.setattr(snapshot_file, "MAX_BYTES", 20_000)
    cache.keep_tasks(snapshot(*(task(hour) for hour in range(1_000)), at=LATER))
    cache.confirm(NAME, LATER)
    assert cache.tasks(NAME) == snapshot()
    assert [path.name for path in cache._folder.iterdir()] == [only_file(cache).name]

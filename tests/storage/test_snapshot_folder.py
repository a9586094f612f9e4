"""Where the last answers are kept: what else may be there, and how much there may be."""

import os
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest

from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.snapshot import TaskReading, TaskSnapshot
from nessie_tui.model.state import FAILED, SUCCEEDED
from nessie_tui.model.task import Task
from nessie_tui.storage import snapshot_cache
from nessie_tui.storage.snapshot_cache import SnapshotCache

CAME_AT = datetime(2026, 11, 23, 20, tzinfo=UTC)

posix_only = pytest.mark.skipif(os.name != "posix", reason="owners, links and modes are POSIX")


def snapshot(name: str = "daily", state: str = SUCCEEDED, minutes: int = 0) -> TaskSnapshot:
    reading = TaskReading({state: 1}, (Task(name, state),))
    return TaskSnapshot(name, CAME_AT + timedelta(minutes=minutes), reading)


@pytest.fixture
def cache(tmp_path):
    cache = SnapshotCache(tmp_path / "state")
    cache.keep_tasks(snapshot())
    return cache


@posix_only
def test_file_and_folder_are_private_whatever_the_umask(tmp_path):
    cache = SnapshotCache(tmp_path / "state" / "one")
    before = os.umask(0)
    try:
        cache.keep_tasks(snapshot())
        cache.keep_listing(PipelineListing(CAME_AT, (Pipeline("daily"),)))
        cache.confirm("daily", CAME_AT + timedelta(days=1))
    finally:
        os.umask(before)
    found = [(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in tmp_path.rglob("*")]
    assert sorted(found) == [(False, 0o600), (False, 0o600), (True, 0o700), (True, 0o700)]


def a_link(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def a_fifo(path):
    path.unlink()
    os.mkfifo(path)


def a_folder(path):
    path.unlink()
    path.mkdir()


def an_open_file(path):
    path.chmod(0o644)


def an_endless_file(path):
    os.truncate(path, 5 * 1024**3)  # takes no space: nothing but a hole


@posix_only
@pytest.mark.parametrize("spoil", [a_link, a_fifo, a_folder, an_open_file, an_endless_file])
def test_a_file_of_a_wrong_kind_is_nothing(spoil, cache):
    path = cache._tasks_path("daily")
    spoil(path)
    cache.confirm("daily", CAME_AT + timedelta(days=1))
    assert cache.tasks("daily") is None


@posix_only
def test_a_file_of_somebody_else_is_nothing(cache, monkeypatch):
    owner = cache._tasks_path("daily").stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    assert cache.tasks("daily") is None
    cache.confirm("daily", CAME_AT)


@posix_only
def test_nothing_is_written_through_a_link(cache):
    path = cache._tasks_path("daily")
    a_link(path)
    before = path.read_bytes()
    cache.confirm("daily", CAME_AT + timedelta(days=1))
    cache.keep_tasks(snapshot(state=FAILED))
    assert path.is_symlink()
    assert path.read_bytes() == before


def failing(*args, **kwargs):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["os.write", "os.replace", "tempfile.mkstemp"])
def test_a_disk_that_cannot_be_written_keeps_the_old_answer(step, cache, monkeypatch):
    listing = PipelineListing(CAME_AT, (Pipeline("daily"),))
    cache.keep_listing(listing)
    before = sorted(cache._folder.iterdir())
    monkeypatch.setattr(step, failing)
    cache.keep_tasks(snapshot(state=FAILED, minutes=1))
    cache.keep_listing(PipelineListing(CAME_AT, ()))
    # The answer that could not be kept is what is confirmed, not the one on the disk.
    cache.confirm("daily", CAME_AT + timedelta(days=1))
    monkeypatch.undo()
    cache.confirm("daily", CAME_AT + timedelta(days=1))
    assert cache.tasks("daily") == snapshot()
    assert cache.listing() == listing
    assert sorted(cache._folder.iterdir()) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_keeps_the_old_answer(cache):
    cache._folder.chmod(0o500)
    cache.keep_tasks(snapshot(state=FAILED))
    cache._folder.chmod(0o700)
    assert cache.tasks("daily") == snapshot()


def test_a_file_in_place_of_the_folder_is_no_error(tmp_path):
    (tmp_path / "state").write_text("")
    cache = SnapshotCache(tmp_path / "state")
    cache.keep_tasks(snapshot())
    cache.keep_listing(PipelineListing(CAME_AT, ()))
    cache.confirm("daily", CAME_AT)
    assert cache.tasks("daily") is None
    assert cache.listing() is None


def kept_names(cache: SnapshotCache, names: list[str]) -> list[str]:
    return [name for name in names if cache.tasks(name) is not None]


def age(cache: SnapshotCache, name: str, seconds: int) -> None:
    os.utime(cache._tasks_path(name), (seconds, seconds))


def test_the_oldest_make_room_where_there_are_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot_cache, "MAX_FILES", 3)
    cache = SnapshotCache(tmp_path)
    (tmp_path / "requests").write_text("1.0\n")
    names = ["a", "b", "c", "d", "e"]
    for number, name in enumerate(names):
        cache.keep_tasks(snapshot(name))
        age(cache, name, number + 1)
    assert kept_names(cache, names) == ["c", "d", "e"]
    cache.keep_tasks(snapshot("c", FAILED))
    cache.keep_tasks(snapshot("a"))
    assert kept_names(cache, names) == ["a", "c", "e"]
    assert (tmp_path / "requests").exists()


def test_the_oldest_make_room_where_they_are_too_large(tmp_path, monkeypatch):
    cache = SnapshotCache(tmp_path)
    cache.keep_tasks(snapshot("a"))
    size = cache._tasks_path("a").stat().st_size
    age(cache, "a", 2_000_000_000)
    monkeypatch.setattr(snapshot_cache, "MAX_BYTES", 2 * size + size // 2)
    for name in ("b", "c"):
        cache.keep_tasks(snapshot(name))
        age(cache, name, 1_000)
    # What was kept just now stays, also where the clock says that others are younger.
    assert kept_names(cache, ["a", "b", "c"]) == ["a", "c"]


def test_what_a_killed_writer_left_is_swept_once_it_is_old(cache):
    old = cache._folder / ".tasks-of-another-pipeline.snapshot.x.tmp"
    young = cache._folder / ".tasks-of-another-pipeline.snapshot.y.tmp"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache.keep_tasks(snapshot())
    assert not old.exists()
    assert young.exists()


def test_a_reader_beside_writers_sees_whole_answers_only(cache):
    answers = [snapshot(state=state) for state in (SUCCEEDED, FAILED)]

    def write(answer):
        for _ in range(50):
            cache.keep_tasks(answer)

    writers = [threading.Thread(target=write, args=(answer,)) for answer in answers]
    for writer in writers:
        writer.start()
    seen = [cache.tasks("daily") for _ in range(100)]
    for writer in writers:
        writer.join(timeout=60)
    assert all(found in answers for found in seen)

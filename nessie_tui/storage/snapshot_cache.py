"""The last answers about one project, as a folder of small files.

It is a cache: what cannot be read is as good as absent, and what cannot be written is not kept.
"""

import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from nessie_tui.errors import ProfileFileError
from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.storage.safe_file import remove_orphans
from nessie_tui.storage.snapshot_file import confirm_answer, read_answer, write_answer
from nessie_tui.storage.snapshot_row import listing_values, read_listing, read_tasks, task_values

MAX_FILES = 200
"""The most files kept of a project."""
MAX_BYTES = 64 * 1024 * 1024
"""The most that the files of a project take together, on the disk."""

_SUFFIX = ".snapshot"
_OTHER_SHAPE = (LookupError, TypeError, ValueError, RecursionError)


class SnapshotCache:
    """The last answers about one project, to be shown at once at the next start.

    Nothing here raises. Several programs may use one folder, and a thread may save while another
    one reads: a file is replaced in one step.
    """

    def __init__(self, folder: Path) -> None:
        """Begin with what is in `folder`, which is made, private, when something is kept."""
        self._folder = folder
        # Which answer this program knows of each pipeline: another program may keep a newer one.
        self._came_at: dict[str, datetime] = {}

    def listing(self) -> PipelineListing | None:
        """Return the pipelines kept last, without the members this program does not know."""
        kept = read_answer(self._listing_path)
        if kept is None:
            return None
        try:
            return read_listing(kept.values(), kept.true_at)
        except _OTHER_SHAPE:
            return None

    def tasks(self, pipeline: str) -> TaskSnapshot | None:
        """Return the tasks of `pipeline` kept last, without the members this program knows not.

        They come as fetched when they were last seen to be true.
        """
        kept = read_answer(self._tasks_path(pipeline))
        if kept is None:
            return None
        try:
            snapshot = read_tasks(kept.values(), pipeline, kept.true_at)
        except _OTHER_SHAPE:
            return None
        self._came_at[pipeline] = kept.came_at
        return snapshot

    def keep_listing(self, listing: PipelineListing) -> None:
        """Keep `listing` in place of the one before."""
        with suppress(ProfileFileError):
            write_answer(self._listing_path, listing.fetched_at, listing_values(listing))

    def keep_tasks(self, snapshot: TaskSnapshot) -> None:
        """Keep `snapshot` in place of the one before; nothing where it holds counts only."""
        if snapshot.tasks is None:
            return
        self._came_at[snapshot.pipeline] = snapshot.fetched_at
        path = self._tasks_path(snapshot.pipeline)
        with suppress(ProfileFileError):
            write_answer(path, snapshot.fetched_at, task_values(snapshot))
            self._make_room(path)

    def confirm(self, pipeline: str, at: datetime) -> None:
        """Note that the tasks kept last were still true at `at` (cheap: not written again)."""
        with suppress(ProfileFileError):
            confirm_answer(self._tasks_path(pipeline), self._came_at.get(pipeline), at)

    @property
    def _listing_path(self) -> Path:
        return self._folder / f"pipelines{_SUFFIX}"

    def _tasks_path(self, pipeline: str) -> Path:
        digest = hashlib.sha256(pipeline.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / f"tasks-{digest[:32]}{_SUFFIX}"

    def _make_room(self, newest: Path) -> None:
        with suppress(OSError):
            remove_orphans(self._folder)
            files = [
                (path != newest, -status.st_mtime, status.st_size, path)
                for path in self._folder.iterdir()
                if path.suffix == _SUFFIX
                for status in [path.lstat()]
            ]
            left = MAX_BYTES
            for number, (_, _, size, path) in enumerate(sorted(files)):
                left -= size
                if number >= MAX_FILES or left < 0:
                    path.unlink(missing_ok=True)

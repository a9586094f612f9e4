"""One writer at a time."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nessie_tui.errors import ProfileFileError
from nessie_tui.storage.safe_file import make_folder, shown

_PATIENCE_S = 10.0
_PAUSE_S = 0.002


@contextmanager
def exclusive(path: Path, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Hold the right to change `path`, by a lock on an empty file beside it.

    The lock file stays: removing it would let two writers hold two locks of the same name. A killed
    writer's lock is released by the system.

    Args:
        path: What is to be changed.
        patience_s: How long to wait for another writer. The thread is held that long.

    Raises:
        ProfileFileError: Another writer kept it all that time, or there is no place for it.
    """
    lock = path.with_name(f"{path.name}.lock")
    try:
        make_folder(lock.parent)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(lock, flags, 0o600)
    except OSError as error:
        msg = f"{shown(lock)} cannot be written: {error.strerror}. Nothing was changed."
        raise ProfileFileError(msg) from None
    try:
        if not _acquired(descriptor, patience_s):
            msg = f"Another program has been writing {shown(path)} for {patience_s:g} seconds. "
            msg += "Try again."
            raise ProfileFileError(msg)
        yield
    finally:
        os.close(descriptor)


def _acquired(descriptor: int, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE_S)
    return True


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # Some network homes have no locks. Writes are atomic there too, only not in a queue.
            return True
        return True

"""Small files, read with suspicion and replaced in one step.

Reading never blocks and never follows a file without end; writing leaves the old text or the new
one, whatever happens in between. Windows has neither owners nor permission bits in this sense:
there, the checks that need them are left out.
"""

import contextlib
import os
import stat
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from nessie_tui.errors import ProfileFileError
from nessie_tui.model.text import clean

MAX_BYTES = 1024 * 1024
"""The largest file read. What people write by hand is a thousand times smaller."""

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_ORPHAN_AGE_S = 3600
_PATH_CHARS = 1024

# Each is missing on some system. NONBLOCK is what keeps a FIFO from holding the program for ever.
_READ_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _READ_FLAGS |= getattr(os, _flag, 0)


@dataclass(frozen=True, slots=True)
class FileText:
    """What stood in a file."""

    text: str = field(repr=False)
    is_ours_alone: bool
    """It belongs to us (or to root) and nobody else may write it."""


def shown(path: Path) -> str:
    """Return `path` in a form that is safe to print."""
    return clean(str(path), _PATH_CHARS)


def read_file(path: Path, *, private: bool = False) -> FileText | None:
    """Return the text of `path`, or None when there is no such file.

    Args:
        path: The file; a link is followed unless the file is private.
        private: Demand that nobody but us can read it, that it is ours and that it is no link.

    Raises:
        ProfileFileError: It is there and cannot be used. The message says why and never quotes it.
    """
    try:
        data, status = _read_bytes(path, follow_link=not private)
    except FileNotFoundError:
        return None
    except OSError as error:
        if private and path.is_symlink():
            msg = f"{shown(path)} is a link. Secrets are read from a regular file only."
            raise ProfileFileError(msg) from None
        msg = f"{shown(path)} cannot be read: {error.strerror}."
        raise ProfileFileError(msg) from None
    problem = _kind_problem(status.st_mode) or (_privacy_problem(status) if private else "")
    if not problem and len(data) > MAX_BYTES:
        problem = f"is larger than {MAX_BYTES // 1024} KiB"
    text = ""
    if not problem:
        # Raised below, outside: a UnicodeDecodeError carries the bytes, which may be secret.
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problem = f"is not UTF-8 text (byte {error.start + 1})"
    if problem:
        msg = f"{shown(path)} {problem}."
        raise ProfileFileError(msg)
    return FileText(text, is_ours_alone=_is_ours_alone(status))


def write_file(path: Path, text: str, *, follow_link: bool = False) -> None:
    """Replace `path` by `text` in one step; the file is ours alone to read, whatever the umask.

    Args:
        path: The file. Its folder is made, private, when it is missing.
        text: The new text.
        follow_link: Replace what a link points to and leave the link, instead of refusing links.

    Raises:
        ProfileFileError: It could not be written. The old file is as it was.
    """
    try:
        if path.is_symlink() and not follow_link:
            msg = f"{shown(path)} is a link. Secrets are written to a regular file only."
            raise ProfileFileError(msg)
        target = Path(os.path.realpath(path))
        make_folder(target.parent)
        _remove_orphans(target)
        _replace(target, text.encode())
    except OSError as error:
        msg = f"{shown(path)} cannot be written: {error.strerror}. Nothing was changed."
        raise ProfileFileError(msg) from None


def make_folder(folder: Path) -> None:
    """Create `folder` and the missing ones above it, each for us alone.

    Raises:
        OSError: It cannot be created.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)


def _read_bytes(path: Path, *, follow_link: bool) -> tuple[bytes, os.stat_result]:
    flags = _READ_FLAGS if follow_link else _READ_FLAGS | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return b"", status
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MAX_BYTES + 1), status
    finally:
        os.close(descriptor)


def _kind_problem(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    return "is a folder, not a file" if stat.S_ISDIR(mode) else "is not a regular file"


def _privacy_problem(status: os.stat_result) -> str:
    if sys.platform == "win32":
        return ""
    if status.st_uid != os.geteuid():
        return "belongs to another user"
    if status.st_mode & 0o077:
        return f"is open to other users (mode {stat.S_IMODE(status.st_mode):04o}); run chmod 600"
    return ""


def _is_ours_alone(status: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True
    return status.st_uid in {0, os.geteuid()} and not status.st_mode & 0o022


def _replace(target: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if sys.platform != "win32":
                os.fchmod(descriptor, _PRIVATE_FILE)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    # The new text is in place by now; a file system that cannot sync a folder loses nothing else.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_orphans(target: Path) -> None:
    """Remove what a killed writer left; a young one may belong to a writer at work."""
    for orphan in target.parent.glob(f".{target.name}.*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - orphan.lstat().st_mtime > _ORPHAN_AGE_S:
                orphan.unlink()

"""Files, read with suspicion and replaced in one step.

Reading never blocks and never follows a file without end; writing leaves the old text or the new
one, whatever happens in between. Windows has neither owners nor permission bits in this sense:
there, the checks that need them are left out.
"""

import contextlib
import errno
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nessie_tui.errors import InputError, ProfileFileError
from nessie_tui.model.text import clean

MAX_BYTES = 1024 * 1024
"""The largest text file read. What people write by hand is a thousand times smaller."""

_PRIVATE_FILE = 0o600
_PUBLIC_FILE = 0o644
_PRIVATE_FOLDER = 0o700
_ORPHAN_AGE_S = 3600
_PATH_CHARS = 1024

_TEMPORARY = ".tmp"

# Each is missing on some system. NONBLOCK is what keeps a FIFO from holding the program for ever.
_READ_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _READ_FLAGS |= getattr(os, _flag, 0)
_AMEND_FLAGS = _READ_FLAGS | os.O_RDWR


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
        with _opened(path, _READ_FLAGS, MAX_BYTES, private=private) as (descriptor, status):
            data = _read_up_to(descriptor, MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error, private=private) from None
    try:
        return FileText(data.decode("utf-8-sig"), is_ours_alone=_is_ours_alone(status))
    except UnicodeDecodeError as error:
        msg = f"{shown(path)} is not UTF-8 text (byte {error.start + 1})."
    # Raised out here: a UnicodeDecodeError carries the bytes, which may be secret.
    raise ProfileFileError(msg)


def read_private_bytes(path: Path, max_bytes: int) -> bytes | None:
    """Return what stands in a private file, or None when there is no such file.

    Raises:
        ProfileFileError: It is there and cannot be used, or is larger than `max_bytes`.
    """
    try:
        with _opened(path, _READ_FLAGS, max_bytes, private=True) as (descriptor, _):
            return _read_up_to(descriptor, max_bytes)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error, private=True) from None


def amend_start(path: Path, size: int, amend: Callable[[bytes], bytes | None]) -> None:
    """Change the first bytes of a private file where they stand, in a single write.

    Unlike `write_file` this costs the same whatever the size of the file, and a power cut may leave
    the bytes half changed: they need a check of their own.

    Args:
        path: The file. Nothing is done when there is none.
        size: How many bytes to look at; fewer when the file is shorter.
        amend: Takes those bytes and returns what to put in their place, or None to leave them.

    Raises:
        ProfileFileError: The file cannot be used or written.
    """
    try:
        with _opened(path, _AMEND_FLAGS, None, private=True) as (descriptor, _):
            changed = amend(os.read(descriptor, size))
            if changed is not None:
                os.lseek(descriptor, 0, os.SEEK_SET)
                os.write(descriptor, changed)
    except FileNotFoundError:
        return
    except OSError as error:
        msg = f"{shown(path)} cannot be written: {error.strerror}."
        raise ProfileFileError(msg) from None


def write_file(path: Path, text: str, *, follow_link: bool = False, durable: bool = True) -> None:
    """Replace `path` by `text` in one step; the file is ours alone to read, whatever the umask.

    Args:
        path: The file. Its folder is made, private, when it is missing.
        text: The new text.
        follow_link: Replace what a link points to and leave the link, instead of refusing links.
        durable: Wait until the disk has it. Without, a power cut may take the file back, or away; a
            killed program still leaves the old text or the new one.

    Raises:
        ProfileFileError: It could not be written. The old file is as it was.
    """
    write_chunks(path, (text.encode(),), follow_link=follow_link, durable=durable)


def write_chunks(
    path: Path, chunks: Iterable[bytes], *, follow_link: bool = False, durable: bool = True
) -> None:
    """Replace `path` by `chunks`, as `write_file` does, without holding all of them at once.

    An OSError that `chunks` raises counts as one of the disk's: nothing is changed.
    """
    try:
        if path.is_symlink() and not follow_link:
            raise ProfileFileError(_link_problem(path))
        target = Path(os.path.realpath(path))
        make_folder(target.parent)
        remove_orphans(target.parent, f".{target.name}.")
        _replace(target, chunks, durable=durable)
    except OSError as error:
        msg = f"{shown(path)} cannot be written: {error.strerror}. Nothing was changed."
        raise ProfileFileError(msg) from None


def publish_file(path: Path, text: str) -> None:
    """Replace `path` by `text` in one step, for everybody to read; a link is followed.

    Raises:
        InputError: It could not be written, as where its folder is missing. The old file is as it
            was.
    """
    target = Path(os.path.realpath(path))
    try:
        # What is no file, /dev/null for one, must not become one.
        problem = _kind_problem(target.stat().st_mode) if target.exists() else ""
        if problem:
            msg = f"{shown(path)} {problem}."
            raise InputError(msg)
        remove_orphans(target.parent, f".{target.name}.")
        _replace(target, (text.encode(),), durable=False, mode=_PUBLIC_FILE)
    except OSError as error:
        msg = f"{shown(path)} cannot be written: {error.strerror}."
        raise InputError(msg) from None


def remove_orphans(folder: Path, prefix: str = ".") -> None:
    """Remove what killed writers left; a young one may belong to a writer at work.

    Args:
        folder: Where to look.
        prefix: How their names begin: a dot, then that of the file that was written.

    Raises:
        OSError: The folder cannot be read.
    """
    with os.scandir(folder) as entries:
        orphans = [
            entry
            for entry in entries
            if entry.name.startswith(prefix) and entry.name.endswith(_TEMPORARY)
        ]
    for orphan in orphans:
        with contextlib.suppress(OSError):
            if time.time() - orphan.stat(follow_symlinks=False).st_mtime > _ORPHAN_AGE_S:
                Path(orphan.path).unlink()


def make_folder(folder: Path) -> None:
    """Create `folder` and the missing ones above it, each for us alone.

    Raises:
        OSError: It cannot be created.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)


@contextlib.contextmanager
def _opened(
    path: Path, flags: int, max_bytes: int | None, *, private: bool
) -> Iterator[tuple[int, os.stat_result]]:
    """Open a regular file and give its descriptor and status.

    Raises:
        OSError: It cannot be opened.
        ProfileFileError: It is no file for us.
    """
    if private:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags)
    try:
        status = os.fstat(descriptor)
        problem = _kind_problem(status.st_mode) or (_privacy_problem(status) if private else "")
        if problem:
            msg = f"{shown(path)} {problem}."
            raise ProfileFileError(msg)
        if max_bytes is not None and status.st_size > max_bytes:
            raise ProfileFileError(_too_large(path, max_bytes))
        yield descriptor, status
    finally:
        os.close(descriptor)


def _read_up_to(descriptor: int, max_bytes: int) -> bytes:
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        return file.read(max_bytes)


def _unreadable(path: Path, error: OSError, *, private: bool) -> ProfileFileError:
    # What opening says about a link that it may not follow.
    if private and error.errno == errno.ELOOP:
        return ProfileFileError(_link_problem(path))
    return ProfileFileError(f"{shown(path)} cannot be read: {error.strerror}.")


def _link_problem(path: Path) -> str:
    return f"{shown(path)} is a link. A private file is never reached through one."


def _too_large(path: Path, max_bytes: int) -> str:
    return f"{shown(path)} is larger than {max_bytes // 1024} KiB."


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


def _replace(
    target: Path, chunks: Iterable[bytes], *, durable: bool, mode: int = _PRIVATE_FILE
) -> None:
    descriptor, name = tempfile.mkstemp(
        prefix=f".{target.name}.", suffix=_TEMPORARY, dir=target.parent
    )
    temporary = Path(name)
    try:
        try:
            for chunk in chunks:
                rest = memoryview(chunk)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
            if sys.platform != "win32":
                os.fchmod(descriptor, mode)
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    # The new text is in place by now; a file system that cannot sync a folder loses nothing else.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""The form of a kept answer: one line that can be amended, then compressed lines of JSON.

The first line has a fixed length: the schema, when the answer came and when it was last seen to be
still true, in microseconds since 1970, and a checksum of that second time, which is written over
in place. Each of the other lines is one JSON value in ASCII: the first names what was kept, the
rest hold some hundred rows each, so that nobody ever waits for the whole.
"""

import errno
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nessie_tui.errors import ProfileFileError
from nessie_tui.storage.safe_file import amend_start, read_private_bytes, write_chunks

MAX_BYTES = 16 * 1024 * 1024
"""The most that is kept of one answer, before compression."""

_HEAD_LINE = re.compile(rb"nessie-tui answer 1 ([+-]\d{19}) ([+-]\d{19}) [0-9a-f]{8}\n")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_GZIP = 16 + zlib.MAX_WBITS
_QUICK = 1


@dataclass(frozen=True, slots=True)
class _Head:
    """The first line of a file."""

    came_at: bytes
    true_at: bytes

    @property
    def line(self) -> bytes:
        check = b"%08x" % zlib.crc32(self.true_at)
        return b"nessie-tui answer 1 %b %b %b\n" % (self.came_at, self.true_at, check)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What stood in a file."""

    came_at: datetime
    """Aware UTC; which answer this is, together with the file's name."""
    true_at: datetime
    """Aware UTC; when it was last seen to be true, not before it came."""
    lines: Sequence[bytes]
    """JSON, to be read one by one with `values`."""

    def values(self) -> Iterator[object]:
        """Give the value of each line.

        Raises:
            ValueError: A line is not JSON.
            RecursionError: It is nested too deep.
        """
        return map(json.loads, self.lines)


def write_answer(path: Path, came_at: datetime, values: Iterable[object]) -> None:
    """Put `values`, one to a line, in place of what stands in `path`.

    Raises:
        ProfileFileError: They are larger than `MAX_BYTES` or cannot be written; nothing changed.
    """
    moment = _written(came_at)
    write_chunks(path, _chunks(_Head(moment, moment), values), durable=False)


def read_answer(path: Path) -> KeptAnswer | None:
    """Return what stands in `path`, or None when it cannot be used, whatever it is."""
    try:
        data = read_private_bytes(path, MAX_BYTES)
    except ProfileFileError:
        return None
    head = _head(data or b"")
    if data is None or head is None:
        return None
    reader = zlib.decompressobj(_GZIP)
    try:
        text = reader.decompress(data[len(head.line) :], MAX_BYTES + 1)
        came_at, true_at = _moment(head.came_at), _moment(head.true_at)
    except (zlib.error, OverflowError):
        return None
    if not reader.eof or len(text) > MAX_BYTES or not text.isascii():
        return None
    return KeptAnswer(came_at, max(came_at, true_at), text.splitlines())


def confirm_answer(path: Path, came_at: datetime | None, at: datetime) -> None:
    """Note that the answer in `path` was still true at `at`, unless that is known already.

    Args:
        path: The file.
        came_at: Which answer is meant: nothing is noted if another one stands there by now. None
            for any.
        at: When it was seen to be true.

    Raises:
        ProfileFileError: The file cannot be used.
    """

    def amended(start: bytes) -> bytes | None:
        head = _head(start)
        true_at = _written(at)
        if head is None or (came_at is not None and head.came_at != _written(came_at)):
            return None
        return _Head(head.came_at, true_at).line if int(true_at) > int(head.true_at) else None

    amend_start(path, _HEAD_BYTES, amended)


def _chunks(head: _Head, values: Iterable[object]) -> Iterator[bytes]:
    yield head.line
    writer = zlib.compressobj(_QUICK, wbits=_GZIP)
    size = 0
    for value in values:
        line = json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"
        size += len(line)
        if size > MAX_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        yield writer.compress(line)
    yield writer.flush()


def _head(start: bytes) -> _Head | None:
    """Read the first line, or return None when it is not one of this schema."""
    line = _HEAD_LINE.match(start)
    if line is None:
        return None
    head = _Head(line[1], line[2])
    # Else the second time was half written when the power went.
    return head if head.line == line[0] else _Head(line[1], line[1])


def _written(moment: datetime) -> bytes:
    return b"%+020d" % ((moment - _EPOCH) // _MICROSECOND)


def _moment(written: bytes) -> datetime:
    return _EPOCH + int(written) * _MICROSECOND


_HEAD_BYTES = len(_Head(_written(_EPOCH), _written(_EPOCH)).line)

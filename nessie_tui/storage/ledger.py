"""When a project was sent requests, across all programs of this machine."""

import math
import time
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from nessie_tui.errors import ProfileFileError
from nessie_tui.storage.lock import exclusive
from nessie_tui.storage.safe_file import read_file, write_file

_PATIENCE_S = 0.15
# Programs that write at the same time may note their moments out of order. What lies further ahead
# was noted before the clock was set back.
_SKEW_S = 1.0


class FileLedger:
    """When a project was sent requests: one small file that all programs of this machine share.

    Nothing here raises. Where the file cannot be used, what this program itself noted still counts;
    it is written as soon as the file can be used again.
    """

    def __init__(
        self,
        path: Path,
        now: Callable[[], float] = time.time,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        """Begin with what stands in the file.

        Args:
            path: The file. It is made, private, when the first request is noted.
            now: Gives seconds since 1970.
            patience_s: How long to wait for another program that holds the file.
        """
        self._path = path
        self._now = now
        self._patience_s = patience_s
        self._own: list[float] = []
        self._resting_until = -math.inf
        # Moments in the future, and when each was first seen: that is what they count as.
        self._moved: dict[float, float] = {}

    def spent(self, since: float) -> tuple[float, ...]:
        """Return the moments after `since`, in seconds since 1970, oldest first.

        A moment in the future, as the clock was set back, counts as now and is forgotten with time.
        """
        now = self._now()
        known = len(self._moved)
        moments = self._after(since, now)
        if len(self._moved) > known:
            # Else every new program would take them for this very moment, and wait an hour.
            self.add(now, -math.inf, lambda _: False)
        return tuple(_until(now, moments))

    def add(self, at: float, since: float, allowed: Callable[[Sequence[float]], bool]) -> bool:
        """Note a request at `at` if `allowed` says so of those after `since`; forget older ones.

        One lock spans the question and the note, so two programs never both take the last one. The
        thread is held for about a sixth of a second at most: where another program keeps the lock
        longer than that, it is taken for stopped, and this one decides by what it can see.

        Args:
            at: Now, in seconds since 1970.
            since: What lies before is forgotten.
            allowed: Takes the moments that are remembered, oldest first.

        Returns:
            What `allowed` said.
        """
        with ExitStack() as stack:
            is_locked = True
            try:
                stack.enter_context(exclusive(self._path, self._patience_s))
            except ProfileFileError:
                is_locked = False
            moments = self._after(since, at)
            self._own = _since(since, self._own)
            is_allowed = allowed(_until(at, moments))
            if is_allowed:
                insort(self._own, at)
                insort(moments, at)
            if is_locked and (is_allowed or self._moved):
                self._write(moments)
        return is_allowed

    def forget(self, at: float) -> None:
        """Strike out one request noted at `at`; where the file is held by another, it stays."""
        with suppress(ValueError):
            self._own.remove(at)
        with ExitStack() as stack, suppress(ProfileFileError, ValueError):
            stack.enter_context(exclusive(self._path, self._patience_s))
            written = self._read()
            written.remove(at)
            self._write(written)

    def resting_until(self) -> float:
        """Return the moment until which Mixpanel said to wait; minus infinity for none."""
        try:
            file = read_file(self._rest_path, private=True)
        except ProfileFileError:
            file = None
        written = max(_numbers(file.text.split()), default=-math.inf) if file else -math.inf
        return max(written, self._resting_until)

    def rest(self, until: float) -> None:
        """Note that Mixpanel said to wait until then."""
        self._resting_until = until
        with suppress(ProfileFileError):
            write_file(self._rest_path, f"{until!r}\n", durable=False)

    @property
    def _rest_path(self) -> Path:
        return self._path.with_name(f"{self._path.name}.rest")

    def _after(self, since: float, now: float) -> list[float]:
        self._own = self._counted(self._own, now)
        own = _since(since, self._own)
        written = _since(since, self._counted(self._read(), now))
        if written == own:
            return written
        # A moment that stands in both is the same request; two equal ones in either are two.
        return sorted((Counter(written) | Counter(own)).elements())

    def _counted(self, moments: list[float], now: float) -> list[float]:
        """Return sorted `moments`, those of the future as when they were first seen."""
        if moments and moments[-1] > now + _SKEW_S:
            for moment in moments[bisect_right(moments, now + _SKEW_S) :]:
                self._moved.setdefault(moment, now)
        if not self._moved:
            return moments
        return sorted(self._moved.get(moment, moment) for moment in moments)

    def _read(self) -> list[float]:
        try:
            file = read_file(self._path, private=True)
        except ProfileFileError:
            return []
        return sorted(_numbers(file.text.split())) if file else []

    def _write(self, moments: Iterable[float]) -> None:
        with suppress(ProfileFileError):
            write_file(self._path, "\n".join(map(repr, moments)) + "\n", durable=False)
            self._moved.clear()


def _since(since: float, moments: list[float]) -> list[float]:
    return moments[bisect_right(moments, since) :]


def _until(now: float, moments: list[float]) -> list[float]:
    later = bisect_right(moments, now)
    return moments[:later] + [now] * (len(moments) - later)


def _numbers(words: list[str]) -> Iterable[float]:
    try:
        numbers = list(map(float, words))
    except ValueError:
        # Something else stands there too: what can be read still counts.
        numbers = [number for word in words for number in _number(word)]
    return filter(math.isfinite, numbers)


def _number(word: str) -> tuple[float, ...]:
    try:
        return (float(word),)
    except ValueError:
        return ()

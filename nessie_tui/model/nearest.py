"""The known word that somebody most likely meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_ALIKE = 0.5


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of `known` that looks most like `word`, or None when none does."""
    lowered = {candidate.lower(): candidate for candidate in known}
    matches = get_close_matches(word.lower(), lowered, n=1, cutoff=_ALIKE)
    return lowered[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean …?)`` for the nearest of `known`, or nothing when none is near."""
    match = nearest(word, known)
    return "" if match is None else f" (did you mean {match}?)"

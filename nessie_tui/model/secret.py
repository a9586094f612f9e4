"""The type a secret lives in from the moment it is read."""

from typing import NoReturn

_MASK = "********"


class Secret:
    """A text that cannot be printed, copied, pickled or compared by accident.

    A crash report prints local variables, a log prints arguments: both show a mask. The text itself
    leaves only through `reveal`, which is called where the Authorization header is made and where a
    file that holds secrets is written, and nowhere else.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret text."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({_MASK})"

    def __str__(self) -> str:
        return _MASK

    def __format__(self, format_spec: str) -> str:
        return format(_MASK, format_spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    __hash__ = None  # type: ignore[assignment]  # a secret is never a key: a dict would show it

    def __bool__(self) -> bool:
        return bool(self._text)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        msg = "a secret cannot be copied or pickled"
        raise TypeError(msg)

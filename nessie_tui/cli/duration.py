"""Lengths of time as they are typed: ``90m``, ``24h``, ``2d``, ``1h30m``."""

import re
from datetime import timedelta
from typing import Any

import click

from nessie_tui.model.text import clean

_PARTS = re.compile(r"(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?", re.IGNORECASE)


class DurationType(click.ParamType):  # type: ignore[type-arg]  # not in every click
    """Reads a length of time. A bare number is refused: nobody knows what it counts."""

    name = "duration"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Read `value`, or fail with the spelling that is known."""
        if isinstance(value, timedelta):
            return value
        word = str(value).strip()
        if word.isascii() and word.isdigit():
            self.fail(f"{word} what? Write {word}m, {word}h or {word}d.", param, ctx)
        parts = _PARTS.fullmatch(word)
        if not word or parts is None:
            msg = f"{clean(word)!r} is no length of time. Write 90m, 24h, 2d or 1h30m."
            self.fail(msg, param, ctx)
        days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        try:
            return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        except OverflowError:
            self.fail(f"{clean(word)} is longer than all time.", param, ctx)

"""Options checked by the rules of the file they end up in."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Value = TypeVar("_Value")


def checked(
    reader: Callable[[object], _Value],
) -> Callable[[click.Context, click.Parameter, Any], _Value | None]:
    """Return an option's callback that lets `reader` have the last word on its value."""

    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> _Value | None:
        if value is None:
            return None
        try:
            return reader(value)
        except ValueError as error:
            problem = f"it {error}."
            raise click.BadParameter(problem, ctx=ctx, param=param) from None

    return callback

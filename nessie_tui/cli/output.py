"""Standard output: the result and nothing else."""

import csv
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence

import click

from nessie_tui.present.document import csv_cell
from nessie_tui.present.table import Table, cut, table_lines
from nessie_tui.present.tone import Line, Tone
from nessie_tui.present.wrap import wrapped

_COERCED = {"C.UTF-8", "C.utf8", "UTF-8"}
"""What Python makes of the C locale when it starts (PEP 538)."""

_COLOURS = {
    Tone.MUTED: "bright_black",
    Tone.ACCENT: "cyan",
    Tone.SUCCESS: "green",
    Tone.WARNING: "yellow",
    Tone.ERROR: "red",
}


def print_json(document: object) -> None:
    """Print one JSON document: indented for a person, compact for a program."""
    indent = 2 if sys.stdout.isatty() else None
    click.echo(json.dumps(document, indent=indent))


def print_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a header; no cell can be taken for a formula."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)


def print_table(table: Table) -> None:
    """Print a table for people: as wide as their terminal, coloured where it is wanted."""
    width = _width_cells()
    for whole in table_lines(table):
        _print_line(whole if width is None else cut(whole, width))


def print_lines(lines: Iterable[Line], indent: int = 0) -> None:
    """Print sentences for people, broken where their terminal ends.

    Args:
        lines: What to print.
        indent: How far to the right the rest of a broken line begins.
    """
    width = _width_cells()
    for whole in lines:
        for line in [whole] if width is None else wrapped(whole, width, indent):
            _print_line(line)


def note(text: str) -> None:
    """Tell the person something beside the result."""
    click.echo(f"nessie-tui: {text}", err=True)


def is_ascii_only() -> bool:
    """Tell whether the locale names a character set other than UTF-8."""
    language = os.environ.get("LANG", "")
    character_type = os.environ.get("LC_CTYPE", "")
    if character_type in _COERCED and language in {"C", "POSIX"}:
        character_type = ""  # Python itself put it there
    named = os.environ.get("LC_ALL") or character_type or language
    return bool(named) and "utf" not in named.lower()


def _print_line(line: Line) -> None:
    styled = (
        click.style(span.text, fg=_COLOURS.get(span.tone), bold=span.strong or None)
        for span in line
    )
    click.echo("".join(styled), color=_wants_colour())


def _width_cells() -> int | None:
    """Return the width that tables are cut to; None where nobody looks at them."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return None


def _wants_colour() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()

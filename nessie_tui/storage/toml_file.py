"""A TOML file: its text, its values and the line a value stands on."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nessie_tui.errors import ProfileFileError
from nessie_tui.storage.safe_file import read_file, shown

_POSITION = re.compile(r"^(?P<reason>.*) \(at (?P<where>.*)\)$", re.DOTALL)
# A reason of plain words, with at most one quoted character: anything else could be quoting a line.
_HARMLESS = re.compile(r"(?:[A-Za-z /-]|'\\?.')+")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file that was read and is valid TOML."""

    path: Path
    text: str = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    is_ours_alone: bool = True
    """Nobody else may write it."""

    def where(self, table: str = "", key: str = "") -> str:
        """Return the place of a key of ``[profiles.table]``, as ``path:line`` if it is found."""
        line = _line_of(self.text, table, key)
        return shown(self.path) if line is None else f"{shown(self.path)}:{line}"


def read_toml(path: Path, *, private: bool = False) -> TomlFile | None:
    """Read `path`, or return None when there is no such file.

    Raises:
        ProfileFileError: It cannot be read or is not TOML. The message never quotes the file.
    """
    file = read_file(path, private=private)
    if file is None:
        return None
    return TomlFile(path, file.text, parse_toml(path, file.text), file.is_ours_alone)


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """Return the values of `text`, which stands in `path` or is about to.

    Raises:
        ProfileFileError: It is not TOML; the message has line and column and never quotes the text.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        problem = "is nested too deeply"
    except ValueError as error:
        problem = _problem(str(error))
    # Raised out here, because a parser's error may carry the whole text.
    msg = f"{shown(path)} {problem}."
    raise ProfileFileError(msg)


def _problem(message: str) -> str:
    match = _POSITION.match(message)
    if match is None:
        return "is not valid TOML"
    place = f"is not valid TOML at {match['where']}"
    reason = match["reason"]
    return f"{place}: {reason[0].lower()}{reason[1:]}" if _HARMLESS.fullmatch(reason) else place


def header_line(text: str, table: str) -> int | None:
    """Return the index of the line ``[profiles.table]``, or None when it is written otherwise."""
    spellings = {table, f'"{table}"', f"'{table}'"}
    for index, line in enumerate(text.split("\n")):
        match = re.match(r"\s*\[\s*profiles\s*\.\s*(.+?)\s*\]\s*(?:#.*)?$", line)
        if match and match[1] in spellings:
            return index
    return None


def _line_of(text: str, table: str, key: str) -> int | None:
    lines = text.split("\n")
    start = 0
    if table:
        header = header_line(text, table)
        if header is None:
            return None
        start = header + 1
    if key:
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]")
        for index in range(start, len(lines)):
            if lines[index].lstrip().startswith("["):
                break
            if pattern.match(lines[index]):
                return index + 1
    return start or None

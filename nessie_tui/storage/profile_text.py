"""Edits of the text of profiles.toml that leave everything else in it as it was.

Each edit is made twice: on the text, and on the plain values. Where the two disagree, the text was
written in a way this program cannot edit, and nothing comes of it.
"""

import contextlib
import re
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, NoReturn

import tomlkit
from tomlkit.exceptions import TOMLKitError

from nessie_tui.errors import ProfileFileError
from nessie_tui.model.profile import Profile, SecretSource
from nessie_tui.storage.profile_table import profile_values, secret_values
from nessie_tui.storage.safe_file import shown
from nessie_tui.storage.toml_file import TomlFile, header_line, parse_toml

_Document = MutableMapping[str, Any]

NEW_TEXT = "schema = 1\n"
"""What a new file begins with."""


def with_profile(file: TomlFile, profile: Profile) -> TomlFile:
    """Return `file` with `profile` at its end.

    Raises:
        ProfileFileError: The file is written in a way that cannot be edited here. The functions
            below raise the same.
    """
    values = profile_values(profile)
    body = tomlkit.table()
    body.update(_written(values))
    tables = tomlkit.table(is_super_table=True)
    tables[profile.name] = body
    block = tomlkit.dumps({"profiles": tables}).strip("\n")
    text = f"{file.text.rstrip()}\n\n{block}\n".lstrip("\n")
    expected = _copy(file)
    expected.setdefault("profiles", {})[profile.name] = values
    return _edited(file, text, expected)


def without_profile(file: TomlFile, name: str) -> TomlFile:
    """Return `file` without the profile `name`; a comment above the next profile stays."""
    expected = _copy(file)
    del expected["profiles"][name]
    text = _without_table(file.text, name)
    if text is None or not _says(file, text, expected):

        def remove(document: _Document) -> None:
            del document["profiles"][name]

        text = _changed(file, remove)
    return _edited(file, text, expected)


def with_default(file: TomlFile, name: str | None) -> TomlFile:
    """Return `file` with `name` as its default, or with none."""

    def change(document: _Document) -> None:
        if name is None:
            document.pop("default", None)
        else:
            document["default"] = name

    expected = _copy(file)
    change(expected)
    if name is not None and "default" not in file.values:
        text = _after_schema(file.text, tomlkit.dumps({"default": name}))
    else:
        text = _changed(file, change)
    return _edited(file, text, expected)


def with_secret_source(file: TomlFile, name: str, source: SecretSource) -> TomlFile:
    """Return `file` with another place for the secret of the profile `name`."""
    return with_settings(file, name, {"secret": secret_values(source)})


def with_settings(file: TomlFile, name: str, settings: Mapping[str, object]) -> TomlFile:
    """Return `file` with other values for some keys of the profile `name`; new keys come last."""
    expected = _copy(file)
    table = expected["profiles"][name]
    known = {key: value for key, value in settings.items() if key in table}
    new = {key: value for key, value in settings.items() if key not in table}
    table.update(settings)
    text = _with_keys(_set(file, name, known), name, new)
    if text is None or not _says(file, text, expected):
        text = _set(file, name, settings)
    return _edited(file, text, expected)


def with_schema(file: TomlFile) -> TomlFile:
    """Return `file` with a schema in it, so that it is never empty."""
    if "schema" in file.values:
        return file
    return _edited(file, f"{NEW_TEXT}{file.text}", {**_copy(file), "schema": 1})


def _copy(file: TomlFile) -> dict[str, Any]:
    return parse_toml(file.path, file.text)


def _edited(file: TomlFile, text: str, expected: dict[str, Any]) -> TomlFile:
    if not _says(file, text, expected):
        _refuse(file)
    return TomlFile(file.path, text, parse_toml(file.path, text))


def _says(file: TomlFile, text: str, expected: dict[str, Any]) -> bool:
    try:
        values = parse_toml(file.path, text)
    except ProfileFileError:
        return False
    # No profile at all can be spelled with an empty table and without one.
    return {"profiles": {}} | values == {"profiles": {}} | expected


def _changed(file: TomlFile, change: Callable[[_Document], None]) -> str:
    """Return the text of `file` after a change by tomlkit, which keeps comments and spacing."""
    text = None
    with contextlib.suppress(TOMLKitError, TypeError, ValueError, LookupError, RecursionError):
        document = tomlkit.parse(file.text)
        change(document)
        text = tomlkit.dumps(document)
    # Refused out here, because an error of the parser may carry the file.
    return _refuse(file) if text is None else text


def _refuse(file: TomlFile) -> NoReturn:
    msg = (
        f"{shown(file.path)} is written in a way that this command cannot edit. "
        "Nothing was changed; edit the file by hand."
    )
    raise ProfileFileError(msg)


def _set(file: TomlFile, name: str, settings: Mapping[str, object]) -> str:
    def change(document: _Document) -> None:
        document["profiles"][name].update(_written(settings))

    return _changed(file, change) if settings else file.text


def _written(values: Mapping[str, object]) -> dict[str, object]:
    """Return `values` for tomlkit, the tables among them to be written in one line."""
    return {k: _inline(v) if isinstance(v, dict) else v for k, v in values.items()}


def _inline(values: dict[str, Any]) -> tomlkit.items.InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table


def _with_keys(text: str, name: str, values: Mapping[str, object]) -> str | None:
    """Return `text` with new keys below the last of a profile; tomlkit puts them below comments."""
    start = header_line(text, name)
    if start is None:
        return None
    lines = text.split("\n")
    place = _after_keys(lines, start, _next_header(lines, start))
    written = tomlkit.dumps(_written(values)).split("\n")[:-1]
    return "\n".join(lines[:place] + written + lines[place:])


def _after_schema(text: str, line: str) -> str:
    match = re.search(r"^schema[ \t]*=.*\n", text, re.MULTILINE)
    at = match.end() if match else 0
    return f"{text[:at]}{line}{text[at:]}"


def _without_table(text: str, name: str) -> str | None:
    start = header_line(text, name)
    if start is None:
        return None
    lines = text.split("\n")
    end = _next_header(lines, start)
    rest = _start_of_rest(lines, start, end)
    if start > 0 and rest < len(lines) - 1 and not (lines[start - 1] + lines[rest]).strip():
        rest += 1
    return "\n".join(lines[:start] + lines[rest:])


def _next_header(lines: list[str], start: int) -> int:
    end = start + 1
    while end < len(lines) and not lines[end].lstrip().startswith("["):
        end += 1
    return end


def _after_keys(lines: list[str], start: int, end: int) -> int:
    while end - 1 > start and lines[end - 1].lstrip()[:1] in {"", "#"}:
        end -= 1
    return end


def _start_of_rest(lines: list[str], start: int, end: int) -> int:
    """Return where, between a header and the next one, the text stops being about the table.

    That is the first empty line after its last key; or the comment right above the next header.
    """
    after_keys = _after_keys(lines, start, end)
    empty = [index for index in range(after_keys, end) if not lines[index].strip()]
    if empty:
        return empty[0]
    return after_keys if end < len(lines) else end

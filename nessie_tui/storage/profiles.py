"""profiles.toml: the saved profiles, read."""

from collections.abc import Mapping
from pathlib import Path

from nessie_tui.errors import ProfileFileError
from nessie_tui.model.nearest import did_you_mean
from nessie_tui.model.profile import Profile, ProfileBook, SecretKind
from nessie_tui.model.text import clean
from nessie_tui.storage.path import profiles_path
from nessie_tui.storage.profile_field import BUILT_IN_NAMES
from nessie_tui.storage.profile_table import read_profile, unknown_key_warnings
from nessie_tui.storage.safe_file import shown
from nessie_tui.storage.toml_file import TomlFile, read_toml

SCHEMA = 1
"""The shape of the file. A newer one is left to the program that wrote it."""

_KEYS = ("schema", "default", "profiles")


def load_profiles(path: Path | None = None) -> ProfileBook:
    """Return all saved profiles; without a file there are none.

    Args:
        path: The file; None for the one in its usual place.

    Raises:
        ProfileFileError: The file cannot be used as it stands. It is left untouched.
    """
    file = read_profile_file(path or profiles_path())
    return ProfileBook() if file is None else read_book(file)


def read_profile_file(path: Path) -> TomlFile | None:
    """Return the file if it is whole and of a known schema; None when there is none.

    Raises:
        ProfileFileError: It is damaged, empty, newer than this program, or another kind of file.
    """
    try:
        file = read_toml(path)
        if file is not None:
            _check_schema(file)
    except ProfileFileError as error:
        msg = f"{error} Nothing was overwritten.{_backup_hint(path)}"
        raise ProfileFileError(msg) from None
    return file


def read_book(file: TomlFile) -> ProfileBook:
    """Return the profiles that `file` holds.

    Raises:
        ProfileFileError: A value in it cannot be used.
    """
    tables = profile_tables(file)
    profiles = tuple(read_profile(file, name, values) for name, values in tables.items())
    _check_commands(file, profiles)
    default = _default(file)
    warnings = [
        f"{file.where('', key)}: unknown key {clean(key)} is ignored{did_you_mean(key, _KEYS)}"
        for key in file.values
        if key not in _KEYS
    ]
    for name, values in tables.items():
        warnings += unknown_key_warnings(file, name, values)
    if default is not None and default not in {*tables, *BUILT_IN_NAMES}:
        place = file.where("", "default")
        warnings.append(f"{place}: the default is {clean(default)}, and no profile is called that")
    return ProfileBook(profiles, default, tuple(warnings))


def profile_tables(file: TomlFile) -> Mapping[str, Mapping[str, object]]:
    """Return the tables under ``profiles``, by name; what is in them is not checked.

    Raises:
        ProfileFileError: Something else than tables stands there.
    """
    tables = file.values.get("profiles", {})
    if isinstance(tables, Mapping) and all(isinstance(table, Mapping) for table in tables.values()):
        return tables
    msg = f"{file.where('', 'profiles')}: profiles must hold tables only: write [profiles.NAME]."
    raise ProfileFileError(msg)


def backup_path(path: Path) -> Path:
    """Return the place of the last good copy of `path`."""
    return path.with_name(f"{path.name}.bak")


def _check_schema(file: TomlFile) -> None:
    if not file.values:
        msg = f"{shown(file.path)} is empty, which looks like damage."
        raise ProfileFileError(msg)
    schema = file.values.get("schema", SCHEMA)
    place = file.where("", "schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < SCHEMA:
        msg = f"{place}: schema must be {SCHEMA}."
        raise ProfileFileError(msg)
    if schema > SCHEMA:
        msg = f"{place}: a newer nessie-tui wrote this file. Update this one to read it."
        raise ProfileFileError(msg)


def _default(file: TomlFile) -> str | None:
    default = file.values.get("default")
    if default is None or isinstance(default, str):
        return default
    msg = f"{file.where('', 'default')}: default must be the name of a profile, in quotes."
    raise ProfileFileError(msg)


def _check_commands(file: TomlFile, profiles: tuple[Profile, ...]) -> None:
    """Refuse commands that another user could have written."""
    for profile in profiles:
        if profile.secret.kind is SecretKind.COMMAND and not file.is_ours_alone:
            msg = (
                f"{file.where(profile.name, 'secret')}: profile {clean(profile.name)} gets its "
                "secret from a command, and other users can change this file. "
                f"Run: chmod go-w {shown(file.path)}"
            )
            raise ProfileFileError(msg)


def _backup_hint(path: Path) -> str:
    backup = backup_path(path)
    return f" The last good copy is {shown(backup)}." if backup.is_file() else ""

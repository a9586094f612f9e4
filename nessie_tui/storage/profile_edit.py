"""profiles.toml: the saved profiles, changed.

Every change is read, made and written under one lock, so that two writers lose nothing. A file that
cannot be read is never written.
"""

import shlex
from collections.abc import Mapping
from pathlib import Path

from nessie_tui.errors import InputError, ProfileFileError
from nessie_tui.model.profile import Profile, ProfileBook, SecretKind, SecretSource
from nessie_tui.model.secret import Secret
from nessie_tui.model.text import clean
from nessie_tui.storage import profile_text
from nessie_tui.storage.lock import exclusive
from nessie_tui.storage.path import profiles_path
from nessie_tui.storage.profile_choice import unknown_profile
from nessie_tui.storage.profile_field import BUILT_IN_NAMES
from nessie_tui.storage.profile_table import read_profile, secret_values
from nessie_tui.storage.profiles import backup_path, profile_tables, read_book, read_profile_file
from nessie_tui.storage.safe_file import write_file
from nessie_tui.storage.secrets import forget_secret, store_secret
from nessie_tui.storage.toml_file import TomlFile


def add_profile(profile: Profile, secret: Secret | None = None, path: Path | None = None) -> bool:
    """Save `profile` and return whether it became the default, as the first one does.

    Args:
        profile: The new profile.
        secret: Its secret, to be stored in secrets.toml for the profile's host; None when it lives
            elsewhere.
        path: profiles.toml; None for its usual place. Secrets are stored beside it.

    Raises:
        InputError: There is one of this name already.
        ProfileFileError: A file cannot be read or written, or `profile` itself could not be read
            back. The functions below raise the same.
    """
    path = path or profiles_path()
    with exclusive(path):
        file = _file(path)
        book = read_book(file)
        if book.get(profile.name) is not None:
            raise already_saved(profile.name)
        file = profile_text.with_profile(file, profile)
        is_first = not book.profiles and book.default not in BUILT_IN_NAMES
        if is_first:
            file = profile_text.with_default(file, profile.name)
        read_book(file)
        if secret is not None:
            store_secret(profile, secret, _secrets_beside(path))
        _write(file)
    return is_first


def remove_profile(name: str, path: Path | None = None) -> bool:
    """Remove a profile and its stored secret, and return whether there was such a secret.

    Raises:
        UnknownProfileError: There is none of this name.
    """
    path = path or profiles_path()
    with exclusive(path):
        file = _file(path)
        book = read_book(file)
        _must_exist(book, name)
        file = profile_text.without_profile(file, name)
        if book.default == name:
            file = profile_text.with_default(file, None)
        # The secret goes first: a profile without one can be seen and mended, the reverse cannot.
        had_secret = forget_secret(name, _secrets_beside(path))
        _write(file)
    return had_secret


def set_default(name: str, path: Path | None = None) -> None:
    """Make `name` the profile that is used when nobody names one; a built-in name may be one.

    Raises:
        UnknownProfileError: There is none of this name.
    """
    path = path or profiles_path()
    with exclusive(path):
        file = _file(path)
        book = read_book(file)
        if name not in BUILT_IN_NAMES:
            _must_exist(book, name)
        if book.default != name:
            _write(profile_text.with_default(file, name))


def literal_secret(name: str, path: Path | None = None) -> Secret | None:
    """Return the secret that stands in profiles.toml itself, where it must not stay, or None.

    Raises:
        UnknownProfileError: There is no profile of this name.
    """
    path = path or profiles_path()
    literal = _table(_file(path), name).get("secret")
    return Secret(literal) if isinstance(literal, str) else None


def change_secret(
    name: str, source: SecretSource, secret: Secret | None = None, path: Path | None = None
) -> None:
    """Let the profile `name` find its secret in `source` from now on.

    This is the one change that works on a file in which some profile still holds its secret itself:
    it is the way out. A secret stored for the profile is forgotten unless `source` is the file.

    Args:
        name: The profile.
        source: Where the secret is from now on.
        secret: The secret to store first, when `source` is the file.
        path: profiles.toml; None for its usual place.

    Raises:
        UnknownProfileError: There is none of this name.
    """
    path = path or profiles_path()
    with exclusive(path):
        file = _file(path)
        values = {**_table(file, name), "secret": secret_values(source)}
        profile = read_profile(file, name, values)
        file = profile_text.with_secret_source(file, name, source)
        if secret is not None:
            store_secret(profile, secret, _secrets_beside(path))
        _write(file)
        if source.kind is not SecretKind.FILE:
            forget_secret(name, _secrets_beside(path))


def change_settings(name: str, settings: Mapping[str, object], path: Path | None = None) -> None:
    """Give some keys of the profile `name` other values.

    Args:
        name: The profile.
        settings: The keys and values as they stand in the file.
        path: profiles.toml; None for its usual place.

    Raises:
        UnknownProfileError: There is none of this name.
    """
    path = path or profiles_path()
    with exclusive(path):
        file = _file(path)
        read_profile(file, name, {**_table(file, name), **settings})
        file = profile_text.with_settings(file, name, settings)
        read_book(file)
        _write(file)


def already_saved(name: str) -> InputError:
    """Return the error for a name that is taken."""
    return InputError(
        f"A profile called {clean(name)} is saved already. Choose another name, or remove that one "
        f"first: nessie-tui profile remove {shlex.quote(clean(name))}"
    )


def _file(path: Path) -> TomlFile:
    file = read_profile_file(path)
    if file is None:
        return TomlFile(path, profile_text.NEW_TEXT, {"schema": 1})
    return file


def _write(file: TomlFile) -> None:
    file = profile_text.with_schema(file)
    try:
        read_book(file)
    except ProfileFileError:
        # A secret may still stand in it, so it is no good copy and must not be kept as one.
        pass
    else:
        write_file(backup_path(file.path), file.text)
    write_file(file.path, file.text, follow_link=True)


def _must_exist(book: ProfileBook, name: str) -> None:
    if book.get(name) is None:
        raise unknown_profile(name, [profile.name for profile in book.profiles])


def _table(file: TomlFile, name: str) -> Mapping[str, object]:
    tables = profile_tables(file)
    if name not in tables:
        raise unknown_profile(name, tables)
    return tables[name]


def _secrets_beside(path: Path) -> Path:
    return path.with_name("secrets.toml")

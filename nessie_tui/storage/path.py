"""Where this program's files live. Asking never creates anything."""

from pathlib import Path

import platformdirs

from nessie_tui.errors import InputError

_APP = "nessie-tui"


def config_folder() -> Path:
    """Return the folder of everything a person may edit.

    Raises:
        InputError: The system names no home, so there is no place for it. The other functions here
            raise the same.
    """
    return _absolute(platformdirs.user_config_path(_APP, appauthor=False))


def profiles_path() -> Path:
    """Return the file of the saved profiles."""
    return config_folder() / "profiles.toml"


def secrets_path() -> Path:
    """Return the file of the secrets that somebody chose to keep in a file."""
    return config_folder() / "secrets.toml"


def _absolute(folder: Path) -> Path:
    # Without a home, "~" stays as it is and would become a folder of that name right here.
    if folder.is_absolute():
        return folder
    msg = "No home folder is known, so there is no place for files. Set HOME, or XDG_CONFIG_HOME."
    raise InputError(msg)

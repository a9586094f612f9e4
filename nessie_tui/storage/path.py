"""Where this program's files live. Asking never creates anything."""

import hashlib
import re
from pathlib import Path

import platformdirs

from nessie_tui.errors import InputError

_APP = "nessie-tui"
_HOST_CHARS = 40
_DIGEST_CHARS = 16


def config_folder() -> Path:
    """Return the folder of everything a person may edit.

    Raises:
        InputError: The system names no home, so there is no place for it. The other functions here
            raise the same.
    """
    return _absolute(platformdirs.user_config_path(_APP, appauthor=False), "XDG_CONFIG_HOME")


def state_folder() -> Path:
    """Return the folder of what the program remembers by itself and can do without."""
    return _absolute(platformdirs.user_state_path(_APP, appauthor=False), "XDG_STATE_HOME")


def project_folder(host: str, project_id: int) -> Path:
    """Return the folder of what is remembered about one project, shared with no other.

    Args:
        host: Where the project is asked about, with its port if it has one. The same id means
            another project on another host.
        project_id: The project.
    """
    # For people; what tells hosts apart is the digest. A colon is no part of a name on Windows.
    readable = re.sub(r"[^a-z0-9]+", "-", host.lower())[:_HOST_CHARS].strip("-") or "host"
    digest = hashlib.sha256(host.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_CHARS]
    return state_folder() / "projects" / f"{project_id}-{readable}-{digest}"


def profiles_path() -> Path:
    """Return the file of the saved profiles."""
    return config_folder() / "profiles.toml"


def secrets_path() -> Path:
    """Return the file of the secrets that somebody chose to keep in a file."""
    return config_folder() / "secrets.toml"


def _absolute(folder: Path, variable: str) -> Path:
    # Without a home, "~" stays as it is and would become a folder of that name right here.
    if folder.is_absolute():
        return folder
    msg = f"No home folder is known, so there is no place for files. Set HOME, or {variable}."
    raise InputError(msg)

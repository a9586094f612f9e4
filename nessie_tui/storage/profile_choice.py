"""Which profile is meant. Nothing here touches a file."""

from collections.abc import Iterable, Mapping

from nessie_tui.errors import InputError, UnknownProfileError
from nessie_tui.model.nearest import did_you_mean
from nessie_tui.model.profile import Profile, ProfileBook, SecretKind, SecretSource
from nessie_tui.model.text import clean
from nessie_tui.storage import profile_field

CHOICE_VARIABLE = "NESSIE_TUI_PROFILE"
ENVIRONMENT_PROFILE = "env"
"""The name of the profile that the environment spells."""

_REQUIRED = ("MP_USERNAME", "MP_SECRET", "MP_PROJECT_ID")


def choose_profile(
    book: ProfileBook,
    asked: str | None,
    environ: Mapping[str, str],
    built_in: Iterable[Profile] = (),
) -> Profile | None:
    """Return the profile to use, or None when there is none at all and nobody named one.

    The first of these decides: `asked`, the variable ``NESSIE_TUI_PROFILE``, the file's default,
    the only saved profile, the environment if it spells a whole profile.

    Args:
        book: The saved profiles.
        asked: The name given on the command line, or None.
        environ: The environment.
        built_in: Profiles that exist without being saved, such as the simulator's.

    Raises:
        UnknownProfileError: No profile has the name that decides.
        InputError: ``env`` is asked for and the environment does not spell it, or several profiles
            are saved and nothing decides.
    """
    name = asked or environ.get(CHOICE_VARIABLE) or book.default
    if name:
        return find_profile(book, name, environ, built_in)
    if len(book.profiles) == 1:
        return book.profiles[0]
    profile = environment_profile(environ)
    if profile is None and book.profiles:
        names = ", ".join(profile.name for profile in book.profiles)
        msg = (
            f"Several profiles are saved and none is the default: {names}. "
            "Name one with --profile, or choose one for good with nessie-tui profile use NAME."
        )
        raise InputError(msg)
    return profile


def find_profile(
    book: ProfileBook,
    name: str,
    environ: Mapping[str, str],
    built_in: Iterable[Profile] = (),
) -> Profile:
    """Return the profile called `name`, whether saved, built in or spelled by the environment.

    Raises:
        UnknownProfileError: No profile has this name.
        InputError: It is ``env`` and the environment does not spell it.
    """
    built_in = tuple(built_in)
    found = next((profile for profile in built_in if profile.name == name), None) or book.get(name)
    if found is not None:
        return found
    if name == ENVIRONMENT_PROFILE:
        return _whole_environment_profile(environ)
    raise unknown_profile(name, [profile.name for profile in (*book.profiles, *built_in)])


def environment_profile(environ: Mapping[str, str]) -> Profile | None:
    """Return the profile ``env``, or None when one of its variables is missing or empty.

    Raises:
        InputError: All are there and one has a value that cannot be used.
    """
    return None if _missing(environ) else _whole_environment_profile(environ)


def unknown_profile(name: str, known: Iterable[str]) -> UnknownProfileError:
    """Return the error that says which names there are."""
    names = [clean(known_name) for known_name in known]
    listed = f"Known: {', '.join(names)}" if names else "None is saved"
    hint = did_you_mean(name, names)
    return UnknownProfileError(f"No profile is called {clean(name)}{hint}. {listed}.")


def _missing(environ: Mapping[str, str]) -> list[str]:
    return [variable for variable in _REQUIRED if not environ.get(variable)]


def _whole_environment_profile(environ: Mapping[str, str]) -> Profile:
    missing = _missing(environ)
    if missing:
        msg = f"The profile env needs environment variables that are not set: {', '.join(missing)}."
        raise InputError(msg)
    number = environ["MP_PROJECT_ID"].strip()
    variable = "MP_PROJECT_ID"
    try:
        project_id = profile_field.project_id(
            int(number) if number.isascii() and number.isdecimal() else number
        )
        variable = "MP_USERNAME"
        username = profile_field.username(environ[variable])
        variable = "MP_REGION"
        region = profile_field.region(environ.get(variable) or "us")
    except ValueError as error:
        msg = f"The environment variable {variable} {error}."
        raise InputError(msg) from None
    return Profile(
        name=ENVIRONMENT_PROFILE,
        project_id=project_id,
        username=username,
        secret=SecretSource(SecretKind.ENV, variable="MP_SECRET"),
        region=region,
    )

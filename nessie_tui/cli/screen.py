"""Opening the screens. Textual is imported here, when one is about to open, and only here."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from nessie_tui.cli.demo import DEMO_PROFILE
from nessie_tui.cli.output import is_ascii_only
from nessie_tui.cli.wiring import find_origin
from nessie_tui.errors import InputError
from nessie_tui.feed.origin import Origin
from nessie_tui.model.profile import Profile, ProfileBook
from nessie_tui.model.text import clean
from nessie_tui.storage.path import profiles_path, secrets_path
from nessie_tui.storage.profile_choice import environment_profile
from nessie_tui.storage.profiles import load_profiles
from nessie_tui.storage.stamp import stamp

_NO_TERMINAL = (
    "a terminal is needed to open the screens. Without one, try nessie-tui pipelines, status, "
    "coverage, timeline, check, wait or profile list; --json suits scripts."
)


def open_screen(
    ctx: click.Context,
    profile: Profile | None,
    *,
    pipeline: str | None = None,
    demo: Origin | None = None,
) -> None:
    """Open the screens and end the process with their exit code.

    Args:
        ctx: Holds the options that were given before the command.
        profile: What to watch; None for the welcome screen.
        pipeline: The pipeline to open; None for the first one listed.
        demo: The simulator to show as profile ``demo``; None for the usual one.

    Raises:
        InputError: There is no terminal.
    """
    # Textual reads the keyboard from stdin and draws on stderr.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise InputError(_NO_TERMINAL)
    _settle_environment()
    from nessie_tui.tui.app import NessieApp, Surroundings  # noqa: PLC0415 - see above

    options = ctx.find_root().params

    def origin(asked: Profile) -> Origin:
        return demo if demo and asked.name == DEMO_PROFILE.name else find_origin(asked)

    surroundings = Surroundings(
        load_profiles=_profiles,
        demo=DEMO_PROFILE,
        find_origin=origin,
        profiles_path=_with_tilde(profiles_path()),
        stamp=lambda: (stamp(profiles_path()), stamp(secrets_path())),
        refresh_seconds=options.get("refresh_seconds"),
        ascii_only=bool(options.get("ascii_only")) or is_ascii_only(),
    )
    app = NessieApp(surroundings, profile, pipeline=pipeline and clean(pipeline))
    mouse = not options.get("no_mouse")
    if sys.platform == "win32":
        app.run(mouse=mouse)
        ctx.exit(app.return_code or 0)
    else:
        from nessie_tui.tui.guard import run_guarded  # noqa: PLC0415 - not on Windows

        ctx.exit(run_guarded(app, mouse=mouse))


def _profiles() -> ProfileBook:
    book = load_profiles()
    spelled = environment_profile(os.environ)
    return replace(book, profiles=(*book.profiles, spelled)) if spelled else book


def _settle_environment() -> None:
    # Textual's own log would keep every key that is pressed, a secret's among them.
    os.environ.pop("TEXTUAL_LOG", None)
    # The standard says that an empty NO_COLOR means nothing; Textual takes it for a yes.
    if not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)


def _with_tilde(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)

"""Which parts are put together: profiles from disk, secrets, the API client, or the simulator."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nessie_tui.api.client import NessieClient
from nessie_tui.cli.demo import DEMO_PROFILE, demo_origin
from nessie_tui.errors import InputError
from nessie_tui.feed.budget import Budget, Ledger, MemoryLedger
from nessie_tui.feed.clock import SystemClock
from nessie_tui.feed.memory import Shelf
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.source import MixpanelSource, PipelineSource
from nessie_tui.model.profile import Profile, ProfileBook
from nessie_tui.storage.ledger import FileLedger
from nessie_tui.storage.path import project_folder
from nessie_tui.storage.profile_choice import (
    CHOICE_VARIABLE,
    ENVIRONMENT_PROFILE,
    choose_profile,
)
from nessie_tui.storage.profiles import load_profiles
from nessie_tui.storage.secrets import resolve_secret
from nessie_tui.storage.snapshot_cache import SnapshotCache

_CLOCK = SystemClock()


def find_origin(profile: Profile) -> Origin:
    """Return Mixpanel for a saved profile, the simulator for ``demo``.

    What a project was sent and what it answered is kept on the disk, for all profiles and programs
    that ask about it.
    """
    if profile.name == DEMO_PROFILE.name:
        return demo_origin()
    ledger: Ledger
    try:
        folder = project_folder(profile.host, profile.project_id)
    except InputError:  # without a home there is no place to keep anything
        ledger, shelf = MemoryLedger(), None
    else:
        ledger, shelf = FileLedger(folder / "requests"), SnapshotCache(folder / "snapshots")
    budget = Budget(profile.requests_per_hour, lambda: _CLOCK.now().timestamp(), ledger)
    return mixpanel_origin(budget, _CLOCK, shelf)


def mixpanel_origin(budget: Budget, clock: SystemClock, shelf: Shelf | None = None) -> Origin:
    """Return Mixpanel itself, or whatever stands at a profile's ``base_url``."""

    @asynccontextmanager
    async def connect(profile: Profile) -> AsyncIterator[PipelineSource]:
        secret = resolve_secret(profile, os.environ)
        async with NessieClient(profile, secret) as client:
            yield MixpanelSource(profile, client, budget, clock.now)

    return Origin(connect, clock, budget, shelf)


def chosen_profile(asked: str | None) -> Profile | None:
    """Return the profile to use; None when none is saved and none is asked for.

    Raises:
        SetupError: The profile asked for does not exist, or the file cannot be used.
    """
    name = asked or os.environ.get(CHOICE_VARIABLE)
    # A broken file is no reason to refuse a profile that does not stand in it.
    saved_elsewhere = name in {DEMO_PROFILE.name, ENVIRONMENT_PROFILE}
    book = ProfileBook() if saved_elsewhere else load_profiles()
    return choose_profile(book, name, os.environ, [DEMO_PROFILE])


def needed_profile(asked: str | None) -> Profile:
    """Return the profile to use.

    Raises:
        SetupError: As `chosen_profile`, and when there is none at all.
    """
    profile = chosen_profile(asked)
    if profile is None:
        msg = (
            "No profile is saved. Save one with nessie-tui profile add NAME --project-id N "
            "--username U --secret-file, or try --profile demo."
        )
        raise InputError(msg)
    return profile

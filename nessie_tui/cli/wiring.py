"""Which parts are put together: profiles from disk, secrets, the API client, or the simulator."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nessie_tui.api.client import NessieClient
from nessie_tui.cli.demo import DEMO_PROFILE, demo_origin
from nessie_tui.errors import InputError
from nessie_tui.feed.budget import Budget
from nessie_tui.feed.clock import SystemClock
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.source import MixpanelSource, PipelineSource
from nessie_tui.model.profile import Profile
from nessie_tui.storage.profile_choice import choose_profile
from nessie_tui.storage.profiles import load_profiles
from nessie_tui.storage.secrets import resolve_secret

_CLOCK = SystemClock()


@asynccontextmanager
async def connect(profile: Profile, budget: Budget) -> AsyncIterator[PipelineSource]:
    """Open a saved profile's connection to Mixpanel.

    Raises:
        SetupError: The secret is not to be had, or the environment's network settings are broken.
    """
    secret = resolve_secret(profile, os.environ)
    async with NessieClient(profile, secret) as client:
        yield MixpanelSource(profile, client, budget, _CLOCK.now)


def find_origin(profile: Profile) -> Origin:
    """Return Mixpanel for a saved profile, the simulator for ``demo``."""
    if profile.name == DEMO_PROFILE.name:
        return demo_origin()
    return Origin(connect, _CLOCK)


def chosen_profile(asked: str | None) -> Profile | None:
    """Return the profile to use; None when none is saved and none is asked for.

    Raises:
        SetupError: The profile asked for does not exist, or the file cannot be used.
    """
    if asked == DEMO_PROFILE.name:  # a broken file is no reason to refuse the demo
        return DEMO_PROFILE
    return choose_profile(load_profiles(), asked, os.environ, [DEMO_PROFILE])


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

"""Waiting until dates are covered: when to ask again, what to forgive, and when to give up."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from nessie_tui.cli.asked_date import AskedDate
from nessie_tui.cli.survey import Surveyed, survey_listed
from nessie_tui.errors import (
    RateLimitedError,
    RedirectedError,
    RefusedError,
    RejectedError,
    RequestError,
    UnknownPipelineError,
)
from nessie_tui.feed.backoff import rest_s
from nessie_tui.feed.origin import Origin
from nessie_tui.feed.source import PipelineSource
from nessie_tui.model.coverage import UnitRange
from nessie_tui.model.freshness import limits_of
from nessie_tui.model.pipeline import PipelineListing
from nessie_tui.model.profile import Profile
from nessie_tui.model.survey import Survey
from nessie_tui.model.verdict import judge
from nessie_tui.present.failure import failure_words
from nessie_tui.present.unit_words import range_words
from nessie_tui.present.wait_words import standing

_LONGEST_PAUSE_S = 600.0
_HOPELESS = (RefusedError, UnknownPipelineError)
"""Asking again changes nothing."""
_MISTAKEN = (RejectedError, RedirectedError)
"""Nor does it here, unless Mixpanel has answered before."""


class Vigil:
    """Watches one pipeline until some dates of it are covered."""

    def __init__(
        self, origin: Origin, profile: Profile, pipeline: str, tell: Callable[[str], None]
    ) -> None:
        """Begin now: from this moment ``yesterday`` is counted.

        Args:
            origin: Where to ask, and by which clock.
            profile: Whose pipeline.
            pipeline: Its name.
            tell: Takes what a person may want to know while it takes long.
        """
        self._origin = origin
        self._profile = profile
        self._pipeline = pipeline
        self._tell = tell
        self._begun = origin.clock.now()
        self._listing: PipelineListing | None = None
        self._failures = 0
        self.standing = ""
        """How the dates stood when Mixpanel answered last; empty where it never did."""

    async def covered(self, asked: AskedDate, patience: timedelta) -> str | None:
        """Return the dates in words as soon as they are covered; None where they are not in time.

        Raises:
            RequestError: Asking again would change nothing.
            SetupError: It could not even be asked.
            UsageError: The pipeline has no such dates.
        """
        clock, budget = self._origin.clock, self._origin.budget
        until = clock.monotonic() + patience.total_seconds()
        pause_s = budget.rest_s()  # what Mixpanel has told another program holds here, too
        async with self._origin.connect(self._profile) as source:
            while await self._pause(pause_s, until):
                try:
                    surveyed = await self._survey(source)
                except RequestError as error:
                    pause_s = self._failed(error)
                    continue
                awaited = asked.units(surveyed.found.units, self._begun)
                if self._is_covered(surveyed, awaited):
                    return range_words(surveyed.found.units, awaited)
                self._note(surveyed.found, awaited)
                # Before the dates have ended no answer can say that they are covered.
                ended = surveyed.found.units.end(awaited.last)
                if clock.monotonic() >= until or not await self._pause_to(ended, until):
                    return None
                wish_s = min(self._profile.refresh_seconds, until - clock.monotonic())
                pause_s = max(wish_s, budget.wait_s(), budget.rest_s())
        return None

    async def _survey(self, source: PipelineSource) -> Surveyed:
        if self._listing is None:
            self._listing = await source.pipelines()
        surveyed = await survey_listed(source, self._profile, self._pipeline, self._listing)
        self._failures = 0
        return surveyed

    def _is_covered(self, surveyed: Surveyed, awaited: UnitRange) -> bool:
        found, now = surveyed
        if awaited.last > found.coverage.newest_due:
            return False
        if found.pipeline.exports_in_full:
            age_s = judge(found, limits_of(self._profile), now).age_s
            since_s = (now - found.units.end(awaited.last)).total_seconds()
            return age_s is not None and age_s <= since_s
        coverage = found.coverage.between(awaited.first, awaited.last)
        return coverage.covered == awaited.count

    def _note(self, found: Survey, awaited: UnitRange) -> None:
        """Tell how the dates stand, where that has changed."""
        words = standing(found, awaited)
        if words != self.standing:
            self._tell(f"{self._pipeline}: {words}; waiting.")
        self.standing = words

    def _failed(self, error: RequestError) -> float:
        """Return for how many seconds to leave Mixpanel alone.

        Raises:
            RequestError: Waiting would not help.
        """
        if isinstance(error, _HOPELESS) or (isinstance(error, _MISTAKEN) and not self.standing):
            raise error
        self._failures += 1
        if self._failures == 1:
            self._tell(f"{failure_words(error, self._profile).sentence} Trying again until then.")
        pause_s = rest_s(error, self._failures, self._origin.uniform)
        if isinstance(error, RateLimitedError):
            self._origin.budget.rest(pause_s)
        return pause_s

    async def _pause(self, seconds: float, until: float) -> bool:
        """Return after so many seconds, or at `until`: False where that comes first."""
        if seconds <= 0:
            return True
        clock = self._origin.clock
        end = clock.monotonic() + seconds
        while (left := min(end, until) - clock.monotonic()) > 0:
            await clock.pause(min(left, _LONGEST_PAUSE_S), asyncio.Event())
        return end <= until

    async def _pause_to(self, moment: datetime, until: float) -> bool:
        """Return when the wall clock has come to `moment`, or at `until`: False there."""
        clock = self._origin.clock
        while (left := (moment - clock.now()).total_seconds()) > 0:
            # In steps, because that clock may run at another speed, or be set.
            if not await self._pause(min(left, self._profile.refresh_seconds), until):
                return False
        return True

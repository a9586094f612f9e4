"""Days of failing: the poller neither ends nor asks too often."""

from dataclasses import replace
from random import Random

import pytest

from nessie_tui.errors import (
    BudgetSpentError,
    CredentialsRefusedError,
    DeadlineError,
    DecodeError,
    PermissionRefusedError,
    RateLimitedError,
    RedirectedError,
    RejectedError,
    SecretUnavailableError,
    ServerTroubleError,
    UnknownPipelineError,
    UnreachableError,
    UntrustedError,
)
from nessie_tui.feed.budget import HOUR_S
from nessie_tui.feed.update import Arrival, PollFailure

pytestmark = pytest.mark.anyio

NAMES = [f"pipeline-{n}" for n in range(8)]
ERRORS = [
    CredentialsRefusedError(status=401),
    DeadlineError("too slow"),
    DecodeError("a page"),
    PermissionRefusedError(status=403),
    RateLimitedError(),
    RateLimitedError(retry_after_s=90.0),
    RedirectedError(status=302),
    RejectedError(status=400),
    ServerTroubleError(status=502),
    UnknownPipelineError("pipeline-3"),
    UnreachableError("no route"),
    UntrustedError("expired"),
]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("per_hour", "wish_s"), [(60, 5), (12, 60), (1, 3600)])
async def test_many_polls_stay_within_every_hours_budget(make_desk, seed, per_hour, wish_s):
    chance = Random(seed)  # noqa: S311 - for variety, not for secrets
    desk = make_desk(*NAMES)
    desk = make_desk(
        *NAMES,
        profile=replace(desk.profile, requests_per_hour=per_hour, refresh_seconds=wish_s),
    )
    desk.script.error_for = lambda _: chance.choice(ERRORS) if chance.random() < 0.4 else None
    desk.script.connect_errors.append(SecretUnavailableError("locked"))
    kinds = set()
    polls = 1000 if per_hour > 1 else 300  # an hour for each
    async with desk.watch() as updates:
        for _ in range(polls):
            update = await anext(updates)
            kinds.add(type(update.error if isinstance(update, PollFailure) else update))
            if isinstance(update, PollFailure) and not update.resumes:
                desk.poller.refresh_now()
            if chance.random() < 0.1:
                desk.poller.open(chance.choice(NAMES))
            if chance.random() < 0.1:
                desk.poller.refresh_now()
    at = [moment for moment, _ in desk.script.asked]
    assert len(at) >= polls - 2, "all but a failure to connect, and the news of a spent hour"
    first = 0
    for place, moment in enumerate(at):
        while at[first] <= moment - HOUR_S + 0.001:
            first += 1
        assert place - first + 1 <= per_hour
    assert kinds - {BudgetSpentError} == {Arrival, SecretUnavailableError, *map(type, ERRORS)}


async def test_five_thousand_failures_in_a_row_do_not_overflow(make_desk):
    desk = make_desk("daily")
    desk.script.error_for = lambda _: ServerTroubleError(status=503)
    async with desk.watch() as updates:
        for _ in range(5000):
            update = await anext(updates)
    assert update.resumes
    assert desk.script.asked[-1][0] - desk.script.asked[-2][0] == 900
    desk.script.error_for = None
    async with desk.watch() as updates:
        assert isinstance(await anext(updates), Arrival)

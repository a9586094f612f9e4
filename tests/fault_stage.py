"""A Mixpanel on a real socket that is well, until a fault of the tables strikes it."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from unittest import mock

from fault_answer import IN_HTTP
from fault_ending import Group, Road
from fault_server import CERTIFICATES, FaultServer, Reply, certificate, http, running
from fault_strike import BELOW_HTTP, Strike

from nessie_tui.api.time_limit import TimeLimits
from nessie_tui.model.profile import Profile, SecretKind, SecretSource

PROJECT_ID = 2195193
PIPELINE = "daily"
REFRESH_S = 3600.0
"""Longer than any wait after a first failure that is not told, so that each can be seen."""

PATIENT = TimeLimits(5.0, 5.0, 5.0)
HASTY = TimeLimits(connect_s=0.2, read_s=0.2, deadline_s=0.4)


def _task(state: str, day: int) -> dict[str, object]:
    date = f"2026-11-{day:02d}T00:00:00-08:00"
    times = dict.fromkeys(("run_at", "last_finish", "from_date", "to_date"), date)
    return {"name": PIPELINE, "state": state, **times}


_GOOD: dict[str, object] = {
    "jobs": {str(PROJECT_ID): [{"name": PIPELINE, "frequency": "daily", "sync_enabled": "true"}]},
    "status": {
        "failed": [_task("failed", 3)],
        "succeeded": [_task("succeeded", day) for day in (1, 2)],
    },
    "timeline": {"day_syncs": None},
}


@dataclass
class Mixpanel(FaultServer):
    """Answers well where no fault has struck."""

    replies: list[Reply] = field(default_factory=list)
    struck: dict[str, Reply] = field(default_factory=dict)
    """By route."""

    def reply_to(self, head: bytes) -> Reply:
        target = head.split()[1].decode()
        route = target.partition("?")[0].rpartition("/")[2]
        return self.struck.get(route) or http(json.dumps(_GOOD[route]).encode())


@dataclass(frozen=True)
class Fault:
    """A row of the tables."""

    name: str
    group: Group[Reply] | Group[Strike]
    strike: Strike

    @property
    def limits(self) -> TimeLimits:
        return HASTY if self.group.is_late else PATIENT

    def on(self, server: FaultServer) -> AbstractAsyncContextManager[None]:
        """Strike `server` for as long as the context lasts."""
        return self.strike(server)


def answering(reply: Reply, route: str) -> Strike:
    """Answer `route` with `reply`."""

    @asynccontextmanager
    async def strike(server: FaultServer) -> AsyncIterator[None]:
        assert isinstance(server, Mixpanel)
        server.struck[route] = reply
        yield
        del server.struck[route]

    return strike


FAULTS: list[Fault] = [
    *(Fault(name, group, strike) for group in BELOW_HTTP for name, strike in group.faults.items()),
    *(
        Fault(name, group, answering(reply, group.route))
        for group in IN_HTTP
        for name, reply in group.faults.items()
    ),
]


@asynccontextmanager
async def mixpanel(road: Road) -> AsyncIterator[tuple[Mixpanel, Profile]]:
    """Start one, with the environment that the `road` to it needs."""
    tls = certificate("good") if road is Road.TLS else None
    async with running(Mixpanel(tls=tls)) as server:
        place = f"127.0.0.1:{server.port}"
        environment = {"SSL_CERT_FILE": str(CERTIFICATES / "authority.pem")}
        if road is Road.PROXY:
            environment["HTTPS_PROXY"] = f"http://{place}"
        root = {
            Road.PLAIN: f"http://{place}",
            Road.NAMED: f"http://localhost:{server.port}",
            Road.TLS: f"https://{place}",
            Road.PROXY: f"https://{place}",
        }[road]
        profile = Profile(
            "acme-prod",
            PROJECT_ID,
            "exports",
            SecretSource(SecretKind.KEYRING),
            refresh_seconds=REFRESH_S,
            base_url=f"{root}/api/2.0",
        )
        with mock.patch.dict(os.environ, environment):
            yield server, profile

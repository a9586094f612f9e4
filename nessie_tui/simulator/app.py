"""The simulator as an ASGI application, for httpx in one process or a server on loopback."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from nessie_tui.simulator.account import Account
from nessie_tui.simulator.answer import Answer, error
from nessie_tui.simulator.clock import SimulatedClock
from nessie_tui.simulator.fault import Fault, FaultPlan
from nessie_tui.simulator.project import Project
from nessie_tui.simulator.request import Receive, Request, Scope, Send, read_request
from nessie_tui.simulator.request_log import RequestLog
from nessie_tui.simulator.scenario import SCENARIOS
from nessie_tui.simulator.timetable import moment_s

BASE_PATH = "/api/2.0"
DEFAULT_SCENARIO = "live"

_ROUTES_UNDER = f"{BASE_PATH}/nessie/pipeline/"

Handler = Callable[[Request, float], Answer]


class Simulator:
    """A Mixpanel in a box: one project, one account, five routes.

    Everything it answers follows from the scenario, the seed and the clock, except for what a pause
    or a fault changes.

    Attributes:
        clock: Turn it to see what happens next.
        account: The credentials it accepts.
        faults: Which answers go wrong.
        log: What was asked.
    """

    def __init__(
        self,
        scenario: str = DEFAULT_SCENARIO,
        seed: int = 1,
        *,
        clock: SimulatedClock | None = None,
        account: Account | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Set up a project.

        Args:
            scenario: A name in `SCENARIOS`.
            seed: Another seed is another history of the same scenario.
            clock: The time in the project; None for ours, at our speed.
            account: None for the demo's.
            sleep: Waits for the seconds of a slow fault.

        Raises:
            KeyError: No scenario has that name.
        """
        self.clock = clock or SimulatedClock(datetime.now(UTC))
        self.account = account or Account()
        self.faults = FaultPlan()
        self.log = RequestLog()
        self._sleep = sleep
        project = Project(self.account.project_id, SCENARIOS[scenario].build(seed))
        self._routes: dict[str, dict[str, Handler]] = {
            "jobs": {"GET": project.jobs},
            "status": {"GET": project.status, "POST": project.status},
            "timeline": {"GET": project.timeline},
            "pause": {"POST": project.pause},
            "resume": {"POST": project.resume},
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ASGI scope."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _lifespan(receive, send)
        else:
            msg = f"the simulator does not speak {scope['type']}"
            raise NotImplementedError(msg)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await read_request(scope, receive)
        route = self._route(request.path)
        number = self.log.begin(request, route)
        status = None
        try:
            fault = self.faults.take(route)
            answer = self._answer(request, route, fault)
            if await self._waits(fault.delay_s, receive):
                status = answer.status
                await answer.send(send)
        finally:
            self.log.end(number, status)

    def _route(self, path: str) -> str | None:
        name = path.removeprefix(_ROUTES_UNDER)
        return name if name != path and name in self._routes else None

    def _answer(self, request: Request, route: str | None, fault: Fault) -> Answer:
        answer = self._honest_answer(request, route) if fault.instead is None else fault.instead
        return fault.spoil(answer, request)

    def _honest_answer(self, request: Request, route: str | None) -> Answer:
        if route is None:
            return error(404, "not found")
        handlers = self._routes[route]
        if request.method not in handlers:
            return error(405, "method not allowed", (("allow", ", ".join(handlers)),))
        refusal = self.account.refusal(request)
        if refusal is not None:
            return refusal
        return handlers[request.method](request, moment_s(self.clock.now()))

    async def _waits(self, delay_s: float, receive: Receive) -> bool:
        """Wait, and tell whether there is still somebody to answer."""
        if not delay_s:
            return True
        waiting = asyncio.ensure_future(self._sleep(delay_s))
        leaving = asyncio.ensure_future(receive())  # the request was read: this is its end
        try:
            await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
            return waiting.done()
        finally:
            waiting.cancel()
            leaving.cancel()


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return

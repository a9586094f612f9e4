"""The simulated project: its pipelines, which of them are paused, and every answer about them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from nessie_tui.simulator import wire
from nessie_tui.simulator.answer import Answer, error, ok
from nessie_tui.simulator.attempt import Pause
from nessie_tui.simulator.pipeline import Pauses, SimulatedPipeline
from nessie_tui.simulator.request import Request


class Project:
    """Answers the five routes of one project, for a request that may ask.

    Pauses are the only thing here that a request changes.
    """

    def __init__(self, project_id: int, pipelines: Sequence[SimulatedPipeline]) -> None:
        self._project_id = project_id
        self._pipelines = tuple(pipelines)
        self._pauses: dict[str, Pauses] = {}

    def jobs(self, request: Request, now_s: float) -> Answer:
        """List the pipelines under the project's id, which is a text."""
        del request
        listed = [p.job(now_s, self._pauses_of(p)) for p in self._pipelines]
        return ok(wire.body({str(self._project_id): listed}))

    def status(self, request: Request, now_s: float) -> Answer:
        """List or count a pipeline's tasks."""
        summary = request.param("summary") == "true"
        states = frozenset(request.all_params("status"))

        def status(found: SimulatedPipeline) -> Answer:
            reading = found.reading(now_s, self._pauses_of(found))
            return ok(reading.body(summary=summary, states=states))

        return self._about(request, status)

    def timeline(self, request: Request, now_s: float) -> Answer:
        """List the days on which a pipeline synced."""
        return self._about(
            request, lambda found: ok(wire.body(found.timeline(now_s, self._pauses_of(found))))
        )

    def pause(self, request: Request, now_s: float) -> Answer:
        """Cancel what a pipeline is doing and let nothing new begin. Pausing twice is no error."""

        def pause(found: SimulatedPipeline) -> Answer:
            pauses = self._pauses_of(found)
            if not _is_paused(pauses):
                self._pauses[found.name] = (*pauses, Pause(int(now_s)))
            return ok(wire.body({"status": "ok"}))

        return self._about(request, pause)

    def resume(self, request: Request, now_s: float) -> Answer:
        """Let a pipeline go on. Resuming one that is not paused is no error."""

        def resume(found: SimulatedPipeline) -> Answer:
            pauses = self._pauses_of(found)
            if _is_paused(pauses):
                ended = replace(pauses[-1], ended_s=now_s)
                self._pauses[found.name] = (*pauses[:-1], ended)
            return ok(wire.body({"status": "ok"}))

        return self._about(request, resume)

    def _about(self, request: Request, answer: Callable[[SimulatedPipeline], Answer]) -> Answer:
        # Of two pipelines with one name the first is meant.
        name = request.param("name")
        if name is None:
            return error(400, "name is required")
        found = next((p for p in self._pipelines if p.name == name), None)
        return error(404, f"no pipeline named {name}") if found is None else answer(found)

    def _pauses_of(self, pipeline: SimulatedPipeline) -> Pauses:
        return self._pauses.get(pipeline.name, ())


def _is_paused(pauses: Pauses) -> bool:
    return bool(pauses) and pauses[-1].ended_s == float("inf")

"""Where answers come from: the one thing a screen or a command may ask.

`PipelineSource` is what they know; `MixpanelSource` is the real one.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from nessie_tui.api.client import NessieClient
from nessie_tui.api.endpoints.jobs import jobs
from nessie_tui.api.endpoints.status import status
from nessie_tui.api.endpoints.timeline import timeline
from nessie_tui.api.request import ApiRequest
from nessie_tui.errors import (
    BudgetSpentError,
    CredentialsRefusedError,
    RejectedError,
    UnknownPipelineError,
    UnreachableError,
)
from nessie_tui.feed.budget import Budget
from nessie_tui.model.nearest import nearest
from nessie_tui.model.pipeline import Pipeline, PipelineListing
from nessie_tui.model.profile import AuthKind, Profile
from nessie_tui.model.snapshot import TaskSnapshot
from nessie_tui.model.state import TaskState
from nessie_tui.model.timeline import Timeline

T = TypeVar("T")

_NOT_FOUND = 404
_WRONG_METHOD = 405


class PipelineSource(Protocol):
    """Answers questions about one project. Every method raises `RequestError` and nothing else."""

    async def pipelines(self) -> PipelineListing:
        """Return the project's pipelines and those that the profile names besides."""

    async def tasks(self, pipeline: str, states: Iterable[TaskState] = ()) -> TaskSnapshot:
        """Return a pipeline's tasks; `states` spares the server the others, where it can."""

    async def counts(self, pipeline: str) -> TaskSnapshot:
        """Return a pipeline's tasks per state, as cheaply as the server allows."""

    async def timeline(self, pipeline: str) -> Timeline:
        """Return the days on which a pipeline synced."""


Connect = Callable[[Profile], AbstractAsyncContextManager[PipelineSource]]
"""Opens a profile's source and closes it again. Entering may raise `SetupError`."""


class MixpanelSource:
    """A project as Mixpanel's API tells it.

    Two things about the API are contradicted by its own pages, so they are found out by asking and
    remembered: whether a project secret wants ``project_id`` beside it, and whether a route answers
    to GET or only to the POST form of the older pages.
    """

    def __init__(
        self, profile: Profile, client: NessieClient, budget: Budget, now: Callable[[], datetime]
    ) -> None:
        """Answer for `profile` through `client`, taking every request from `budget`."""
        self._profile = profile
        self._client = client
        self._budget = budget
        self._now = now
        self._names_project = profile.auth is AuthKind.SERVICE_ACCOUNT
        self._form_paths: set[str] = set()
        self._names: tuple[str, ...] = profile.pipelines
        self._wire_names: dict[str, str] = {}

    async def pipelines(self) -> PipelineListing:
        """Ask the ``jobs`` route."""
        listed = await self._ask(jobs(self._project_id))
        names = {pipeline.name for pipeline in listed}
        named = tuple(
            Pipeline(name, str(self._profile.project_id), listed=False)
            for name in self._profile.pipelines
            if name not in names
        )
        self._names = (*names, *self._profile.pipelines)
        self._wire_names = {p.name: p.wire_name.raw for p in listed if p.wire_name is not None}
        return PipelineListing(self._now(), (*listed, *named))

    async def tasks(self, pipeline: str, states: Iterable[TaskState] = ()) -> TaskSnapshot:
        """Ask the ``status`` route for everything."""
        request = status(self._project_id, self._as_sent(pipeline), states=states)
        return TaskSnapshot(pipeline, self._now(), await self._ask_about(pipeline, request))

    async def counts(self, pipeline: str) -> TaskSnapshot:
        """Ask the ``status`` route for its summary; a server that ignores that sends tasks."""
        request = status(self._project_id, self._as_sent(pipeline), summary=True)
        return TaskSnapshot(pipeline, self._now(), await self._ask_about(pipeline, request))

    async def timeline(self, pipeline: str) -> Timeline:
        """Ask the ``timeline`` route."""
        request = timeline(self._project_id, self._as_sent(pipeline))
        return Timeline(pipeline, self._now(), await self._ask_about(pipeline, request))

    @property
    def _project_id(self) -> int | None:
        return self._profile.project_id if self._names_project else None

    def _as_sent(self, pipeline: str) -> str:
        # A listed name may have been cleaned; Mixpanel knows it only as it was.
        return self._wire_names.get(pipeline, pipeline)

    async def _ask_about(self, pipeline: str, request: ApiRequest[T]) -> T:
        try:
            return await self._ask(request)
        except RejectedError as error:
            if error.status != _NOT_FOUND:
                raise
            raise UnknownPipelineError(
                pipeline, nearest=nearest(pipeline, self._names), status=error.status
            ) from None

    async def _ask(self, request: ApiRequest[T]) -> T:
        try:
            return await self._send(request)
        except (RejectedError, CredentialsRefusedError) as error:
            # Old pages: a project secret names its project itself. New ones: the id is required.
            if self._names_project or "project" not in error.detail.lower():
                raise
        answer = await self._send(request.with_project(self._profile.project_id))
        self._names_project = True
        return answer

    async def _send(self, request: ApiRequest[T]) -> T:
        if request.path in self._form_paths:
            return await self._send_once(request.as_form())
        try:
            return await self._send_once(request)
        except RejectedError as error:
            wordless = error.status == _NOT_FOUND and not error.detail
            if error.status != _WRONG_METHOD and not wordless:
                raise
            refused = error
        try:
            answer = await self._send_once(request.as_form())
        except RejectedError as error:
            if error.status == _WRONG_METHOD:  # neither way: the method was not the trouble
                raise refused from None
            if refused.status == _WRONG_METHOD:
                self._form_paths.add(request.path)
            raise
        self._form_paths.add(request.path)
        return answer

    async def _send_once(self, request: ApiRequest[T]) -> T:
        if not self._budget.take():
            raise BudgetSpentError(wait_s=self._budget.ceiling_wait_s())
        try:
            return await self._client.send(request)
        except UnreachableError:
            self._budget.give_back()
            raise

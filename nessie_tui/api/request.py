"""A question to Mixpanel, with the reader of its answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Params = tuple[tuple[str, str], ...]
"""Names and values in order; a name may stand several times (``status=failed&status=running``)."""


@dataclass(frozen=True, slots=True)
class ApiRequest(Generic[T]):
    """One question: where it goes, what it carries and how its answer is read."""

    path: str
    """Relative to the profile's API root, with a leading slash."""
    params: Params
    decode: Callable[[bytes], T]
    """Takes the whole, decompressed body; raises `UnreadableAnswerError`, `RejectedError` only."""
    method: Literal["GET", "POST"] = "GET"
    """A POST carries `params` as a form."""

    def as_form(self) -> "ApiRequest[T]":
        """Return the same question as a POST form, the way Mixpanel's older pages ask it."""
        return replace(self, method="POST")

    def with_project(self, project_id: int) -> "ApiRequest[T]":
        """Return the same question with the project named in it."""
        others = tuple(pair for pair in self.params if pair[0] != "project_id")
        return replace(self, params=(("project_id", str(project_id)), *others))


def project_param(project_id: int | None) -> Params:
    """Return the parameter that names the project, or none for None."""
    return () if project_id is None else (("project_id", str(project_id)),)

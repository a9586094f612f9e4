"""Errors in words: what happened and what a person can do about it."""

from dataclasses import dataclass
from math import ceil

from nessie_tui.errors import (
    BudgetSpentError,
    CredentialsRefusedError,
    DeadlineError,
    LostError,
    NessieError,
    NotFoundError,
    NotHttpError,
    PermissionRefusedError,
    PlanRefusedError,
    ProxyRefusedError,
    RateLimitedError,
    RedirectedError,
    RefusedError,
    RejectedError,
    RequestError,
    ServerTroubleError,
    TooLargeError,
    UnknownPipelineError,
    UnreachableError,
    UnreadableAnswerError,
    UntrustedError,
    WebPageError,
)
from nessie_tui.model.profile import PROJECT_SECRETS_RETIRE, AuthKind, Profile
from nessie_tui.present.time_words import span


@dataclass(frozen=True, slots=True)
class FailureWords:
    """An error for people."""

    title: str
    """A few words for the status line: ``offline``."""
    what: str
    """One sentence: what happened."""
    advice: str = ""
    """One sentence: what a person can do; empty when waiting is all there is."""

    @property
    def sentence(self) -> str:
        """What happened and what to do, in one line."""
        return f"{self.what} {self.advice}".strip()


# A row per kind of error; a kind without one has its parent's. In braces: the profile's {host},
# {project}, {profile} and {limit}; the error's {detail}, {status} and {wait}; {code}, which is the
# status in parentheses, and {said}, which is the detail as a quotation, or nothing.
_WORDS: dict[type[RequestError], FailureWords] = {
    UntrustedError: FailureWords(
        "TLS not trusted",
        "The certificate of {host} was not accepted: {detail}.",
        "Behind a company proxy, point SSL_CERT_FILE at its certificate; check the clock.",
    ),
    ProxyRefusedError: FailureWords(
        "proxy refused",
        "The proxy on the way to {host} refused: {detail}.",
        "Check HTTPS_PROXY, and the name and password in it.",
    ),
    UnreachableError: FailureWords(
        "offline",
        "{host} could not be reached: {detail}.",
        "Check the network, HTTPS_PROXY and the profile's {place}.",
    ),
    LostError: FailureWords(
        "connection lost", "{host} was asked, and its answer broke off: {detail}."
    ),
    DeadlineError: FailureWords("no answer in time", "{host}: {detail}.", "Check the network."),
    CredentialsRefusedError: FailureWords(
        "sign-in refused (401)",
        "Mixpanel refused the credentials of profile {profile}.{said}",
        "{sign_in_advice}",
    ),
    PlanRefusedError: FailureWords(
        "not in this plan (402)",
        "The plan of project {project} does not include this API.{said}",
        "Data Pipelines are an add-on: ask whoever manages the Mixpanel plan.",
    ),
    PermissionRefusedError: FailureWords(
        "no access (403)",
        "This account may not see project {project}.{said}",
        "It needs the admin or owner role there; check project_id and {place}.",
    ),
    UnknownPipelineError: FailureWords(
        "unknown pipeline", "Project {project} has no pipeline {detail}.", "{pipeline_advice}"
    ),
    RateLimitedError: FailureWords(
        "throttled (429)",
        "Project {project} was asked too often, by all its programs together.{said}",
        "Requests rest until Mixpanel allows them again.",
    ),
    BudgetSpentError: FailureWords(
        "budget spent",
        (
            "The {limit} requests an hour that profile {profile} allows are spent; "
            "the next may go in {wait}."
        ),
        "Wait, or raise requests_per_hour in the profile.",
    ),
    ServerTroubleError: FailureWords("server trouble{code}", "{host} answered {status}.{said}"),
    RedirectedError: FailureWords(
        "redirected{code}",
        "{host} points to another address, {detail}, which is not followed.",
        "A redirect would carry the secret away: check base_url and the network.",
    ),
    NotFoundError: FailureWords(
        "not found (404)",
        "{host} has nothing there for project {project}.{said}",
        "Is it another region or another project? Check the profile's {place} and project_id.",
    ),
    RejectedError: FailureWords(
        "request refused{code}",
        "Mixpanel did not accept the request for project {project}.{said}",
        "Check the profile's project_id and {place}.",
    ),
    TooLargeError: FailureWords("answer too large", "{host}: {detail}."),
    NotHttpError: FailureWords(
        "unreadable answer",
        "{host} did not answer in HTTP: {detail}.",
        "Check HTTPS_PROXY and the profile's {place}.",
    ),
    WebPageError: FailureWords(
        "unreadable answer",
        "{host}: {detail}.",
        "A sign-in page of the network, or a proxy, may stand in between: open it in a browser.",
    ),
    UnreadableAnswerError: FailureWords("unreadable answer", "{host}: {detail}."),
    RefusedError: FailureWords(
        "refused", "Mixpanel refused profile {profile}.{said}", "{sign_in_advice}"
    ),
    RequestError: FailureWords("no answer", "{host}: {detail}."),
}


def failure_words(error: NessieError, profile: Profile) -> FailureWords:
    """Return the words for `error`, which came while asking for `profile`.

    An error of another kind than `RequestError` has its words in its message.
    """
    if not isinstance(error, RequestError):
        return FailureWords("set-up needed", str(error))
    template = next(_WORDS[kind] for kind in type(error).__mro__ if kind in _WORDS)
    facts = {
        "host": profile.host,
        "project": profile.project_id,
        "profile": profile.name,
        "detail": error.detail.rstrip(".") or "no reason given",
        "status": "without a status" if error.status is None else error.status,
        "code": "" if error.status is None else f" ({error.status})",
        "limit": profile.requests_per_hour,
        "wait": span(ceil(error.wait_s)) if isinstance(error, BudgetSpentError) else "",
        "said": f' Mixpanel said: "{error.detail}".' if error.detail else "",
        "place": "region" if profile.base_url is None else "base_url",
        "sign_in_advice": _sign_in_advice(profile),
        "pipeline_advice": _pipeline_advice(error),
    }
    return FailureWords(
        template.title.format_map(facts),
        template.what.format_map(facts),
        template.advice.format_map(facts),
    )


def _sign_in_advice(profile: Profile) -> str:
    if profile.auth is AuthKind.PROJECT_SECRET:
        return (
            "Check secret and region. Mixpanel retires project secrets on "
            f"{PROJECT_SECRETS_RETIRE}: consider a service account."
        )
    return f"Check username, secret and region (it asks {profile.host})."


def _pipeline_advice(error: RequestError) -> str:
    nearest = error.nearest if isinstance(error, UnknownPipelineError) else None
    return f"Did you mean {nearest}?" if nearest else "`nessie-tui pipelines` lists them."

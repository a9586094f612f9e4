"""Errors in words: what happened and what a person can do about it."""

from dataclasses import dataclass

from nessie_tui.errors import (
    CredentialsRefusedError,
    DeadlineError,
    NessieError,
    PermissionRefusedError,
    PlanRefusedError,
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
)
from nessie_tui.model.profile import PROJECT_SECRETS_RETIRE, AuthKind, Profile


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


# A row per kind of error. In braces: the profile's {host}, {project} and {profile}; the error's
# {detail} and {status}; {said}, which is the detail as a quotation, or nothing.
_WORDS: dict[type[RequestError], FailureWords] = {
    UntrustedError: FailureWords(
        "TLS not trusted",
        "The certificate of {host} was not accepted.",
        "Behind a company proxy, point SSL_CERT_FILE at its certificate; check the clock.",
    ),
    UnreachableError: FailureWords(
        "offline",
        "{host} could not be reached: {detail}.",
        "Check the network, HTTPS_PROXY and the profile's {place}.",
    ),
    DeadlineError: FailureWords("too slow", "{host}: {detail}.", "Check the network."),
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
    ServerTroubleError: FailureWords(
        "server trouble ({status})", "{host} answered {status}.{said}"
    ),
    RedirectedError: FailureWords(
        "redirected ({status})",
        "{host} points to another address, {detail}, which is not followed.",
        "A redirect would carry the secret away: check base_url and the network.",
    ),
    RejectedError: FailureWords(
        "request refused",
        "Mixpanel did not accept the request for project {project}.{said}",
        "Check the profile's project_id and {place}.",
    ),
    TooLargeError: FailureWords("answer too large", "{host}: {detail}."),
    UnreadableAnswerError: FailureWords(
        "unreadable answer",
        "{host}: {detail}.",
        "A sign-in page of the network, or a proxy, may stand in between.",
    ),
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

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nessie_tui import errors
from nessie_tui.errors import (
    BudgetSpentError,
    CredentialsRefusedError,
    DeadlineError,
    LostError,
    NotFoundError,
    NotHttpError,
    PermissionRefusedError,
    PlanRefusedError,
    ProxyRefusedError,
    RateLimitedError,
    RedirectedError,
    RejectedError,
    RequestError,
    SecretUnavailableError,
    ServerTroubleError,
    TooLargeError,
    UnknownPipelineError,
    UnreachableError,
    UntrustedError,
    WebPageError,
)
from nessie_tui.model.profile import AuthKind, Profile, Region, SecretKind, SecretSource
from nessie_tui.model.text import clean
from nessie_tui.present.failure import failure_words

ACME = Profile("acme-prod", 2195193, "exports", SecretSource(SecretKind.KEYRING), region=Region.EU)
WITH_SECRET = replace(ACME, auth=AuthKind.PROJECT_SECRET, username="")
HOST = "data-eu.mixpanel.com"


KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, RequestError)
]


@pytest.mark.parametrize("profile", [ACME, WITH_SECRET], ids=lambda profile: profile.auth)
@pytest.mark.parametrize("detail", ["", "it said no.", "{braces} and {0}"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_that_says_where_it_happened(kind, detail, profile):
    error = BudgetSpentError(90.0) if kind is BudgetSpentError else kind(detail)
    words = failure_words(error, profile)
    for text in (words.title, words.what, words.advice, words.sentence):
        assert "None" not in text
        assert "{" not in text.replace(detail, "")
        assert "  " not in text
    assert words.title
    assert words.what.endswith(".")
    assert not words.advice or words.advice.endswith((".", "?"))
    assert any(name in words.sentence for name in (HOST, "2195193", "acme-prod"))


@pytest.mark.parametrize(
    ("error", "title", "sentence"),
    [
        (
            UnreachableError("no address for data-eu.mixpanel.com"),
            "offline",
            (
                f"{HOST} could not be reached: no address for data-eu.mixpanel.com. "
                "Check the network, HTTPS_PROXY and the profile's region."
            ),
        ),
        (
            UntrustedError("self-signed"),
            "TLS not trusted",
            (
                f"The certificate of {HOST} was not accepted: self-signed. "
                "Behind a company proxy, point "
                "SSL_CERT_FILE at its certificate; check the clock."
            ),
        ),
        (
            DeadlineError("no whole answer within 30 s"),
            "no answer in time",
            f"{HOST}: no whole answer within 30 s. Check the network.",
        ),
        (
            PlanRefusedError("upgrade", status=402),
            "not in this plan (402)",
            (
                'The plan of project 2195193 does not include this API. Mixpanel said: "upgrade". '
                "Data Pipelines are an add-on: ask whoever manages the Mixpanel plan."
            ),
        ),
        (
            PermissionRefusedError(status=403),
            "no access (403)",
            (
                "This account may not see project 2195193. "
                "It needs the admin or owner role there; check project_id and region."
            ),
        ),
        (
            RateLimitedError(retry_after_s=7.0),
            "throttled (429)",
            (
                "Project 2195193 was asked too often, by all its programs together. "
                "Requests rest until Mixpanel allows them again."
            ),
        ),
        (ServerTroubleError(status=502), "server trouble (502)", f"{HOST} answered 502."),
        (
            ServerTroubleError(),
            "server trouble",
            f"{HOST} answered without a status.",
        ),
        (
            RedirectedError("https://evil.example", status=302),
            "redirected (302)",
            (
                f"{HOST} points to another address, https://evil.example, which is not followed. "
                "A redirect would carry the secret away: check base_url and the network."
            ),
        ),
        (
            ProxyRefusedError("407 Proxy Authentication Required"),
            "proxy refused",
            (
                f"The proxy on the way to {HOST} refused: 407 Proxy Authentication Required. "
                "Check HTTPS_PROXY, and the name and password in it."
            ),
        ),
        (
            LostError("the connection was closed"),
            "connection lost",
            f"{HOST} was asked, and its answer broke off: the connection was closed.",
        ),
        (
            BudgetSpentError(89.5),
            "budget spent",
            (
                "The 60 requests an hour that profile acme-prod allows are spent; the next may go "
                "in 1 m. Wait, or raise requests_per_hour in the profile."
            ),
        ),
        (
            NotFoundError(status=404),
            "not found (404)",
            (
                f"{HOST} has nothing there for project 2195193. Is it another region or another "
                "project? Check the profile's region and project_id."
            ),
        ),
        (
            RejectedError(status=422),
            "request refused (422)",
            (
                "Mixpanel did not accept the request for project 2195193. "
                "Check the profile's project_id and region."
            ),
        ),
        (
            NotHttpError("illegal status line"),
            "unreadable answer",
            (
                f"{HOST} did not answer in HTTP: illegal status line. "
                "Check HTTPS_PROXY and the profile's region."
            ),
        ),
        (
            WebPageError("an HTML page instead of JSON"),
            "unreadable answer",
            (
                f"{HOST}: an HTML page instead of JSON. A sign-in page of the network, or a proxy, "
                "may stand in between: open it in a browser."
            ),
        ),
        (
            TooLargeError("more than 64 MB"),
            "answer too large",
            f"{HOST}: more than 64 MB.",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_is_said(error, title, sentence):
    words = failure_words(error, ACME)
    assert words.title == title
    assert words.sentence == sentence


def test_a_refused_service_account_is_told_where_it_was_refused():
    words = failure_words(CredentialsRefusedError("Unauthorized", status=401), ACME)
    assert words.title == "sign-in refused (401)"
    assert words.sentence == (
        'Mixpanel refused the credentials of profile acme-prod. Mixpanel said: "Unauthorized". '
        f"Check username, secret and region (it asks {HOST})."
    )


def test_a_refused_project_secret_is_told_that_its_kind_retires():
    advice = failure_words(CredentialsRefusedError(status=401), WITH_SECRET).advice
    assert "2027-03-03" in advice
    assert "service account" in advice
    assert "username" not in advice


@pytest.mark.parametrize(
    ("nearest", "advice"),
    [("events-daily", "Did you mean events-daily?"), (None, "`nessie-tui pipelines` lists them.")],
)
def test_an_unknown_pipeline_comes_with_a_way_on(nearest, advice):
    words = failure_words(UnknownPipelineError("events-dayly", nearest=nearest), ACME)
    assert words.what == "Project 2195193 has no pipeline events-dayly."
    assert words.advice == advice


def test_a_new_kind_of_error_has_the_words_of_its_parent():
    class WeatherError(ServerTroubleError):
        """A kind that nobody has written words for."""

    words = failure_words(WeatherError(status=503), ACME)
    assert words.title == "server trouble (503)"


def test_what_is_wrong_on_this_machine_is_said_by_its_message():
    words = failure_words(SecretUnavailableError("The keyring is locked. Unlock it."), ACME)
    assert words.sentence == "The keyring is locked. Unlock it."
    assert words.title == "set-up needed"


@given(st.text().map(clean), st.sampled_from([RejectedError, UnknownPipelineError]))
def test_whatever_a_server_says_is_quoted_as_it_is(detail, kind):
    words = failure_words(kind(detail), ACME)
    assert detail.rstrip(".") in words.what

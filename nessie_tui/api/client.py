"""The connection to Mixpanel: one request, one answer, or one error of ours.

Nothing here waits, retries or remembers; that is the feed's business.
"""

import asyncio
import logging
import os
import ssl
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from nessie_tui import __version__
from nessie_tui.api import breakdown, refusal
from nessie_tui.api.body import has_length, read_body
from nessie_tui.api.request import ApiRequest
from nessie_tui.api.time_limit import DEFAULT_LIMITS, TimeLimits
from nessie_tui.errors import (
    DeadlineError,
    DecodeError,
    InputError,
    LostError,
    RejectedError,
    RequestError,
)
from nessie_tui.model.profile import AuthKind, Profile
from nessie_tui.model.secret import Secret

T = TypeVar("T")

_ERROR_BODY_BYTES = 64 * 1024
_ERROR_BODY_SHARE = 0.5
"""How much of the deadline the body of an error may take; its status has come by then."""
_SUCCESS = 200


class NessieClient:
    """One profile's connection, kept alive between requests and closed at the end.

    The secret is turned into a Basic header inside httpx's own auth object and held nowhere else:
    per-request credentials would stand in every traceback. Redirects are never followed and no
    cookie is kept.
    """

    def __init__(
        self,
        profile: Profile,
        secret: Secret,
        *,
        app: Any = None,
        limits: TimeLimits = DEFAULT_LIMITS,
    ) -> None:
        """Prepare the connection; nothing is sent yet.

        Args:
            profile: Says where to ask and as whom.
            secret: The service account's or the project's secret.
            app: An ASGI application to ask in place of the network: the demo's simulator.
            limits: How long a request may take.

        Raises:
            InputError: A proxy or certificate variable of the environment cannot be used.
        """
        self._root = profile.api_root
        self._limits = limits
        self._client = _open(profile, secret, app, limits)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection; a request under way fails."""
        await self._client.aclose()

    async def send(self, request: ApiRequest[T]) -> T:
        """Ask once.

        Raises:
            RequestError: Any of its kinds; nothing else leaves.
        """
        try:
            async with asyncio.timeout(self._limits.deadline_s):
                body, is_measured = await self._body(request)
        except RequestError:
            raise
        except TimeoutError:
            msg = f"no whole answer within {self._limits.deadline_s:g} s"
            raise DeadlineError(msg) from None
        except Exception as error:  # noqa: BLE001 - whoever watches for days survives our bugs too
            raise breakdown.error_for(error, self._limits) from None
        return _read(request, body, is_measured=is_measured)

    async def _body(self, request: ApiRequest[T]) -> tuple[bytes, bool]:
        """Return an answer's body, and whether it said itself where it ends."""
        response = await self._client.send(self._asked(request), stream=True)
        try:
            if response.status_code == _SUCCESS:
                return await read_body(response), has_length(response)
            said = await self._glimpse(response)
            raise refusal.error_for(response.status_code, response.headers, said)
        finally:
            await response.aclose()

    def _asked(self, request: ApiRequest[T]) -> httpx.Request:
        url = f"{self._root}{request.path}"
        try:
            if request.method == "GET":
                return self._client.build_request("GET", url, params=list(request.params))
            return self._client.build_request("POST", url, data=_form(request))
        except UnicodeEncodeError:  # a name that Mixpanel wrote with half a character in it
            raise RejectedError from None

    async def _glimpse(self, response: httpx.Response) -> bytes:
        # What an error says is welcome, never worth a second error, nor the loss of the first.
        try:
            async with asyncio.timeout(self._limits.deadline_s * _ERROR_BODY_SHARE):
                return await read_body(response, _ERROR_BODY_BYTES)
        except (RequestError, TimeoutError, httpx.HTTPError):
            return b""


def _read(request: ApiRequest[T], body: bytes, *, is_measured: bool) -> T:
    try:
        return request.decode(body)
    except DecodeError as error:
        # Without a length a connection that broke looks like the end of a whole answer.
        if error.is_cut_off and not is_measured:
            raise LostError(error.detail) from None
        raise
    except RequestError:
        raise
    except Exception as error:  # noqa: BLE001 - the same
        raise breakdown.internal_error(error) from None


def _form(request: ApiRequest[T]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in request.params:
        form.setdefault(name, []).append(value)
    return form


def _open(profile: Profile, secret: Secret, app: Any, limits: TimeLimits) -> httpx.AsyncClient:
    for name in ("httpx", "httpcore"):  # they write addresses and headers into anybody's log
        logging.getLogger(name).setLevel(logging.WARNING)
    if profile.auth is AuthKind.PROJECT_SECRET:
        auth = httpx.BasicAuth(secret.reveal(), "")
    else:
        auth = httpx.BasicAuth(profile.username, secret.reveal())
    # Plain http is for loopback, which is never behind a proxy: one would see the secret.
    speaks_tls = app is None and profile.api_root.startswith("https:")
    try:
        client = httpx.AsyncClient(
            auth=auth,
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": f"nessie-tui/{__version__}",
            },
            timeout=httpx.Timeout(limits.read_s, connect=limits.connect_s, pool=limits.connect_s),
            follow_redirects=False,
            event_hooks={"response": [_refuse_redirect]},
            transport=None if app is None else httpx.ASGITransport(app=app),
            trust_env=speaks_tls,
            verify=_trust() if speaks_tls else False,
        )
    except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
        msg = (
            "the network settings of this environment cannot be used "
            f"({type(error).__name__}). Check HTTPS_PROXY, ALL_PROXY, NO_PROXY and SSL_CERT_FILE."
        )
        raise InputError(msg) from None
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client


async def _refuse_redirect(response: httpx.Response) -> None:
    # Before httpx looks where it points, which it does also where it does not follow, and may fail.
    if response.has_redirect_location:
        raise refusal.error_for(response.status_code, response.headers, b"")


def _trust() -> ssl.SSLContext:
    # The system's own store, so that a company's proxy certificate works as it does in a browser.
    # Loading it costs 20 ms, which plain http on loopback has no use for.
    import truststore  # noqa: PLC0415 - only where TLS is spoken

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    named = os.environ.get("SSL_CERT_FILE")
    if named:  # OpenSSL passes over a file that it cannot read, and then trusts nobody
        context.load_verify_locations(cafile=named)
    return context

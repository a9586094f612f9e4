"""The connection to Mixpanel: one request, one answer, or one error of ours.

Nothing here waits, retries or remembers; that is the feed's business.
"""

import asyncio
import os
import ssl
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from nessie_tui import __version__
from nessie_tui.api.body import read_body
from nessie_tui.api.refusal import error_for
from nessie_tui.api.request import ApiRequest
from nessie_tui.errors import (
    DeadlineError,
    DecodeError,
    InputError,
    RequestError,
    TooLargeError,
    UnreachableError,
    UntrustedError,
)
from nessie_tui.model.profile import AuthKind, Profile
from nessie_tui.model.secret import Secret
from nessie_tui.model.text import clean

T = TypeVar("T")

DEADLINE_S = 20.0
"""Seconds for a whole answer. httpx's own limits never end an answer that trickles."""
_TIMEOUT = httpx.Timeout(connect=5.0, read=10.0, write=10.0, pool=5.0)
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
        deadline_s: float = DEADLINE_S,
    ) -> None:
        """Prepare the connection; nothing is sent yet.

        Args:
            profile: Says where to ask and as whom.
            secret: The service account's or the project's secret.
            app: An ASGI application to ask in place of the network: the demo's simulator.
            deadline_s: Seconds for a whole answer.

        Raises:
            InputError: A proxy or certificate variable of the environment cannot be used.
        """
        self._root = profile.api_root
        self._deadline_s = deadline_s
        self._client = _open(profile, secret, app)

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
            async with asyncio.timeout(self._deadline_s):
                body = await self._body(request)
        except TimeoutError:
            msg = f"no whole answer within {self._deadline_s:g} s"
            raise DeadlineError(msg) from None
        except httpx.HTTPError as error:
            raise _network_error(error) from None
        except (httpx.InvalidURL, httpx.StreamError, UnicodeError, OSError, ValueError) as error:
            raise UnreachableError(clean(str(error))) from None
        return request.decode(body)

    async def _body(self, request: ApiRequest[T]) -> bytes:
        url = f"{self._root}{request.path}"
        if request.method == "GET":
            asked = self._client.build_request("GET", url, params=list(request.params))
        else:
            asked = self._client.build_request("POST", url, data=_form(request))
        response = await self._client.send(asked, stream=True)
        try:
            if response.status_code == _SUCCESS:
                return await read_body(response)
            said = await self._glimpse(response)
            raise error_for(response.status_code, response.headers, said)
        finally:
            await response.aclose()

    async def _glimpse(self, response: httpx.Response) -> bytes:
        # What an error says is welcome, never worth a second error, nor the loss of the first.
        try:
            async with asyncio.timeout(self._deadline_s * _ERROR_BODY_SHARE):
                return await read_body(response, _ERROR_BODY_BYTES)
        except (DecodeError, TooLargeError, TimeoutError, httpx.HTTPError):
            return b""


def _form(request: ApiRequest[T]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in request.params:
        form.setdefault(name, []).append(value)
    return form


def _open(profile: Profile, secret: Secret, app: Any) -> httpx.AsyncClient:
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
            timeout=_TIMEOUT,
            follow_redirects=False,
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


def _trust() -> ssl.SSLContext:
    # The system's own store, so that a company's proxy certificate works as it does in a browser.
    # Loading it costs 20 ms, which plain http on loopback has no use for.
    import truststore  # noqa: PLC0415 - only where TLS is spoken

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    named = os.environ.get("SSL_CERT_FILE")
    if named:  # OpenSSL passes over a file that it cannot read, and then trusts nobody
        context.load_verify_locations(cafile=named)
    return context


def _network_error(error: httpx.HTTPError) -> RequestError:
    detail = clean(str(error))
    if isinstance(error, httpx.ConnectTimeout):
        return UnreachableError("no connection within 5 s")
    if isinstance(error, httpx.TimeoutException):
        return DeadlineError("the answer stopped coming")
    if isinstance(error, httpx.ConnectError):
        tls = isinstance(error.__cause__, ssl.SSLError) or "SSL" in detail
        return UntrustedError(detail) if tls else UnreachableError(detail)
    if isinstance(error, httpx.ProxyError):
        return UnreachableError(f"the proxy refused: {detail}")
    if isinstance(error, httpx.RemoteProtocolError | httpx.NetworkError):
        return UnreachableError(detail or "the connection was lost")
    return UnreachableError(detail or type(error).__name__)

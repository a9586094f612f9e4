"""Every error raised on purpose.

::

    NessieError
    ├── RequestError                    Mixpanel was asked and no usable answer came
    │   ├── UnreachableError            it was never reached: no address, refused, no connection
    │   │   ├── UntrustedError          the TLS certificate was not accepted
    │   │   └── ProxyRefusedError       a proxy on the way will not let the request through
    │   ├── LostError                   it was asked, and the answer broke off on the way
    │   ├── DeadlineError               no whole answer in time
    │   │   └── StalledError            the bytes stopped coming
    │   ├── RefusedError                who is asking may not ask this
    │   │   ├── CredentialsRefusedError 401
    │   │   ├── PlanRefusedError        402
    │   │   └── PermissionRefusedError  403
    │   ├── UnknownPipelineError        no pipeline has this name
    │   ├── RateLimitedError            429
    │   ├── BudgetSpentError            this program's own ceiling; nothing was sent
    │   ├── ServerTroubleError          5xx
    │   ├── RejectedError               any other 4xx, or an error inside a 200
    │   │   └── NotFoundError           404
    │   ├── RedirectedError             3xx; never followed
    │   └── UnreadableAnswerError       an answer that is not what was asked for
    │       ├── DecodeError             not JSON, or JSON of another shape
    │       │   └── WebPageError        a page for people: a sign-in, a proxy's apology
    │       ├── TooLargeError           larger or deeper than any honest answer
    │       └── NotHttpError            the other end does not speak HTTP
    └── SetupError                      something on this machine must be mended first
        ├── UnknownProfileError         no profile has this name
        ├── ProfileFileError            profiles.toml cannot be used as it stands
        ├── SecretUnavailableError      the secret is not where the profile says
        └── InputError                  an argument or an environment variable is wrong

The message of a ``RequestError`` is the bare fact; `nessie_tui.present.failure` finds the words for
people. The message of a ``SetupError`` is already for people: what happened and what to do.
Text that came from a server or a file is cleaned (`nessie_tui.model.text`) before it gets here.
"""


class NessieError(Exception):
    """Anything this program raises on purpose."""


class RequestError(NessieError):
    """Mixpanel was asked and no usable answer came.

    Attributes:
        detail: What the server or the network said, cleaned; empty when it said nothing.
        status: The HTTP status, or None when no answer came.
    """

    def __init__(self, detail: str = "", *, status: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status


class UnreachableError(RequestError):
    """Mixpanel was never reached: its name has no address, nothing listens, nobody connects."""


class UntrustedError(UnreachableError):
    """The server's TLS certificate was not accepted."""


class ProxyRefusedError(UnreachableError):
    """A proxy on the way answered in Mixpanel's place, and lets nothing through."""


class LostError(RequestError):
    """The request was on its way, and the connection broke before the whole answer was here."""


class DeadlineError(RequestError):
    """The whole answer did not arrive in time."""


class StalledError(DeadlineError):
    """The bytes stopped coming, long before the deadline."""


class RefusedError(RequestError):
    """Mixpanel knows what was asked and will not answer; asking again changes nothing."""


class CredentialsRefusedError(RefusedError):
    """401: the user name or the secret is wrong, or belongs to another region."""


class PlanRefusedError(RefusedError):
    """402: the project's plan does not allow this."""


class PermissionRefusedError(RefusedError):
    """403: the account is known and may not see this project."""


class UnknownPipelineError(RequestError):
    """Mixpanel knows no pipeline of this name.

    Attributes:
        name: The name asked for.
        nearest: A pipeline with a similar name, or None.
    """

    def __init__(self, name: str, *, nearest: str | None = None, status: int | None = None) -> None:
        super().__init__(name, status=status)
        self.name = name
        self.nearest = nearest


class RateLimitedError(RequestError):
    """429: this project asked too often.

    Attributes:
        retry_after_s: Seconds to wait as the server said, or None when it did not say.
    """

    def __init__(self, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(detail, status=429)
        self.retry_after_s = retry_after_s


class BudgetSpentError(RequestError):
    """This program has sent as many requests as it allows itself in an hour; nothing was sent.

    Attributes:
        wait_s: Seconds until one may be sent.
    """

    def __init__(self, wait_s: float) -> None:
        super().__init__()
        self.wait_s = wait_s


class ServerTroubleError(RequestError):
    """5xx: Mixpanel, or something in front of it, is in trouble.

    Attributes:
        retry_after_s: Seconds to wait as the server said, or None when it did not say.
    """

    def __init__(
        self,
        detail: str = "",
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(detail, status=status)
        self.retry_after_s = retry_after_s


class RejectedError(RequestError):
    """Mixpanel did not accept the question: a 4xx without its own class, or an error in a 200."""


class NotFoundError(RejectedError):
    """404: nothing is there under this region's address, or for this project."""


class RedirectedError(RequestError):
    """The answer points elsewhere. It is never followed: the secret would go along."""


class UnreadableAnswerError(RequestError):
    """An answer came and is not what was asked for."""


class DecodeError(UnreadableAnswerError):
    """The body is not JSON, or it is JSON of another shape.

    Attributes:
        is_cut_off: The body could have gone on to be JSON, and ends too early.
    """

    def __init__(
        self, detail: str = "", *, status: int | None = None, is_cut_off: bool = False
    ) -> None:
        super().__init__(detail, status=status)
        self.is_cut_off = is_cut_off


class WebPageError(DecodeError):
    """The body is a page for people: a network's sign-in, or a proxy's apology."""


class TooLargeError(UnreadableAnswerError):
    """The body is larger, deeper or packed in more layers than any honest answer."""


class NotHttpError(UnreadableAnswerError):
    """Something answered, and not in HTTP."""


class SetupError(NessieError):
    """Something on this machine must be mended before Mixpanel can be asked."""


class UnknownProfileError(SetupError):
    """No profile has this name."""


class ProfileFileError(SetupError):
    """profiles.toml, or a file beside it, cannot be used as it stands. It is left untouched."""


class SecretUnavailableError(SetupError):
    """The secret is not where the profile says it is."""


class InputError(SetupError):
    """An argument or an environment variable has a value that cannot be used."""

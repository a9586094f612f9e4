"""Who may ask the simulated project, and what the others are told."""

import base64
import binascii
from dataclasses import dataclass, field

from nessie_tui.model.secret import Secret
from nessie_tui.simulator.answer import Answer, error
from nessie_tui.simulator.request import Request

DEMO_PROJECT_ID = 9876543210
"""The project of Mixpanel's own samples."""
DEMO_USERNAME = "demo.000000.mp-service-account"
DEMO_SECRET = "simulated-service-account-secret"  # noqa: S105 - opens nothing but the simulator
DEMO_PROJECT_SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - the same

# Quoted from users of other Mixpanel APIs; none was captured from this one.
_INVALID_PROJECT_SECRET = (
    "Unauthorized, invalid project secret. See docs for more information: "  # noqa: S105 - a message
    "https://developer.mixpanel.com/reference/authentication#project-secret"
)
_UNKNOWN_USERNAME = "Not a valid service account username"
_WRONG_SECRET = "Invalid service account credentials"  # noqa: S105 - a message
_MISMATCH = "Credentials in request did not match project_id URL parameter"


@dataclass(frozen=True, slots=True)
class Account:
    """The credentials that open the project: a service account's, and the project's own secret."""

    project_id: int = DEMO_PROJECT_ID
    username: str = DEMO_USERNAME
    secret: Secret = field(default_factory=lambda: Secret(DEMO_SECRET))
    project_secret: Secret = field(default_factory=lambda: Secret(DEMO_PROJECT_SECRET))

    def refusal(self, request: Request) -> Answer | None:
        """Return the answer to somebody who may not ask, or None to one who may.

        A service account has to name the project and is told about an invalid project secret when
        it does not, misleading as that is. A project secret names the project by itself.
        """
        username, secret = _basic(request.headers.get("authorization", ""))
        asked_for = request.param("project_id")
        is_this_project = asked_for == str(self.project_id)
        if Secret(username) == self.project_secret and not secret:
            return None if asked_for is None or is_this_project else error(400, _MISMATCH)
        if asked_for is None or not secret:
            return error(401, _INVALID_PROJECT_SECRET)
        if username != self.username:
            return error(401, _UNKNOWN_USERNAME)
        if secret != self.secret:
            return error(401, _WRONG_SECRET)
        if not is_this_project:
            return error(403, f"{username} is not a project member of {asked_for}")
        return None


def _basic(header: str) -> tuple[str, Secret]:
    """Return the user name and the password of a Basic header; both empty without one."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", Secret("")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", Secret("")
    username, _, password = decoded.partition(":")
    return username, Secret(password)

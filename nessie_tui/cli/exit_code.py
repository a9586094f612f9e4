"""The exit codes a script may rely on."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process says when it ends."""

    DONE = 0
    """The answer is on standard output."""
    REQUEST_FAILED = 1
    """The network, the server or its answer failed."""
    USAGE = 2
    """Wrong usage, an unknown profile, a broken profile file, or no terminal."""
    REFUSED = 3
    """Mixpanel refused the credentials: 401, 402 or 403."""
    REFUSED_HERE = 4
    """This program refused: the profile is read-only, or nobody confirmed."""
    TIMED_OUT = 124
    """What was waited for did not come in time; the code that timeout(1) has for it."""
    INTERRUPTED = 130
    """Ended by ctrl+c."""

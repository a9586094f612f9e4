"""The terminal's modes: what they were, and how to get them back when Textual cannot."""

import os
import signal
import termios
import threading
import time
from contextlib import suppress

LEFT_ON = "\x1b[?1016l\x1b]22;\x07"
"""Ends what Textual begins and leaves on: mouse places in pixels, and a pointer of its own."""

RESETS = (
    "\x1b[?2026l"  # synchronized output, which holds back what is drawn
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l"  # mouse
    f"{LEFT_ON}"
    "\x1b[?1004l"  # focus reports
    "\x1b[?2004l"  # bracketed paste
    "\x1b[?2048l"  # reports of the size
    "\x1b[<u"  # kitty's keyboard protocol; before the alternate screen is left, which has its own
    "\x1b[?1049l"  # alternate screen
    "\x1b[?7h"  # lines wrap
    "\x1b[?25h"  # the cursor shows
    "\x1b[0m"  # plain colors
)

_TRIES = 20
_PAUSE_S = 0.01


class TerminalMode:
    """The modes of the terminal as they were before the app.

    Args:
        keyboard: The descriptor that Textual reads.
        screen: The descriptor that Textual writes.
    """

    def __init__(self, keyboard: int, screen: int) -> None:
        self._before = termios.tcgetattr(keyboard)
        self._screen = screen

    def restore(self) -> None:
        """Bring the terminal back, without ever waiting for it.

        Does nothing where the terminal is gone, or has been given to another job.
        """
        with suppress(OSError, termios.error):
            tty = os.open("/dev/tty", os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            if os.tcgetpgrp(tty) == os.getpgrp():
                termios.tcsetattr(tty, termios.TCSANOW, self._before)
                _give_up_writing(self._screen)
                _write_at_once(tty, RESETS.encode())


def _give_up_writing(screen: int) -> None:
    """Lead what other threads will write to nowhere, and end a write that waits for its reader.

    As long as one waits, nobody else can write.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), screen)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.ident is not None:
            with suppress(ProcessLookupError):  # it has just ended
                signal.pthread_kill(thread.ident, signal.SIGHUP)  # handled, so it only interrupts


def _write_at_once(tty: int, text: bytes) -> None:
    for _ in range(_TRIES):
        # Makes room where nobody reads, and drops mouse reports that the shell would take for keys.
        termios.tcflush(tty, termios.TCIOFLUSH)
        try:
            os.write(tty, text)
        except BlockingIOError:
            time.sleep(_PAUSE_S)
        else:
            return

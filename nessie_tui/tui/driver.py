"""Textual's driver, made to start once however often the process is continued."""

import termios
import time
from contextlib import suppress
from typing import Any, ClassVar

from textual.drivers.linux_driver import LinuxDriver

from nessie_tui.tui.terminal_mode import LEFT_ON

_LATE_SIGNAL_S = 0.02
"""How much later a signal may be noticed that was sent before another one."""


class SteadyDriver(LinuxDriver):
    """Holds the terminal or does not; taking it twice, or giving it back twice, changes nothing.

    Textual's own starts a second pair of threads when the process is continued after a SIGSTOP,
    which nothing announces, and changes a terminal that is no longer its own when it ends in the
    background.
    """

    is_ending: ClassVar[bool] = False
    """Whether a signal ends the process: of a process, like the signal, and not of a driver."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._holds_terminal = False
        self._held_modes = termios.tcgetattr(self.fileno)

    def start_application_mode(self) -> None:
        """Take the terminal; where it is held already, only mend and draw it again."""
        if self._holds_terminal:
            self._mend()
            return
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's own
        # In the background it comes back without having started.
        self._holds_terminal = self._key_thread is not None and self._key_thread.is_alive()
        with suppress(termios.error):  # it has just been lost
            self._held_modes = termios.tcgetattr(self.fileno)

    def resume_application_mode(self) -> None:
        """Take the terminal again after a stop, unless the process was continued only to end."""
        time.sleep(_LATE_SIGNAL_S)  # handlers run meanwhile
        if not self.is_ending:
            super().resume_application_mode()

    def _mend(self) -> None:
        # A shell that noticed the stop has written on the screen and set its own modes.
        with suppress(termios.error):
            termios.tcsetattr(self.fileno, termios.TCSANOW, self._held_modes)
        self._loop.call_soon_threadsafe(self._app.refresh)

    def disable_input(self) -> None:
        """Stop reading the keyboard."""
        if self._holds_terminal:
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back, and end also what Textual leaves on."""
        if self._holds_terminal:
            self.write(LEFT_ON)
            super().stop_application_mode()
            self._holds_terminal = False

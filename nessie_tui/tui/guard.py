"""The edges of the process: it ends when it is told to or loses its terminal, and it ends clean.

Not for Windows, which has neither these signals nor this terminal.
"""

import asyncio
import math
import os
import select
import signal
import threading
import time
from contextlib import suppress
from typing import Any, NoReturn, Self

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from nessie_tui.tui.driver import SteadyDriver
from nessie_tui.tui.terminal_mode import TerminalMode

_PATIENCE_S = 2.0
"""How long an app may take that was asked to end, and the threads of one that has ended."""

_ENDING = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
_TEXTUALS = (signal.SIGCONT, signal.SIGTSTP, signal.SIGWINCH)

_KEYBOARD, _SCREEN = 0, 2
"""The descriptors that Textual uses."""

# What the thread hears are numbers of signals, and these, which are none.
_APP_ENDED = 251
_DISMISSED = 252
_TERMINAL_LOST = 253
_TOO_LATE = 254


def run_guarded(app: App[Any], *, mouse: bool) -> int:
    """Run `app` and return the exit code of the process: 128 + n after signal n.

    Ends the process instead of returning where the terminal is lost, or where the end takes longer
    than two seconds: the event loop may wait for a terminal that nobody reads, or for a thread that
    waits for a name server. Only for the main thread.
    """
    if app.driver_class is LinuxDriver:
        app.driver_class = SteadyDriver
    with _Guard(app) as guard:
        asyncio.run(guard.run(mouse=mouse))
    return guard.exit_code


class _Guard:
    """A thread that sleeps until something ends the process."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._app_ended = False
        self._signal: int | None = None
        self._deadline = math.inf
        self._thread = threading.Thread(target=self._watch, name="guard", daemon=True)
        self._ear, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)
        self._poll = select.poll()
        self._poll.register(self._ear, select.POLLIN)
        for terminal in (_KEYBOARD, _SCREEN):
            self._poll.register(terminal, 0)  # hears of a hang-up and takes no input
        self._mode = TerminalMode(_KEYBOARD, _SCREEN)

    @property
    def exit_code(self) -> int:
        return 128 + self._signal if self._signal else self._app.return_code or 0

    def __enter__(self) -> Self:
        self._handlers = {each: signal.getsignal(each) for each in (*_ENDING, *_TEXTUALS)}
        # Written to at once, whatever the main thread does; a handler would have to wait for it.
        self._former_mouth = signal.set_wakeup_fd(self._mouth, warn_on_full_buffer=False)
        for each in _ENDING:  # also one that nohup had ignored: nothing is left to do unseen
            signal.signal(each, _stay_down)
        return self

    async def run(self, *, mouse: bool) -> None:
        """Run the app under the eyes of the thread."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()
        try:
            await self._app.run_async(mouse=mouse)
        finally:
            for each in _TEXTUALS:  # its handlers would take the terminal once more
                signal.signal(each, self._handlers[each])
            self._tell(_APP_ENDED)

    def __exit__(self, *_: object) -> None:
        self._tell(_DISMISSED)
        self._thread.join()
        signal.set_wakeup_fd(self._former_mouth)
        for each in _ENDING:
            signal.signal(each, self._handlers[each])
        os.close(self._ear)
        os.close(self._mouth)

    def _tell(self, what: int) -> None:
        os.write(self._mouth, bytes([what]))

    def _watch(self) -> None:
        while (heard := self._listen()) != _DISMISSED:
            if heard in _ENDING:
                self._signal = heard
                self._ask_to_end()
            elif heard == _APP_ENDED:
                self._app_ended = True
                self._hurry()
            elif heard == _TERMINAL_LOST:
                # Nothing to restore and nobody to tell: the app would only fail to draw.
                self._signal = self._signal or signal.SIGHUP
                self._end()
            elif heard == _TOO_LATE:
                if not self._app_ended:
                    self._mode.restore()
                self._end()

    def _listen(self) -> int:
        left_s = max(0.0, self._deadline - time.monotonic())
        heard = self._poll.poll(None if left_s == math.inf else math.ceil(left_s * 1000))
        if not heard:
            return _TOO_LATE
        for descriptor, event in heard:
            if event & select.POLLNVAL:  # a system that cannot watch terminals; it has SIGHUP
                self._poll.unregister(descriptor)
                return self._listen()
            if descriptor != self._ear:
                return _TERMINAL_LOST
        return os.read(self._ear, 1)[0]

    def _ask_to_end(self) -> None:
        if self._app_ended:
            self._end()
        self._hurry()
        with suppress(RuntimeError):  # the loop has just been closed
            self._loop.call_soon_threadsafe(self._app.exit, None, self.exit_code)

    def _hurry(self) -> None:
        self._deadline = min(self._deadline, time.monotonic() + _PATIENCE_S)

    def _end(self) -> NoReturn:
        os._exit(self.exit_code)


def _stay_down(*_: object) -> None:
    # Whoever kills a stopped job continues it too, and it must not take the terminal for that.
    SteadyDriver.is_ending = True

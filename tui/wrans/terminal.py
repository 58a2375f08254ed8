"""The terminal that the reader is shown in, and the ways in which that is ended or left.

A terminal that goes away need not say so by a signal: who started the reader may keep it to
himself, as ``make`` does. What is left of one gives nothing to read at once, again and again, and
takes nothing that is written.
"""

import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import FrameType
from typing import Any, Final, TextIO, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from wrans import output
from wrans.output import Output

_ENDING: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
_EVERY: Final = 1.0
"""Seconds between two looks, where nothing wakes who looks."""
_PATIENCE: Final = 5.0
"""Seconds after which an end that was asked for comes in any case."""
_ROUNDS: Final = 4
_LEAVING: Final = (
    b"\x18\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Whatever was being written is over, and all is turned off again that was turned on."""


class Terminal(LinuxDriver):
    """Reads and writes, until it is gone or a signal ends the reader."""

    def __init__(self, app: App[Any], **how: Any) -> None:
        super().__init__(app, **how)
        # Standard error may be kept in a file; that the output is a terminal was looked at.
        self._output = Output(cast(TextIO, sys.__stdout__), self._lose)
        self._file = cast(Any, self._output)
        self._standard = output.terminals()
        self._is_lost = self._is_continued = self._is_forced = False
        self._ended_by, self._end_by = 0, 0.0
        self._watcher: Thread | None = None

    @property
    def _is_on(self) -> bool:
        return self._writer_thread is not None and self._writer_thread.is_alive()

    # -- as the base class has it, but for a terminal that is gone

    def write(self, data: str) -> None:
        """Write, as long as there is anything to write to."""
        if self._is_on:
            super().write(data)

    def start_application_mode(self) -> None:
        """Take the terminal, unless it is gone or others have it."""
        for number in _ENDING:
            signal.signal(number, self._ended)
        if self._watcher is None:
            self._watcher = Thread(target=self._watch, name="terminal", daemon=True)
            self._watcher.start()
        for fd in self._standard:
            with suppress(OSError):
                os.set_blocking(fd, True)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        if self._is_on:
            super().stop_application_mode()

    def close(self) -> None:
        """Nothing more is written; who is made to end leaves that to who makes it."""
        super().close()
        if self._is_forced and self._watcher:
            self._watcher.join()

    def run_input_thread(self) -> None:
        """Hand on what is typed."""
        try:
            super().run_input_thread()
        except OSError:
            self._lose()

    # -- its end, and the reader's

    def _watch(self) -> None:
        """Look whether it is still there, and that an end that was asked for comes."""
        poll = select.poll()
        poll.register(self.fileno, 0)
        while True:
            if self._is_lost:
                time.sleep(_EVERY)
            elif poll.poll(_EVERY * 1000):
                self._lose()
            if self._end_by and time.monotonic() > self._end_by:
                self._force()

    def _lose(self) -> None:
        """It is gone: what is still written goes nowhere, and the reader ends as it was told to."""
        if self._is_lost:
            return
        self._is_lost = True
        self.exit_event.set()
        output.drop(self._standard)
        self._ended(signal.SIGHUP)

    def _ended(self, number: int, _: FrameType | None = None) -> None:
        if not self._ended_by:
            self._ended_by = number
            self._end_by = time.monotonic() + _PATIENCE
        self._soon(self._leave)

    def _leave(self) -> None:
        # Behind what waits to be done: what is being opened cannot be closed yet.
        self._app.call_later(self._app.exit, return_code=128 + self._ended_by)

    def _force(self) -> None:
        """End without the reader, which waits for something: a terminal that takes nothing, say."""
        self._is_lost = self._is_forced = True
        self._output.silence()
        fd, before = self._output.fileno(), self.attrs_before
        with suppress(OSError, termios.error):
            os.set_blocking(fd, False)
            for _ in range(_ROUNDS):
                # Whoever was writing has room, is woken, and gives up where there is none again.
                termios.tcflush(fd, termios.TCOFLUSH)
                if before is not None:
                    termios.tcsetattr(self.fileno, termios.TCSANOW, before)
                # Once more in each round: what was woken may fill the room, or end the process.
                with suppress(BlockingIOError):
                    os.write(fd, _LEAVING)
                time.sleep(0.05)
            termios.tcflush(fd, termios.TCOFLUSH)
            os.write(fd, _LEAVING)
        with suppress(OSError):
            os.set_blocking(fd, True)
        os._exit(128 + self._ended_by)

    # -- left for a while

    def pause(self) -> None:
        """Stop, with all that was started as one job, until it is brought to the front again."""
        if self._is_on:
            self.suspend_application_mode()
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
            os.killpg(0, signal.SIGTSTP)
            self._stop()

    def _sigtstp_application(self, *_: Any) -> None:
        # Not here and now: what is to be written waits for locks that may be held.
        self._soon(self._stopped)

    def _stopped(self) -> None:
        if self._is_on:
            self.suspend_application_mode()
            self._stop()

    def _stop(self) -> None:
        """Stop. Where no shell could have it go on, the system does not stop it."""
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._sigcont_application()

    def _sigcont_application(self, *_: Any) -> None:
        if not self._is_continued:
            self._is_continued = True
            self._soon(self._come_back)

    def _come_back(self) -> None:
        """Take the terminal again, whatever was made of it meanwhile."""
        self._is_continued = False
        if self._ended_by or not self._auto_restart:
            return
        if self._is_on:
            self.suspend_application_mode()
        self.resume_application_mode()
        self._app.refresh(layout=True)

    def _soon(self, do: Callable[[], None]) -> None:
        # Once the reader has ended there is nothing to do.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(do)

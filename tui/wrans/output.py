"""What is written to a terminal or a pipe that may go away."""

import io
import os
from collections.abc import Callable, Iterable
from typing import TextIO


class Output(io.TextIOBase):
    """A stream that says, and does not raise, that what is written to it is lost."""

    def __init__(self, stream: TextIO, lost: Callable[[], None]) -> None:
        self._stream = stream
        self._lost = lost
        self._is_terminal = stream.isatty()
        self._is_silent = False

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """As the stream's."""
        return self._stream.encoding

    def write(self, text: str) -> int:
        """Write, if that is possible."""
        if not self._is_silent:
            try:
                return self._stream.write(text)
            except OSError as error:
                self._heed(error)
        return 0

    def flush(self) -> None:
        """Have it written, if that is possible."""
        if not self._is_silent:
            try:
                self._stream.flush()
            except OSError as error:
                self._heed(error)

    def _heed(self, error: OSError) -> None:
        if self._is_silent:
            return
        if isinstance(error, BlockingIOError):
            # Another program left the terminal so; some of this is lost, the next is not.
            os.set_blocking(self.fileno(), True)
        else:
            self._lost()

    def silence(self) -> None:
        """From now on nothing is written."""
        self._is_silent = True

    def fileno(self) -> int:
        """As the stream's."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Was it a terminal to begin with? One that is gone says that it is none."""
        return self._is_terminal


def terminals() -> list[int]:
    """Which of the three standard streams are a terminal, by their numbers."""
    return [fd for fd in (0, 1, 2) if os.isatty(fd)]


def drop(fds: Iterable[int]) -> None:
    """What is still written to these goes nowhere, without a complaint."""
    nowhere = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for fd in fds:
        os.dup2(nowhere, fd)
    os.close(nowhere)

"""A terminal that is closed while it is written to."""

from contextlib import suppress
from typing import IO

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Textual's, which would wait for ever to write to a terminal that is gone."""

    def start_application_mode(self) -> None:
        """Begin to write."""
        self._file: IO[str] = Forgiving(self._file)  # type: ignore[assignment]
        super().start_application_mode()  # type: ignore[no-untyped-call]


class Forgiving:
    """What cannot be written any more is left out: the signal that ends the reader comes next."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write it, if there is still anywhere to."""
        with suppress(OSError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Have it shown."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """Of the terminal."""
        return self._file.fileno()

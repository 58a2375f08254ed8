"""A terminal to run a program in: types keys, keeps every byte, and shows the screen."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte

# What a terminal answers when Textual asks what it can do.
_ANSWERS = (
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b[c", b"\x1b[?62;22c"),
)
_SEQUENCE = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P^_X][^\x1b]*\x1b\\|\x1b\[[0-?]*[ -/]*[@-~]|\x1b."
)
_MODES = {
    "other screen": (b"\x1b[?1049h", b"\x1b[?1049l"),
    "hidden cursor": (b"\x1b[?25l", b"\x1b[?25h"),
    "mouse": (b"\x1b[?1000h", b"\x1b[?1000l"),
    "every move of the mouse": (b"\x1b[?1003h", b"\x1b[?1003l"),
    "focus": (b"\x1b[?1004h", b"\x1b[?1004l"),
    "mouse in words": (b"\x1b[?1006h", b"\x1b[?1006l"),
    "paste": (b"\x1b[?2004h", b"\x1b[?2004l"),
    "no line wrap": (b"\x1b[?7l", b"\x1b[?7h"),
    "keys in full": (b"\x1b[>", b"\x1b[<u"),
}


def processes(home: Path) -> list[str]:
    """The command lines of what runs with folders in here, but for this process."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        # They come and go.
        with suppress(OSError):
            if (
                process.name != str(os.getpid())
                and f"XDG_DATA_HOME={home}/".encode() in (process / "environ").read_bytes()
            ):
                found.append((process / "cmdline").read_text().replace("\0", " "))
    return [line for line in found if line]


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        lines: int = 36,
        env: Mapping[str, str] = {},
    ) -> None:
        """Start the program."""
        around = {
            k: v for k, v in os.environ.items() if k not in ("TMUX", "NO_COLOR", "TERM_PROGRAM")
        }
        around |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **env}
        self.columns, self.lines = columns, lines
        self.bytes = bytearray()
        self.last_byte_at = 0.0
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            with suppress(OSError):
                # As a terminal starts it, whoever runs the tests and however.
                for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
                    signal.signal(number, signal.SIG_DFL)
                self._resize(0, columns, lines)
                os.execvpe(command[0], list(command), around)
            os._exit(127)
        self.resize(columns, lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @staticmethod
    def _resize(fd: int, columns: int, lines: int) -> None:
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def resize(self, columns: int, lines: int) -> None:
        """Make the window another size."""
        self.columns, self.lines = columns, lines
        self._resize(self._fd, columns, lines)

    def pump(self, seconds: float) -> bool:
        """Read what there is, waiting at most so long for it; say whether there was any."""
        if self._fd < 0:
            time.sleep(seconds)
            return False
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            read = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        self.last_byte_at = time.perf_counter()
        for asked, answer in _ANSWERS:
            if asked in read:
                os.write(self._fd, answer)
        self.bytes += read
        return bool(read)

    def settle(self, quiet: float = 0.15, limit: float = 10.0) -> None:
        """Read until nothing has come for a while."""
        end = time.perf_counter() + limit
        while self.pump(quiet) and time.perf_counter() < end:
            pass

    def press(self, keys: str) -> None:
        """Type keys."""
        os.write(self._fd, keys.encode())

    def time_to_settle(self, keys: str, quiet: float = 0.06) -> float:
        """Type keys; seconds until the last byte of what they changed on the screen."""
        pressed = time.perf_counter()
        self.press(keys)
        self.pump(2.0)
        self.settle(quiet)
        return max(0.0, self.last_byte_at - pressed)

    def wait_for(self, text: str, since: int = 0, limit: float = 20.0) -> float:
        """Read until the text was written; seconds since the start. Raises TimeoutError."""
        wanted = text.encode()
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            if wanted in _SEQUENCE.sub(b"", bytes(self.bytes[since:])):
                return time.perf_counter() - self.started
            self.pump(0.2)
        raise TimeoutError(f"{text!r} was not written; the screen:\n{self.screen}")

    @property
    def screen(self) -> str:
        """What a person would see now."""
        screen = pyte.Screen(self.columns, self.lines)
        pyte.ByteStream(screen).feed(bytes(self.bytes))
        return "\n".join(line.rstrip() for line in screen.display)

    def memory(self) -> float:
        """Resident megabytes of the program itself, without its children."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            kilobytes = next(line.split()[1] for line in status if line.startswith("VmRSS"))
        return int(kilobytes) / 1024

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def wait(self, limit: float = 5.0) -> int | None:
        """Its exit status, the negative number of a signal, or None while it goes on."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.settle(0.02)
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
            self.pump(0.02)
        return None

    def hang_up(self) -> None:
        """Go away, as a window that is closed."""
        os.close(self._fd)
        self._fd = -1

    @property
    def attributes(self) -> list[Any]:
        """How the terminal treats what is typed and written, as ``stty -a`` would say."""
        return termios.tcgetattr(self._fd)

    @property
    def left_on(self) -> set[str]:
        """What the program turned on in the terminal and did not turn off again."""
        return {
            name
            for name, (on, off) in _MODES.items()
            if self.bytes.rfind(on) > self.bytes.rfind(off)
        }

    def close(self) -> None:
        """End the program."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)
            if self.wait(2.0) is None:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        if self._fd >= 0:
            os.close(self._fd)


# -- programs that are not told of their terminal's end

_HELD = 'trap : HUP; "$0" "$@" 2>"$SAID"; echo $? >"$STATUS.new"; mv "$STATUS.new" "$STATUS"'
"""A shell that is told of it and keeps it to itself, as make does."""


def held(folder: Path, *command: str, is_said: bool = True) -> Terminal:
    """A program in a terminal of whose end it is not told; what it complains of is kept."""
    said = str(folder / "said") if is_said else "/dev/tty"
    env = {"SAID": said, "STATUS": str(folder / "status")}
    return Terminal(["sh", "-c", _HELD, *command], env=env)


def status_of(folder: Path) -> int:
    """Its exit status, once nothing of it runs any more; it has not complained of anything."""
    until((folder / "status").exists)
    until(lambda: not processes(folder))
    said = folder / "said"
    told = said.read_text() if said.exists() else ""
    assert told == ""
    return int((folder / "status").read_text())


def until(holds: Callable[[], object], terminal: Terminal | None = None, limit: float = 60) -> None:
    """Wait until something holds; what is written to a terminal meanwhile is read."""
    end = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < end, "it never held"
        if terminal is None or not terminal.pump(0.02):
            time.sleep(0.02)

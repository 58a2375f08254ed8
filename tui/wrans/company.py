"""What works long beside a reader that is open leaves it a processor, and waits for its keys."""

import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

from wrans import paths

_JUST: Final = 0.15
"""Seconds after a key in which another one is likely."""
_WAIT: Final = 0.05
_WORK: Final = 0.02
"""Seconds that work waits, and goes on, in turns, while keys are pressed: it never stands still."""


class Reading:
    """What other processes know of a reader that is open."""

    def __init__(self) -> None:
        """Not open yet."""
        self._lock: int | None = None

    def begin(self) -> None:
        """It is open, until it closes or its process ends."""
        file = paths.reader_lock()
        # Who may write nowhere reads too.
        with suppress(OSError):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def key(self) -> None:
        """A key was pressed: what works beside it waits a moment."""
        if self._lock is not None:
            with suppress(OSError):
                os.utime(self._lock)

    def end(self) -> None:
        """It is closed."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def is_read() -> bool:
    """Is a reader open, in this process or another?"""
    try:
        lock = os.open(paths.reader_lock(), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def processors() -> int:
    """How many long work may use: one fewer while a reader is open, but one in any case."""
    try:
        there = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        there = os.cpu_count() or 1
    return max(1, there - is_read())


@contextmanager
def keys_first() -> Iterator[None]:
    """As long as this lasts, work here waits while somebody presses keys in a reader."""
    is_set = threading.current_thread() is threading.main_thread() and (
        signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )
    if not is_set:  # not of this thread, or set already
        yield
        return
    signal.signal(signal.SIGALRM, _wait)
    signal.setitimer(signal.ITIMER_REAL, _WORK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _wait(number: int, frame: FrameType | None) -> None:
    try:
        since = time.time() - os.stat(paths.reader_lock()).st_mtime
    except OSError:
        since = _JUST
    if 0 <= since < _JUST:
        time.sleep(_WAIT)
    signal.setitimer(signal.ITIMER_REAL, _WORK)

"""What works long leaves a processor to a reader that is open beside it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from wrans import paths


@contextmanager
def reading() -> Iterator[None]:
    """As long as this lasts, other processes know that a reader is open."""
    file = paths.reader_lock()
    lock = None
    # Who may write nowhere reads too.
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


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

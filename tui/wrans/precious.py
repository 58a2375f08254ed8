"""Writing a file that must not be lost: whole, or not at all, and safe once we say so."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wrans.errors import NotSaved


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Alone with a file, until the block ends. Raises NotSaved where that cannot be."""
    lock = file.parent / f".{file.name}.lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NotSaved(f"{file}: {error.strerror}") from error
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
        except OSError as error:
            raise NotSaved(f"{file}: cannot be locked: {error.strerror}") from error
        yield
    finally:
        os.close(held)


def write(file: Path, data: bytes) -> None:
    """Put the data in the place of the file, or leave the file as it is. Raises NotSaved.

    Called under ``locked``. A symlink stays, the mode stays, and the version before is kept
    beside it as ``.bak``.
    """
    real = Path(os.path.realpath(file))
    new = real.parent / f".{real.name}.new"
    try:
        # Left by one that was killed: whoever holds the lock is alone.
        new.unlink(missing_ok=True)
        mode = real.stat().st_mode & 0o777 if real.exists() else 0o600
        opened = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, mode)
        with open(opened, "wb") as stream:
            os.fchmod(opened, mode)
            stream.write(data)
            stream.flush()
            os.fsync(opened)
        _back_up(real)
        os.replace(new, real)
        _sync(real.parent)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise NotSaved(f"{file}: {error.strerror}") from error


def _back_up(real: Path) -> None:
    backup = real.with_name(f"{real.name}.bak")
    if real.exists():
        backup.unlink(missing_ok=True)
        with suppress(OSError):  # not every file system has hard links
            os.link(real, backup)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

"""Faults on order: the calls of a process that change files are counted, and made to fail."""

import builtins
import errno
import fcntl
import io
import os
import signal
from collections.abc import Callable
from typing import Any, Final

KINDS: Final = ("killed", "failing", "failing from then on")
"""Killed before a call; the call fails once; the disk is full from there on."""

calls = 0
"""How many there were."""
_step = 0
_kind = ""


def have_fail(step: int, kind: str) -> None:
    """From here on, have the call of that number fail; of no number, they are only counted."""
    global calls, _step, _kind
    calls, _step, _kind = 0, step, kind
    for name in ("mkdir", "fsync", "link", "rename", "replace", "truncate"):
        setattr(os, name, _failing(getattr(os, name), takes_room=name != "fsync"))
    for name in ("unlink", "rmdir"):
        setattr(os, name, _failing(getattr(os, name), takes_room=False))
    fcntl.flock = _failing(fcntl.flock, takes_room=False)
    builtins.open = io.open = _opened  # type: ignore[assignment]


def _count(*, takes_room: bool) -> None:
    global calls
    calls += 1
    if calls == _step and _kind == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    # On a disk that is full files can still be dropped.
    if (calls == _step and takes_room) or (
        calls > _step and takes_room and _kind == "failing from then on"
    ):
        raise OSError(errno.ENOSPC, "No space left on device")


def _failing(call: Callable[..., Any], *, takes_room: bool) -> Callable[..., Any]:
    def instead(*arguments: Any, **more: Any) -> Any:
        if _step:
            _count(takes_room=takes_room)
        return call(*arguments, **more)

    return instead


class _Raw(io.FileIO):
    """A file each write to which is counted."""

    def write(self, data: Any) -> int:
        _count(takes_room=True)
        return super().write(data)


def _opened(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    **more: Any,
) -> Any:
    if not set(mode) & set("wax+"):
        return _open(file, mode, buffering, encoding, errors, newline, **more)
    _count(takes_room=True)
    raw = _Raw(file, mode.replace("b", "").replace("t", ""))
    if buffering == 0:
        return raw
    buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
    return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)


_open = io.open

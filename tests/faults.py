"""Faults on order: the calls of a process that change files are counted, and made to fail."""

import builtins
import errno
import fcntl
import io
import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

KINDS: Final = ("killed", "failing", "failing from then on")
"""Killed before a call; the call fails once; the disk is full from there on."""

calls = 0
"""How many there were."""
_step = 0
_kind = ""
_is_any = False


def have_fail(step: int, kind: str, *, whatever_it_is: bool = False) -> None:
    """From here on, have the call of that number fail; of no number, they are only counted.

    Unless told ``whatever_it_is``, only what a full disk has fail: files can still be dropped.
    """
    global calls, _step, _kind, _is_any
    calls, _step, _kind, _is_any = 0, step, kind, whatever_it_is
    for name in ("mkdir", "fchmod", "fsync", "link", "rename", "replace", "truncate"):
        setattr(os, name, _failing(getattr(os, name), takes_room=name != "fsync"))
    for name in ("unlink", "rmdir"):
        setattr(os, name, _failing(getattr(os, name), takes_room=False))
    fcntl.flock = _failing(fcntl.flock, takes_room=False)
    os.open = _opened_low
    builtins.open = io.open = _opened  # type: ignore[assignment]


def _count(*, takes_room: bool) -> None:
    global calls
    calls += 1
    if calls == _step and _kind == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    is_due = calls == _step or (calls > _step and _kind == "failing from then on")
    if is_due and (takes_room or _is_any):
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


def _opened_low(path: Any, flags: int, *arguments: Any, **more: Any) -> int:
    if _step and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        _count(takes_room=True)
    return _open_low(path, flags, *arguments, **more)


_open = io.open
_open_low = os.open


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """As on a disk that is nearly full."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


def killed(work: Callable[[int, Callable[[str], None]], object], cycles: int) -> Iterator[set[str]]:
    """Kill who works, again and again: what each time was told as done, one line each.

    ``work`` gets the number of the cycle, from 1, and what it tells by. It does not end by itself.
    """
    told: set[str] = set()
    chance = random.Random(1)
    for cycle in range(1, cycles + 1):
        reading, writing = os.pipe()
        if (worker := os.fork()) == 0:
            work(cycle, partial(_tell, writing))
            os._exit(1)
        os.close(writing)
        time.sleep(chance.uniform(0.002, 0.04))
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        with open(reading) as acknowledged:
            told |= set(acknowledged.read().splitlines())
        yield told


def _tell(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


def at_every_step(
    work: Callable[[Path], object],
    check: Callable[[Path, bool], object],
    refusal: type[Exception],
    kind: str,
    folders: Iterable[Path],
) -> int:
    """Have each call of ``work`` that changes files fail in turn, in a folder of its own.

    ``work`` says by ``refusal`` that it is not done; ``check`` is told whether it was. Gives the
    number of calls.
    """
    for step, here in enumerate(folders, 1):
        if (worker := os.fork()) == 0:
            have_fail(step, kind, whatever_it_is=True)
            try:
                work(here)
            except refusal:
                os._exit(3)
            os._exit(0 if calls < step else 4)
        code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
        assert code in (0, 3, 4, -signal.SIGKILL), (step, code)
        check(here, code in (0, 4))
        if code == 0:
            return step - 1
    raise AssertionError("more folders are wanted")

"""System calls of a process, counted and made to fail by strace: what SQLite does shows too."""

import ctypes
import mmap
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

KINDS: Final = ("killed", "failing", "full from then on")
"""Killed before a call; the call fails once; the disk is full from there on."""

_TAKING_ROOM: Final = (
    "write pwrite64 writev pwritev mkdir mkdirat link linkat symlink symlinkat "
    "fallocate sendfile copy_file_range"
).split()
"""What fails on a disk that is full."""
_OTHERS: Final = (
    "openat fsync fdatasync ftruncate truncate rename renameat renameat2 unlink unlinkat rmdir "
    "chmod fchmod fchmodat"
).split()
_CALL: Final = re.compile(r"(\w+)\(")
_ANYBODY: Final = ctypes.c_ulong(-1)
_MAY_BE_TRACED: Final = 0x59616D61
_MOST: Final = 4096


class Step(NamedTuple):
    """A system call that changes files."""

    name: str
    nth: int
    """Of that name, from 1."""


class Ended(NamedTuple):
    """How a process ended, and what it told before."""

    code: int
    told: list[str]


Tell = Callable[[str], None]
Work = Callable[[Tell], object]


def trouble() -> str:
    """Why nothing can be traced here; empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    try:
        found = steps(lambda _: Path(os.devnull).write_text("x", "utf-8"))
    except (OSError, subprocess.SubprocessError) as error:
        return f"strace cannot trace here ({error})"
    return "" if Step("write", 1) in found else "strace sees nothing here"


def steps(work: Work) -> list[Step]:
    """The system calls by which work changes files, in order."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
        names = ",".join(f"?{name}" for name in (*_TAKING_ROOM, *_OTHERS))
        ended = _run(work, [f"--trace={names}", f"--output={log.name}"])
        assert ended.code == 0, ended
        return list(_told(log))


def _told(log: Iterator[str]) -> Iterator[Step]:
    seen: Counter[str] = Counter()
    for line in log:
        if not (call := _CALL.match(line)):
            continue
        seen[call[1]] += 1
        if call[1] != "openat" or re.search(r"O_(?:CREAT|WRONLY|RDWR|TRUNC)", line):
            yield Step(call[1], seen[call[1]])


def with_fault(work: Work, kind: str, all_steps: Sequence[Step], at: int) -> Ended:
    """Do the work again, and have the step of that number come to grief."""
    step = all_steps[at]
    if kind == "killed":
        faults = [f"{step.name}:signal=KILL:when={step.nth}"]
    elif kind == "failing":
        faults = [f"{step.name}:error=EIO:when={step.nth}"]
    else:
        before = Counter(one.name for one in all_steps[:at])
        faults = [
            f"{name}:error=ENOSPC:when={before[name] + 1}+"
            for name in {one.name for one in all_steps}.intersection(_TAKING_ROOM)
        ]
    traced = ",".join({fault.partition(":")[0] for fault in faults} or {"none"})
    return _run(work, [f"--trace={traced}", *(f"--inject={fault}" for fault in faults)])


def _run(work: Work, options: Sequence[str]) -> Ended:
    """Do it in a process of its own, under strace: ends with 0, or 3 where it raised StoreError."""
    from wrans.errors import StoreError

    gate, opened = os.pipe()
    # What is told goes through memory: writing to a pipe would be counted.
    said = mmap.mmap(-1, _MOST)

    def tell(line: str) -> None:
        said.write(f"{line}\n".encode()[: _MOST - said.tell()])

    if (worker := os.fork()) == 0:
        code = 4
        try:
            os.close(opened)
            ctypes.CDLL(None).prctl(_MAY_BE_TRACED, _ANYBODY, 0, 0, 0)
            os.read(gate, 1)
            code = _done(work, tell, StoreError)
        finally:
            os._exit(code)
    os.close(gate)
    try:
        with _watching(worker, options):
            os.close(opened)
            code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    except BaseException:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        raise
    return Ended(code, said[:].rstrip(b"\0").decode().splitlines())


def _done(work: Work, tell: Tell, refusal: type[Exception]) -> int:
    try:
        work(tell)
    except refusal as error:
        tell(str(error))
        return 3
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent tells of it
        tell(repr(error))
        return 4
    return 0


@contextmanager
def _watching(worker: int, options: Sequence[str]) -> Iterator[None]:
    """Have strace watch a process that waits."""
    command = ["strace", "--signal=none", f"--attach={worker}", *options]
    if not any(option.startswith("--output") for option in options):
        command.append(f"--output={os.devnull}")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr
        # It says so once no call can escape it.
        said = strace.stderr.readline()
        if "attached" not in said:
            raise subprocess.SubprocessError(said.strip())
        yield
        strace.stderr.read()

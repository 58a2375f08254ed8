"""Processes that were started, and how they are ended."""

import os
import signal
from asyncio.subprocess import Process
from contextlib import suppress


def send(process: Process, number: int) -> None:
    """Send a signal, unless it has ended.

    asyncio would first ask whether it has, and so take its exit status from who waits for it.
    """
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)


async def end(process: Process) -> None:
    """End it, and wait until it has."""
    send(process, signal.SIGKILL)
    await process.wait()

"""A sync of this library."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from wrans import paths
from wrans.errors import WransError
from wrans.library import Library, Narrated
from wrans.records import Key
from wrans.session import Session
from wrans.sync import HISTORY, OFFICIAL, Client, Sync, Told, alone
from wrans.sync import history as day_files

_COUNTED: Final = 3.0
"""Seconds after which what is here in full is counted again, or longer where that takes long."""
_SHARE: Final = 50


async def run(
    library: Library,
    *,
    everything: bool = False,
    api: str | None = None,
    history: str | None = None,
    progress: Narrated | None = None,
    begun: Callable[[Sync], None] = lambda sync: None,
) -> Sync:
    """Sync until all is here or nothing more can be had. Raises SyncError, StoreError."""
    last = Told("lists", 0, 0)

    def tell(told: Told) -> None:
        nonlocal last
        last = told
        if progress:
            progress(told.done, told.total, told.doing)

    def wait(reason: str) -> None:
        if progress:
            # What it is that waits stays told, and how far that is.
            progress(last.done, last.total, f"{last.doing.partition(':')[0]}: {reason}")

    settings = library.settings.sync
    # A server on this machine is a test's, and in no hurry to be spared.
    rate = 0.0 if api and api.startswith("http:") else settings.rate
    with alone(paths.sync_lock()):
        async with Client(api or OFFICIAL, rate=rate, contact=settings.contact) as client:
            client.waiting = wait
            sync = Sync(library.store, client, tell)
            has_history = bool(history or not api)
            sync.plan(everything=everything, history=has_history)
            begun(sync)
            _stop_when_told()
            following = asyncio.create_task(_follow_the_reader(library, sync))
            try:
                await sync.lists()
                # Who is not connected waits for one server and not for two.
                if sync.wants_history and has_history and not sync.is_hopeless:
                    await _history(sync, history or HISTORY, settings.contact)
                await sync.fetch()
            except asyncio.CancelledError as error:
                raise KeyboardInterrupt(*error.args) from None
            except BaseExceptionGroup as errors:
                raise _told(errors) from None
            finally:
                following.cancel()
                with suppress(WransError):
                    library.note_coverage()
                _heed_no_more()
            return sync


def _stop_when_told() -> None:
    """An orderly end, for whoever presses ctrl-C twice too."""
    work = asyncio.current_task()

    def stop(by: int) -> None:
        if work is not None and not work.cancelling():
            work.cancel(by)

    for by in (signal.SIGINT, signal.SIGTERM):
        # Only the main thread of a process hears of it.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(by, stop, by)


def _heed_no_more() -> None:
    """The loop ends by itself now; it must not be woken once what wakes it is closed."""
    with suppress(ValueError):
        signal.set_wakeup_fd(-1)


async def _follow_the_reader(library: Library, sync: Sync) -> None:
    """What lies open in a reader comes first; and readers see that a sync is on, and how far."""
    known, counted, took = "", time.monotonic(), 0.0
    while True:
        with suppress(OSError):
            os.utime(paths.sync_lock())
        question = Session.load(paths.session_file()).question
        if question != known:
            known = question
            with suppress(ValueError, WransError):
                number = library.store.find(Key.parse(question))
                if number is not None:
                    sync.texts.first(number)
        if time.monotonic() - counted > max(_COUNTED, _SHARE * took):
            counted = time.monotonic()
            with suppress(WransError):
                library.note_coverage()
            took = time.monotonic() - counted
        await asyncio.sleep(paths.BEAT)


async def _history(sync: Sync, address: str, contact: str) -> None:
    rate = 0.0 if address.startswith("http:") else day_files.RATE
    async with Client(address, rate=rate, contact=contact) as client:
        await sync.history(client)


def _told(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The one of several errors that a person can act on: all workers may meet a full disk."""
    known = (error for error in errors.exceptions if isinstance(error, WransError | OSError))
    return next(known, errors)

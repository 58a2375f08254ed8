"""A sync of this library."""

import asyncio
from collections.abc import Callable

from wrans import paths
from wrans.errors import WransError
from wrans.library import Library, Narrated
from wrans.sync import HISTORY, OFFICIAL, Client, Sync, Told, alone
from wrans.sync import history as day_files


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

    def tell(told: Told) -> None:
        if progress:
            progress(told.done, told.total, told.doing)

    settings = library.settings.sync
    # A server on this machine is a test's, and in no hurry to be spared.
    rate = 0.0 if api and api.startswith("http:") else settings.rate
    with alone(paths.data_dir() / "sync.lock"):
        async with Client(api or OFFICIAL, rate=rate, contact=settings.contact) as client:
            client.waiting = lambda reason: tell(Told(reason, 0, 0))
            sync = Sync(library.store, client, tell)
            sync.plan(everything=everything)
            begun(sync)
            try:
                await sync.lists()
                if everything and (history or not api):
                    await _history(sync, history or HISTORY, settings.contact)
                await sync.fetch()
            except asyncio.CancelledError:
                raise KeyboardInterrupt from None
            except BaseExceptionGroup as errors:
                raise _told(errors) from None
            return sync


async def _history(sync: Sync, address: str, contact: str) -> None:
    rate = 0.0 if address.startswith("http:") else day_files.RATE
    async with Client(address, rate=rate, contact=contact) as client:
        await sync.history(client)


def _told(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The one of several errors that a person can act on: all workers may meet a full disk."""
    return next((error for error in errors.exceptions if isinstance(error, WransError)), errors)

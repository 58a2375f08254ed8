"""One run: plan what is due, read the lists, fetch the whole texts."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from wrans.errors import SyncError
from wrans.store import Store
from wrans.store.progress import Held
from wrans.sync import days
from wrans.sync.client import Client
from wrans.sync.counts import Counts
from wrans.sync.history import History
from wrans.sync.lists import Lists
from wrans.sync.texts import Texts
from wrans.sync.told import Told

_WEEK: Final = timedelta(days=7)
_SINCE_EDITS: Final = "silent edits"
_BEGUN: Final = "begun"


class Sync:
    """Brings a store up to what the official interface shows."""

    def __init__(
        self,
        store: Store,
        client: Client,
        tell: Callable[[Told], None] = lambda told: None,
        now: datetime | None = None,
    ) -> None:
        """Give the store and the server, and whom to tell how far it is."""
        self._store, self._client, self._tell = store, client, tell
        self._now = now or datetime.now(UTC)
        self.counts = Counts()
        self._lists = Lists(store, client, self.counts, tell)
        self.texts = Texts(store, client, self.counts, tell)

    def plan(self, *, everything: bool = False) -> None:
        """Say what is due: all there is, or what has happened since the last sync."""
        progress, today = self._store.progress, self._now.date()
        held = progress.held()
        with self._store.batch():
            progress.hope()
            if everything:
                progress.plan("tabled", days.everything(today))
            elif held.synced is None:
                progress.plan("tabled", days.recent(today))
            if held.synced is not None:
                self._plan_news(held.synced.date(), today)
            if not progress.noted(_SINCE_EDITS):
                progress.note(_SINCE_EDITS, today.isoformat())
            progress.note(_BEGUN, self._now.isoformat())

    def _plan_news(self, synced: date, today: date) -> None:
        progress = self._store.progress
        first, last = days.since(synced, today)
        progress.plan("answered", [(first, last)], again=True)
        progress.plan("corrected", [(first, last)], again=True)
        progress.plan("tabled", days.weeks(first, last), again=True)
        looked = date.fromisoformat(progress.noted(_SINCE_EDITS) or today.isoformat())
        if today - looked >= _WEEK:
            progress.plan("tabled", days.of_silent_edits(today), again=True)
            progress.note(_SINCE_EDITS, today.isoformat())

    async def lists(self) -> None:
        """Read all lists that are planned, then say until when the record is up to date."""
        await self._lists.read()
        if not self._store.progress.unread():
            with self._store.batch():
                self._store.progress.note("synced", self._now.isoformat())

    async def history(self, client: Client) -> None:
        """Read the day files, which hold most texts in a few thousand requests."""
        await History(self._store, client, self.counts, self._tell).read()

    async def fetch(self) -> None:
        """Fetch the whole texts that are wanted."""
        await self.texts.fetch()
        self.counts.requests = self._client.requests

    @property
    def held(self) -> Held:
        """How far everything is."""
        return self._store.progress.held()

    @property
    def is_finished(self) -> bool:
        """Is everything here that was promised?"""
        held = self.held
        return not (held.unread_stretches or held.wanted or held.given_up)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Be the only one that syncs. Raises SyncError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SyncError("another wrans is syncing; its progress is kept as it goes") from error
        yield

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
from wrans.sync.shown import Shown
from wrans.sync.texts import Texts
from wrans.sync.told import Told

_WEEK: Final = timedelta(days=7)
_SINCE_EDITS: Final = "silent edits"
_BEGUN: Final = "begun"
"""When the lists were first read that were never all read since."""
_HISTORY: Final = "history"
_WANTED: Final = "wanted"


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
        shown = Shown()
        self._lists = Lists(store, client, self.counts, shown, tell)
        self.texts = Texts(store, client, self.counts, shown, tell)

    def plan(self, *, everything: bool = False, history: bool = False) -> None:
        """Say what is due: all there is, or what has happened since the last sync.

        With ``history`` the day files are part of all there is.
        """
        progress, today = self._store.progress, self._now.date()
        with self._store.batch():
            progress.hope()
            progress.want_clipped()
            if everything:
                progress.plan("tabled", days.everything(today))
                if history:
                    progress.note(_HISTORY, _WANTED)
            elif progress.held().synced is None:
                progress.plan("tabled", days.recent(today))
            if since := self._since(today):
                self._plan_news(since, today)
            if self._looked(today) is None:
                progress.note(_SINCE_EDITS, today.isoformat())
            if not progress.noted(_BEGUN):
                progress.note(_BEGUN, self._now.isoformat())

    def _since(self, today: date) -> date | None:
        """Until when the record is up to date; None before the first sync.

        Where that sync was not finished, what was read then is old too.
        """
        progress = self._store.progress
        synced = progress.held().synced
        if synced is None and (begun := progress.noted(_BEGUN)):
            synced = datetime.fromisoformat(begun)
        if synced is None:
            return None
        # A clock that was ahead once tells nothing.
        return synced.date() if synced.date() <= today else days.long_before(today)

    def _plan_news(self, synced: date, today: date) -> None:
        progress = self._store.progress
        first, last = days.since(synced, today)
        progress.plan("answered", [(first, last)], again=True)
        progress.plan("corrected", [(first, last)], again=True)
        progress.plan("tabled", days.weeks(first, last), again=True)
        looked = self._looked(today)
        if looked and today - looked >= _WEEK:
            progress.plan("tabled", days.of_silent_edits(today), again=True)
            progress.note(_SINCE_EDITS, today.isoformat())

    def _looked(self, today: date) -> date | None:
        """When silent edits were last looked for, as far as that is known."""
        noted = self._store.progress.noted(_SINCE_EDITS)
        looked = date.fromisoformat(noted) if noted else None
        return looked if looked and looked <= today else None

    async def lists(self) -> None:
        """Read all lists that are planned, then say until when the record is up to date."""
        await self._lists.read()
        if not self._store.progress.unread():
            with self._store.batch():
                self._store.progress.note("synced", self._now.isoformat())
                self._store.progress.forget(_BEGUN)

    @property
    def is_hopeless(self) -> bool:
        """Did Parliament's server stop giving anything, even lists?"""
        return self._lists.is_hopeless

    @property
    def wants_history(self) -> bool:
        """Are day files still to be read?"""
        return self._store.progress.noted(_HISTORY) == _WANTED

    async def history(self, client: Client) -> None:
        """Read the day files, which hold most texts in a few thousand requests."""
        if await History(self._store, client, self.counts, self._tell).read():
            with self._store.batch():
                self._store.progress.note(_HISTORY, "read")

    async def fetch(self) -> None:
        """Fetch the whole texts that are wanted."""
        if not self.is_hopeless:
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
        is_all_here = not (held.unread_stretches or held.wanted or held.given_up)
        return is_all_here and not self.wants_history


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Be the only one that syncs. Raises SyncError."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = file.open("w")
    except OSError as error:
        raise SyncError(f"{file.parent}: cannot be written to: {error.strerror}") from error
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SyncError("another wrans is syncing; its progress is kept as it goes") from error
        yield

"""Following what other processes do: those that add, index and sync."""

from functools import partial
from typing import Final

from wrans import clerk
from wrans.desk.desk import Desk

HOW_TO_ADD: Final = "This is the sample. To add more, in another terminal: wrans add FILE-OR-FOLDER"
_PATIENCE: Final = 30
"""Looks at an index that stays behind before it is brought up to the store from here."""
_GLANCE: Final = 3
"""Looks after which a sync's questions are listed."""


class Following(Desk):
    """Looks every second, indexes where nobody else does, and syncs when asked to."""

    _known: tuple[int, int | None] = (0, None)
    _last_change = _waited = _glances = 0
    _coverage = ("", "")
    _is_indexing = _was_syncing = _is_past_mending = False

    def _look_for_news(self) -> None:
        """Questions may have been added, or the index brought up to them, by another process."""
        change, indexed = self.library.store.change, self.library.index.state()
        is_first = self._known == (0, None)
        if (change, indexed) != self._known and (is_first or change == indexed):
            # While another process is still adding, the list stays as it is: keys come first.
            self._known = (change, indexed)
            self._mark_bookmarks()
            self._coverage = self.library.coverage()
            self._clerk.ask(self.bar.value, typing=self.bar.input.has_focus)
            self._clerk.watch_again()
        self._tell_coverage()
        if change != self._last_change:
            self._waited = 0
            self._open_what_changed()
            if self._is_sample and not self.library.holds_only_seeds:
                self._tell("")
        self._waited += change != indexed
        self._last_change = change
        is_syncing = self._is_syncing
        if is_syncing != self._was_syncing:
            self._was_syncing = is_syncing
            self._open_again()
        self._glances = (self._glances + 1) % _GLANCE
        if is_syncing and change != indexed and not self._glances and not self.bar.value:
            self._list_newest()
        if indexed is None and self.library.index.is_there and not self._is_indexing:
            self._tell_damage("The index is damaged, or of another version")
        if indexed is None or (is_first and change != indexed) or self._waited > _PATIENCE:
            self._waited = 0
            self._start_indexing()
        if self.library.bookmarks.refresh():
            self._mark_bookmarks()
            for trouble in self.library.bookmarks.troubles:
                self.notify(trouble, severity="warning", timeout=15, markup=False)
        self._save_session_at_rest()

    @property
    def _is_sample(self) -> bool:
        return self._told == HOW_TO_ADD

    def _open_what_changed(self) -> None:
        """The question that is read may have got its whole text, an answer or a correction."""
        if self._open and self.library.store.change_of(self._open.id) > self._read_at:
            self._open_again()

    def _open_again(self) -> None:
        if self._open is not None and not self._is_compared:
            for listing in self.library.store.listings([self._open.id]):
                self.open(listing, again=True)

    def _tell_coverage(self) -> None:
        """In the frame of the list: at its head and foot, or where it has no foot, at its head."""
        held, synced = self._coverage
        has_foot = bool(self.list.styles.border_bottom[0])
        order = "best match" if self._is_ranked else "newest first"
        about = list(filter(None, [held, "" if has_foot else synced]))
        room = self.list.size.width - 2
        title = "  ".join([f"Questions, {order}", *about])
        if len(title) > room:
            title = "  ".join([order.capitalize(), *about])
        # Telling the frame repaints the whole pane.
        if self.list.border_title != title:
            self.list.border_title = title
        if self.list.border_subtitle != synced:
            self.list.border_subtitle = synced

    def _list_newest(self) -> None:
        """While a sync goes on, what came is shown before it is indexed."""
        self._coverage = self.library.coverage()
        self._tell_coverage()
        source = self.library.newest()
        place = source.place_of(self._open.id) if self._open and self.list.cursor else 0
        self._list(source, self.list.cursor if place is None else place)

    def _tell_damage(self, what: str) -> None:
        many = self.library.store.count()
        told = f"{what}: it is built anew from {many:,} questions"
        self.notify(told, severity="warning", timeout=10, markup=False)

    def _tell_end(self) -> None:
        """The process that searches died: another one goes on."""
        told = "The process that searches ended, and was started again"
        self.notify(told, severity="warning", timeout=10, markup=False)

    def _start_indexing(self) -> None:
        if not self._is_indexing:
            self._is_indexing = True
            self._begin(self._index)

    def _start_mending(self) -> None:
        """A search could not read the index: if that is because it is damaged, build it anew."""
        if not self._is_indexing and not self._is_past_mending:
            self._is_indexing = True
            self._tell("The index could not be read; looking for what is damaged …")
            self._begin(partial(self._index, is_damaged=True))

    async def _index(self, *, is_damaged: bool = False) -> None:
        is_told = not is_damaged

        def progress(done: int, total: int) -> None:
            nonlocal is_told
            if not is_told:
                is_told = True
                self._tell_damage("The index is damaged")
            self._tell(f"Indexing {done:,} of {total:,} …")

        trouble = await clerk.index(progress, is_damaged=is_damaged)
        self._tell(trouble or (HOW_TO_ADD if self.library.holds_only_seeds else ""))
        # A search that fails on an index that is sound would fail for ever.
        self._is_past_mending = is_damaged and bool(trouble)
        self._is_indexing = bool(trouble) and not is_damaged
        # What was asked of an index that was not there is asked again.
        self._known = (self._known[0], None)
        self._look_for_news()

    def action_sync(self) -> None:
        """Fetch what Parliament has published, or stop."""
        if self._errand.is_on:
            self._errand.stop()
        else:
            self._begin(self._sync)

    async def _sync(self) -> None:
        from wrans.bar import Meter

        meter = Meter("Syncing …")

        def tell(done: int, total: int, what: str) -> None:
            meter.progress(done, total, f"Syncing {what}")
            self._tell(meter.shown.get_renderable())

        self._tell("Syncing …")
        told = await self._errand.run(tell)
        self._tell("")
        self.notify(told, timeout=8, markup=False)
        self._look_for_news()
        if self.library.store.change != self.library.index.state():
            self._start_indexing()

"""The bookmarks, in the reader."""

from collections.abc import Callable

from wrans.desk.desk import Desk
from wrans.errors import NoSuchQuestion, WransError
from wrans.library import Listed
from wrans.opening import first_signs
from wrans.records import Key


class Marking(Desk):
    """Marks questions, lists the marks, takes changes back."""

    _asked_of: Key | None = None
    _words: str

    def _bookmarked(self) -> frozenset[Key]:
        return frozenset(bookmark.key for bookmark in self.library.bookmarks)

    def _mark_bookmarks(self) -> None:
        self.list.bookmarked = self._bookmarked()
        self.refresh_bindings()

    def action_bookmark(self) -> None:
        """Mark this question, or let it go."""
        if self._open:
            self._change_bookmarks(self._toggle)

    def _toggle(self) -> str:
        assert self._open
        if self.library.has_note(self._open.key) and self._asked_of != self._open.key:
            self._asked_of = self._open.key
            return "This mark has a note or tags; the same key again lets it go"
        self._asked_of = None
        is_kept = self.library.toggle_bookmark(self._open.key, self._open.heading)
        return f"{'Marked' if is_kept else 'No longer marked'}: {self._open.heading}"

    def action_undo(self) -> None:
        """Take back the last change to the bookmarks."""
        self._change_bookmarks(lambda: self.library.bookmarks.undo() or "Nothing to undo")

    def _change_bookmarks(self, change: Callable[[], str]) -> None:
        try:
            told = change()
            # A mark that waits for the file to be readable again is no plain success.
            self._say("  ".join([told, *self.library.bookmarks.troubles]))
        except WransError as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)
        self._mark_bookmarks()

    async def action_bookmarks(self) -> None:
        """List the questions that are marked."""
        from wrans.panes.bookmarks_view import BookmarksView

        def remove(key: Key) -> None:
            self._change_bookmarks(lambda: self.library.remove_bookmark(key))

        keys = first_signs(self.library.settings.keys)
        view = BookmarksView(lambda: list(self.library.bookmarks), remove, self.action_undo, keys)
        await self.push_screen(view, self._go_to_bookmark)

    def _go_to_bookmark(self, key: Key | None) -> None:
        if key is None:
            return
        try:
            listing = self.library.find(str(key))[0]
        except NoSuchQuestion as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        source = self.list.source
        place = source.place_of(listing.id) if isinstance(source, Listed) else None
        if place is None:
            self._words = self.bar.value = "is:bookmarked"
            self._open = listing
            self._clerk.ask("is:bookmarked", typing=False)
            self.open(listing, again=True)
        else:
            self._list(source, place)
        self.show_pane("answer")

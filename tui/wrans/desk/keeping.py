"""The saved searches, in the reader."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from wrans.clerk import Asked
from wrans.desk.desk import Desk
from wrans.errors import WransError
from wrans.opening import first_signs

if TYPE_CHECKING:
    from wrans.watching import Watching


class Keeping(Desk):
    """Keeps searches under a name, lists them with what is new, and opens them."""

    @cached_property
    def _watching(self) -> "Watching":
        from wrans.watching import Watching

        return Watching(self.library)

    async def action_save_search(self) -> None:
        """Keep this search under a name."""
        from wrans.panes.naming import Naming

        words, typed = self.bar.value.strip(), self._is_typed
        if not words:
            self._say("Nothing is searched for: type words first")
            return

        def save(name: str | None) -> None:
            if name:
                self._change_searches(
                    lambda: f"Saved: {self._watching.save(name, words, typed=typed).name}"
                )

        def told(name: str) -> str:
            there = self.library.searches.find(name)
            return f"takes the place of: {there.words}" if there else "saves it"

        self.library.searches.refresh()
        await self.push_screen(Naming("Save this search as", words, told), save)

    @property
    def _is_typed(self) -> bool:
        """Would the words find something else if they had not been typed?"""
        words, library = self._clerk.asked.words, self.library
        typed = self._clerk.asked.typed
        return typed and library.query(words, typed=True).plan != library.query(words).plan

    def _change_searches(self, change: Callable[[], str]) -> None:
        try:
            # What waits for the file to be readable again is no plain success.
            self._say("  ".join([change(), *self.library.searches.troubles]))
        except WransError as error:
            self.notify(str(error), severity="error", timeout=10, markup=False)

    async def action_searches(self) -> None:
        """List the saved searches, and what is new in each."""
        from wrans.panes.searches_view import SearchesView

        searches = self.library.searches
        searches.refresh()
        for trouble in searches.troubles:
            self.notify(trouble, severity="warning", timeout=15, markup=False)

        def rename(name: str, new: str) -> None:
            def change() -> str:
                self._watching.rename(name, new)
                return f"Renamed: {new}"

            self._change_searches(change)
            count()

        def remove(name: str) -> None:
            def change() -> str:
                searches.let_go(name)
                return f"No longer saved: {name}"

            self._change_searches(change)

        def undo() -> None:
            self._change_searches(lambda: searches.undo() or "Nothing to undo")
            count()

        def count() -> None:
            self._clerk.watch([search.name for search in searches])

        view = SearchesView(
            lambda: list(searches), rename, remove, undo, first_signs(self.library.settings.keys)
        )
        self._clerk.watched = lambda looked: view.tell(
            looked.about, "?" if looked.trouble else f"{looked.count:,} new"
        )
        self._watching.reached()
        await self.push_screen(view, self._open_search)
        count()

    def _open_search(self, name: str | None) -> None:
        self._clerk.watch([])
        search = self.library.searches.find(name) if name else None
        if search is None:
            return
        self._clerk.asked = Asked(search.words, typed=search.typed)
        self.search_for(search.words)
        self.show_pane("list")
        from wrans.watching import READER

        try:
            self._watching.reach(search, READER, self._watching.reached())
        except WransError as error:
            self.notify(str(error), severity="warning", timeout=10, markup=False)

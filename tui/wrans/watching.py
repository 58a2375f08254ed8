"""What is new in the saved searches, since somebody last looked."""

from array import array
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wrans.library import Library
    from wrans.searches import Search
    from wrans.store.arrivals import Reached

READER: Final = "reader"
COMMAND: Final = "command"
"""Who looks: what a nightly command has told is still new in the reader, and the reverse."""


class Watching:
    """The saved searches over the record, each with how far it was read."""

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._in_step: Reached | None = None

    def reached(self) -> "Reached | None":
        """Where the record was when all of it was last in the index, as far as that was seen."""
        if not self._library.is_index_behind():
            self._in_step = self._library.store.reached()
        return self._in_step

    def new_in(
        self, search: "Search", who: str, stop: Callable[[], bool] | None = None
    ) -> "array[int] | None":
        """The questions that are new since, newest first; None when stopped.

        All of them for who never looked. Raises IndexDamaged.
        """
        query = self._library.query(search.words, typed=search.typed)
        return self.newer(search, who, self._library.all_ids(query, stop))

    def newer(self, search: "Search", who: str, ids: "array[int] | None") -> "array[int] | None":
        """Those of the questions that a search found that are new since."""
        library = self._library
        then = library.read_marks.reached(search.name.casefold(), search.words, who)
        if ids is None or then is None:
            return ids
        since = library.store.since(then)
        return array("I", (number for number in ids if number in since))

    def save(self, name: str, words: str, *, typed: bool) -> "Search":
        """Keep a search; what comes from now on is new. Raises NotSaved."""
        before = self._library.searches.find(name)
        search = self._library.searches.save(name, words, date.today(), typed=typed)
        if before is None or before.words != search.words:
            now = self.reached() or self._library.store.reached()
            for who in (READER, COMMAND):
                self.reach(search, who, now)
        return search

    def rename(self, name: str, new: str) -> None:
        """Keep a search under another name. Raises NoSuchSearch, NameTaken or NotSaved."""
        search = self._library.searches.rename(name, new)
        self._library.read_marks.rename(search.name.casefold(), new.casefold())

    def reach(self, search: "Search", who: str, now: "Reached | None") -> None:
        """It was read up to here. Raises NotSaved."""
        if now is not None:
            self._library.read_marks.reach(search.name.casefold(), search.words, who, now)

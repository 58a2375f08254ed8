"""The part of a library that searches, and keeps the index up to the store."""

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from wrans.errors import IndexDamaged
from wrans.library.files import Files, Progress
from wrans.store import Listing, Store
from wrans.values import dataclass, replace

if TYPE_CHECKING:
    from wrans.index import Look, Page, Searcher
    from wrans.index.facets import Facets
    from wrans.index.marks import Also, Shown
    from wrans.index.query import Query
    from wrans.ledger import Ledger

T = TypeVar("T")
Stop = Callable[[], bool]
# What a page of search results is; the list asks for the rest as it goes on.
PAGE = 64


@dataclass(frozen=True, slots=True)
class Found:
    """The first questions that a search found, newest first."""

    listings: list[Listing]
    is_all: bool
    notice: str | None
    """How the query was read, where that is not as written."""
    suggestion: str = ""
    """The query spelt as the record spells it, where that is likelier."""


class Listed:
    """A list of questions as long as it may be; its rows are read when they are looked at."""

    def __init__(self, store: Store, ids: Sequence[int], count: int | None = None) -> None:
        """The first questions by number, and how many there are; the rest are the store's."""
        self._store = store
        self.ids = ids
        self._count = len(ids) if count is None else count

    def __len__(self) -> int:
        return self._count

    def rows(self, start: int, stop: int) -> list[Listing]:
        """Some of them."""
        if start >= len(self.ids):
            return self._store.newest(stop - start, start)
        return self._store.listings(self.ids[start:stop])

    def goes_on(self, other: object) -> bool:
        """Does it begin with all questions of another list, which has some?"""
        if not isinstance(other, Listed) or not 0 < len(other) == len(other.ids) <= len(self.ids):
            return False
        return self.ids[: len(other)] == other.ids

    def place_of(self, number: int) -> int | None:
        """Where in the list a question stands, as far as that is known yet."""
        try:
            return self.ids.index(number)
        except ValueError:
            return None


class Searching(Files):
    """Finds questions. An index that turns out damaged is built anew."""

    def __init__(self, *, read_only: bool = False) -> None:
        """Open nothing yet."""
        super().__init__(read_only=read_only)
        self._open_index: tuple[object, Searcher] | None = None
        self._marks_held: dict[str, frozenset[int]] = {}

    def close(self) -> None:
        """Close the files; the library may be used no more."""
        self._close_index()
        super().close()

    # -- the index

    def is_index_behind(self) -> bool:
        """Does the store hold anything that the index does not?"""
        return self.index.state() != self.store.change

    def catch_up(self, progress: Progress | None = None) -> None:
        """Bring the index up to the store."""
        from wrans import building

        building.catch_up(self.index, self.store, progress)
        self.note_coverage()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Build the index anew from the store."""
        from wrans import building

        building.build(self.index, self.store, progress)
        self.note_coverage()

    def mend_index(self, progress: Progress | None = None) -> bool:
        """Build the index anew if a file of it is not as it was written; say whether one was."""
        if self.index.state() is not None and not any(True for _ in self.index.check()):
            return False
        self.rebuild(progress)
        return True

    def note_coverage(self) -> None:
        """Count what is here in full: the reader has no time to."""
        if self.store.is_read_only:
            return
        held = self.store.completeness()
        with self.store.batch():
            self.store.progress.note("coverage", f"{held.full} {held.questions}")

    # -- searching

    def query(self, words: str, *, typing: bool = False, typed: bool = False) -> "Query":
        """How words are read; the last one may still be being typed, or have been."""
        from wrans.index import query

        is_done = typed and not typing
        parsed = query.typed(words) if is_done else query.parse(words, typing=typing)
        if parsed.notice is None and parsed.asks_for_entities and (clipped := self._clipped()):
            return replace(parsed, notice=f"clipped texts of {clipped:,} not counted")
        return parsed

    def _clipped(self) -> int:
        """How many questions lack some of their text, as far as that was counted."""
        counted = self.store.progress.noted("coverage").split()
        return int(counted[1]) - int(counted[0]) if counted else 0

    def search(
        self, words: str, limit: int = PAGE, *, is_ranked: bool = False, typed: bool = False
    ) -> Found:
        """The newest or best questions that match. The index is brought up to the store first."""
        query = self.query(words, typed=typed)
        if is_ranked:
            ids = self._on_sound_index(lambda: self.best_ids(query, limit + 1)) or ()
            return Found(self.store.listings(ids[:limit]), len(ids) <= limit, query.notice)

        def look() -> "tuple[Page, str]":
            page = self.first_ids(query, limit)
            return page, self.suggestion(query, found_any=bool(page.ids))

        page, suggestion = self._on_sound_index(look)
        return Found(self.store.listings(page.ids), page.is_complete, query.notice, suggestion)

    def suggestion(self, query: "Query", *, found_any: bool) -> str:
        """The query spelt as the record spells it; empty where nothing is likelier.

        Where all its words had to be there and were, none can be unknown. Raises IndexDamaged.
        """
        if query.is_everything or (found_any and query.wants_all):
            return ""
        return self._searcher().suggestion(query)

    def also(self, query: "Query") -> dict[str, list[str]]:
        """What the beginnings of words find besides, to mark it. Raises IndexDamaged."""
        return self._searcher().also(query) if query.beginnings else {}

    def explained(self, words: str) -> str:
        """What a query finds, in plain words."""
        from wrans.index.explaining import explain

        return explain(self.query(words))

    def notices(self, words: str) -> list[str]:
        """How a query is read, where that is not as written; and where in it that lies."""
        from wrans.index.pointing import pointed_at

        query = self.query(words)
        return [query.notice, *pointed_at(query)] if query.notice else []

    def newest(self) -> Listed:
        """Every question, newest first, of which only the first page is read yet."""
        first = [listing.id for listing in self.store.newest(PAGE)]
        return Listed(self.store, first, self.store.count())

    def listed(self, ids: Sequence[int], count: int | None = None) -> Listed:
        """The questions of those numbers, in that order; of how many, where they are the first."""
        return Listed(self.store, ids, count)

    def count(self, words: str, *, typed: bool = False) -> int:
        """How many questions match, exactly."""
        query = self.query(words, typed=typed)
        return self._on_sound_index(lambda: self._searcher().count(query, self._marked(query)) or 0)

    def at_most(self, query: "Query") -> int:
        """No more questions than so many match, as far as is known beforehand."""
        if query.is_everything:
            return 0
        return self._searcher().at_most(query, self._marked(query))

    def look(self, query: "Query") -> "Look":
        """A search that goes on for as long as it is asked to. Raises IndexDamaged."""
        return self._searcher().look(query, self._marked(query))

    def counted(self, words: str) -> "Facets":
        """True counts of what matches, by body, year, House, party and month."""
        query = self.query(words)
        facets = self._on_sound_index(lambda: self.facets(query))
        assert facets is not None, "nothing stopped it"
        return facets

    def numbers(self, words: str, *, typed: bool = False) -> "array[int]":
        """Every question that matches. The index is brought up to the store first."""
        query = self.query(words, typed=typed)
        return self._on_sound_index(lambda: self.all_ids(query)) or array("I")

    def ledger(self, words: str, progress: Progress | None = None) -> "Ledger":
        """Every sum that the questions that match state."""
        from wrans.ledger import gather

        query = self.query(words)
        numbers = self._on_sound_index(lambda: self.all_ids(query)) or array("I")
        for ledger in gather(self.store, numbers):
            if progress:
                progress(ledger.looked_at, ledger.questions)
        ledger.clipped = self.store.clipped_among(numbers)
        return ledger

    def first_ids(self, query: "Query", limit: int, stop: Stop | None = None) -> "Page":
        """The first questions that match, as the store numbers them. Raises IndexDamaged."""
        return self._searcher().page(query, limit, self._marked(query), stop)

    def newest_ids(self, limit: int) -> "array[int]":
        """The newest of all questions."""
        return self.store.ids(limit)

    def all_ids(
        self,
        query: "Query",
        stop: Stop | None = None,
        so_far: Callable[[int, int], None] | None = None,
    ) -> "array[int] | None":
        """Every question that matches, newest first; None when stopped. Raises IndexDamaged.

        ``so_far`` is told now and then how many there are at least, and back to which day.
        """
        if query.is_everything:
            return self.store.ids_unless(stop) if stop else self.store.ids()
        return self._searcher().all(query, self._marked(query), stop, so_far)

    def ranked_ids(self, query: "Query", stop: Stop | None = None) -> "array[int] | None":
        """Every question that matches, the best first; None when stopped. Raises IndexDamaged."""
        from wrans.index import ranking

        if not self.can_rank(query):
            return self.all_ids(query, stop)
        return ranking.ranked(self._searcher(), query, self._marked(query), stop)

    def best_ids(self, query: "Query", limit: int, stop: Stop | None = None) -> "array[int] | None":
        """The best of them; None when stopped. Raises IndexDamaged."""
        from wrans.index import ranking

        return ranking.best(self._searcher(), query, limit, self._marked(query), stop)

    def can_rank(self, query: "Query") -> bool:
        """Is there a word in it that one question matches better than another?"""
        from wrans.index import ranking

        return ranking.has_words(query.plan)

    def facets(self, query: "Query", stop: Stop | None = None) -> "Facets | None":
        """True counts of what matches; None when stopped. Raises IndexDamaged."""
        from wrans.index import facets

        return facets.facets(self._searcher(), query, self._marked(query), stop)

    def places(self, query: "Query", stop: Stop | None = None) -> list[tuple[str, int]] | None:
        """The places that questions which match name, and how many do; None when stopped.

        The most frequent first. Raises IndexDamaged.
        """
        counted = self._searcher().counts(query, "named", self._marked(query), stop)
        return counted.most_common() if counted is not None else None

    def marks(
        self,
        words: str,
        shown: "Shown | str",
        also: "Also | None" = None,
        *,
        typing: bool = False,
        typed: bool = False,
    ) -> list[tuple[int, int]]:
        """What a search found, in a text that is shown; ``also`` is what the searcher said."""
        from wrans.index import marks

        if not words.strip():
            return []
        return marks.marks(self.query(words, typing=typing, typed=typed), shown, also or {})

    def _searcher(self) -> "Searcher":
        """A searcher of the newest index; opened again when there is a newer one."""
        sign = self.index.sign()
        if sign is None:
            raise IndexDamaged("there is no index yet, or it cannot be used")
        if self._open_index is None or self._open_index[0] != sign:
            self._close_index()
            self._open_index = (sign, self.index.open())
        return self._open_index[1]

    def forget_index(self) -> bool:
        """Have the index opened anew; say whether another one was taken into use meanwhile."""
        held = self._open_index
        self._close_index()
        return held is not None and self.index.sign() not in (None, held[0])

    def _close_index(self) -> None:
        if self._open_index is not None:
            self._open_index[1].close()
            self._open_index = None

    def _on_sound_index(self, look: Callable[[], T]) -> T:
        """Search an index that is there and up to date, built anew if it turns out damaged."""
        try:
            if self.is_index_behind():
                self.catch_up()
            return look()
        except IndexDamaged:
            self._close_index()
            self.rebuild()
            return look()

    def _marked(self, query: "Query") -> dict[str, frozenset[int]]:
        """The questions marked in the ways that a query asks for."""
        marked: dict[str, frozenset[int]] = {}
        if "bookmarked" in query.marks:
            self.bookmarks.refresh()
            numbers = self.store.id_of_keys(b.key for b in self.bookmarks).values()
            marked["bookmarked"] = self._as_before("bookmarked", frozenset(numbers))
        if "read" in query.marks:
            marked["read"] = self.read_marks.numbers(self.store.path, self.store.change)
        return marked

    def _as_before(self, how: str, numbers: frozenset[int]) -> frozenset[int]:
        """The same set while it holds the same: each segment remembers where its questions are."""
        held = self._marks_held.get(how)
        if held != numbers:
            held = self._marks_held[how] = numbers
        return held

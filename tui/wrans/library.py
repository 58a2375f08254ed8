"""What can be done with questions, whatever shows them."""

import os
import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from wrans import paths
from wrans.errors import IndexDamaged, NoSuchQuestion, NotAWrittenQuestion
from wrans.records import Key, Question
from wrans.store import Listing, Outcome, Store
from wrans.values import dataclass, field, replace

if TYPE_CHECKING:
    from wrans.bookmarks import Bookmarks
    from wrans.comparing import Comparison
    from wrans.formats import Kept, Record, Rejected
    from wrans.index import Index, Look, Page, Searcher
    from wrans.index.facets import Facets
    from wrans.index.marks import Also, Shown
    from wrans.index.query import Query
    from wrans.ledger import Ledger
    from wrans.reading import Reading
    from wrans.searches import Searches
    from wrans.settings import Settings
    from wrans.store.readmarks import ReadMarks

T = TypeVar("T")
Stop = Callable[[], bool]
Progress = Callable[[int, int], None]
"""How many are done, of how many; 0 where that is not known yet."""


class Narrated(Protocol):
    """Progress that is also told what is being done."""

    def __call__(self, done: int, total: int, what: str = "", /) -> None:
        """So many are done, of how many."""


# What a page of search results is; the list asks for the rest as it goes on.
PAGE = 64
_BATCH = 500
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


@dataclass(slots=True)
class Added:
    """What became of the documents that were added."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: "list[Rejected]" = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many records were seen."""
        return self.new + self.changed + self.unchanged + len(self.rejected)


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

    def place_of(self, number: int) -> int | None:
        """Where in the list a question stands, as far as that is known yet."""
        try:
            return self.ids.index(number)
        except ValueError:
            return None


class Library:
    """The questions on this machine, and what the user has said about them."""

    def __init__(self, *, read_only: bool = False) -> None:
        """Open nothing yet: each part is opened when it is first needed."""
        self._read_only = read_only
        self._open_index: tuple[object, Searcher] | None = None
        self._marks_held: dict[str, frozenset[int]] = {}

    @cached_property
    def settings(self) -> "Settings":
        """The user's settings over the shipped ones. Raises SettingsError."""
        from wrans import settings

        return settings.load()

    def forgive_settings(self) -> list[str]:
        """Go on with the shipped settings where the user's are wrong; say what is wrong."""
        from wrans import settings

        self.__dict__["settings"], troubles = settings.load_or_shipped()
        return troubles

    @property
    def holds_only_seeds(self) -> bool:
        """Has nothing been added yet but what came with the program?"""
        return self.store.progress.noted("seeds") == str(self.store.count())

    @cached_property
    def bookmarks(self) -> "Bookmarks":
        """The questions that the user marked."""
        from wrans.bookmarks import Bookmarks

        return Bookmarks(*self._bookmark_files)

    @property
    def has_bookmarks(self) -> bool:
        """Can there be any? Told without loading what reads them."""
        return any(file.exists() for file in self._bookmark_files)

    @property
    def _bookmark_files(self) -> tuple[Path, Path]:
        return paths.config_dir() / "bookmarks.toml", paths.state_dir() / "bookmarks.pending"

    @cached_property
    def searches(self) -> "Searches":
        """The searches that the user keeps under a name."""
        from wrans.searches import Searches

        return Searches(
            paths.config_dir() / "searches.toml", paths.state_dir() / "searches.pending"
        )

    @cached_property
    def read_marks(self) -> "ReadMarks":
        """What the user has read."""
        from wrans.store.readmarks import ReadMarks

        return ReadMarks(paths.data_dir() / "read.sqlite", read_only=self._read_only)

    @cached_property
    def store(self) -> Store:
        """Every question that was added."""
        file = paths.data_dir() / "record.sqlite"
        is_sealed = file.exists() and not os.access(file.parent, os.W_OK)
        return Store(file, read_only=is_sealed or (self._read_only and file.exists()))

    @cached_property
    def index(self) -> "Index":
        """The index of the store. It may be behind, or not there yet."""
        from wrans.index import Index
        from wrans.store.extractor import VERSION

        return Index(paths.cache_dir() / "index", VERSION)

    def place_troubles(self) -> tuple[str, ...]:
        """What is wrong in the user's own places, a sentence each."""
        from wrans.entities import own_places

        return own_places.troubles()

    def close(self) -> None:
        """Close the files; the library may be used no more."""
        self._close_index()
        if "store" in self.__dict__:
            self.store.close()
        if "read_marks" in self.__dict__:
            self.read_marks.close()

    # -- adding

    def add(
        self,
        sources: "Iterable[Record | Kept | Rejected]",
        progress: Progress | None = None,
        added: Added | None = None,
    ) -> Added:
        """Put records into the store, batch by batch, so that an interruption costs one batch.

        Give ``added`` to know what became of them even where an error ends it.
        """
        from wrans.formats import Rejected

        added = added or Added()
        records = iter(sources)
        is_last = False
        while not is_last:
            with self.store.batch():
                is_last = True
                for record in records:
                    if isinstance(record, Rejected):
                        added.rejected.append(record)
                    else:
                        self._add(record, added)
                    if added.total % _BATCH == 0:
                        is_last = False
                        break
            if progress:
                progress(added.total, 0)
        return added

    def _add(self, record: "Record | Kept", added: Added) -> None:
        from wrans.formats import Kept, Rejected

        try:
            outcome = (
                self.store.restore(record) if isinstance(record, Kept) else self.store.add(record)
            )
        except NotAWrittenQuestion as error:
            added.rejected.append(Rejected("the export", str(error)))
            return
        match outcome:
            case Outcome.NEW:
                added.new += 1
            case Outcome.CHANGED:
                added.changed += 1
            case Outcome.UNCHANGED:
                added.unchanged += 1

    def fetch_again(self, numbers: Iterable[int]) -> None:
        """Have the next sync fetch these, as far as Parliament has a number for them."""
        from wrans.store.progress import Urgency

        with self.store.batch():
            for number in numbers:
                self.store.progress.want(number, Urgency.EDITED)

    def news(self) -> list[tuple[str, Listing]]:
        """What came since that was last told: what happened, and to which question."""
        news = self.store.progress.news()
        listings = {one.id: one for one in self.store.listings([number for number, _ in news])}
        return [(kind, listings[number]) for number, kind in news if number in listings]

    def forget_news(self) -> None:
        """It was told."""
        with self.store.batch():
            self.store.progress.forget_news()

    def add_seeds_if_empty(self) -> bool:
        """On the first start, the shipped seed documents; say whether they were needed."""
        if self.store.count():
            return False
        from wrans import formats

        self.add(formats.read_path(paths.shipped("seeds")))
        with self.store.batch():
            self.store.progress.note("seeds", str(self.store.count()))
        return True

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

    # -- how much is here

    def note_coverage(self) -> None:
        """Count what is here in full: the reader has no time to."""
        if self.store.is_read_only:
            return
        held = self.store.completeness()
        clipped = self.store.clipped_count()
        with self.store.batch():
            self.store.progress.note("coverage", f"{held.questions - clipped} {held.questions}")

    def coverage(self) -> tuple[str, str]:
        """How much of the record here is in full, and how fresh it is, in a few words each."""
        counted = self.store.progress.noted("coverage").split()
        told = f"{int(counted[0]):,} of {int(counted[1]):,} in full" if counted else ""
        synced = self.store.progress.noted("synced")
        at = datetime.fromisoformat(synced).astimezone() if synced else None
        return told, f"synced {at:%-d %b %H:%M}" if at else ""

    @property
    def is_syncing(self) -> bool:
        """Does a process sync it now, this one or another?"""
        try:
            beat = os.stat(paths.sync_lock()).st_mtime
        except OSError:
            return False
        return abs(time.time() - beat) < 3 * paths.BEAT

    def transfers(self, number: int) -> list[str]:
        """A sentence for each time that a question went to another answering body."""
        transfers = self.store.progress.transfers(number)
        if not transfers:
            return []
        from wrans.records.citation import long_date

        return [
            f"Moved from {before} to {after} (noticed {long_date(noticed.date())})."
            for noticed, before, after in transfers
        ]

    def comparison(self, number: int) -> "Comparison | None":
        """What changed in an answer; None where no other version is known."""
        from wrans import comparing

        question = self.store.question(number)
        versions = iter([version for version, _ in self.store.earlier_answers(number)])
        before = comparing.earlier(question, versions)
        if not before:
            return None
        return comparing.compare(before, comparing.answer_text(question, question.answer))

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

    # -- one question

    def find(self, named: str) -> list[Listing]:
        """The questions that a key, an address or a UIN names. Raises NoSuchQuestion."""
        from wrans.records.citation import named_in

        match named_in(named):
            case Key() as key:
                number = self.store.find(key)
                found = [] if number is None else self.store.listings([number])
            case str() as uin:
                found = self.store.with_uin(uin)
            case None:
                raise NoSuchQuestion(
                    f"{named!r} is no key (commons/2024-07-19/1234), official address or UIN"
                )
        if not found:
            raise NoSuchQuestion(f"no question here is {named}; add its document with wrans add")
        return found

    def read(self, number: int, *, mended: bool = True) -> "Reading":
        """A question laid open."""
        from wrans import entities, reading

        entities.learn(self.store.seats())
        return reading.read(self.store.question(number), mended=mended)

    def citation(self, question: Question) -> str:
        """The question in the user's citation style."""
        from wrans.records.citation import cite

        styles = self.settings.citation.styles
        return cite(question, styles[self.settings.citation.style], date.today())

    def query_for(self, marked: object) -> str:
        """The query that finds questions with the same sum or place; empty where none does."""
        from wrans.entities import Money, Place

        if isinstance(marked, Place):
            return self.query_for_place(marked.name)
        if isinstance(marked, Money):
            low, high = (_typed(marked.currency, n) for n in sorted((marked.low, marked.high)))
            return f"money:{low}" if low == high else f"money:{low}..{high}"
        return ""

    def query_for_place(self, name: str) -> str:
        """The query that finds questions which name a place."""
        return f'place:"{name}"' if not name.isalnum() else f"place:{name}"

    def has_note(self, key: Key) -> bool:
        """Did the user write something to this mark?"""
        return any(b.key == key and (b.note or b.tags) for b in self.bookmarks)

    def remove_bookmark(self, key: Key) -> str:
        """Let a question go; say which it was."""
        heading = next((b.heading for b in self.bookmarks if b.key == key), "")
        self.bookmarks.remove(key)
        return f"No longer marked: {heading}"

    def toggle_read(self, key: Key) -> bool:
        """A question was read, or is to be read again; say which. Raises NotSaved."""
        if key in self.read_marks:
            self.read_marks.remove(key)
            return False
        self.read_marks.add([key])
        return True

    def toggle_bookmark(self, key: Key, heading: str) -> bool:
        """Mark a question, or let it go; say which."""
        return self.bookmarks.toggle(key, heading, date.today())


def _typed(currency: str, amount: Decimal) -> str:
    """A sum as a query names it: £10000000, -€5, JPY300."""
    sign = _SIGNS.get(currency, currency)
    return f"{'-' if amount < 0 else ''}{sign}{abs(amount).normalize():f}"

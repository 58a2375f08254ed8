"""The questions on this machine, and what the user has said about them."""

import os
import time
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from wrans import paths
from wrans.errors import NoSuchQuestion, NotAWrittenQuestion
from wrans.library.files import Progress
from wrans.library.searching import Searching
from wrans.records import Key, Question
from wrans.store import Listing, Outcome
from wrans.values import dataclass, field

if TYPE_CHECKING:
    from wrans.comparing import Comparison
    from wrans.formats import Kept, Record, Rejected
    from wrans.reading import Reading

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


class Library(Searching):
    """The questions on this machine, and what the user has said about them."""

    @property
    def holds_only_seeds(self) -> bool:
        """Has nothing been added yet but what came with the program?"""
        return self.store.progress.noted("seeds") == str(self.store.count())

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
            where = record.where if isinstance(record, Kept) else str(record.question.key)
            added.rejected.append(Rejected(where, str(error)))
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

    # -- how much is here

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

    def past(self, number: int, question: Question) -> list[str]:
        """What became of a question besides what it shows now, a sentence each."""
        told = self.transfers(number)
        answer = question.answer
        if (answer and answer.original_text) or (
            # Most have but one source, which is sooner told than read.
            self.store.source_count(number) > 1 and self.answer_before(number)
        ):
            told.append(
                "Another version of this answer is known; the command Changes compares them."
            )
        return told

    def answer_before(self, number: int) -> str:
        """What stood in an answer before; empty where no other version is known."""
        from wrans import comparing

        versions = iter([version for version, _ in self.store.earlier_answers(number)])
        return comparing.earlier(self.store.question(number), versions)

    def comparison(self, number: int) -> "Comparison | None":
        """What changed in an answer; None where no other version is known."""
        from wrans import comparing

        before = self.answer_before(number)
        if not before:
            return None
        question = self.store.question(number)
        return comparing.compare(before, comparing.answer_text(question, question.answer))

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

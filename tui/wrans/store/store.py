"""The record on this machine."""

import json
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from wrans.errors import StoreError
from wrans.records import Key, Question
from wrans.store import rows, schema
from wrans.store.listing import Listing, Outcome, Tally

if TYPE_CHECKING:
    from wrans.formats import Kept, Record
    from wrans.store.adding import Batch
    from wrans.store.arrivals import Reached, Since
    from wrans.store.found import Count, Found, Row
    from wrans.store.progress import Progress

# SQLite of 2020 and before takes no more than 999 values in one statement.
_AT_ONCE = 500

_STEPS = 50_000
"""Of SQLite, between two looks at whether to stop: about a millisecond."""
_PIECE = 1 << 18
"""Letters of a list of numbers that are read at a time."""
_NEWEST_FIRST = "SELECT id FROM question ORDER BY date DESC, id DESC"


class Store:
    """Every question that was added. To be used by the thread that opened it."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        """Open the file, or make it. Raises StoreError."""
        self._path = path
        self._db, self.notice = schema.open_file(path, read_only=read_only)
        self.is_read_only = read_only or bool(self.notice)
        self._batch: Batch | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def close(self) -> None:
        """Let the file go; the store may be used no more."""
        self._db.close()

    # -- adding

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything added inside is kept together, or not at all. Raises StoreError."""
        if self._batch is not None:
            yield
            return
        if self.is_read_only:
            raise StoreError(self.notice or f"{self._path}: opened for reading only")
        with schema.told(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                from wrans.store import adding  # and merging, which lists do without

                self._batch = adding.Batch(self._db, schema.counted(self._db, self._path))
                yield
                self._batch.finish()
                self._db.execute("COMMIT")
            except BaseException:
                # A full disk may have ended it already.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            finally:
                self._batch = None

    def add(self, record: "Record") -> Outcome:
        """Keep a record, merged with what is known of its question. Raises StoreError."""
        with self.batch():
            assert self._batch is not None
            return self._batch.add(record)[0]

    def put(self, record: "Record") -> tuple[Outcome, int]:
        """The same; say too which question it is."""
        with self.batch():
            assert self._batch is not None
            return self._batch.add(record)

    def restore(self, kept: "Kept") -> Outcome:
        """Put back what another store kept of a question.

        Raises StoreError, or NotAWrittenQuestion where it is not as it was kept.
        """
        with self.batch():
            assert self._batch is not None
            return self._batch.restore(kept)

    def kept(self, month: tuple[int, int] | None = None) -> "Iterator[Kept | StoreError]":
        """All that is kept of each question of a month of tabling, or of all, as at one moment."""
        from wrans.store import moving

        with (
            schema.told(self._path),
            closing(schema.connect(self._path, read_only=True)) as snapshot,
        ):
            snapshot.execute("BEGIN")
            yield from moving.all_kept(snapshot, month)

    def mark_gone(self, number: int) -> None:
        """Parliament no longer shows a question. It is kept."""
        with self.batch():
            assert self._batch is not None
            self._batch.mark_gone(number)

    def mark_seen(self, numbers: Sequence[int]) -> None:
        """Parliament shows these, gone or not before."""
        with self.batch():
            assert self._batch is not None
            self._batch.mark_seen(numbers)

    @property
    def progress(self) -> "Progress":
        """How far a sync has come. To be changed within a batch."""
        from wrans.store.progress import Progress

        return Progress(self._db, self._path)

    def raw(self, number: int, form: str) -> bytes | None:
        """The newest source of that form of a question, as it came. Raises StoreError."""
        from wrans.store import sources

        with schema.told(self._path):
            return sources.raw(self._db, number, form)

    # -- one question

    def question(self, number: int) -> Question:
        """A question as all its sources tell it. Raises StoreError."""
        from wrans.store import sources

        with schema.told(self._path):
            return sources.question(self._db, number, sources.names_in(self._db, number))

    def earlier_answers(self, number: int) -> list[tuple[Question, datetime]]:
        """What was said before or elsewhere, and when that was received; newest first."""
        from wrans.store import merge, sources

        with schema.told(self._path):
            versions = sources.versions(self._db, number)
        return [(v.question, v.received) for v in merge.earlier_answers(versions)]

    def source_count(self, number: int) -> int:
        """How many sources are kept of a question."""
        with schema.told(self._path):
            count: int = self._db.execute(
                "SELECT count(*) FROM source WHERE question = ?", (number,)
            ).fetchone()[0]
        return count

    def find(self, key: Key) -> int | None:
        """The number of the question that has this key, or had it before."""
        from wrans.store import sources

        with schema.told(self._path):
            return sources.find(self._db, key)

    def id_of_keys(self, keys: Iterable[Key]) -> dict[Key, int]:
        """The numbers of those that are here."""
        from wrans.store import sources

        with schema.told(self._path):
            found = ((key, sources.find(self._db, key)) for key in keys)
            return {key: number for key, number in found if number is not None}

    # -- lists

    def with_uin(self, uin: str) -> list[Listing]:
        """Every question that has this number, newest first."""
        return self._listed("WHERE uin = ? ORDER BY date DESC, question.id DESC", (uin,))

    def listings(self, numbers: Sequence[int]) -> list[Listing]:
        """Rows of the list, in the order given; what is not here is left out."""
        known: dict[int, Listing] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            listed = self._listed(f"WHERE question.id IN ({marks})", some)
            known.update((listing.id, listing) for listing in listed)
        return [known[number] for number in numbers if number in known]

    def newest(self, limit: int, offset: int = 0) -> list[Listing]:
        """Some of all questions, newest first."""
        with schema.told(self._path):
            found = self._db.execute(f"{_NEWEST_FIRST} LIMIT ? OFFSET ?", (limit, offset))
            numbers = [number for (number,) in found]
        return self.listings(numbers)

    def _listed(self, where: str, values: Sequence[object]) -> list[Listing]:
        with schema.told(self._path):
            found = self._db.execute(rows.LISTED + where, tuple(values))
            return [rows.listing(row) for row in found]

    def ids(self, limit: int = -1) -> "array[int]":
        """The number of every question, newest first; of so many where there is a limit."""
        with schema.told(self._path):
            return self._ids(limit)

    def ids_unless(self, stop: Callable[[], bool]) -> "array[int] | None":
        """The number of every question, newest first; None once ``stop`` says so."""
        with schema.told(self._path):
            self._db.set_progress_handler(stop, _STEPS)
            try:
                return self._ids()
            except sqlite3.OperationalError:
                if stop():
                    return None
                raise
            finally:
                self._db.set_progress_handler(None, 0)

    def _ids(self, limit: int = -1) -> "array[int]":
        # One string of a million numbers is here twice as fast as a million rows.
        found = self._db.execute(
            f"SELECT group_concat(id) FROM ({_NEWEST_FIRST} LIMIT ?)", (limit,)
        ).fetchone()
        text, ids, at = found[0] or "", array("I"), 0
        while at < len(text):
            # Piece by piece: a million numbers at once are forty megabytes.
            end = text.find(",", at + _PIECE)
            end = len(text) if end < 0 else end
            ids.extend(json.loads(f"[{text[at:end]}]"))
            at = end + 1
        return ids

    def count(self) -> int:
        """How many questions there are."""
        return self._batch.questions if self._batch else schema.counted(self._db, self._path)[1]

    def place_of(self, number: int) -> int | None:
        """Where a question stands among all, the newest first, counted from 0."""
        with schema.told(self._path):
            found = self._db.execute(
                """SELECT count(*) FROM question AS before JOIN question AS it ON it.id = ?
                    WHERE before.date > it.date OR before.date = it.date AND before.id > it.id""",
                (number,),
            ).fetchone()
            is_here = self._db.execute("SELECT 1 FROM question WHERE id = ?", (number,)).fetchone()
        return int(found[0]) if is_here else None

    # -- changes

    @property
    def change(self) -> int:
        """A number that rises with every new or changed question."""
        return self._batch.change if self._batch else schema.counted(self._db, self._path)[0]

    def change_of(self, number: int) -> int:
        """The change that made a question what it is now; 0 where there is none of that number."""
        with schema.told(self._path):
            found = self._db.execute(
                "SELECT change FROM question WHERE id = ?", (number,)
            ).fetchone()
        return int(found[0]) if found else 0

    def reached(self) -> "Reached":
        """Where the record is now, for who looks again later at what came since."""
        from wrans.store import arrivals

        with schema.told(self._path):
            return arrivals.reached(self._db)

    def since(self, then: "Reached | None") -> "Since":
        """What came since; everything for who never looked."""
        from wrans.store import arrivals

        with schema.told(self._path):
            return arrivals.since(self._db, then) if then else arrivals.EVERYTHING

    def changed_count(self, change: int) -> int:
        """How many questions changed since."""
        if change <= 0:
            return self.count()
        with schema.told(self._path):
            count: int = self._db.execute(
                "SELECT count(*) FROM question WHERE change > ?", (change,)
            ).fetchone()[0]
        return count

    def changed_ids(self, change: int) -> "array[int]":
        """The questions that changed since."""
        with schema.told(self._path):
            found = self._db.execute("SELECT id FROM question WHERE change > ?", (change,))
            return array("I", [number for (number,) in found])

    def questions(self, numbers: Iterable[int]) -> Iterator[tuple[int, int, Question]]:
        """Number, change and question of each of those, newest first.

        All as it was at one moment, however long it takes to read; a damaged one is left out.
        """
        from wrans.store import sources
        from wrans.store.parts import Parts

        # A connection of its own keeps the moment while batches go on.
        with (
            schema.told(self._path),
            closing(schema.connect(self._path, read_only=True)) as snapshot,
        ):
            snapshot.execute("BEGIN")
            names = sources.names(snapshot)
            found = snapshot.execute(
                """SELECT id, change FROM question
                    WHERE id IN (SELECT value FROM json_each(?)) ORDER BY +date DESC, id DESC""",
                (json.dumps(list(numbers)),),
            ).fetchall()
            changes = dict(found)
            numbers, parts = list(changes), Parts(snapshot)
            for start in range(0, len(numbers), _AT_ONCE):
                some = numbers[start : start + _AT_ONCE]
                for number, question in sources.questions(snapshot, some, names, parts):
                    yield number, changes[number], question

    # -- sums and places

    def found(
        self, numbers: Iterable[int], *, with_sums: bool = False
    ) -> "Iterator[tuple[int, int, Found]]":
        """Number, change, sums and places of these, where they are kept and still hold."""
        from wrans.store import found

        with schema.told(self._path):
            yield from found.get(self._db, numbers, with_sums=with_sums)

    def with_sums(self) -> set[int]:
        """The number of every question in which sums were found."""
        from wrans.store import found

        with schema.told(self._path):
            return found.with_sums(self._db)

    def clipped_among(self, numbers: Sequence[int]) -> int:
        """How many of these lack some of their text."""
        clipped = 0
        with schema.told(self._path):
            for start in range(0, len(numbers), _AT_ONCE):
                some = numbers[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                clipped += self._db.execute(
                    f"""SELECT count(*) FROM question
                        WHERE id IN ({marks}) AND (text_held = 1 OR answer_held = 1)""",
                    tuple(some),
                ).fetchone()[0]
        return clipped

    def seats(self) -> set[str]:
        """The seats of every member that some record names. Raises StoreError."""
        from wrans.store import sources

        with schema.told(self._path):
            return sources.seats(self._db)

    def lacking_found(self, since: int = 0) -> list[int]:
        """The questions whose sums and places are not kept, or hold no more; after a change."""
        from wrans.store import found

        with schema.told(self._path):
            return found.lacking(self._db, since)

    def keep_found(self, rows: "Iterable[Row]") -> None:
        """Keep sums and places that were found. Raises StoreError."""
        from wrans.store import found

        with self.batch():
            found.put(self._db, rows)

    def found_count(self) -> "Count":
        """How many sums and places are kept."""
        from wrans.store import found

        with schema.told(self._path):
            return found.count(self._db)

    def drop_damaged_found(self) -> int:
        """Let go of sums and places that are not as they were written; say of how many questions.

        Nothing is lost: they are found again.
        """
        from wrans.store import found

        with schema.told(self._path):
            damaged = found.damaged(self._db)
        if damaged and not self.is_read_only:
            with self.batch():
                found.forget(self._db, damaged)
        return len(damaged)

    # -- how sound and how complete

    def completeness(self) -> Tally:
        """How much of the texts is here."""
        from wrans.store import checking

        return next(checking.tallies(self._db, self._path, monthly=False))[1]

    def months(self) -> Iterator[tuple[str, Tally]]:
        """How much of the texts is here for each month of tabling (``2024-07``), newest first."""
        from wrans.store import checking

        return checking.tallies(self._db, self._path, monthly=True)

    def check(self) -> Iterator[str]:
        """What is not as it was written: a sentence for each."""
        return (sentence for _, sentence in self.damage())

    def damage(self) -> Iterator[tuple[int | None, str]]:
        """The same, with the number of the question where it is of one."""
        from wrans.store import checking

        return checking.damage(self._db, self._path)

    def mend_parts(self) -> int:
        """Write what sources share anew from its copy, where one is damaged; say how many."""
        from wrans.store import parts

        with schema.told(self._path):
            damaged = parts.damaged(self._db)
            if not damaged or self.is_read_only:
                return 0
            with self.batch():
                return len(damaged) - parts.mend(self._db, damaged)

    def drop_damaged_notes(self) -> list[str]:
        """Let go of names, former keys and moves that are not as they were written; say of what."""
        from wrans.store import notes

        with schema.told(self._path):
            damaged = list(notes.damaged(self._db))
            if damaged and not self.is_read_only:
                with self.batch():
                    for _, statement, values in damaged:
                        self._db.execute(statement, values)
        return [what for what, *_ in damaged]

    def mend(self) -> bool:
        """Build the indexes of the file anew from its tables; say whether that makes it sound."""
        from wrans.store import checking

        return not self.is_read_only and checking.mend(self._db)

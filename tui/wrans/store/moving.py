"""Taking questions out of one store and putting them into another, with all that is kept."""

import sqlite3
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, TypeVar

from wrans import formats
from wrans.errors import NotAWrittenQuestion, StoreError
from wrans.formats import Kept, KeptSource, KeptTransfer, export
from wrans.records import Key
from wrans.store import merge, packing, rows, sources
from wrans.store.parts import Parts

_ALIASES: Final = "SELECT question, uin, tabled, house FROM alias"
_TRANSFERS: Final = """SELECT question, noticed, a.name, b.name FROM transfer
    JOIN body a ON a.id = from_body JOIN body b ON b.id = to_body"""
_SOURCE: Final = "SELECT form, received, digest, dictionary, text FROM told"
_GAP: Final = 100_000
"""So many numbers that lead to nothing are looked up before there are taken to be no more."""
_Told = TypeVar("_Told")


def all_kept(db: sqlite3.Connection, month: tuple[int, int] | None) -> Iterator[Kept | StoreError]:
    """All that is kept of each question of a month of tabling, or of all, in the order they came.

    Of a damaged file all that can be read is; what is left out is told.
    """
    yield from _Moved(db, month).all()


class _Moved:
    """What is taken out of a file, be it damaged or not."""

    def __init__(self, db: sqlite3.Connection, month: tuple[int, int] | None) -> None:
        self._db, self._month, self._parts = db, month, Parts(db)
        self._faults: list[StoreError] = []
        self._aliases = self._by_question(_ALIASES, rows.key_of, "keys known before")
        moves = f"{_TRANSFERS} ORDER BY transfer.rowid"
        self._moves = self._by_question(moves, KeptTransfer, "moves between answering bodies")

    def all(self) -> Iterator[Kept | StoreError]:
        """Each question, or why it is left out."""
        numbers = self._numbers()
        yield from self._faults
        for number in numbers:
            try:
                kept = self._kept(number)
            except StoreError as error:
                yield error
            except sqlite3.DatabaseError as error:
                yield StoreError(f"{sources.called(self._db, number)}: cannot be read ({error})")
            else:
                if self._is_wanted(kept.key):
                    yield kept

    def _numbers(self) -> "array[int]":
        first, last = (0, 99_999_999) if self._month is None else _days(*self._month)
        try:
            found = self._db.execute(
                "SELECT id FROM question WHERE tabled BETWEEN ? AND ? ORDER BY id", (first, last)
            )
            return array("q", (number for (number,) in found))
        except sqlite3.DatabaseError as error:
            self._faults.append(StoreError(f"not all questions may be found: {error}"))
            return array("q", sorted(sources.numbers(self._db) | self._walked.keys()))

    def _is_wanted(self, key: Key) -> bool:
        return self._month in (None, (key.tabled.year, key.tabled.month))

    def _by_question(
        self, select: str, made: Callable[..., _Told], what: str
    ) -> dict[int, list[_Told]]:
        """What a table tells of the few questions that it is about."""
        told: dict[int, list[_Told]] = {}
        try:
            for number, *columns in self._db.execute(select):
                told.setdefault(number, []).append(made(*columns))
        except sqlite3.DatabaseError as error:
            self._faults.append(StoreError(f"{what} are left out: {error}"))
        return told

    def _kept(self, number: int) -> Kept:
        """All that is kept of a question. Raises StoreError where some of it is damaged."""
        told, spent = self._sources(number)
        key, gone = self._shown(number) or (_key_of(told), None)
        aliases, moves = self._aliases.get(number, ()), self._moves.get(number, ())
        return Kept(key, told, tuple(aliases), gone, tuple(moves), tuple(spent))

    def _shown(self, number: int) -> tuple[Key, int | None] | None:
        """Under which key a question is shown, and since when Parliament does not show it."""
        try:
            found = self._db.execute(
                "SELECT uin, tabled, house, gone FROM question WHERE id = ?", (number,)
            ).fetchone()
            if found is None or not sources.is_sealed(self._db, number):
                return None
        except sqlite3.DatabaseError:
            return None
        return rows.key_of(*found[:3]), found[3] if export.is_moment(found[3]) else None

    def _sources(self, number: int) -> tuple[tuple[KeptSource, ...], list[bytes]]:
        """Every source of a question, and the digests of those that were here before.

        Raises StoreError where a source is damaged, or none there.
        """
        read: list[KeptSource] = []
        spent = self._spent(number)
        for form, received, digest, dictionary, packed in self._columns(number):
            if packed is None:  # as it was noted at first
                spent += [digest] if isinstance(digest, bytes) else []
                continue
            try:
                text = packing.unpack(packed, dictionary, digest, self._parts)
                if not (export.is_form(form) and export.is_moment(received)):
                    raise packing.Damaged(form)
            except packing.Damaged as error:
                called = sources.called(self._db, number)
                raise StoreError(f"{called}: its source is damaged; it was left out") from error
            read.append(KeptSource(form, received, digest, text))
        if not read:
            called = sources.called(self._db, number)
            raise StoreError(f"{called}: its source is missing; it was left out")
        return tuple(read), spent

    def _columns(self, number: int) -> list[Any]:
        try:
            found = self._db.execute(f"{_SOURCE} WHERE question = ? ORDER BY id", (number,))
            if told := found.fetchall():
                return told
        except sqlite3.DatabaseError:
            pass
        told = []
        for place in self._walked.get(number, ()):
            told += self._db.execute(f"{_SOURCE} WHERE id = ?", (place,)).fetchall()
        return told

    def _spent(self, number: int) -> list[bytes]:
        with suppress(sqlite3.DatabaseError):
            return sources.spent(self._db, number)
        return []

    @cached_property
    def _walked(self) -> dict[int, list[int]]:
        """The sources of each question, looked up one by one.

        So a damaged page costs what is on it, where an index is damaged or a walk would end.
        """
        held: dict[int, list[int]] = {}
        place = missed = 0
        while missed < _GAP:
            place += 1
            missed += 1
            with suppress(sqlite3.DatabaseError):
                found = self._db.execute("SELECT question FROM source WHERE id = ?", (place,))
                for (number,) in found:
                    missed = 0
                    if isinstance(number, int):
                        held.setdefault(number, []).append(place)
        return held


def _days(year: int, month: int) -> tuple[int, int]:
    first = year * 10_000 + month * 100
    return first, first + 99


def _key_of(told: tuple[KeptSource, ...]) -> Key:
    """The key that the sources tell, where the line of the list is damaged."""
    versions = [
        merge.Version(formats.parse(one.text, one.form), datetime.fromtimestamp(one.received, UTC))
        for one in told
    ]
    return merge.shown(versions).key


def transfers(db: sqlite3.Connection, number: int) -> tuple[KeptTransfer, ...]:
    """When a question was seen to go from one answering body to another."""
    found = db.execute(f"{_TRANSFERS} WHERE question = ? ORDER BY transfer.rowid", (number,))
    return tuple(KeptTransfer(*columns) for _, *columns in found)


def checked(one: Kept) -> list[formats.Record]:
    """The records of the sources. Raises NotAWrittenQuestion."""
    records = []
    for source in one.sources:
        if packing.digest(source.text) != source.digest:
            raise NotAWrittenQuestion(f"{one.key}: a source of it is not as it was written")
        try:
            question = formats.parse(source.text, source.form)
        except (ValueError, RecursionError) as error:
            raise NotAWrittenQuestion(f"{one.key}: a source of it cannot be read") from error
        records.append(formats.Record(question, source.text, source.form))
    if not records:
        raise NotAWrittenQuestion(f"{one.key}: has no source")
    return records

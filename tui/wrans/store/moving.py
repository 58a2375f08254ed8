"""Taking questions out of one store and putting them into another, with all that is kept."""

import sqlite3
from collections.abc import Iterator

from wrans import formats
from wrans.errors import NotAWrittenQuestion, StoreError
from wrans.formats import Kept, KeptSource, KeptTransfer
from wrans.store import packing, rows, sources
from wrans.store.parts import Parts


def numbers(db: sqlite3.Connection, month: tuple[int, int] | None) -> Iterator[int]:
    """The questions of a month of tabling, or all, in the order in which they came."""
    first, last = (0, 99_999_999) if month is None else _days(*month)
    found = db.execute(
        "SELECT id FROM question WHERE tabled BETWEEN ? AND ? ORDER BY id", (first, last)
    )
    for (number,) in found:
        yield int(number)


def _days(year: int, month: int) -> tuple[int, int]:
    first = year * 10_000 + month * 100
    return first, first + 99


def kept(db: sqlite3.Connection, number: int) -> Kept:
    """All that is kept of a question. Raises StoreError where some of it is damaged."""
    uin, tabled, house, gone = db.execute(
        "SELECT uin, tabled, house, gone FROM question WHERE id = ?", (number,)
    ).fetchone()
    aliases = db.execute("SELECT uin, tabled, house FROM alias WHERE question = ?", (number,))
    found = db.execute(
        """SELECT form, received, digest, dictionary, text FROM told
            WHERE question = ? ORDER BY id""",
        (number,),
    )
    told: list[KeptSource] = []
    spent = sources.spent(db, number)
    parts = Parts(db)
    for form, received, digest, dictionary, packed in found:
        try:
            if packed is None:  # as it was noted at first
                spent.append(digest)
                continue
            text = packing.unpack(packed, dictionary, digest, parts)
        except packing.Damaged as error:
            reason = f"{sources.called(db, number)}: its source is damaged; it was left out"
            raise StoreError(reason) from error
        told.append(KeptSource(form, received, digest, text))
    return Kept(
        rows.key_of(uin, tabled, house),
        tuple(told),
        tuple(rows.key_of(*columns) for columns in aliases),
        gone,
        transfers(db, number),
        tuple(spent),
    )


def transfers(db: sqlite3.Connection, number: int) -> tuple[KeptTransfer, ...]:
    """When a question was seen to go from one answering body to another."""
    found = db.execute(
        """SELECT noticed, a.name, b.name FROM transfer
            JOIN body a ON a.id = from_body JOIN body b ON b.id = to_body
            WHERE question = ? ORDER BY transfer.rowid""",
        (number,),
    )
    return tuple(KeptTransfer(*columns) for columns in found)


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

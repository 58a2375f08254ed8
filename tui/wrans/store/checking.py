"""How much is in the store, and whether it is as it was written."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from wrans.errors import StoreError
from wrans.store import schema, sources
from wrans.store.listing import Tally

_AT_ONCE = 500
# SQLite tells the same damage over and over.
_SENTENCES = 20


def tallies(db: sqlite3.Connection, path: Path, *, monthly: bool) -> Iterator[tuple[str, Tally]]:
    """Counts of everything, or of each month of tabling, newest first."""
    by_month = "GROUP BY tabled / 100 ORDER BY tabled DESC" if monthly else ""
    with schema.told(path):
        found = db.execute(
            f"""SELECT max(tabled) / 100, count(*), count(answer_held),
                    count(*) FILTER (WHERE text_held = 2),
                    count(*) FILTER (WHERE text_held = 1),
                    count(*) FILTER (WHERE text_held = 0),
                    count(*) FILTER (WHERE answer_held = 2),
                    count(*) FILTER (WHERE answer_held = 1),
                    count(*) FILTER (WHERE answer_held = 0),
                    count(*) FILTER (WHERE text_held = 1 OR answer_held = 1),
                    count(*) FILTER (WHERE official IS NOT NULL AND gone IS NULL)
                FROM question {by_month}"""
        ).fetchall()
    for month, *counts in found:
        yield f"{(month or 0) // 100:04}-{(month or 0) % 100:02}", Tally(*counts)


def damage(db: sqlite3.Connection, path: Path) -> Iterator[tuple[int | None, str]]:
    """A sentence for each thing that is not as it was written, and which question it is of."""
    for line in _of_file(db):
        yield None, f"{path}: {line}"
    try:
        schema.counted(db, path)
    except StoreError:
        yield None, f"{path}: it has lost count of its questions"
    numbers = sorted(sources.numbers(db))
    for start in range(0, len(numbers), _AT_ONCE):
        for number, reason in _reasons(db, numbers[start : start + _AT_ONCE]):
            yield number, f"{sources.called(db, number)}: {reason}; {_remedy(db, number)}"


def mend(db: sqlite3.Connection) -> bool:
    """Build the indexes of the file anew from its tables; say whether that makes it sound."""
    if not _of_file(db):
        return False
    for deed in (_reindex, _make_indexes):
        try:
            deed(db)
        except sqlite3.Error:
            if db.in_transaction:
                db.execute("ROLLBACK")
        finally:
            db.execute("PRAGMA writable_schema = RESET")
        if not _of_file(db):
            return True
    return False


def _reindex(db: sqlite3.Connection) -> None:
    db.execute("REINDEX")


def _make_indexes(db: sqlite3.Connection) -> None:
    """Where a page of an index is torn, SQLite can neither empty that index nor drop it."""
    db.execute("BEGIN IMMEDIATE")
    of_indexes = "FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    statements = [sql for (sql,) in db.execute(f"SELECT sql {of_indexes}")]
    db.execute("PRAGMA writable_schema = ON")
    db.execute(f"DELETE {of_indexes}")
    db.execute("PRAGMA writable_schema = RESET")
    for statement in statements:
        db.execute(statement)
    db.execute("COMMIT")
    # What was torn belongs to nothing now.
    db.execute("VACUUM")


def _of_file(db: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong."""
    try:
        told = [line for (line,) in db.execute(f"PRAGMA integrity_check({_SENTENCES})")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if told == ["ok"] else told


def _reasons(db: sqlite3.Connection, numbers: Sequence[int]) -> list[tuple[int, str]]:
    """Those questions that are damaged, and what is damaged of each."""
    try:
        sealed = sources.sealed(db, numbers)
        states = sources.states(db, numbers)
    except sqlite3.DatabaseError as error:
        if len(numbers) == 1:
            return [(numbers[0], f"cannot be read ({error})")]
        return [reason for number in numbers for reason in _reasons(db, [number])]
    told = []
    for number in numbers:
        sound = states.get(number, [])
        if number not in sealed:
            told.append((number, "its line in the list is damaged"))
        elif not sound:
            told.append((number, "its source is missing"))
        elif not all(sound):
            told.append((number, "its source is damaged"))
    return told


def _remedy(db: sqlite3.Connection, number: int) -> str:
    try:
        return sources.remedy(db, number)
    except sqlite3.DatabaseError:
        return "add its document again"

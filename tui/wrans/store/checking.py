"""How much is in the store, and whether it is as it was written."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from wrans.store import packing, schema, sources
from wrans.store.listing import Tally

# SQLite tells the same damage over and over.
_SENTENCES = 20
_REMEDY = "wrans sync fetches it again, or add its document again"


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
                    count(*) FILTER (WHERE answer_held = 0)
                FROM question {by_month}"""
        ).fetchall()
    for month, *counts in found:
        yield f"{(month or 0) // 100:04}-{(month or 0) % 100:02}", Tally(*counts)


def damage(db: sqlite3.Connection, path: Path) -> Iterator[tuple[int | None, str]]:
    """A sentence for each thing that is not as it was written, and which question it is of."""
    try:
        for (line,) in db.execute(f"PRAGMA integrity_check({_SENTENCES})"):
            if line != "ok":
                yield None, f"{path}: {line}"
        last = db.execute("SELECT max(id) FROM question").fetchone()[0] or 0
    except sqlite3.DatabaseError as error:
        yield None, f"{path}: {error}"
        return
    for number in range(1, last + 1):
        try:
            reason = _damage_of(db, number)
        except sqlite3.DatabaseError as error:
            reason = f"cannot be read ({error})"
        if reason:
            yield number, f"{sources.called(db, number)}: {reason}; {_REMEDY}"


def _damage_of(db: sqlite3.Connection, number: int) -> str:
    if not sources.is_sealed(db, number):
        return "its line in the list is damaged"
    found = db.execute(
        """SELECT text, dictionary, digest FROM source
            WHERE question = ? AND text IS NOT NULL""",
        (number,),
    ).fetchall()
    if not found:
        return "its source is missing"
    if not all(packing.is_sound(*columns) for columns in found):
        return "its source is damaged"
    return ""

"""What is noted beside the questions: names of members, former keys, moves. Each row is sealed."""

import sqlite3
from collections.abc import Iterator
from typing import Final

from wrans.store import rows

_NOTES: Final = {
    "member": (("id", "name"), "the name of a member"),
    "alias": (("uin", "tabled", "house", "question"), "a key that a question had before"),
    "transfer": (
        ("question", "noticed", "from_body", "to_body"),
        "a move between answering bodies",
    ),
}


def put(db: sqlite3.Connection, table: str, *values: object) -> None:
    """Note it, in the place of what was noted of the same."""
    names = ", ".join((*_NOTES[table][0], "seal"))
    marks = ", ".join("?" * (len(values) + 1))
    sealed = (*values, rows.seal(values))
    db.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", sealed)


def say_gone(db: sqlite3.Connection, number: int, moment: int | None) -> None:
    """Note since when Parliament does not show a question, or that it does."""
    seal = None if moment is None else rows.seal((number, moment))
    db.execute("UPDATE question SET gone = ?, gone_seal = ? WHERE id = ?", (moment, seal, number))


def damaged(db: sqlite3.Connection) -> Iterator[tuple[str, str, tuple[object, ...]]]:
    """What each damaged note is, and the statement and values that take it out.

    A row from before there were seals is taken as it is.
    """
    for table, (columns, what) in _NOTES.items():
        found = db.execute(f"SELECT {', '.join(columns)}, seal FROM {table} WHERE seal IS NOT NULL")
        where = " AND ".join(f"{name} IS ?" for name in columns)
        for *values, seal in found.fetchall():
            if seal != rows.seal(values):
                yield what, f"DELETE FROM {table} WHERE {where}", tuple(values)
    found = db.execute("SELECT id, gone, gone_seal FROM question WHERE gone_seal IS NOT NULL")
    for number, moment, seal in found.fetchall():
        if seal != rows.seal((number, moment)):
            out = "UPDATE question SET gone = NULL, gone_seal = NULL WHERE id = ?"
            yield "since when Parliament does not show a question", out, (number,)

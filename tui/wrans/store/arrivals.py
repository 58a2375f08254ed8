"""What came into the record since somebody last looked."""

import sqlite3
import sys
from datetime import date

from wrans.records import Key
from wrans.store import rows
from wrans.values import dataclass


@dataclass(frozen=True, slots=True)
class Reached:
    """Up to where the record was looked at."""

    question: int
    """The number of the question that came last; they rise as questions come. 0 for none."""
    key: Key | None
    """Its key: a record in which it has another number is not the same one."""
    change: int
    day: date
    """Of the newest question or answer."""


@dataclass(frozen=True, slots=True)
class Since:
    """The questions that came since, or whose answer did, by their numbers."""

    after: int
    """Those of a higher number."""
    more: frozenset[int]

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and (number > self.after or number in self.more)


EVERYTHING = Since(0, frozenset())


def reached(db: sqlite3.Connection) -> Reached:
    """Where the record is now."""
    change: int = db.execute("SELECT change FROM counter").fetchone()[0]
    last = db.execute(
        "SELECT id, uin, tabled, house FROM question ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if last is None:
        return Reached(0, None, change, date.min)
    newest: int = db.execute("SELECT max(date) FROM question").fetchone()[0]
    # A day to come is a slip in the record: it must not hide what comes until then.
    day = min(rows.day_of_number(newest), date.today())
    return Reached(last[0], rows.key_of(*last[1:]), change, day)


def since(db: sqlite3.Connection, then: Reached) -> Since:
    """What came since then; by its date, where the record was begun anew meanwhile."""
    from wrans.store import sources  # and packing, which who only reads marks does without

    if then.key is None:
        return EVERYTHING
    day = rows.number_of_day(then.day)
    if sources.find(db, then.key) != then.question:
        found = db.execute("SELECT id FROM question WHERE date >= ?", (day,))
        return Since(sys.maxsize, frozenset(number for (number,) in found))
    # An older answer that was corrected, or whose text came later, is not new again. The plus
    # keeps SQLite from walking through days for the sake of a few changes.
    found = db.execute(
        """SELECT id FROM question
            WHERE change > ? AND +date >= ? AND answer_held IS NOT NULL AND +id <= ?""",
        (then.change, day, then.question),
    )
    return Since(then.question, frozenset(number for (number,) in found))

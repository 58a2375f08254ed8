"""How far the official lists and texts are here, so that a sync that stops can go on.

Everything here is written in the batch of the records that it tells of.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import Any

from wrans.store import rows, schema
from wrans.values import dataclass, replace


class Urgency(IntEnum):
    """Why a whole text is fetched; the more urgent first."""

    CHECK = 1
    """The list does not show the question any more, or shows it whole but without its tags."""
    CLIPPED = 2
    EDITED = 3
    """What is here differs from what the list shows."""
    OPEN = 4
    """Somebody is reading it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days whose lists are read together."""

    id: int
    kind: str
    """``tabled``, ``answered`` or ``corrected``: by which date the list is asked."""
    first: date
    last: date
    read: int = 0
    """Rows of this pass that are in the store: where the next page begins."""
    turn: int = 1
    """Which pass this is: rows move while pages are read."""
    total: int | None = None
    """How many the list says there are, once it was asked."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much of what Parliament has published is here."""

    listed: int
    """Questions of the lists that were read, as far as the lists say."""
    unread_stretches: int
    wanted: int
    """Texts that are still to be fetched."""
    given_up: int
    """Those that could not be fetched."""
    synced: datetime | None
    """When the lists were last up to date."""


def _telling(progress: "type[Progress]") -> "type[Progress]":
    """Have each method raise StoreError where SQLite cannot do what it asks."""
    for name, method in list(vars(progress).items()):
        if callable(method) and not name.startswith("_"):
            setattr(progress, name, _told(method))
    return progress


def _told(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def asked(self: "Progress", *values: Any, **named: Any) -> Any:
        with schema.told(self.path):
            return method(self, *values, **named)

    return asked


@_telling
class Progress:
    """Where a sync stands, in the store. All of it raises StoreError."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        """Look at an open store."""
        self._db, self.path = db, path

    # -- lists

    def plan(self, kind: str, days: Iterable[tuple[date, date]], *, again: bool = False) -> None:
        """Have the lists of some days read; those that were read, only where ``again``."""
        for first, last in days:
            values = (kind, rows.number_of_day(first), rows.number_of_day(last))
            self._db.execute(
                "INSERT OR IGNORE INTO stretch (kind, first, last) VALUES (?, ?, ?)", values
            )
            if again:
                self._db.execute(
                    """UPDATE stretch SET read = 0, pass = 1, done = NULL
                        WHERE kind = ? AND first = ? AND last = ? AND done IS NOT NULL""",
                    values,
                )

    def unread(self) -> list[Stretch]:
        """Stretches that are not done, the newest days first."""
        found = self._db.execute(
            """SELECT id, kind, first, last, read, pass, total FROM stretch
                WHERE done IS NULL ORDER BY last DESC, kind DESC, id"""
        )
        return [
            Stretch(number, kind, rows.day_of_number(first), rows.day_of_number(last), *rest)
            for number, kind, first, last, *rest in found
        ]

    def advance(
        self,
        stretch: Stretch,
        rows_read: int,
        total: int,
        seen: Iterable[int],
        refused: Iterable[bytes] = (),
    ) -> Stretch:
        """A page of a stretch is in the store; ``refused`` are digests of what cannot be read."""
        self._db.executemany(
            "INSERT OR IGNORE INTO seen VALUES (?, ?)", ((stretch.id, number) for number in seen)
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO refused VALUES (?, ?)", ((stretch.id, row) for row in refused)
        )
        return self._write(replace(stretch, read=stretch.read + rows_read, total=total))

    def seen_count(self, stretch: Stretch) -> int:
        """How many different questions its pages showed, those that cannot be read too."""
        count: int = self._db.execute(
            """SELECT (SELECT count(*) FROM seen WHERE stretch = :id)
                + (SELECT count(*) FROM refused WHERE stretch = :id)""",
            {"id": stretch.id},
        ).fetchone()[0]
        return count

    def refused_count(self, stretch: Stretch) -> int:
        """How many of them cannot be read."""
        count: int = self._db.execute(
            "SELECT count(*) FROM refused WHERE stretch = ?", (stretch.id,)
        ).fetchone()[0]
        return count

    def restart(self, stretch: Stretch) -> Stretch:
        """Read its pages once more; what was seen stays seen."""
        return self._write(replace(stretch, read=0, turn=stretch.turn + 1))

    def finish(self, stretch: Stretch) -> None:
        """All of a stretch is here. What it ought to have shown and did not is to be looked at."""
        if stretch.kind == "tabled":
            self._db.execute(
                f"""INSERT OR IGNORE INTO wanted (question, urgency, date)
                    SELECT id, {Urgency.CHECK.value}, date FROM question
                    WHERE tabled BETWEEN ? AND ? AND official IS NOT NULL AND gone IS NULL
                        AND id NOT IN (SELECT question FROM seen WHERE stretch = ?)""",
                (
                    rows.number_of_day(stretch.first),
                    rows.number_of_day(stretch.last),
                    stretch.id,
                ),
            )
        self._db.execute("DELETE FROM seen WHERE stretch = ?", (stretch.id,))
        # A record that cannot be read is told of, and not promised.
        self._db.execute(
            """UPDATE stretch SET done = :now, total = total
                - (SELECT count(*) FROM refused WHERE stretch = :id) WHERE id = :id""",
            {"now": _now(), "id": stretch.id},
        )
        self._db.execute("DELETE FROM refused WHERE stretch = ?", (stretch.id,))
        if stretch.kind != "tabled":
            # Its questions were tabled on any day; only the stretches of tabling add up.
            self._db.execute(
                "DELETE FROM stretch WHERE kind = ? AND last < ?",
                (stretch.kind, rows.number_of_day(stretch.first)),
            )

    def _write(self, stretch: Stretch) -> Stretch:
        self._db.execute(
            "UPDATE stretch SET read = ?, pass = ?, total = ? WHERE id = ?",
            (stretch.read, stretch.turn, stretch.total, stretch.id),
        )
        return stretch

    # -- whole texts

    def want(self, number: int, urgency: Urgency) -> bool:
        """Have the whole text of a question fetched; say whether it can be."""
        wanted = self._db.execute(
            """INSERT INTO wanted (question, urgency, date)
                SELECT id, ?, date FROM question WHERE id = ? AND official IS NOT NULL
                ON CONFLICT (question) DO UPDATE SET
                    urgency = max(urgency, excluded.urgency), date = excluded.date""",
            (urgency, number),
        )
        return wanted.rowcount > 0

    def want_open(self, number: int) -> None:
        """Somebody reads this one: if it is waited for, it goes first."""
        self._db.execute(
            "UPDATE wanted SET urgency = ?, given_up = 0 WHERE question = ?",
            (Urgency.OPEN, number),
        )

    def wanted(self, limit: int, besides: Collection[int] = ()) -> list[tuple[int, int]]:
        """The next questions to fetch, with Parliament's numbers; but not ``besides``."""
        found = self._db.execute(
            """SELECT question, official FROM wanted JOIN question ON question.id = question
                WHERE NOT given_up AND official IS NOT NULL
                ORDER BY urgency DESC, wanted.date DESC, question DESC LIMIT ?""",
            (limit + len(besides),),
        )
        return [(number, official) for number, official in found if number not in besides][:limit]

    def want_clipped(self) -> None:
        """Have the whole text fetched of all that is clipped, wherever it came from."""
        self._db.execute(
            f"""INSERT OR IGNORE INTO wanted (question, urgency, date)
                SELECT id, {Urgency.CLIPPED.value}, date FROM question
                WHERE official IS NOT NULL AND gone IS NULL AND 1 IN (text_held, answer_held)"""
        )

    def got(self, number: int) -> None:
        """A text is here, or never will be."""
        self._db.execute("DELETE FROM wanted WHERE question = ?", (number,))

    def give_up(self, number: int) -> None:
        """A text cannot be fetched now; it is left for the next sync."""
        self._db.execute("UPDATE wanted SET given_up = 1 WHERE question = ?", (number,))

    def hope(self) -> None:
        """A new sync tries again what an earlier one gave up, except what no number leads to."""
        self._db.execute("UPDATE wanted SET given_up = 0 WHERE given_up")
        self._db.execute(
            """DELETE FROM wanted
                WHERE (SELECT official FROM question WHERE id = question) IS NULL"""
        )

    def wanted_count(self) -> int:
        """How many texts are to be fetched."""
        count: int = self._db.execute("SELECT count(*) FROM wanted WHERE NOT given_up").fetchone()[
            0
        ]
        return count

    # -- what became of questions

    def transfers(self, number: int) -> list[tuple[datetime, str, str]]:
        """When a question was seen to have gone from one answering body to another."""
        found = self._db.execute(
            """SELECT noticed, a.name, b.name FROM transfer
                JOIN body a ON a.id = from_body JOIN body b ON b.id = to_body
                WHERE question = ? ORDER BY noticed""",
            (number,),
        )
        return [(rows.moment_of_number(noticed), *moved) for noticed, *moved in found]

    def news(self) -> list[tuple[int, str]]:
        """What came since that was last told, newest first: the question, and what happened."""
        found = self._db.execute(
            """SELECT question, kind FROM news JOIN question ON question.id = question
                ORDER BY date DESC, question DESC"""
        )
        return [(int(number), str(kind)) for number, kind in found]

    def forget_news(self) -> None:
        """It was told."""
        self._db.execute("DELETE FROM news")

    # -- in all

    def held(self) -> Held:
        """How far everything is."""
        listed, unread = self._db.execute(
            """SELECT coalesce(sum(total) FILTER (WHERE kind = 'tabled'), 0),
                count(*) FILTER (WHERE done IS NULL) FROM stretch"""
        ).fetchone()
        wanted, given_up = self._db.execute(
            """SELECT count(*) FILTER (WHERE NOT given_up),
                count(*) FILTER (WHERE given_up) FROM wanted"""
        ).fetchone()
        synced = self.noted("synced")
        return Held(
            listed, unread, wanted, given_up, datetime.fromisoformat(synced) if synced else None
        )

    def promised(self) -> list[tuple[date, date, int, bool]]:
        """For each stretch of tabling that was asked for: its days, how many, and is it done?"""
        found = self._db.execute(
            """SELECT first, last, total, done IS NOT NULL FROM stretch
                WHERE kind = 'tabled' AND total IS NOT NULL ORDER BY last DESC"""
        )
        return [
            (rows.day_of_number(first), rows.day_of_number(last), total, bool(is_done))
            for first, last, total, is_done in found
        ]

    def note(self, name: str, value: str) -> None:
        """Remember something until it is said anew."""
        self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def forget(self, name: str) -> None:
        """What was remembered is over."""
        self._db.execute("DELETE FROM note WHERE name = ?", (name,))

    def noted(self, name: str) -> str:
        """What was remembered; empty where nothing was."""
        found = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""


def _now() -> int:
    return int(datetime.now(UTC).timestamp())

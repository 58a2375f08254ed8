"""Which questions were read, and up to where each saved search was: kept apart from the record.

The file names questions by their keys, so that it holds for a record that was lost and fetched
anew. A mark survives whatever becomes of the program; a power cut may cost the last ones.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from wrans.errors import NotSaved
from wrans.records import Key
from wrans.store import rows
from wrans.store.arrivals import Reached

APPLICATION: Final = int.from_bytes(b"wrrd")
VERSION: Final = 1
_BUSY: Final = 1.0
"""Seconds that one waits for another to write."""
_TABLES: Final = (
    """CREATE TABLE read ( -- a question by its key
        uin TEXT NOT NULL,
        tabled INTEGER NOT NULL, -- 20240719
        house INTEGER NOT NULL, -- 1 Commons, 2 Lords
        PRIMARY KEY (uin, tabled, house)
    ) WITHOUT ROWID""",
    """CREATE TABLE reached ( -- up to where a saved search was read
        search TEXT NOT NULL, -- its name
        who TEXT NOT NULL, -- in the reader, or by a command
        words TEXT NOT NULL,
        question INTEGER NOT NULL,
        key TEXT, -- of that question
        change INTEGER NOT NULL,
        day INTEGER NOT NULL,
        PRIMARY KEY (search, who)
    )""",
)
_OF: Final = "uin = ? AND tabled = ? AND house = ?"


class ReadMarks:
    """What was read. A file that cannot be used is left alone, and nothing counts as read."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the file, if there is one; it is made with the first mark."""
        self._path = path
        self._read_only = read_only
        self._db: sqlite3.Connection | None = None
        self._own_changes = 0
        self._numbers: tuple[tuple[int, ...], frozenset[int]] | None = None
        self.trouble = ""
        """Why the file cannot be used, if it cannot."""

    def close(self) -> None:
        """Let the file go."""
        if self._db is not None:
            self._db.close()
            self._db = None

    # -- opening

    def _opened(self) -> sqlite3.Connection | None:
        """The file, if it is there and ours."""
        if self._db is None and not self.trouble and self._is_there():
            try:
                self._db = self._connect()
            except sqlite3.Error as error:
                self.trouble = f"{self._path}: what was read cannot be told ({error})"
        return self._db

    def _is_there(self) -> bool:
        with suppress(OSError):
            # Another process may be about to fill it.
            return self._path.stat().st_size > 0 or not self._read_only
        return False

    def _connect(self) -> sqlite3.Connection:
        uri = f"{self._path.absolute().as_uri()}?mode={'ro' if self._read_only else 'rw'}"
        db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY)
        try:
            application = db.execute("PRAGMA application_id").fetchone()[0]
            version = db.execute("PRAGMA user_version").fetchone()[0]
            tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if (application, version) == (0, 0) and not tables:
                if not self._read_only:
                    _fill(db)
            elif application != APPLICATION:
                raise sqlite3.DatabaseError("it is no such file of wrans; move it away")
            elif version > VERSION:
                raise sqlite3.DatabaseError("it was made by a newer wrans")
            if not self._read_only:
                # No mark waits for the disk. Others may be at it at this very moment.
                with suppress(sqlite3.OperationalError):
                    db.execute("PRAGMA journal_mode = WAL")
                    db.execute("PRAGMA synchronous = NORMAL")
            return db
        except BaseException:
            db.close()
            raise

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """The file, for one change. Raises NotSaved."""
        try:
            if not self._path.exists():
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._path.touch(mode=0o600)
                self.trouble = ""
            if (db := self._opened()) is None:
                raise NotSaved(self.trouble)
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                # A full disk may have ended it already.
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
        except (OSError, sqlite3.Error) as error:
            raise NotSaved(f"{self._path}: not saved: {error}") from error
        self._own_changes += 1

    # -- questions

    def __contains__(self, key: Key) -> bool:
        found = self._found(f"SELECT 1 FROM read WHERE {_OF}", rows.of_key(key))
        return bool(found)

    def __len__(self) -> int:
        found = self._found("SELECT count(*) FROM read")
        return int(found[0][0]) if found else 0

    def _found(self, select: str, values: tuple[object, ...] = ()) -> list[rows.Row]:
        db = self._opened()
        if db is None:
            return []
        try:
            return db.execute(select, values).fetchall()
        except sqlite3.Error as error:
            self.trouble = f"{self._path}: what was read cannot be told ({error})"
            return []

    def add(self, keys: Iterable[Key]) -> None:
        """These were read. Raises NotSaved."""
        with self._changing() as db:
            db.executemany("INSERT OR IGNORE INTO read VALUES (?, ?, ?)", map(rows.of_key, keys))

    def remove(self, key: Key) -> None:
        """This one was not. Raises NotSaved."""
        with self._changing() as db:
            db.execute(f"DELETE FROM read WHERE {_OF}", rows.of_key(key))

    @property
    def version(self) -> tuple[int, int]:
        """What changes when a mark does, whoever made it."""
        found = self._found("PRAGMA data_version")
        return (int(found[0][0]) if found else 0, self._own_changes)

    def numbers(self, record: Path, change: int) -> frozenset[int]:
        """The numbers of those that are in the record as it is after a change."""
        state = (*self.version, change)
        if self._numbers is None or self._numbers[0] != state:
            self._numbers = (state, frozenset(self._looked_up(record)))
        return self._numbers[1]

    def _looked_up(self, record: Path) -> Iterator[int]:
        if self._opened() is None:
            return
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(_read_only(record), uri=True, timeout=_BUSY)) as db,
        ):
            db.execute("ATTACH ? AS marks", (_read_only(self._path),))
            # From the marks to the record, never through all of that; by keys of before as well.
            found = db.execute(
                """SELECT question.id FROM marks.read CROSS JOIN question USING (uin, tabled, house)
                    UNION ALL
                    SELECT question FROM marks.read CROSS JOIN alias USING (uin, tabled, house)"""
            )
            yield from (number for (number,) in found)

    # -- saved searches

    def reached(self, search: str, words: str, who: str) -> Reached | None:
        """Up to where a search was read; by its words where it has another name now."""
        for where, value in (("search", search), ("words", words)):
            for question, key, change, day in self._found(
                f"""SELECT question, key, change, day FROM reached
                    WHERE {where} = ? AND who = ? ORDER BY change DESC LIMIT 1""",
                (value, who),
            ):
                with suppress(ValueError):
                    parsed = Key.parse(key) if key else None
                    return Reached(question, parsed, change, rows.day_of_number(day))
        return None

    def reach(self, search: str, words: str, who: str, now: Reached) -> None:
        """A search was read up to here. Raises NotSaved."""
        key = str(now.key) if now.key else None
        day = rows.number_of_day(now.day)
        with self._changing() as db:
            db.execute(
                "INSERT OR REPLACE INTO reached VALUES (?, ?, ?, ?, ?, ?, ?)",
                (search, who, words, now.question, key, now.change, day),
            )

    def rename(self, search: str, new: str) -> None:
        """A search has another name now. Raises NotSaved."""
        with self._changing() as db:
            db.execute("UPDATE OR REPLACE reached SET search = ? WHERE search = ?", (new, search))

    def check(self) -> str:
        """What is wrong with the file; empty where nothing is."""
        found = self._found("PRAGMA quick_check(1)")
        if self.trouble or not found or found[0][0] == "ok":
            return self.trouble
        return f"{self._path}: damaged ({found[0][0]}); move it away"


def _fill(db: sqlite3.Connection) -> None:
    db.execute("BEGIN IMMEDIATE")
    # Another process may have done it while we waited.
    if not db.execute("PRAGMA user_version").fetchone()[0]:
        for statement in _TABLES:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("COMMIT")


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"

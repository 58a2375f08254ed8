"""The file itself: what is in it, how it is opened, how an older one is brought up to date."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wrans.errors import StoreError

APPLICATION: Final = int.from_bytes(b"wrns")
_BUSY: Final = 30_000
"""Milliseconds that a writer waits for another."""

# Each brings a file from the version that is its place here to the next, in one transaction.
# What was released is never edited; a change of mind is one more at the end.
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "CREATE TABLE counter (change INTEGER NOT NULL, questions INTEGER NOT NULL)",
        "INSERT INTO counter VALUES (0, 0)",
        "CREATE TABLE body (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        """CREATE TABLE member (
            id INTEGER PRIMARY KEY, -- Parliament's number
            name TEXT NOT NULL
        )""",
        """CREATE TABLE question (
            id INTEGER PRIMARY KEY,
            change INTEGER NOT NULL, -- raised whenever the question is shown otherwise
            seal INTEGER NOT NULL, -- CRC-32 of all that follows
            house INTEGER NOT NULL, -- 1 Commons, 2 Lords
            tabled INTEGER NOT NULL, -- days are written 20240719
            uin TEXT NOT NULL,
            date INTEGER NOT NULL,
            official INTEGER, -- Parliament's number
            body INTEGER NOT NULL REFERENCES body (id),
            heading TEXT NOT NULL,
            asker TEXT NOT NULL,
            asker_number INTEGER, -- who is named by another record, or not yet
            answerer_number INTEGER, -- the same
            text_held INTEGER NOT NULL, -- 0 empty, 1 clipped, 2 full
            answer_held INTEGER, -- the same; NULL while unanswered
            is_withdrawn INTEGER NOT NULL,
            is_corrected INTEGER NOT NULL,
            gist INTEGER NOT NULL -- CRC-32 of what a page and the official record share
        )""",
        "CREATE UNIQUE INDEX question_key ON question (uin, tabled, house)",
        # Every index ends in the id: this one is the order of the list, read backwards.
        "CREATE INDEX question_date ON question (date)",
        "CREATE INDEX question_change ON question (change)",
        "CREATE INDEX question_gist ON question (gist)",
        """CREATE INDEX question_asker ON question (asker_number)
            WHERE asker_number IS NOT NULL""",
        """CREATE INDEX question_answerer ON question (answerer_number)
            WHERE answerer_number IS NOT NULL""",
        """CREATE TABLE alias ( -- keys by which a question was known before
            uin TEXT NOT NULL,
            tabled INTEGER NOT NULL,
            house INTEGER NOT NULL,
            question INTEGER NOT NULL REFERENCES question (id),
            PRIMARY KEY (uin, tabled, house)
        ) WITHOUT ROWID""",
        """CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            question INTEGER NOT NULL REFERENCES question (id),
            form TEXT NOT NULL,
            received INTEGER NOT NULL, -- seconds since 1970, UTC
            digest BLOB NOT NULL, -- BLAKE2b, 16 bytes, of the text as it came
            dictionary INTEGER NOT NULL,
            text BLOB -- raw deflate; NULL where other sources tell all that it told
        )""",
        "CREATE INDEX source_question ON source (question)",
    ),
    (
        # Since when Parliament no longer shows a question, in seconds since 1970.
        "ALTER TABLE question ADD COLUMN gone INTEGER",
        """CREATE TABLE stretch ( -- days whose lists are to be read, or were
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL, -- by which date the list is asked: tabled, answered, corrected
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            read INTEGER NOT NULL DEFAULT 0, -- rows of this pass that are in the store
            pass INTEGER NOT NULL DEFAULT 1,
            total INTEGER, -- how many the list says there are
            done INTEGER, -- when all of them were here; NULL until then
            UNIQUE (kind, first, last)
        )""",
        """CREATE TABLE seen ( -- questions that the lists of an unfinished stretch showed
            stretch INTEGER NOT NULL REFERENCES stretch (id),
            question INTEGER NOT NULL REFERENCES question (id),
            PRIMARY KEY (stretch, question)
        ) WITHOUT ROWID""",
        """CREATE TABLE wanted ( -- questions whose whole text is to be fetched
            question INTEGER PRIMARY KEY REFERENCES question (id),
            urgency INTEGER NOT NULL,
            date INTEGER NOT NULL,
            given_up INTEGER NOT NULL DEFAULT 0 -- until the next sync
        )""",
        "CREATE INDEX wanted_order ON wanted (urgency, date, question)",
        """CREATE TABLE transfer ( -- questions that went from one answering body to another
            question INTEGER NOT NULL REFERENCES question (id),
            noticed INTEGER NOT NULL,
            from_body INTEGER NOT NULL REFERENCES body (id),
            to_body INTEGER NOT NULL REFERENCES body (id)
        )""",
        """CREATE TABLE news ( -- what came since the user last asked for what is new
            question INTEGER PRIMARY KEY REFERENCES question (id),
            kind TEXT NOT NULL -- asked, answered, corrected, edited, withdrawn, gone
        )""",
        "CREATE INDEX transfer_question ON transfer (question)",
        "CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    ),
    (
        """CREATE TABLE refused ( -- rows of an unfinished stretch that no question can be read from
            stretch INTEGER NOT NULL REFERENCES stretch (id),
            digest BLOB NOT NULL, -- BLAKE2b, 16 bytes, of the row
            PRIMARY KEY (stretch, digest)
        ) WITHOUT ROWID""",
    ),
    (
        """CREATE TABLE found ( -- sums and places; what is lost here is found again
            question INTEGER PRIMARY KEY REFERENCES question (id),
            version TEXT NOT NULL, -- of what found them
            change INTEGER NOT NULL, -- the question's, when they were found
            sums INTEGER NOT NULL,
            places INTEGER NOT NULL,
            seal INTEGER NOT NULL, -- CRC-32 of what follows
            packed BLOB NOT NULL
        )""",
        "CREATE INDEX found_sums ON found (question) WHERE sums > 0",
    ),
    (
        """CREATE TABLE part ( -- what many sources have in common
            id INTEGER PRIMARY KEY,
            code INTEGER NOT NULL, -- CRC-32 of the text
            text BLOB NOT NULL
        )""",
        "CREATE INDEX part_code ON part (code)",
        # Many sources hang on a part: each is kept twice, on pages apart.
        """CREATE TABLE part_again (
            id INTEGER PRIMARY KEY,
            code INTEGER NOT NULL,
            text BLOB NOT NULL
        )""",
        # Digests of the sources that were here, and whose texts others tell all of.
        "ALTER TABLE question ADD COLUMN spent BLOB",
        # Apart from those that stay, so that no page is left half empty when they go.
        """CREATE TABLE passing ( -- texts of lists, until the whole text tells all that they tell
            source INTEGER PRIMARY KEY REFERENCES source (id),
            text BLOB NOT NULL
        )""",
        # CRC-32 of the other columns; NULL where they were written before.
        "ALTER TABLE member ADD COLUMN seal INTEGER",
        "ALTER TABLE alias ADD COLUMN seal INTEGER",
        "ALTER TABLE transfer ADD COLUMN seal INTEGER",
        "ALTER TABLE source ADD COLUMN seal INTEGER",  # of form, received and digest
        "ALTER TABLE question ADD COLUMN gone_seal INTEGER",  # of id and gone
        """CREATE VIEW told AS
            SELECT source.id, question, form, received, digest, dictionary,
                coalesce(source.text, passing.text) AS text, seal
            FROM source LEFT JOIN passing ON passing.source = source.id""",
    ),
)
VERSION: Final = len(MIGRATIONS)


_DAMAGED: Final = "damaged; wrans doctor says what is left of it and what to do"


def counted(db: sqlite3.Connection, path: Path) -> tuple[int, int]:
    """The last change, and how many questions there are. Raises StoreError."""
    with told(path):
        found = db.execute("SELECT change, questions FROM counter").fetchone()
    if found is None or not all(type(one) is int for one in found):
        raise StoreError(f"{path}: {_DAMAGED}")
    return int(found[0]), int(found[1])


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection on which nothing is assumed yet of what the file is."""
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    if read_only and not os.access(path.parent, os.W_OK) and not _journal(path).exists():
        # Readers of a WAL file keep a file beside it, which here none can make; nor can writers.
        uri += "&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY / 1000)
    # A damaged heading is no reason to show no list.
    connection.text_factory = _text
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        # Otherwise nothing at all is read of a file that was cut off.
        connection.execute("PRAGMA writable_schema = ON")
    return connection


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def open_file(path: Path, *, read_only: bool) -> tuple[sqlite3.Connection, str]:
    """Open the record for the purpose given; say too what there is to tell the user.

    A file of a newer version is opened for reading, and that is what there is to tell.
    """
    if not read_only:
        _create(path)
    elif not path.exists():
        raise StoreError(f"{path}: there is no record yet; add a document with wrans add")
    with told(path):
        connection = connect(path, read_only=read_only)
        try:
            version = _version(connection, path)
            if version > VERSION:
                connection.close()
                return connect(path, read_only=True), (
                    f"{path.name} was made by a newer wrans; it is read but not changed, "
                    "until this wrans is brought up to date"
                )
            if not read_only:
                _prepare(connection)
            elif version < VERSION:
                raise StoreError(f"{path}: made by an older wrans; start wrans once to bring it up")
        except BaseException:
            connection.close()
            raise
        return connection, ""


def _create(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        if not path.exists():
            raise StoreError(f"{path}: cannot be made: {error.strerror}") from error


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Which version a file is of, looked at without changing it. Raises StoreError."""
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION and (application or version or tables):
        raise StoreError(f"{path}: not a record of wrans; move it away and try again")
    return version


def _prepare(connection: sqlite3.Connection) -> None:
    # Of a new file only: packed sources leave less of a larger page empty.
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = WAL")
    # Anything less loses acknowledged batches in a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -16384")
    connection.execute("PRAGMA journal_size_limit = 67108864")
    if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    while True:
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have done it while we waited.
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version >= VERSION:
                connection.execute("ROLLBACK")
                return
            for statement in MIGRATIONS[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what SQLite cannot do in words that help."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {_reason(error)}") from error
    except (UnicodeDecodeError, OverflowError) as error:
        # SQLite tells of a damaged table by its name, which may be anything then; and numbers of
        # questions may be what no number is.
        raise StoreError(f"{path}: {_DAMAGED}") from error


def _reason(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
        return "not saved, the disk is full or failing; what was saved before is safe"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "another wrans is writing to it; try again when that is done"
    if name.startswith("SQLITE_NOTADB"):
        return "not a record of wrans; move it away and try again"
    # A constraint does not hold where an index and its table tell different things.
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_CONSTRAINT")):
        return _DAMAGED
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return "cannot be opened or written; are the file and its folder yours?"
    return f"cannot be used ({error})"

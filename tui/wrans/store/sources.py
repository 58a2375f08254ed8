"""Reading questions back from their sources."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from wrans.errors import StoreError, WransError
from wrans.records import Key, Member, Question, Source
from wrans.store import merge, packing, rows
from wrans.store.merge import Version
from wrans.store.parts import Parts
from wrans.values import replace

Names = Mapping[int, str]
"""Members by Parliament's number."""


def find(db: sqlite3.Connection, key: Key) -> int | None:
    """The number of the question that has this key, or had it before."""
    columns = rows.of_key(key)
    for select in ("SELECT id FROM question", "SELECT question FROM alias"):
        found = db.execute(f"{select} WHERE uin = ? AND tabled = ? AND house = ?", columns)
        for (number,) in found:
            return int(number)
    return None


# Each by a road of its own, so that a damaged page on one leaves the others.
_ROADS: Final = (
    "SELECT id FROM question NOT INDEXED",
    "SELECT id FROM question INDEXED BY question_date",
    "SELECT DISTINCT question FROM source INDEXED BY source_question",
)


def numbers(db: sqlite3.Connection) -> set[int]:
    """Every question that something in the file tells of, however damaged it is."""
    told: set[int] = set()
    for road in _ROADS:
        with suppress(sqlite3.DatabaseError):
            for (number,) in db.execute(road):
                if isinstance(number, int):
                    told.add(number)
    return told


def called(db: sqlite3.Connection, number: int) -> str:
    """What a message calls a question."""
    key = "SELECT uin, tabled, house FROM question WHERE id = ?"
    try:
        for columns in db.execute(key, (number,)):
            if columns[0]:
                return f"{rows.key_of(*columns)} (number {number})"
    except sqlite3.DatabaseError:
        pass
    return f"question number {number}"


def remedy(db: sqlite3.Connection, number: int) -> str:
    """How a damaged question is made whole."""
    found = db.execute("SELECT official FROM question WHERE id = ?", (number,)).fetchone()
    if found and found[0] is not None:
        return "wrans sync fetches it again, or add its document again"
    return "add its document again"


# -- what the sources tell


def question(db: sqlite3.Connection, number: int, names: Names) -> Question:
    """A question as all its sources tell it. Raises StoreError."""
    return _named(merge.shown(versions(db, number)), names)


def versions(db: sqlite3.Connection, number: int) -> list[Version]:
    """What each source tells, in the order they were received. Raises StoreError."""
    known, damaged = sound(db, number)
    if damaged or not known:
        fault = "is damaged" if damaged else "is missing"
        raise StoreError(f"{called(db, number)}: its source {fault}; {remedy(db, number)}")
    return list(known.values())


def sound(db: sqlite3.Connection, number: int) -> tuple[dict[int, Version], list[int]]:
    """The versions that can be read, by source, as received; and the sources that cannot."""
    found = db.execute(_SOURCES.format("?"), (number,)).fetchall()
    return _read(Parts(db), (row[1:] for row in found))


def questions(
    db: sqlite3.Connection, numbers: Sequence[int], names: Names, parts: Parts
) -> Iterator[tuple[int, Question]]:
    """These questions as all their sources tell them; a damaged one is left out."""
    marks = ",".join("?" * len(numbers))
    held: dict[int, list[_Row]] = {number: [] for number in numbers}
    try:
        for number, *row in db.execute(_SOURCES.format(marks), numbers):
            held[number].append(tuple(row))
    except sqlite3.DatabaseError:
        # Of a file that is damaged all that can be read is, one by one.
        for number in numbers:
            with suppress(WransError, sqlite3.DatabaseError):
                yield number, question(db, number, names)
        return
    for number, found in held.items():
        try:
            known, damaged = _read(parts, found)
        except WransError:
            continue
        if known and not damaged:
            yield number, _named(merge.shown(list(known.values())), names)


_Row = tuple[Any, ...]

_SOURCES: Final = """SELECT question, id, form, received, digest, seal, dictionary, text FROM told
    WHERE question IN ({}) AND text IS NOT NULL ORDER BY id"""


def states(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, list[bool]]:
    """Of each source of these questions, whether it is as it was written."""
    marks = ",".join("?" * len(numbers))
    told: dict[int, list[bool]] = {}
    parts = Parts(db)
    for number, _, *columns in db.execute(_SOURCES.format(marks), numbers):
        told.setdefault(number, []).append(_is_sound(parts, *columns))
    return told


def _read(parts: Parts, found: Iterable[_Row]) -> tuple[dict[int, Version], list[int]]:
    # Here, because lists are shown without it, and sooner for that.
    from wrans import formats

    known: dict[int, Version] = {}
    damaged: list[int] = []
    for place, form, *columns in found:
        try:
            source, moment = _text(parts, form, *columns)
        except packing.Damaged:
            damaged.append(place)
        else:
            known[place] = Version(formats.parse(source, form), moment)
    return known, damaged


def _is_sound(parts: Parts, *columns: Any) -> bool:
    try:
        _text(parts, *columns)
    except packing.Damaged:
        return False
    return True


def _text(
    parts: Parts,
    form: str,
    received: int,
    digest: bytes,
    seal: int | None,
    dictionary: int,
    packed: bytes,
) -> tuple[bytes, datetime]:
    """A source as it came, and when. Raises packing.Damaged."""
    source = packing.unpack(packed, dictionary, digest, parts)
    try:
        # None where it is from before there were seals.
        if seal is not None and seal != rows.seal_of_source(form, received, digest):
            raise ValueError("the seal differs")
        Source(form)
        return source, datetime.fromtimestamp(received, UTC)
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise packing.Damaged(str(error)) from error


def raw(db: sqlite3.Connection, number: int, form: str) -> bytes | None:
    """The newest source of that form, as it came; None where there is none that can be read."""
    found = db.execute(
        """SELECT text, dictionary, digest FROM told
            WHERE question = ? AND form = ? AND text IS NOT NULL ORDER BY id DESC""",
        (number, form),
    )
    for packed, dictionary, digest in found:
        with suppress(packing.Damaged):
            return packing.unpack(packed, dictionary, digest, Parts(db))
    return None


def is_here(db: sqlite3.Connection, number: int, digest: bytes, form: str) -> bool:
    """Was this very source added before, and is it sound, or told by others?

    The same in a form that tells more is another: a question of 255 characters is whole when the
    single call gives it, and may be cut in the list.
    """
    same = """SELECT form, received, digest, seal, dictionary, text FROM told
        WHERE question = ? AND digest = ?"""
    held = db.execute(same, (number, digest)).fetchall()
    found = [columns for columns in held if _rank(columns[0]) >= _rank(form)]
    if held and not found:
        return False
    if any(columns[-1] is not None for columns in found):
        return any(c[-1] is not None and _is_sound(Parts(db), *c) for c in found)
    was_here = bool(found) or digest in spent(db, number)
    # Others tell it only while one of them can be read.
    return was_here and any(states(db, [number]).get(number, ()))


def _rank(form: str) -> int:
    """How much a form tells; less than any where it is damaged."""
    try:
        return Source(form).rank
    except ValueError:
        return -1


def spent(db: sqlite3.Connection, number: int) -> list[bytes]:
    """The digests of the sources that were here and are told by others."""
    found = db.execute("SELECT spent FROM question WHERE id = ?", (number,)).fetchone()
    told = found[0] if found and isinstance(found[0], bytes) else b""
    return [told[at : at + 16] for at in range(0, len(told), 16)]


def is_sealed(db: sqlite3.Connection, number: int) -> bool:
    """Are the columns of a question as they were written?"""
    return number in sealed(db, [number])


def sealed(db: sqlite3.Connection, numbers: Sequence[int]) -> set[int]:
    """Those questions of which the columns are as they were written."""
    marks = ",".join("?" * len(numbers))
    found = db.execute(
        f"""SELECT question.id, {rows.SEALED}, body.name, seal
            FROM question LEFT JOIN body ON body.id = body WHERE question.id IN ({marks})""",
        numbers,
    )
    return {number for number, *columns, seal in found if rows.seal(columns) == seal}


# -- who is who


def names(db: sqlite3.Connection) -> Names:
    """Every member that some record names."""
    return dict(db.execute("SELECT id, name FROM member"))


_SEATS: Final = "seats"


def seats(db: sqlite3.Connection) -> set[str]:
    """The seats of every member that some record names; peers have words in their place."""
    found = db.execute("SELECT value FROM note WHERE name = ?", (_SEATS,)).fetchone()
    return set(str(found[0]).split("\n")) if found else set()


def keep_seats(db: sqlite3.Connection, named: set[str]) -> None:
    """Remember these."""
    db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (_SEATS, "\n".join(sorted(named))))


def names_in(db: sqlite3.Connection, number: int) -> Names:
    """The members that a question gives only by number, as far as another record names them."""
    return dict(
        db.execute(
            """SELECT member.id, name FROM question
                JOIN member ON member.id IN (asker_number, answerer_number)
                WHERE question.id = ?""",
            (number,),
        )
    )


def _named(question: Question, names: Names) -> Question:
    asker = _with_name(question.asking_member, names)
    if asker is not question.asking_member:
        question = replace(question, asking_member=asker)
    answer = question.answer
    answerer = _with_name(answer.answering_member if answer else None, names)
    if answer and answerer is not answer.answering_member:
        question = replace(question, answer=replace(answer, answering_member=answerer))
    return question


def _with_name(member: Member | None, names: Names) -> Member | None:
    if member is None or member.name or member.id is None or member.id not in names:
        return member
    return replace(member, name=names[member.id])

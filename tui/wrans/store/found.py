"""The sums and places of each question as they were found, so that they need not be again.

A row a question: what found them, the question's change that they were found in, and all of it
packed. What is lost here is found again: none of it is the record itself.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32, decompressobj, error

from wrans.entities import Money, Place
from wrans.store.extractor import VERSION
from wrans.store.packing import Damaged, dictionary_with, packer_of
from wrans.values import dataclass

if TYPE_CHECKING:
    import zlib

_AT_ONCE: Final = 500
_Said = tuple[str, tuple[int, ...], int, bool, *tuple[int, ...]]
_WINDOW: Final = -15
"""Raw deflate: a row has a seal of its own."""
# What many rows hold, the commonest last; before it come the phrases of records. Whoever edits it
# raises the form of store/extractor.py.
_DICTIONARY: Final = """\
To ask the Secretary of State, what assessment the Department has made of local authorities \
funding Government We are providing through the Fund has invested budget programme support \
since This includes investment announced over the next years up to an additional per year. \
Ireland Europe Gaza Israel India China Iran Russia Ukraine Afghanistan London Scotland Wales \
Northern Ireland England United Kingdom"]",null,null,1],[ per cent "approx","over","under",\
"at_least","up_to","year","2025-26","2024-25","EUR","USD","£100 million","GBP","00000000","",\
[[],[[100,117,"United Kingdom","UK"],[[11,16,"Wales"],[60,75,"Northern Ireland"],\
[32,40,"Scotland"],[[]]""".encode()


@dataclass(frozen=True, slots=True)
class Stated:
    """A sum with what is said of it."""

    money: Money
    """Its place is an offset into the text that is read, broken words mended."""
    about: str
    """What it is for: its sentence, or its cell with what heads it."""
    places: tuple[int, ...]
    """Which of the question's places are named there."""
    digest: int
    """What tells the text that states it from others: the question's, or the answer's."""
    is_asked: bool
    """Is it the question that states it, and not the answer?"""
    group: int = 0
    """What the answers of one group have in common; 0 where the answer is that of one question."""


@dataclass(frozen=True, slots=True)
class Found:
    """The sums and places of a question's full texts, in order."""

    sums: tuple[Stated, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What was found in a question, ready to be kept."""

    question: int
    change: int
    """The question's change that it was found in."""
    sums: int
    places: int
    packed: bytes


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are, and what is in them."""

    questions: int
    sums: int
    places: int
    lacking: int
    """Questions without a row, or with one of another version or change."""


NOTHING: Final = Found()


# -- packing


def row(question: int, change: int, found: Found) -> Row:
    """What was found, ready to be kept."""
    return Row(question, change, len(found.sums), len(found.places), pack(found))


def pack(found: Found) -> bytes:
    """All of it in a few bytes; none where nothing was found."""
    if not found.sums and not found.places:
        return b""
    told: dict[_Said, int] = {}
    sums = []
    before = 0
    for stated in found.sums:
        money = stated.money
        said: _Said = (stated.about, stated.places, stated.digest, stated.is_asked)
        if stated.group:
            said = (*said, stated.group)
        high = "" if money.high == money.low else str(money.high)
        longer = money.end - money.start - len(money.text)
        sums.append(
            (
                money.start - before, longer, money.text, money.currency, str(money.low), high,
                money.qualifier, money.period, told.setdefault(said, len(told)),
            )
        )  # fmt: skip
        before = money.end
    places = list(_places_told(found.places))
    text = json.dumps((sums, places, list(told)), ensure_ascii=False, separators=(",", ":"))
    packer = _packer().copy()
    return packer.compress(text.encode("utf-8", "surrogatepass")) + packer.flush()


def _places_told(places: Sequence[Place]) -> Iterator[tuple[int | str, ...]]:
    """Each from where the last one ends; a name that is written as it is counted once."""
    before = 0
    for place in places:
        gap, longer = place.start - before, place.end - place.start - len(place.text)
        before = place.end
        if longer or place.name != place.text:
            yield gap, place.text, place.name, longer
        else:
            yield gap, place.text


@cache
def _known() -> bytes:
    return dictionary_with(_DICTIONARY)


@cache
def _packer() -> "zlib._Compress":
    return packer_of(_known())


def unpack(packed: bytes) -> Found:
    """What ``pack`` wrote. Raises Damaged."""
    if not packed:
        return NOTHING
    try:
        text = decompressobj(_WINDOW, _known()).decompress(packed)
        sums, places, told = json.loads(text.decode("utf-8", "surrogatepass"))
        said = [(about, tuple(there), *rest) for about, there, *rest in told]
        return Found(tuple(_stated(said, sums)), tuple(_placed(places)))
    except (error, ArithmeticError, ValueError, TypeError, LookupError, RecursionError) as fault:
        raise Damaged(str(fault)) from fault


def _placed(told: Iterable[Sequence[Any]]) -> Iterator[Place]:
    before = 0
    for gap, text, *rest in told:
        name, longer = rest or (text, 0)
        start = before + gap
        before = start + len(text) + longer
        yield Place(start, before, text, name)


def _stated(said: Sequence[_Said], told: Iterable[Sequence[Any]]) -> Iterator[Stated]:
    before = 0
    for gap, longer, text, currency, low, high, qualifier, period, number in told:
        start = before + gap
        before = start + len(text) + longer
        least = Decimal(low)
        most = Decimal(high) if high else least
        money = Money(start, before, text, currency, least, most, qualifier, period)
        yield Stated(money, *said[number])


# -- keeping


def put(db: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Keep what was found, in the place of what was there."""
    db.executemany(
        "INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (one.question, VERSION, one.change, one.sums, one.places, _seal(one.packed), one.packed)
            for one in found
        ),
    )


def _seal(packed: bytes) -> int:
    return crc32(packed)


def get(
    db: sqlite3.Connection, numbers: Iterable[int], *, with_sums: bool = False
) -> Iterator[tuple[int, int, Found]]:
    """Number, change and what is kept, where it still holds, in the order given."""
    only = "AND sums > 0" if with_sums else ""
    rest = iter(numbers)
    while some := list(islice(rest, _AT_ONCE)):
        marks = ",".join("?" * len(some))
        here = {
            number: (change, packed)
            for number, change, seal, packed in db.execute(
                f"""SELECT found.question, found.change, found.seal, packed FROM found
                    JOIN question ON question.id = found.question
                    WHERE found.question IN ({marks}) AND version = ?
                        AND found.change = question.change {only}""",
                (*some, VERSION),
            )
            if seal == _seal(packed)
        }
        for number in some:
            if number in here:
                change, packed = here[number]
                with suppress(Damaged):
                    yield number, change, unpack(packed)


def with_sums(db: sqlite3.Connection) -> set[int]:
    """Every question in which a sum was found."""
    return {number for (number,) in db.execute("SELECT question FROM found WHERE sums > 0")}


def lacking(db: sqlite3.Connection, since: int = 0) -> list[int]:
    """The questions of which nothing that still holds is kept, in the order of the file.

    Only those that changed after ``since``, where that is known: no other is looked at.
    """
    values = (VERSION, since) if since else (VERSION,)
    # The plus: found by their change, and not by walking through all in the order of the file.
    found = db.execute(
        f"SELECT question.id {_LACKING} {_SINCE if since else ''} ORDER BY +question.id", values
    )
    return [number for (number,) in found]


_LACKING: Final = """FROM question LEFT JOIN found ON found.question = question.id
    WHERE (found.version IS NOT ? OR found.change <> question.change)"""
_SINCE: Final = "AND question.change > ?"

# -- how sound


def count(db: sqlite3.Connection) -> Count:
    """How much is kept, and how much is lacking."""
    questions, sums, places = db.execute(
        """SELECT count(*), coalesce(sum(sums), 0), coalesce(sum(places), 0) FROM found
            WHERE version = ?""",
        (VERSION,),
    ).fetchone()
    less = db.execute(f"SELECT count(*) {_LACKING}", (VERSION,)).fetchone()[0]
    return Count(questions, sums, places, less)


def damaged(db: sqlite3.Connection) -> list[int]:
    """The questions whose row is not as it was written, or that are not there."""
    known = {number for (number,) in db.execute("SELECT id FROM question")}
    found = db.execute("SELECT question, version, sums, places, seal, packed FROM found")
    return [
        question
        for question, version, sums, places, seal, packed in found
        if question not in known
        or (version == VERSION and not _is_sound(sums, places, seal, packed))
    ]


def _is_sound(sums: int, places: int, seal: int, packed: bytes) -> bool:
    try:
        if seal != _seal(packed):
            return False
        held = unpack(packed)
    except (TypeError, Damaged):
        return False
    return (len(held.sums), len(held.places)) == (sums, places)


def forget(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Let rows go, so that they are made anew."""
    db.executemany("DELETE FROM found WHERE question = ?", ((number,) for number in numbers))

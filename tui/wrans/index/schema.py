"""What the index holds of a question."""

import datetime
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from wrans.index import sums
from wrans.index.whoosh import Existence, FieldType, Format, NumericColumn, Schema
from wrans.index.words import TERMS, WORD, names, of_heading, starts, whole

VERSION: Final = 4
"""An index of another version is built anew."""

Posting = tuple[bytes, int, float, bytes]


@dataclass(frozen=True, slots=True)
class Document:
    """What a search can find of a question."""

    id: int
    """The store's number for it."""
    change: int
    date: datetime.date
    tabled: datetime.date
    answered: datetime.date | None
    house: str
    body: str
    asker: str
    answerer: str
    heading: str
    uin: str
    text: str
    flags: frozenset[str]
    places: tuple[str, ...]
    sums: tuple[sums.Sum, ...]
    named: tuple[str, ...] = ()
    """The places, each once, by the name under which it is counted."""
    within: tuple[str, ...] = ()
    """The larger places that they lie in."""


class Positions(Format):  # type: ignore[misc]
    """The places of a word in a text, two bytes each."""

    def decode_positions(self, value: bytes) -> list[int]:
        """The places."""
        return array("H", value).tolist()

    def decode_weight(self, value: bytes) -> float:
        """How often the word occurs."""
        return float(len(value) // 2)


class Text(FieldType):  # type: ignore[misc]
    """Running text, by its words and their places. One pass, and no token objects."""

    def __init__(self) -> None:
        self.format = Positions()
        self.scorable = True

    def index(self, value: str, **_: Any) -> Iterator[Posting]:
        """The postings of a text. A stop word leaves a gap, so that phrases stay true."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(WORD.findall(value.lower())):
            term = TERMS[word]
            if term:
                places.setdefault(term, []).append(min(place, 65535))
        for term, held in places.items():
            yield term.encode(), len(held), float(len(held)), array("H", held).tobytes()


class Terms(FieldType):  # type: ignore[misc]
    """Terms that a question has or has not."""

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: Iterable[str], **_: Any) -> Iterator[Posting]:
        """A posting for each term, once."""
        for term in set(value):
            if term:
                yield term.encode("utf-8", "replace"), 1, 1.0, b""


class Number(FieldType):  # type: ignore[misc]
    """A number a question has, looked up by question and not the other way round."""

    indexed = False
    column_type = NumericColumn("I")

    def __init__(self) -> None:
        self.format = Existence()

    def to_column_value(self, value: int) -> int:
        """As it is."""
        return value


def schema() -> Schema:
    """The fields of the index."""
    return Schema(
        text=Text(),
        start=Terms(),
        heading=Terms(),
        body=Terms(),
        asker=Terms(),
        answerer=Terms(),
        house=Terms(),
        uin=Terms(),
        place=Terms(),
        named=Terms(),
        within=Terms(),
        flag=Terms(),
        sum=Terms(),
        id=Terms(),
        number=Number(),
        date=Number(),
        tabled=Number(),
        answered=Number(),
    )


def fields(document: Document) -> dict[str, Any]:
    """The values of the fields for a question."""
    answered = document.answered
    return {
        "text": document.text,
        "start": starts(document.text),
        "heading": of_heading(document.heading),
        "body": names(document.body),
        "asker": names(document.asker),
        "answerer": names(document.answerer),
        "house": [document.house.lower()],
        "uin": [document.uin.lower()],
        "place": [whole(place) for place in document.places],
        "named": document.named,
        "within": [whole(place) for place in document.within],
        "flag": document.flags,
        "sum": [term for held in document.sums for term in sums.terms(held)],
        "id": [str(document.id)],
        "number": document.id,
        "date": document.date.toordinal(),
        "tabled": document.tabled.toordinal(),
        "answered": answered.toordinal() if answered else 0,
    }

"""The fields of the index, as Whoosh has them."""

from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from wrans.index import sums
from wrans.index.document import Document
from wrans.index.uins import numbered
from wrans.index.whoosh import Existence, FieldType, Format, NumericColumn, Schema
from wrans.index.words import STARTS, STOPPED, TERMS, WORD, fold, names, of_heading, whole
from wrans.records.parties import names as party_names

Posting = tuple[bytes, int, float, bytes]

LAST: Final = 65_535
"""Places are kept in two bytes: what stands behind this is said to stand here."""
_KNOWN: Final = 10_000


class Positions(Format):  # type: ignore[misc]
    """The places of a word in a text, two bytes each."""

    def decode_positions(self, value: bytes) -> list[int]:
        """The places."""
        return array("H", value).tolist()

    def decode_weight(self, value: bytes) -> float:
        """How often the word occurs."""
        return float(len(value) // 2)


class Text(FieldType):  # type: ignore[misc]
    """Running text, by its words and their places."""

    def __init__(self) -> None:
        self.format = Positions()
        self.scorable = True

    def term_of(self, word: str) -> bytes:
        """What is held of a lower-case word; of stop words too, since phrases are made of them."""
        return (TERMS[word] or STOPPED + fold(word)).encode("utf-8", "replace")

    def is_counted(self, word: str) -> bool:
        """Does it make a text longer? A stop word says nothing of how long a text is."""
        return bool(TERMS[word])

    def index(self, value: str, **_: Any) -> Iterator[Posting]:
        """The words of a text as Whoosh's own writer takes them."""
        found: dict[tuple[bytes, bool], list[int]] = {}
        for place, word in enumerate(WORD.findall(value.lower())):
            told = self.term_of(word), self.is_counted(word)
            found.setdefault(told, []).append(min(place, LAST))
        for (term, is_counted), at in found.items():
            yield term, is_counted * len(at), float(len(at)), array("H", at).tobytes()


class Terms(FieldType):  # type: ignore[misc]
    """Terms that a question has or has not."""

    def __init__(self) -> None:
        self.format = Existence()

    def terms(self, value: Iterable[str]) -> set[bytes]:
        """Each term once."""
        return {term.encode("utf-8", "replace") for term in value if term}

    def index(self, value: Iterable[str], **_: Any) -> Iterator[Posting]:
        """The same as Whoosh's own writer takes it."""
        for term in self.terms(value):
            yield term, 1, 1.0, b""


class Starts(Terms):
    """The first letters of every word of a text."""

    def starts_of(self, word: str) -> tuple[bytes, ...]:
        """Each beginning of a lower-case word, of one letter up to STARTS."""
        return _beginnings(fold(word)[:STARTS])

    def terms(self, value: Iterable[str]) -> set[bytes]:
        """Those of all words of a text, each once."""
        found = set(WORD.findall(str(value).lower()))
        return set(chain.from_iterable(map(self.starts_of, found)))


@lru_cache(_KNOWN)
def _beginnings(letters: str) -> tuple[bytes, ...]:
    return tuple(letters[:n].encode("utf-8", "replace") for n in range(1, len(letters) + 1))


class Number(FieldType):  # type: ignore[misc]
    """A number a question has, looked up by question and not the other way round."""

    indexed = False
    column_type = NumericColumn("I")

    def __init__(self) -> None:
        self.format = Existence()

    def to_column_value(self, value: int) -> int:
        """As it is."""
        return value

    from_column_value = to_column_value


def schema() -> Schema:
    """The fields of the index."""
    return Schema(
        text=Text(),
        start=Starts(),
        heading=Terms(),
        body=Terms(),
        asker=Terms(),
        party=Terms(),
        answerer=Terms(),
        house=Terms(),
        uin=Terms(),
        uin_number=Number(),
        place=Terms(),
        named=Terms(),
        within=Terms(),
        flag=Terms(),
        facet=Terms(),
        sum=Terms(),
        number=Number(),
        date=Number(),
        tabled=Number(),
        answered=Number(),
        due=Number(),
        on_time=Number(),
    )


def fields(document: Document) -> dict[str, Any]:
    """The values of the fields for a question. Those of Terms can be looked up by."""
    answered, due, on_time = document.answered, document.due, document.on_time
    number = numbered(document.uin)
    return {
        "text": document.text,
        "start": document.text,
        "heading": _of_heading(document.heading),
        "body": _names(document.body),
        "asker": _names(document.asker),
        "party": _of_party(document.party),
        "answerer": _names(document.answerer),
        "house": (document.house.lower(),),
        "uin": () if number else (document.uin.lower(),),
        "uin_number": number,
        "place": tuple(map(_whole, document.places)),
        "named": document.named,
        "within": tuple(map(_whole, document.within)),
        "flag": document.flags,
        "facet": document.facets,
        "sum": tuple(chain.from_iterable(map(_of_sum, document.sums))),
        "number": document.id,
        "date": document.date.toordinal(),
        "tabled": document.tabled.toordinal(),
        "answered": answered.toordinal() if answered else 0,
        "due": due.toordinal() if due else 0,
        "on_time": on_time.toordinal() if on_time else 0,
    }


# The same bodies, people, places, sums and headings come again and again.


@lru_cache(_KNOWN)
def _names(text: str) -> frozenset[str]:
    return frozenset(names(text))


@lru_cache(_KNOWN)
def _of_heading(text: str) -> frozenset[str]:
    return frozenset(of_heading(text))


@lru_cache(_KNOWN)
def _of_party(party: str) -> tuple[str, ...]:
    return tuple(map(whole, party_names(party)))


@lru_cache(_KNOWN)
def _of_sum(held: sums.Sum) -> tuple[str, ...]:
    return tuple(sums.terms(held))


_whole: Final = lru_cache(_KNOWN)(whole)

"""The fields of the index, as Whoosh has them."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from wrans.index import sums
from wrans.index.document import Document
from wrans.index.uins import numbered
from wrans.index.whoosh import Existence, FieldType, Format, NumericColumn, Schema
from wrans.index.words import STARTS, STOPPED, TERMS, WORD, fold, names, of_heading, whole
from wrans.records.parties import names as party_names

Posting = tuple[bytes, int, float, bytes]


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

    def places(self, words: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
        """Each term with its places; stop words too, since phrases are made of them."""
        found: dict[bytes, int | list[int]] = {}
        known = _TERMS
        for place, word in enumerate(words):
            term = known[word]
            held = found.get(term)
            if held is None:
                found[term] = place
            elif type(held) is int:
                found[term] = [held, place]
            else:
                held.append(place)  # type: ignore[union-attr]
        for term, at in found.items():
            if type(at) is int:
                yield term, _PLACES[at] if at < _FEW else _packed([at])
            else:
                yield term, _packed(at)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **_: Any) -> Iterator[Posting]:
        """The same as Whoosh's own writer takes it."""
        for term, places in self.places(value):
            count = len(places) >> 1
            # A stop word says nothing of how long a text is.
            yield term, count if term[0] else 0, float(count), places


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

    def terms(self, value: Iterable[str]) -> set[bytes]:
        """Each beginning once, of one letter up to STARTS."""
        return set(chain.from_iterable(map(_STARTS.__getitem__, set(value))))


class _Terms(dict[str, bytes]):
    """The term of each lower-case word, as bytes."""

    def __missing__(self, word: str) -> bytes:
        term = self[word] = (TERMS[word] or STOPPED + fold(word)).encode("utf-8", "replace")
        return term


class _Starts(dict[str, tuple[bytes, ...]]):
    """The beginnings of each lower-case word, as bytes."""

    def __missing__(self, word: str) -> tuple[bytes, ...]:
        folded = fold(word)[:STARTS]
        found = self[word] = tuple(
            folded[:size].encode("utf-8", "replace") for size in range(1, len(folded) + 1)
        )
        return found


_TERMS: Final = _Terms()
_STARTS: Final = _Starts()
_FEW: Final = 4096
_LAST: Final = 65_535
"""Places are kept in two bytes: what stands behind this is said to stand here."""
_PLACES: Final = [array("H", [place]).tobytes() for place in range(_FEW)]
"""One object for each place that a word may have: most words of a text occur once."""


def _packed(places: list[int]) -> bytes:
    return array("H", [min(place, _LAST) for place in places]).tobytes()


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
    """The values of the fields for a question."""
    answered, due, on_time = document.answered, document.due, document.on_time
    found = WORD.findall(document.text.lower())
    number = numbered(document.uin)
    return {
        "text": found,
        "start": found,
        "heading": of_heading(document.heading),
        "body": names(document.body),
        "asker": names(document.asker),
        "party": [whole(name) for name in party_names(document.party)],
        "answerer": names(document.answerer),
        "house": [document.house.lower()],
        "uin": [] if number else [document.uin.lower()],
        "uin_number": number,
        "place": [whole(place) for place in document.places],
        "named": document.named,
        "within": [whole(place) for place in document.within],
        "flag": document.flags,
        "facet": document.facets,
        "sum": [term for held in document.sums for term in sums.terms(held)],
        "number": document.id,
        "date": document.date.toordinal(),
        "tabled": document.tabled.toordinal(),
        "answered": answered.toordinal() if answered else 0,
        "due": due.toordinal() if due else 0,
        "on_time": on_time.toordinal() if on_time else 0,
    }

"""Writing a segment: ordinary files of Whoosh's codec, in a fraction of the time.

Whoosh's own writer sorts every posting of a segment and writes them one call at a time. Here the
postings of a term are gathered in one list as the questions come, which is the order they are
kept in, and written in whole blocks. A test compares what both wrote.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

from wrans.index.gathering import MOST, Gathered
from wrans.index.postings import PostingFile
from wrans.index.schema import Terms
from wrans.index.term_file import TermFile
from wrans.index.whoosh import STORED, W3Codec, length_to_byte
from wrans.index.words import fold

_REMEMBERED: Final = 50_000
"""Values of a field that may come again."""


class SegmentWriter:
    """One segment that is being written: give it its questions newest first, then finish."""

    def __init__(self, storage: Any, schema: Any, name: str) -> None:
        self._storage = storage
        self._schema = schema
        self._segment = W3Codec().new_segment(storage, name)
        self._terms = {
            name: _Terms(field) for name, field in schema.items() if type(field) is Terms
        }
        self._columns = {name: array("I") for name, field in schema.items() if not field.indexed}
        self._texts = Gathered()
        self._size = 0
        self._length = 0

    @property
    def name(self) -> str:
        """What its files begin with."""
        return str(self._segment.segment_id())

    def told(self) -> dict[str, Any]:
        """What is to be known of the segment once it is written."""
        return {
            "name": self.name,
            "segment": self._segment.segid,
            "size": self._size,
            "lengths": {"text": self._length},
            "deleted": [],
        }

    def add(self, values: Mapping[str, Any]) -> None:
        """Put in a question: a value for every field."""
        number = self._size
        if number >= MOST:
            raise ValueError("a segment holds no more questions")
        self._texts.add(values["text"])
        for name, terms in self._terms.items():
            if value := values[name]:
                for held in terms[value]:
                    held.append(number)
        for name, column in self._columns.items():
            column.append(values[name])
        self._size += 1

    def finish(self) -> None:
        """Write it all."""
        text = self._schema["text"]
        lengths = self._texts.lengths(text.is_counted)
        self._length = sum(lengths)
        codes = bytes(map(length_to_byte, lengths))
        self._write_columns(codes)
        table = TermFile()
        with closing(PostingFile(self._created(".pst"))) as postings:
            for name in sorted((*self._terms, "start", "text")):
                if name == "text":
                    self._write_text(table, postings, codes)
                else:
                    self._write_terms(table, postings, name)
        with closing(self._created(".trm")) as file:
            table.write(file)

    def vocabulary(self) -> Counter[str]:
        """In how many questions each word stands, as it is folded; known when all is written."""
        known: Counter[str] = Counter()
        for word, count in self._texts.frequencies.items():
            known[fold(word)] += count
        return known

    def _created(self, ending: str) -> Any:
        return self._segment.create_file(self._storage, ending)

    def _write_text(self, table: TermFile, postings: PostingFile, codes: bytes) -> None:
        key = b""
        for term, spread in self._texts.terms(self._schema["text"].term_of):
            key = key or table.field("text")
            table.add(key + term, postings.write(*spread, codes))

    def _write_terms(self, table: TermFile, postings: PostingFile, name: str) -> None:
        key = b""
        if name == "start":
            found = self._texts.beginning(self._schema[name].starts_of)
        else:
            found = self._terms.pop(name).in_order()
        for term, numbers in found:
            key = key or table.field(name)
            table.add(key + term, postings.write(numbers))

    def _write_columns(self, codes: bytes) -> None:
        for name, numbers in self._columns.items():
            # Zeros at the end are not written.
            while numbers and not numbers[-1]:
                numbers.pop()
            if sys.byteorder == "little":
                numbers.byteswap()
            self._write_column(name, numbers.tobytes())
        self._write_column("_text_len", codes.rstrip(b"\0"))
        # Rows of the list come from the store: nothing is kept here to be shown.
        with closing(self._created("._stored.col")) as file:
            STORED.writer(file).finish(self._size)

    def _write_column(self, name: str, told: bytes) -> None:
        with closing(self._created(f".{name}.col")) as file:
            file.write(told)


class _Terms(dict[Any, tuple["array[int]", ...]]):
    """Which questions hold each term of a field; looked up by a value of the field."""

    def __init__(self, field: Terms) -> None:
        self._field = field
        self._numbers = _Numbers()

    def __missing__(self, value: Iterable[str]) -> tuple["array[int]", ...]:
        found = tuple(map(self._numbers.__getitem__, self._field.terms(value)))
        if len(self) < _REMEMBERED:
            self[value] = found
        return found

    def in_order(self) -> Iterator[tuple[bytes, Sequence[int]]]:
        """The questions of each term, in the order of the terms."""
        return ((term, self._numbers[term]) for term in sorted(self._numbers))


class _Numbers(dict[bytes, "array[int]"]):
    """The questions of each term."""

    def __missing__(self, term: bytes) -> "array[int]":
        held = self[term] = array("H")
        return held

"""One segment of the index: its questions stand newest first, so its first hits are the page."""

import sys
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pickle import loads
from typing import Any, Final
from zlib import decompress

from wrans.index.damage import Stopped
from wrans.index.plan import Phrase
from wrans.index.postings import Adjacent, Postings, Union
from wrans.index.whoosh import (
    ListMatcher,
    NullMatcher,
    Schema,
    SegmentReader,
    TermNotFound,
    W3LeafMatcher,
)

_MAPS_KEPT: Final = 64


class Segment:
    """A segment that is open for reading."""

    def __init__(self, reader: SegmentReader, schema: Schema) -> None:
        self.size: int = reader.doc_count_all()
        self.deleted = frozenset(reader.segment().deleted_docs())
        self._reader = reader
        self._terms = reader._terms
        self._schema = schema
        self._columns: dict[str, array[int]] = {}
        self._maps: OrderedDict[tuple[str, str], int] = OrderedDict()

    def close(self) -> None:
        """Close the files."""
        self._reader.close()

    # -- columns

    def column(self, name: str) -> "array[int]":
        """A number for each question of the segment."""
        held = self._columns.get(name)
        if held is None:
            held = self._columns[name] = self._read_column(name)
        return held

    def _read_column(self, name: str) -> "array[int]":
        numbers = array("I")
        column = self._reader.column_reader(name, translate=False)
        file, start, count = column._dbfile, column._basepos, column._count
        numbers.frombytes(bytes(file.get(start, count * numbers.itemsize)))
        if sys.byteorder == "little":
            numbers.byteswap()
        # Zeros at the end are not written.
        numbers.extend([0] * (self.size - len(numbers)))
        return numbers

    def newest(self) -> int:
        """The date of the first question."""
        return self.column("date")[0]

    def oldest(self) -> int:
        """The date of the last question."""
        return self.column("date")[-1]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The questions whose date lies between two: from a number up to, and without, another."""
        dates = self.column("date")
        start = bisect_left(dates, -last, key=lambda day: -day)
        end = bisect_left(dates, -first + 1, key=lambda day: -day)
        return start, end

    # -- terms

    def _info(self, field: str, term: bytes) -> Any:
        try:
            return self._terms.term_info(field, term)
        except TermNotFound:
            return None

    def frequency(self, field: str, term: str) -> int:
        """In how many questions of the segment a term occurs."""
        info = self._info(field, term.encode("utf-8", "replace"))
        return int(info.doc_frequency()) if info else 0

    def terms_between(self, field: str, start: str, end: str | None) -> Iterator[str]:
        """The terms of a field from one up to, and without, another; or that begin with one."""
        for term in self._terms.terms_from(field, start.encode("utf-8", "replace")):
            name, text = term
            told = bytes(text).decode("utf-8", "replace")
            if name != field or (told >= end if end is not None else not told.startswith(start)):
                return
            yield told

    # -- postings

    def postings(self, field: str, term: str) -> Any:
        """The questions that hold a term, as Whoosh gives them: Postings, with values."""
        info = self._info(field, term.encode("utf-8", "replace"))
        return NullMatcher() if info is None else self._opened(field, info)

    def _opened(self, field: str, info: Any) -> Any:
        form = self._schema[field].format
        if info.is_inlined():
            return ListMatcher(*info.inlined_postings(), form)
        offset, length = info.extent()
        return W3LeafMatcher(self._terms._postfile, offset, length, form)

    def union(self, field: str, terms: Sequence[str]) -> Postings:
        """The questions that hold any of the terms."""
        infos = (self._info(field, term.encode("utf-8", "replace")) for term in terms)
        return Union([info for info in infos if info is not None], lambda i: self._opened(field, i))

    def phrase(self, phrase: Phrase, check: Callable[[int], bool]) -> Any:
        """The questions in which the words stand next to each other."""
        offsets = [(n, term) for n, (term, _) in enumerate(phrase.words) if term]
        matchers = [self.postings("text", term) for _, term in offsets]
        if not all(matcher.is_active() for matcher in matchers):
            return NullMatcher()
        has_gap = len(offsets) < len(phrase.words)
        return Adjacent(matchers, [n for n, _ in offsets], check if has_gap else None)

    # -- whole posting lists at once

    def bits(self, field: str, term: str) -> int:
        """A byte a question as one number: 1 where it holds the term."""
        key = (field, term)
        held = self._maps.get(key)
        if held is None:
            held = self._maps[key] = self.bits_of(field, [term])
            if len(self._maps) > _MAPS_KEPT:
                self._maps.popitem(last=False)
        else:
            self._maps.move_to_end(key)
        return held

    def bits_of(
        self, field: str, terms: Sequence[str], stop: Callable[[], bool] | None = None
    ) -> int:
        """The same for questions that hold any of the terms. Stopped, it is not all there."""
        flags = bytearray(self.size)
        for term in terms:
            if stop and stop():
                break
            for number in self._numbers(field, term):
                flags[number] = 1
        return int.from_bytes(flags, "little")

    def counts(
        self, field: str, bits: int, stop: Callable[[], bool] | None = None
    ) -> dict[str, int]:
        """How many of some questions hold each term of a field. Raises Stopped."""
        flags = bits.to_bytes(self.size, "little")
        is_all = flags.count(1) == self.size
        found: dict[str, int] = {}
        if not bits:
            return found
        for term in self.terms_between(field, "", None):
            if stop and stop():
                raise Stopped
            held = (
                self.frequency(field, term)
                if is_all
                else sum(map(flags.__getitem__, self._numbers(field, term)))
            )
            if held:
                found[term] = held
        return found

    def _numbers(self, field: str, term: str) -> Iterator[int]:
        info = self._info(field, term.encode("utf-8", "replace"))
        if info is None:
            return
        if info.is_inlined():
            yield from info.inlined_postings()[0]
            return
        # Straight from the blocks: a matcher takes ten times as long.
        file = self._terms._postfile
        at = info.extent()[0] + 4
        is_last = False
        while not is_last:
            file.seek(at)
            length = file.read_int()
            is_last = length < 0
            after = file.tell() + abs(length)
            compression = file.read_pickle()[3]
            here = file.tell()
            data = bytes(file.get(here, after - here))
            yield from accumulate(loads(decompress(data) if compression else data)[0])
            at = after

"""Searching: the newest questions first, stopping when the page is full."""

import heapq
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from wrans.index import sums
from wrans.index.damage import Stopped, damage_told
from wrans.index.plan import (
    Among,
    And,
    Bookmarked,
    Dates,
    Everything,
    Not,
    Or,
    Phrase,
    Plan,
    Prefix,
    Sums,
    Term,
)
from wrans.index.postings import Either, Filtered, Numbers, Postings, Together, without
from wrans.index.query import Query
from wrans.index.segment import Segment
from wrans.index.vocabulary import Vocabulary
from wrans.index.words import TERMS, words

Stop = Callable[[], bool]
NOBODY: Final[frozenset[int]] = frozenset()
_ASK_EVERY: Final = 128


@dataclass(frozen=True, slots=True)
class Page:
    """The first questions that match, by the store's numbers."""

    ids: list[int]
    is_complete: bool
    """Are there no more?"""


class Searcher:
    """An index that is open. Keep it; opening again costs more than any search."""

    def __init__(
        self, segments: Sequence[Segment], vocabulary: Vocabulary, text_of: Callable[[int], str]
    ) -> None:
        """``text_of`` gives the text of a question, to check what the index cannot tell."""
        self._vocabulary = vocabulary
        self._text_of = text_of
        held = [segment for segment in segments if segment.size]
        self._segments = sorted(held, key=Segment.newest, reverse=True)

    def page(
        self,
        query: Query,
        limit: int,
        bookmarked: frozenset[int] = NOBODY,
        stop: Stop | None = None,
    ) -> Page:
        """The newest questions that match. Stopped early, it is what was found until then."""
        found: list[int] = []
        try:
            with damage_told():
                for number in self._newest_first(query.plan, bookmarked, stop):
                    if len(found) == limit:
                        return Page(found, False)
                    found.append(number)
        except Stopped:
            return Page(found, False)
        return Page(found, True)

    def all(
        self, query: Query, bookmarked: frozenset[int] = NOBODY, stop: Stop | None = None
    ) -> "array[int] | None":
        """Every question that matches, newest first; None when stopped."""
        found = array("I")
        try:
            with damage_told():
                for group in self._groups():
                    hits = [h for s in group for h in self._hits(query.plan, s, bookmarked, stop)]
                    if len(group) > 1:
                        hits.sort(reverse=True)
                    found.extend(number for _, number in hits)
        except Stopped:
            return None
        return found

    def counts(
        self,
        query: Query,
        field: str,
        bookmarked: frozenset[int] = NOBODY,
        stop: Stop | None = None,
    ) -> "Counter[str] | None":
        """How many questions that match hold each term of a field; None when stopped."""
        found: Counter[str] = Counter()
        try:
            with damage_told():
                for segment in self._segments:
                    bits = self._bits(query.plan, segment, bookmarked, stop)
                    for place in segment.deleted:
                        bits &= ~(1 << 8 * place)
                    found.update(segment.counts(field, bits, stop))
        except Stopped:
            return None
        return found

    def close(self) -> None:
        """Close the files: whoever opens a newer index has no use for these."""
        for segment in self._segments:
            segment.close()

    def _groups(self) -> Iterator[list[Segment]]:
        """Segments that overlap in date together, newest group first."""
        group: list[Segment] = []
        oldest = 0
        for segment in self._segments:
            if group and segment.newest() < oldest:
                yield group
                group = []
            oldest = min(oldest, segment.oldest()) if group else segment.oldest()
            group.append(segment)
        if group:
            yield group

    # -- one after another

    def _newest_first(
        self, plan: Plan, bookmarked: frozenset[int], stop: Stop | None
    ) -> Iterator[int]:
        for group in self._groups():
            streams = [self._stream(plan, segment, bookmarked, stop) for segment in group]
            merged = streams[0] if len(streams) == 1 else heapq.merge(*streams)
            yield from (-number for _, number in merged)

    def _stream(
        self, plan: Plan, segment: Segment, bookmarked: frozenset[int], stop: Stop | None
    ) -> Iterator[tuple[int, int]]:
        """Date and number of each hit, negative, so that they rise."""
        dates, numbers = segment.column("date"), segment.column("number")
        asked = 0

        def is_alive(place: int) -> bool:
            nonlocal asked
            asked += 1
            if stop and asked % _ASK_EVERY == 0 and stop():
                raise Stopped
            return place not in segment.deleted

        postings: Postings = self._postings(plan, segment, bookmarked, is_alive)
        while postings.is_active():
            place = postings.id()
            if is_alive(place):
                yield -dates[place], -numbers[place]
            postings.next()

    def _postings(
        self,
        plan: Plan,
        segment: Segment,
        bookmarked: frozenset[int],
        is_alive: Callable[[int], bool],
    ) -> Postings:
        def of(part: Plan) -> Postings:
            return self._postings(part, segment, bookmarked, is_alive)

        match plan:
            case Term(field, term):
                held: Postings = segment.postings(field, term)
                return held
            case Prefix(field, start):
                return segment.union(field, self._expanded(segment, field, start))
            case Among(field, terms):
                return segment.union(field, terms)
            case Phrase():
                near: Postings = segment.phrase(plan, lambda n: self._stands(plan, segment, n))
                return near
            case And(parts):
                return self._all_of(parts, segment, of, is_alive)
            case Or(parts):
                return Either([of(part) for part in parts])
            case Not(part):
                return without(Numbers(0, segment.size), of(part))
            case Everything():
                return Numbers(0, segment.size)
            case Dates("date", first, last):
                return Numbers(*segment.span(first, last))
            case Dates(column, first, last):
                days = segment.column(column)
                every = Numbers(0, segment.size)
                return Filtered(every, lambda n: is_alive(n) and first <= days[n] <= last)
            case Sums():
                return segment.union("sum", self._sum_terms(plan, segment))
            case Bookmarked():
                return segment.union("id", [str(number) for number in bookmarked])

    def _all_of(
        self,
        parts: Sequence[Plan],
        segment: Segment,
        of: Callable[[Plan], Postings],
        is_alive: Callable[[int], bool],
    ) -> Postings:
        """What has all parts: the rarest leads, and what is cheap to look up is looked up."""
        wanted = [p for p in parts if not isinstance(p, Not | Dates) or _is_by_order(p)]
        wanted.sort(key=lambda part: self._rarity(part, segment))
        postings = Together([of(p) for p in wanted]) if wanted else Numbers(0, segment.size)
        result: Postings = postings
        for part in parts:
            if isinstance(part, Not):
                result = without(result, of(part.part))
            elif isinstance(part, Dates) and not _is_by_order(part):
                days, first, last = segment.column(part.column), part.first, part.last
                result = Filtered(
                    result,
                    lambda n, d=days, a=first, z=last: is_alive(n) and a <= d[n] <= z,  # type: ignore[misc]
                )
        return result

    def _rarity(self, part: Plan, segment: Segment) -> int:
        match part:
            case Term(field, term):
                return segment.frequency(field, term)
            case Phrase(words):
                return min(segment.frequency("text", term) for term, _ in words if term)
            case Bookmarked():
                return 0
            case _:
                return segment.size

    def _stands(self, phrase: Phrase, segment: Segment, place: int) -> bool:
        """Does a phrase with a stop word in it stand in the text, word for word?"""
        text = self._text_of(segment.column("number")[place])
        found = [(word.term, word.folded) for word in words(text)]
        return any(phrase.stands_at(n, found) for n in range(len(found)))

    def _expanded(self, segment: Segment, field: str, start: str) -> Sequence[str]:
        if field != "text":
            return list(segment.terms_between(field, start, None))
        # The index holds stems: "educational" begins with "educati", its stem does not.
        return sorted({TERMS[word] for word in self._vocabulary.beginning_with(start)} - {""})

    def _sum_terms(self, plan: Sums, segment: Segment) -> list[str]:
        return [t for a, z in sums.spans(plan) for t in segment.terms_between("sum", a, z)]

    # -- all at once

    def _hits(
        self, plan: Plan, segment: Segment, bookmarked: frozenset[int], stop: Stop | None
    ) -> Iterator[tuple[int, int]]:
        bits = self._bits(plan, segment, bookmarked, stop)
        if stop and stop():
            raise Stopped
        flags = bytearray(bits.to_bytes(segment.size, "little"))
        for place in segment.deleted:
            flags[place] = 0
        dates, numbers = segment.column("date"), segment.column("number")
        place = flags.find(1)
        while place >= 0:
            yield dates[place], numbers[place]
            place = flags.find(1, place + 1)

    def _bits(
        self, plan: Plan, segment: Segment, bookmarked: frozenset[int], stop: Stop | None
    ) -> int:
        """A byte a question as one number, 1 where the plan holds."""

        def of(part: Plan) -> int:
            if stop and stop():
                raise Stopped
            return self._bits(part, segment, bookmarked, stop)

        match plan:
            case Term(field, term):
                return segment.bits(field, term)
            case And(parts):
                return reduce(int.__and__, map(of, parts))
            case Or(parts):
                return reduce(int.__or__, map(of, parts))
            case Not(part):
                return _ones(0, segment.size) & ~of(part)
            case Everything():
                return _ones(0, segment.size)
            case Dates("date", first, last):
                return _ones(*segment.span(first, last))
            case Prefix(field, start):
                return segment.bits_of(field, self._expanded(segment, field, start), stop)
            case Among(field, terms):
                return segment.bits_of(field, terms, stop)
            case Sums():
                return segment.bits_of("sum", self._sum_terms(plan, segment), stop)
            case _:
                return self._walked(plan, segment, bookmarked, stop)

    def _walked(
        self, plan: Plan, segment: Segment, bookmarked: frozenset[int], stop: Stop | None
    ) -> int:
        """What has no list of its own, found one after another."""
        flags = bytearray(segment.size)
        asked = 0

        def is_alive(place: int) -> bool:
            nonlocal asked
            asked += 1
            if stop and asked % _ASK_EVERY == 0 and stop():
                raise Stopped
            return True

        postings = self._postings(plan, segment, bookmarked, is_alive)
        while postings.is_active():
            place = postings.id()
            is_alive(place)
            flags[place] = 1
            postings.next()
        return int.from_bytes(flags, "little")


def _is_by_order(part: Plan) -> bool:
    """Is it found by the order of the questions alone?"""
    return isinstance(part, Dates) and part.column == "date"


def _ones(start: int, end: int) -> int:
    if end <= start:
        return 0
    return int.from_bytes(b"\0" * start + b"\1" * (end - start), "little")

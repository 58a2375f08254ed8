"""Searching: the newest questions first, stopping when the page is full."""

import heapq
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import compress
from typing import Final

from wrans.index import sums
from wrans.index.damage import Stopped, damage_told
from wrans.index.plan import (
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
from wrans.index.query import Query
from wrans.index.segment import Segment, flagged
from wrans.index.stretches import (
    All,
    Any,
    Beginning,
    But,
    Chosen,
    Held,
    Listed,
    Nothing,
    Numbers,
    Stretches,
    Together,
    Union,
    next_to_each_other,
)
from wrans.index.terms import TermInfo
from wrans.index.uins import beginning_with, numbered
from wrans.index.words import STARTS, TERMS, term_in_phrase

Stop = Callable[[], bool]
NOBODY: Final[frozenset[int]] = frozenset()
_FIRST: Final = 512
"""Questions that are looked at first, where nearly all match; more where fewer do."""
_SPARSE: Final = 50
"""Where one question in so many may match, each is looked for by itself."""
_FEW: Final = 12
"""Terms that are sooner looked up one by one than read in a row."""


@dataclass(frozen=True, slots=True)
class Page:
    """The first questions that match, by the store's numbers."""

    ids: list[int]
    is_complete: bool
    """Are there no more?"""


class Searcher:
    """An index that is open. Keep it; opening again costs more than any search."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        held = [segment for segment in segments if segment.size]
        self._segments = sorted(held, key=lambda segment: segment.newest, reverse=True)

    @property
    def segments(self) -> Sequence[Segment]:
        """Its segments, newest first."""
        return self._segments

    # -- a page

    def look(self, query: Query, bookmarked: frozenset[int] = NOBODY) -> "Look":
        """A search that goes on for as long as it is asked to."""
        return Look(self._segments, query.plan, bookmarked)

    def page(
        self,
        query: Query,
        limit: int,
        bookmarked: frozenset[int] = NOBODY,
        stop: Stop | None = None,
    ) -> Page:
        """The newest questions that match. Stopped early, it is what was found until then."""
        look = self.look(query, bookmarked)
        found = look.take(limit, stop)
        return Page(found, look.is_through)

    # -- everything

    def all(
        self, query: Query, bookmarked: frozenset[int] = NOBODY, stop: Stop | None = None
    ) -> "array[int] | None":
        """Every question that matches, newest first; None when stopped."""
        found = array("I")
        try:
            with damage_told():
                for group in self._groups():
                    found.extend(self._hits(group, query.plan, bookmarked, stop))
        except Stopped:
            return None
        return found

    def count(
        self, query: Query, bookmarked: frozenset[int] = NOBODY, stop: Stop | None = None
    ) -> int | None:
        """How many questions match, exactly; None when stopped."""
        plan = query.plan
        try:
            with damage_told():
                return sum(_count(plan, part, bookmarked, stop) for part in self._segments)
        except Stopped:
            return None

    def bits(
        self, plan: Plan, bookmarked: frozenset[int] = NOBODY, stop: Stop | None = None
    ) -> Iterator[tuple[Segment, int]]:
        """For each segment a byte a question as one number: 1 where it matches and is not gone."""
        for segment in self._segments:
            yield segment, _alive(segment, Bits(segment, bookmarked, stop).of(plan))

    def at_most(self, query: Query, bookmarked: frozenset[int] = NOBODY) -> int:
        """No more questions than so many match: known before any is looked at."""
        with damage_told():
            return sum(_most(query.plan, segment, bookmarked) for segment in self._segments)

    def frequency(self, word: str) -> int:
        """In how many questions a word occurs, as written."""
        return sum(segment.vocabulary.frequency(word) for segment in self._segments)

    def _groups(self) -> Iterator[list[Segment]]:
        """Segments that overlap in date together, newest group first."""
        group: list[Segment] = []
        oldest = 0
        for segment in self._segments:
            if group and segment.newest < oldest:
                yield group
                group = []
            oldest = min(oldest, segment.oldest) if group else segment.oldest
            group.append(segment)
        if group:
            yield group

    @staticmethod
    def _hits(
        group: Sequence[Segment], plan: Plan, bookmarked: frozenset[int], stop: Stop | None
    ) -> Iterator[int]:
        found: list[tuple[Segment, bytes]] = []
        for segment in group:
            if not _most(plan, segment, bookmarked):
                continue
            bits = _alive(segment, Bits(segment, bookmarked, stop).of(plan))
            if bits:
                found.append((segment, bits.to_bytes(segment.size, "little")))
        if len(found) == 1:
            ((segment, flags),) = found
            return compress(segment.column("number"), flags)
        # Most of it is in order already, which sorting makes use of.
        keys = [
            date << 32 | number
            for segment, flags in found
            for date, number in compress(
                zip(segment.column("date"), segment.column("number"), strict=True), flags
            )
        ]
        keys.sort(reverse=True)
        return (key & 0xFFFFFFFF for key in keys)

    def close(self) -> None:
        """Let the files go: whoever opens a newer index has no use for these."""
        for segment in self._segments:
            segment.close()


class Look:
    """A search under way: newest first, as far as it is asked to go."""

    def __init__(self, segments: Sequence[Segment], plan: Plan, bookmarked: frozenset[int]) -> None:
        self._plan, self._bookmarked = plan, bookmarked
        self._stop: Stop | None = None
        self._unopened = list(reversed(segments))
        self._open: list[tuple[int, int, int, _Stream]] = []
        self.is_through = False
        """Are there no more?"""

    def take(self, limit: int, stop: Stop | None = None) -> list[int]:
        """The next questions that match: as many as asked for, or as there was time for."""
        self._stop = stop
        found: list[int] = []
        try:
            with damage_told():
                while len(found) < limit and (number := self._next()) is not None:
                    found.append(number)
                if len(found) == limit and not self._settle():
                    self.is_through = True
        except Stopped:
            pass
        return found

    def _next(self) -> int | None:
        if not self._settle():
            self.is_through = True
            return None
        _, number, _, stream = self._open[0]
        self._advance(stream)
        return -number

    def _advance(self, stream: "_Stream") -> None:
        """Put a stream where its next question belongs."""
        following = stream.following(self._stop)
        if following is None:
            heapq.heappop(self._open)
        else:
            heapq.heapreplace(self._open, (*following, id(stream), stream))

    def _settle(self) -> bool:
        """See to it that the newest question left is the first; say whether there is one."""
        while self._unopened:
            newest = self._unopened[-1].newest
            if self._open and -self._open[0][0] > newest:
                return True
            segment = self._unopened[-1]
            stream = _Stream(segment, self._plan, self._bookmarked)
            first = stream.following(self._stop)
            self._unopened.pop()
            if first is not None:
                heapq.heappush(self._open, (*first, id(stream), stream))
        return bool(self._open)


class _Stream:
    """What matches in a segment, a stretch at a time: date and number of each, negative."""

    def __init__(self, segment: Segment, plan: Plan, bookmarked: frozenset[int]) -> None:
        self._segment = segment
        self._dates, self._numbers = segment.column("date"), segment.column("number")
        self._at = 0
        self._found: Iterator[int] = iter(())
        self._parts = Parts(segment, bookmarked, self._ask)
        self._stop: Stop | None = None
        self._matching = self._parts.of(plan)
        self._size = self._first_size()

    def _first_size(self) -> int:
        """So many questions that a page may be among them."""
        most, size = self._matching.most, self._segment.size
        return size if most * 64 <= size else max(_FIRST, min(size, size * 100 // (most + 1)))

    def _ask(self) -> None:
        if self._stop and self._stop():
            raise Stopped

    def following(self, stop: Stop | None) -> tuple[int, int] | None:
        """The next one; None at the end."""
        for place in self._found:
            return -self._dates[place], -self._numbers[place]
        self._stop = stop
        while self._at < self._segment.size and self._matching.most:
            self._ask()
            end = min(self._at + self._size, self._segment.size)
            found = self._matching.within(self._at, end)
            self._at = end
            self._size *= 2
            gone = self._segment.deleted
            if gone and found:
                found = [place for place in found if place not in gone]
            if found:
                self._found = iter(found)
                place = next(self._found)
                return -self._dates[place], -self._numbers[place]
        return None


class Parts:
    """The parts of a query in one segment, to be gone through a stretch at a time."""

    def __init__(
        self, segment: Segment, bookmarked: frozenset[int], ask: Callable[[], None] | None
    ) -> None:
        self._segment = segment
        self._bookmarked = bookmarked
        self._ask = ask or _nothing

    def of(self, plan: Plan) -> Stretches:
        """What a part of the query matches."""
        segment = self._segment
        match plan:
            case Term("uin", uin) if number := numbered(uin):
                return Listed(segment.numbered(number))
            case Prefix("uin", start):
                return Any([self._numbered(start), self._beginning("uin", start)])
            case Term(field, term):
                info = segment.info(field, term)
                return Held(info, segment.opened) if info else Nothing()
            case Prefix(field, start):
                return self._beginning(field, start)
            case Phrase():
                return self._phrase(plan)
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return Any([self.of(part) for part in parts])
            case Not(part):
                return But(Numbers(0, segment.size), self.of(part))
            case Everything():
                return Numbers(0, segment.size)
            case Dates("date", first, last):
                return Numbers(*segment.span(first, last))
            case Dates():
                return Chosen(Numbers(0, segment.size), self._in_column(plan))
            case Sums():
                return Union(list(sum_infos(plan, segment)), segment.opened)
            case Bookmarked():
                return Listed(segment.places_of(self._bookmarked))

    def _numbered(self, start: str) -> Stretches:
        """Questions whose UIN begins so."""
        spans = list(beginning_with(start))
        uins = self._segment.column("uin_number")

        def is_one(place: int) -> bool:
            number = uins[place]
            return any(low <= number <= high for low, high in spans)

        return Chosen(Numbers(0, self._segment.size), is_one) if spans else Nothing()

    def _beginning(self, field: str, start: str) -> Stretches:
        segment = self._segment

        def words() -> Stretches:
            infos = list(beginning(segment, field, start))
            return Union(infos, segment.opened) if infos else Nothing()

        if field != "text":
            return words()
        shorter = segment.info("start", start[:STARTS])
        return Beginning(Held(shorter, segment.opened), words) if shorter else Nothing()

    def _phrase(self, phrase: Phrase) -> Stretches:
        found = [
            self._segment.info("text", term_in_phrase(term, folded))
            for term, folded in phrase.words
        ]
        infos = [info for info in found if info]
        if len(infos) < len(found):
            return Nothing()
        stand = next_to_each_other(range(len(infos)))
        return Together(infos, self._segment.opened, stand, self._ask)

    def _all_of(self, parts: Sequence[Plan]) -> Stretches:
        """What has all parts: what is cheap to look up is looked up among what the rest found."""
        wanted = [self.of(p) for p in parts if not isinstance(p, Not) and not _is_looked_up(p)]
        found: Stretches = All(wanted) if wanted else Numbers(0, self._segment.size)
        if not found.most:
            return Nothing()
        for part in parts:
            if isinstance(part, Dates) and _is_looked_up(part):
                found = Chosen(found, self._in_column(part))
        for part in parts:
            if isinstance(part, Not):
                found = But(found, self.of(part.part))
        return found

    def _in_column(self, dates: Dates) -> Callable[[int], bool]:
        days = self._segment.column(dates.column)
        return lambda place: dates.first <= days[place] <= dates.last


def _most(plan: Plan, segment: Segment, bookmarked: frozenset[int]) -> int:
    """No more questions of a segment than so many match."""
    match plan:
        case Term("uin", uin) if number := numbered(uin):
            return len(segment.numbered(number))
        case Term(field, term):
            return segment.frequency(field, term)
        case Prefix("text", start):
            return segment.frequency("start", start[:STARTS])
        case Phrase(words):
            return min(
                segment.frequency("text", term_in_phrase(term, folded)) for term, folded in words
            )
        case And(parts):
            return min(_most(part, segment, bookmarked) for part in parts)
        case Or(parts):
            return min(segment.size, sum(_most(part, segment, bookmarked) for part in parts))
        case Dates("date", first, last):
            return len(range(*segment.span(first, last)))
        case Bookmarked():
            return min(len(bookmarked), segment.size)
        case _:
            return segment.size


def _nothing() -> None:
    pass


def _is_looked_up(part: Plan) -> bool:
    """Is it told by a column, and not by the order of the questions?"""
    return isinstance(part, Dates) and part.column != "date"


def beginning(segment: Segment, field: str, start: str) -> Iterator[TermInfo]:
    """The terms that words beginning so have become."""
    if field != "text":
        yield from (info for _, info in segment.beginning_with(field, start))
        return
    # The index holds stems: "educational" begins with "educati", its stem does not.
    stems = {TERMS[word] for word in segment.vocabulary.beginning_with(start)} - {""}
    if not stems:
        return
    if len(stems) > _FEW:
        for term, held in segment.beginning_with(field, start):
            if term in stems:
                stems.discard(term)
                yield held
    for stem in stems:
        if info := segment.info(field, stem):
            yield info


def sum_infos(plan: Sums, segment: Segment) -> Iterator[TermInfo]:
    """The terms of sums that lie in a range."""
    for first, last in sums.spans(plan):
        yield from segment.between("sum", first, last)


class Bits:
    """What a query matches in one segment, all at once: a byte a question as one number."""

    def __init__(self, segment: Segment, bookmarked: frozenset[int], stop: Stop | None) -> None:
        self._segment, self._bookmarked, self._stop = segment, bookmarked, stop

    def _ask(self) -> None:
        if self._stop and self._stop():
            raise Stopped

    def of(self, plan: Plan) -> int:
        """The questions that a part of the query matches. Raises Stopped."""
        self._ask()
        segment = self._segment
        if _most(plan, segment, self._bookmarked) * _SPARSE < segment.size:
            return self._few(plan)
        match plan:
            case Term(field, term) if field != "uin":
                return segment.bits(field, term)
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return reduce(int.__or__, map(self.of, parts))
            case Not(part):
                return flagged(range(segment.size), segment.size) & ~self.of(part)
            case Everything():
                return flagged(range(segment.size), segment.size)
            case Dates("date", first, last):
                return flagged(range(*segment.span(first, last)), segment.size)
            case Prefix(field, start) if field != "uin":
                return segment.bits_of(beginning(segment, field, start), self._ask)
            case Sums():
                return segment.bits_of(sum_infos(plan, segment), self._ask)
            case _:
                return self._few(plan)

    def _few(self, plan: Plan) -> int:
        """The same, found one after another."""
        found = Parts(self._segment, self._bookmarked, self._ask).of(plan)
        return flagged(found.within(0, self._segment.size), self._segment.size)

    def _all_of(self, parts: Sequence[Plan]) -> int:
        found = self.of(parts[0])
        for part in parts[1:]:
            if not found:
                break
            found &= self.of(part)
        return found


def _alive(segment: Segment, bits: int) -> int:
    """Without the questions that were deleted."""
    return bits & ~flagged(sorted(segment.deleted), segment.size) if segment.deleted else bits


def _count(plan: Plan, segment: Segment, bookmarked: frozenset[int], stop: Stop | None) -> int:
    match plan:
        case Everything():
            return segment.size - len(segment.deleted)
        case Term(field, term) if field != "uin" and not segment.deleted:
            return segment.frequency(field, term)
        case _:
            return _alive(segment, Bits(segment, bookmarked, stop).of(plan)).bit_count()

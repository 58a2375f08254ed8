"""An index that is open: pages, everything, counts."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise
from typing import Final

from wrans.index.bits import Bits, alive, count
from wrans.index.damage import Stopped, damage_told
from wrans.index.looking import Look, Stop
from wrans.index.matching import NO_MARKS, Marks, Sought, most
from wrans.index.query import Query
from wrans.index.segment import Segment
from wrans.index.words import STOP, STOPPED, TERMS

SoFar = Callable[[int, int], None]
"""Told of how many there are at least, and back to which day, as an ordinal."""
_PREFIXES_KEPT = 256
_DAY: Final = 32
"""Bits by which a day stands before the number of its question, where both are one."""
_NUMBER: Final = (1 << _DAY) - 1
_CHANGED: Final = 2
"""At most so many letters at the end of a term are not those of its word."""


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
        self.stems = lru_cache(_PREFIXES_KEPT)(self._stems)

    @property
    def segments(self) -> Sequence[Segment]:
        """Its segments, newest first."""
        return self._segments

    def close(self) -> None:
        """Let the files go: whoever opens a newer index has no use for these."""
        for segment in self._segments:
            segment.close()

    def _stems(self, start: str) -> frozenset[str]:
        """The terms of words that begin so: "educational" begins with "educati", its stem not.

        Words that are in every text begin so too.
        """
        found: set[str] = set()
        for segment in self._segments:
            found.update(segment.vocabulary.beginning_with(start))
        ever = {STOPPED + word for word in STOP if word.startswith(start)}
        return frozenset(ever | {TERMS[word] for word in found} - {""})

    def _sought(self, query: Query, marked: Marks) -> Sought:
        return Sought(query.plan, marked, self.stems)

    # -- a page

    def look(self, query: Query, marked: Marks = NO_MARKS) -> Look:
        """A search that goes on for as long as it is asked to."""
        return Look(self._segments, self._sought(query, marked))

    def page(
        self, query: Query, limit: int, marked: Marks = NO_MARKS, stop: Stop | None = None
    ) -> Page:
        """The newest questions that match. Stopped early, it is what was found until then."""
        look = self.look(query, marked)
        found = look.take(limit, stop)
        return Page(found, look.is_through)

    # -- everything

    def all(
        self,
        query: Query,
        marked: Marks = NO_MARKS,
        stop: Stop | None = None,
        so_far: SoFar | None = None,
    ) -> "array[int] | None":
        """Every question that matches, newest first; None when stopped.

        ``so_far`` is told now and then how many there are at least, and back to which day.
        """
        found = array("I")
        sought = self._sought(query, marked)
        waiting: list[int] = []
        try:
            with damage_told():
                for segment, following in pairwise([*self._segments, None]):
                    assert segment
                    # What is newer than all that follows has its place; the rest waits.
                    floor = following.newest + 1 if following else 0
                    waiting = _put_in_order(found, waiting, segment, floor, sought, stop)
                    if so_far and following:
                        so_far(len(found) + len(waiting), floor)
        except Stopped:
            return None
        return found

    def count(self, query: Query, marked: Marks = NO_MARKS, stop: Stop | None = None) -> int | None:
        """How many questions match, exactly; None when stopped."""
        sought = self._sought(query, marked)
        try:
            with damage_told():
                return sum(count(segment, sought, stop) for segment in self._segments)
        except Stopped:
            return None

    def bits(
        self, query: Query, marked: Marks = NO_MARKS, stop: Stop | None = None
    ) -> Iterator[tuple[Segment, int]]:
        """For each segment a byte a question as one number: 1 where it matches. Raises Stopped."""
        sought = self._sought(query, marked)
        for segment in self._segments:
            yield segment, alive(segment, Bits(segment, sought, stop).of(query.plan))

    def counts(
        self, query: Query, field: str, marked: Marks = NO_MARKS, stop: Stop | None = None
    ) -> "Counter[str] | None":
        """How many questions that match hold each term of a field; None when stopped."""
        found: Counter[str] = Counter()
        try:
            with damage_told():
                for segment, bits in self.bits(query, marked, stop):
                    found.update(segment.counts(field, bits, stop))
        except Stopped:
            return None
        return found

    def at_most(self, query: Query, marked: Marks = NO_MARKS) -> int:
        """No more questions than so many match: known before any is looked at."""
        with damage_told():
            return sum(most(query.plan, segment, marked) for segment in self._segments)

    def also(self, query: Query) -> dict[str, list[str]]:
        """The terms that each beginning of a word finds besides the words that begin so.

        A longer term is that of words that all begin so.
        """
        with damage_told():
            return {
                start: sorted(t for t in self.stems(start) if len(t) <= len(start) + _CHANGED)
                for start in query.beginnings
            }

    def suggestion(self, query: Query) -> str:
        """The query spelt as the record spells it; empty where nothing is likelier."""
        from wrans.index.suggesting import suggest  # few queries want it

        with damage_told():
            return suggest(query, self)

    def beginning_with(self, start: str) -> list[str]:
        """The words of all questions that begin so, each once."""
        found: set[str] = set()
        for segment in self._segments:
            found.update(segment.vocabulary.beginning_with(start))
        return sorted(found)

    def frequency(self, word: str) -> int:
        """In how many questions a word occurs, as written."""
        return sum(segment.vocabulary.frequency(word) for segment in self._segments)


def _put_in_order(
    found: "array[int]",
    waiting: list[int],
    segment: Segment,
    floor: int,
    sought: Sought,
    stop: Stop | None,
) -> list[int]:
    """Add what matches in a segment, and what waited for it; give what waits for the next.

    Nothing that comes later is as new as the day ``floor``. What waits is day and number in one,
    newest first.
    """
    flags = b""
    if most(sought.plan, segment, sought.marked):
        bits = alive(segment, Bits(segment, sought, stop).of(sought.plan))
        flags = bits.to_bytes(segment.size, "little") if bits else b""
    dates, numbers = segment.column("date"), segment.column("number")
    end = segment.span(floor, segment.newest)[1] if flags else 0
    settled = bisect_left(waiting, 1 - (floor << _DAY), key=lambda key: -key)
    start = 0
    for key in waiting[:settled]:
        # In between: the segment itself is in order.
        place = bisect_left(range(end), -key, start, key=lambda n: -(dates[n] << _DAY | numbers[n]))
        found.extend(compress(numbers[start:place], flags[start:place]))
        found.append(key & _NUMBER)
        start = place
    found.extend(compress(numbers[start:end], flags[start:end]))
    left = [
        day << _DAY | number
        for day, number in compress(zip(dates[end:], numbers[end:], strict=True), flags[end:])
    ]
    if settled < len(waiting):
        # Most of it is in order already, which sorting makes use of.
        return sorted(waiting[settled:] + left, reverse=True)
    return left

"""A search under way: the newest questions first, stopping when the page is full."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from wrans.index.damage import Stopped, damage_told
from wrans.index.matching import Parts, Sought
from wrans.index.segment import Segment

Stop = Callable[[], bool]
_FIRST: Final = 128
"""Questions that are looked at first, where nearly all match; more where fewer do."""


class Look:
    """A search under way: newest first, as far as it is asked to go."""

    def __init__(self, segments: Sequence[Segment], sought: Sought) -> None:
        self._sought = sought
        self._stop: Stop | None = None
        self._unopened = list(reversed(segments))
        self._open: list[tuple[int, int, int, _Stream]] = []
        self._opening: _Stream | None = None
        """Of the newest that is not open: what was begun is gone on with."""
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
            stream = self._opening = self._opening or self._begun()
            first = stream.following(self._stop)
            self._unopened.pop()
            self._opening = None
            if first is not None:
                heapq.heappush(self._open, (*first, id(stream), stream))
        return bool(self._open)

    def _begun(self) -> "_Stream":
        """The next segment. Where little is found there are many, and each takes its time."""
        if self._stop and self._stop():
            raise Stopped
        return _Stream(self._unopened[-1], self._sought)


class _Stream:
    """What matches in a segment, a stretch at a time: date and number of each, negative."""

    def __init__(self, segment: Segment, sought: Sought) -> None:
        self._segment = segment
        self._dates, self._numbers = segment.column("date"), segment.column("number")
        self._at = 0
        self._found: Iterator[int] = iter(())
        self._stop: Stop | None = None
        self._matching = Parts(segment, sought, self._ask).of(sought.plan)
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

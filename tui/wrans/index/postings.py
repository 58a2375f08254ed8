"""Questions of a segment that match, one after another: joined, merged and filtered."""

import heapq
from array import array
from collections.abc import Callable, Sequence
from typing import Any, Protocol


class Postings(Protocol):
    """Numbers of questions in a segment, rising, one after another."""

    def is_active(self) -> bool:
        """Is there one?"""

    def id(self) -> int:
        """Which?"""

    def next(self) -> object:
        """Go on to the one after."""

    def skip_to(self, number: int) -> object:
        """Go on to the first that is not before."""


class Union:
    """Many terms' postings as one. A list is opened only when its first question is reached."""

    def __init__(self, infos: list[Any], opened: Callable[[Any], Postings]) -> None:
        self._open = opened
        self._heap: list[tuple[int, int, Any, Postings | None]] = [
            (info.min_id(), n, info, None) for n, info in enumerate(infos)
        ]
        heapq.heapify(self._heap)

    def is_active(self) -> bool:
        return bool(self._heap)

    def id(self) -> int:
        return self._heap[0][0]

    def next(self) -> None:
        self.skip_to(self._heap[0][0] + 1)

    def skip_to(self, number: int) -> None:
        heap = self._heap
        while heap and heap[0][0] < number:
            _, n, info, postings = heap[0]
            if info.max_id() < number:
                heapq.heappop(heap)
                continue
            if postings is None:
                postings = self._open(info)
            postings.skip_to(number)
            if postings.is_active():
                heapq.heapreplace(heap, (postings.id(), n, info, postings))
            else:
                heapq.heappop(heap)


class Either:
    """Any of several postings."""

    def __init__(self, parts: Sequence[Postings]) -> None:
        self._heap = [(part.id(), n, part) for n, part in enumerate(parts) if part.is_active()]
        heapq.heapify(self._heap)

    def is_active(self) -> bool:
        return bool(self._heap)

    def id(self) -> int:
        return self._heap[0][0]

    def next(self) -> None:
        self.skip_to(self._heap[0][0] + 1)

    def skip_to(self, number: int) -> None:
        heap = self._heap
        while heap and heap[0][0] < number:
            _, n, part = heap[0]
            part.skip_to(number)
            if part.is_active():
                heapq.heapreplace(heap, (part.id(), n, part))
            else:
                heapq.heappop(heap)


class Filtered:
    """Postings of which only some are wanted."""

    def __init__(self, postings: Postings, is_wanted: Callable[[int], bool]) -> None:
        self._postings = postings
        self._is_wanted = is_wanted
        self._find()

    def _find(self) -> None:
        while self._postings.is_active() and not self._is_wanted(self._postings.id()):
            self._postings.next()

    def is_active(self) -> bool:
        return self._postings.is_active()

    def id(self) -> int:
        return self._postings.id()

    def next(self) -> None:
        self._postings.next()
        self._find()

    def skip_to(self, number: int) -> None:
        if self._postings.is_active() and self._postings.id() < number:
            self._postings.skip_to(number)
            self._find()


class Numbers:
    """All questions from one number up to, and without, another."""

    def __init__(self, start: int, end: int) -> None:
        self._at, self._end = start, end

    def is_active(self) -> bool:
        return self._at < self._end

    def id(self) -> int:
        return self._at

    def next(self) -> None:
        self._at += 1

    def skip_to(self, number: int) -> None:
        self._at = max(self._at, number)


def without(postings: Postings, forbidden: Postings) -> Postings:
    """The first but for the second. Whoosh's own lets one through in every segment."""

    def is_wanted(number: int) -> bool:
        if forbidden.is_active() and forbidden.id() < number:
            forbidden.skip_to(number)
        return not (forbidden.is_active() and forbidden.id() == number)

    return Filtered(postings, is_wanted)


class Together:
    """What all of several postings hold."""

    def __init__(self, parts: Sequence[Postings]) -> None:
        self._parts = parts
        self._active = True
        self._agree()

    def _agree(self) -> None:
        """Go on until all stand at one question."""
        parts = self._parts
        if not all(part.is_active() for part in parts):
            self._active = False
            return
        wanted = max(part.id() for part in parts)
        agreed = 0
        while agreed < len(parts):
            for agreed, part in enumerate(parts, 1):
                if part.id() < wanted:
                    part.skip_to(wanted)
                    if not part.is_active():
                        self._active = False
                        return
                if part.id() > wanted:
                    wanted, agreed = part.id(), 0
                    break

    def is_active(self) -> bool:
        return self._active

    def id(self) -> int:
        return self._parts[0].id()

    def next(self) -> None:
        self._parts[0].next()
        self._agree()

    def skip_to(self, number: int) -> None:
        if self._active and self._parts[0].id() < number:
            self._parts[0].skip_to(number)
            self._agree()


class Adjacent:
    """Questions in which several words stand at the right distance."""

    def __init__(
        self, matchers: Sequence[Any], offsets: Sequence[int], check: Callable[[int], bool] | None
    ) -> None:
        self._matchers = matchers
        self._offsets = offsets
        self._check = check
        self._joined = Together(matchers)
        self._find()

    def _find(self) -> None:
        while self._joined.is_active():
            if self._stands() and (self._check is None or self._check(self._joined.id())):
                return
            self._joined.next()

    def _stands(self) -> bool:
        places: set[int] = set()
        for n, (matcher, offset) in enumerate(zip(self._matchers, self._offsets, strict=True)):
            found = {place - offset for place in array("H", matcher.value())}
            places = found if n == 0 else places & found
            if not places:
                return False
        return True

    def is_active(self) -> bool:
        return self._joined.is_active()

    def id(self) -> int:
        return self._joined.id()

    def next(self) -> None:
        self._joined.next()
        self._find()

    def skip_to(self, number: int) -> None:
        if self._joined.is_active() and self._joined.id() < number:
            self._joined.skip_to(number)
            self._find()

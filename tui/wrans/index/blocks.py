"""The postings of a term, block by block, as stretches of a segment are asked for.

What is asked of postings is always a stretch of questions, or which of some candidates they
hold; and always further on than before. So a block is read once, those in between are passed
over, and nearly all the work is done on whole lists.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from pickle import load, loads
from struct import Struct
from typing import Any, Final
from zlib import decompress

from wrans.errors import IndexDamaged
from wrans.index.terms import File, TermInfo

_MAGIC: Final = b"W3Bl"
_LENGTH: Final = Struct("!i")
_MANY: Final = 64
"""Candidates of a block that are later looked for one by one than all of it is laid out."""
_NEVER: Final = 1 << 40
"""No question has this number."""


class Blocks:
    """The postings of a term in a segment. To be asked about questions in rising order."""

    def __init__(self, file: File, info: TermInfo) -> None:
        """Read them, packed as they are."""
        self.frequency, self.first, self.last = info.frequency, info.first, info.last
        self._packed = file.read(info.offset, info.length)
        if not self._packed.startswith(_MAGIC):
            raise IndexDamaged("the index is damaged (postings without a beginning)")
        self._stream = BytesIO(self._packed)
        self._next = len(_MAGIC)
        self._from = self._to = -1
        self._data: tuple[Any, ...] | None = None
        self._numbers: list[int] = []
        self._go_on()

    # -- the block that is open

    def _go_on(self) -> bool:
        """Go on to the next block; say whether there is one."""
        if self._next < 0:
            self._from, self._to = self._to + 1, _NEVER
            self._numbers, self._data = [], ((), None, ())
            return False
        at = self._next
        (length,) = _LENGTH.unpack_from(self._packed, at)
        self._stream.seek(at + _LENGTH.size)
        count, last, heaviest, packed, shortest, _ = load(self._stream)
        self.block = (count, heaviest, shortest)
        self._is_packed = packed
        self._begin, self._end = self._stream.tell(), at + _LENGTH.size + abs(length)
        self._next = -1 if length < 0 else self._end
        self._from, self._to = self._to + 1, last
        self._data = None
        return True

    def _open(self) -> tuple[Any, ...]:
        if self._data is None:
            data = self._packed[self._begin : self._end]
            self._data = loads(decompress(data) if self._is_packed else data)
            self._numbers = list(accumulate(self._data[0]))
        return self._data

    # -- questions

    def within(self, start: int, end: int) -> list[int]:
        """The questions from one up to, and without, another that hold the term."""
        found: list[int] = []
        while self._to < start:
            self._go_on()
        while self._from < end:
            self._open()
            numbers = self._numbers
            if numbers and start <= numbers[0] and self._to < end:
                found += numbers
            else:
                found += numbers[bisect_left(numbers, start) : bisect_left(numbers, end)]
            if self._to >= end or not self._go_on():
                break
        return found

    def among(self, candidates: Sequence[int]) -> list[int]:
        """Which of some questions hold the term."""
        found: list[int] = []
        at, count = 0, len(candidates)
        while at < count:
            while self._to < candidates[at]:
                self._go_on()
            until = bisect_left(candidates, self._to + 1, at)
            self._open()
            if until - at == 1:
                number = candidates[at]
                place = bisect_left(self._numbers, number)
                if place < len(self._numbers) and self._numbers[place] == number:
                    found.append(number)
            else:
                found += sorted(set(candidates[at:until]).intersection(self._numbers))
            at = until
        return found

    def placed_within(self, start: int, end: int) -> dict[int, bytes]:
        """Like `within`, with where the term stands in each: two bytes a place."""
        found: dict[int, bytes] = {}
        while self._to < start:
            self._go_on()
        while self._from < end:
            values = self._open()[2]
            first = bisect_left(self._numbers, start)
            last = bisect_left(self._numbers, end, first)
            found.update(zip(self._numbers[first:last], values[first:last], strict=True))
            if self._to >= end or not self._go_on():
                break
        return found

    def placed(self, candidates: Sequence[int]) -> dict[int, bytes]:
        """Like `among`, with where the term stands in each."""
        found: dict[int, bytes] = {}
        at, count = 0, len(candidates)
        while at < count:
            while self._to < candidates[at]:
                self._go_on()
            until = bisect_left(candidates, self._to + 1, at)
            values = self._open()[2] or ()
            numbers = self._numbers
            if until - at > _MANY:
                held = dict(zip(numbers, values, strict=True))
                shared = filter(held.__contains__, candidates[at:until])
                found.update((number, held[number]) for number in shared)
            else:
                for number in candidates[at:until]:
                    place = bisect_left(numbers, number)
                    if place < len(numbers) and numbers[place] == number:
                        found[number] = values[place]
            at = until
        return found

    # -- all of it

    def all(self) -> Iterator[list[int]]:
        """Every question that holds it, a block at a time."""
        while True:
            self._open()
            yield self._numbers
            if not self._go_on():
                return

    def weighted(self) -> Iterator[tuple[list[int], Sequence[float] | float]]:
        """The same, with how often each holds it."""
        while True:
            yield self.open_weighted()
            if not self._go_on():
                return

    def open_weighted(self) -> tuple[list[int], Sequence[float] | float]:
        """The same of the block that comes next."""
        weights = self._open()[1]
        return self._numbers, 1.0 if weights is None else weights

    def skip(self) -> bool:
        """Leave a block unread; say whether there is another."""
        return self._go_on()

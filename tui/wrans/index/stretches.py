"""What of a stretch of a segment matches: each part of a query as whole lists of questions.

A part is asked for the questions of a stretch, or which of some candidates match; always further
on than before. The rarest part of several leads, the others choose among what it found.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from operator import add
from typing import Final, Protocol

from wrans.index.blocks import Blocks
from wrans.index.terms import TermInfo

_PATIENCE: Final = 1024
"""Questions whose places are compared before anybody is asked whether it still matters."""
_APART: Final = 1 << 20
"""Questions stand so far apart where their places are one row: none has as many words."""

Standing = Callable[[Sequence[int], Sequence[Mapping[int, bytes]]], Sequence[int]]
"""Chooses among questions by the places of each word in them, two bytes a place."""


class Stretches(Protocol):
    """A part of a query in a segment."""

    most: int
    """No more questions than so many match."""

    def within(self, start: int, end: int) -> Sequence[int]:
        """The questions from one up to, and without, another that match, rising."""

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        """Which of some questions match."""


class Nothing:
    """No question."""

    most = 0

    def within(self, start: int, end: int) -> Sequence[int]:
        return ()

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        return ()


class Numbers:
    """All questions from one up to, and without, another."""

    def __init__(self, start: int, end: int) -> None:
        self._start, self._end = start, max(start, end)
        self.most = self._end - start

    def within(self, start: int, end: int) -> Sequence[int]:
        return range(max(start, self._start), min(end, self._end))

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        first = bisect_left(candidates, self._start)
        return candidates[first : bisect_left(candidates, self._end, first)]


class Listed:
    """Questions that are known one by one."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self._known = frozenset(numbers)
        self.most = len(numbers)

    def within(self, start: int, end: int) -> Sequence[int]:
        held = self._numbers
        first = bisect_left(held, start)
        return held[first : bisect_left(held, end, first)]

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        return [number for number in candidates if number in self._known]


class Held:
    """Questions that hold a term. Its postings are read when they are first wanted."""

    def __init__(self, info: TermInfo, opened: Callable[[TermInfo], Blocks]) -> None:
        self._info, self._open = info, opened
        self.most = info.frequency

    @cached_property
    def _blocks(self) -> Blocks:
        return self._open(self._info)

    def within(self, start: int, end: int) -> Sequence[int]:
        return self._blocks.within(start, end)

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        return self._blocks.among(candidates) if candidates else ()


class Beginning:
    """Questions with a word that begins so: the terms are looked up where its start occurs."""

    def __init__(self, start: Stretches, words: Callable[[], Stretches]) -> None:
        """``start`` finds a shorter beginning, and so all of these."""
        self._start, self._find = start, words
        self.most = start.most

    @cached_property
    def _words(self) -> Stretches:
        return self._find()

    def within(self, start: int, end: int) -> Sequence[int]:
        return self._words.within(start, end)

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        left = self._start.among(candidates)
        return self._words.among(left) if left else ()


class Chosen:
    """Those of other questions of which something is true."""

    def __init__(self, of: Stretches, is_true: Callable[[int], bool]) -> None:
        self._of, self._is_true = of, is_true
        self.most = of.most

    def within(self, start: int, end: int) -> Sequence[int]:
        return list(filter(self._is_true, self._of.within(start, end)))

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        return list(filter(self._is_true, self._of.among(candidates)))


class InColumn:
    """Questions whose number in a column lies in one of some spans."""

    def __init__(self, column: Sequence[int], spans: Sequence[tuple[int, int]]) -> None:
        """Each span is from one number up to, and with, another; rising, and apart."""
        self._column = column
        # An odd number of these lie before a number that is in a span, or are it.
        self._bounds = [bound for low, high in spans for bound in (low, high + 1)]
        self.most = len(column) if spans else 0

    def _holds(self, number: int) -> bool:
        return bool(bisect_right(self._bounds, number) & 1)

    def within(self, start: int, end: int) -> Sequence[int]:
        numbers, bounds = self._column[start:end], self._bounds
        if len(bounds) == 2:
            first, after = bounds
            return [place for place, n in enumerate(numbers, start) if first <= n < after]
        return [place for place, n in enumerate(numbers, start) if bisect_right(bounds, n) & 1]

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        column = self._column
        return [place for place in candidates if self._holds(column[place])]


class All:
    """What all parts match: the rarest leads."""

    def __init__(self, parts: Sequence[Stretches]) -> None:
        self._lead, *self._others = sorted(parts, key=lambda part: part.most)
        self.most = self._lead.most

    def within(self, start: int, end: int) -> Sequence[int]:
        return self._rest(self._lead.within(start, end))

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        return self._rest(self._lead.among(candidates))

    def _rest(self, found: Sequence[int]) -> Sequence[int]:
        for part in self._others:
            if not found:
                break
            found = part.among(found)
        return found


class But:
    """What one part matches and another does not."""

    def __init__(self, part: Stretches, forbidden: Stretches) -> None:
        self._part, self._forbidden = part, forbidden
        self.most = part.most

    def within(self, start: int, end: int) -> Sequence[int]:
        return self._allowed(self._part.within(start, end))

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        return self._allowed(self._part.among(candidates))

    def _allowed(self, found: Sequence[int]) -> Sequence[int]:
        barred = set(self._forbidden.among(found)) if found else ()
        return [number for number in found if number not in barred] if barred else found


class Any:
    """What any of several parts matches."""

    def __init__(self, parts: Sequence[Stretches]) -> None:
        self._parts = parts
        self.most = sum(part.most for part in parts)

    def within(self, start: int, end: int) -> Sequence[int]:
        return _merged([part.within(start, end) for part in self._parts])

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        return _merged([part.among(candidates) for part in self._parts])


class Union:
    """Questions that hold any of many terms. One is opened when its first question is reached."""

    def __init__(self, infos: Sequence[TermInfo], opened: Callable[[TermInfo], Blocks]) -> None:
        self._open = opened
        self._waiting = sorted(infos, key=lambda info: info.first, reverse=True)
        self._at_work: list[Blocks] = []
        self.most = sum(info.frequency for info in infos)

    def _reached(self, start: int, end: int) -> list[Blocks]:
        """The terms that have a question in a stretch."""
        waiting = self._waiting
        held = [blocks for blocks in self._at_work if blocks.last >= start]
        while waiting and waiting[-1].first < end:
            info = waiting.pop()
            if info.last >= start:
                held.append(self._open(info))
        self._at_work = held
        return held

    def within(self, start: int, end: int) -> Sequence[int]:
        return _merged([blocks.within(start, end) for blocks in self._reached(start, end)])

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        if not candidates:
            return ()
        reached = self._reached(candidates[0], candidates[-1] + 1)
        return _merged([blocks.among(candidates) for blocks in reached])


def _merged(lists: Sequence[Sequence[int]]) -> Sequence[int]:
    held = [some for some in lists if some]
    if len(held) < 2:
        return held[0] if held else ()
    return sorted(set().union(*held))


class Together:
    """Questions that hold several words, standing as they should."""

    def __init__(
        self,
        infos: Sequence[TermInfo],
        opened: Callable[[TermInfo], Blocks],
        standing: Standing,
        ask: Callable[[], None],
    ) -> None:
        """``standing`` judges the places of each word; ``ask`` raises when it matters no more."""
        self._infos, self._open = infos, opened
        self._order = sorted(range(len(infos)), key=lambda n: infos[n].frequency)
        self._judge, self._ask = standing, ask
        self.most = infos[self._order[0]].frequency

    @cached_property
    def _words(self) -> list[Blocks]:
        return [self._open(info) for info in self._infos]

    def within(self, start: int, end: int) -> Sequence[int]:
        return self._standing(self._words[self._order[0]].placed_within(start, end))

    def among(self, candidates: Sequence[int]) -> Sequence[int]:
        return self._standing(self._words[self._order[0]].placed(candidates))

    def _standing(self, lead: dict[int, bytes]) -> Sequence[int]:
        placed = [lead] * len(self._words)
        numbers = list(lead)
        for n in self._order[1:]:
            if not numbers:
                return ()
            placed[n] = self._words[n].placed(numbers)
            numbers = list(placed[n])
        found: list[int] = []
        for at in range(0, len(numbers), _PATIENCE):
            self._ask()
            found += self._judge(numbers[at : at + _PATIENCE], placed)
        return found


def one_by_one(stand: Callable[[Sequence["array[int]"]], bool]) -> Standing:
    """Judge by the places of each word in a question, question by question."""

    def standing(numbers: Sequence[int], placed: Sequence[Mapping[int, bytes]]) -> list[int]:
        return [n for n in numbers if stand([array("H", of[n]) for of in placed])]

    return standing


def next_to_each_other(numbers: Sequence[int], placed: Sequence[Mapping[int, bytes]]) -> list[int]:
    """The questions in which the words stand one behind the other.

    A question and a place in it are one number, so that all questions are judged at once.
    """
    starts: set[int] | None = None
    for offset, of in enumerate(placed):
        here = _less(numbers, of, offset)
        starts = set(here) if starts is None else starts.intersection(here)
        numbers = sorted({start // _APART for start in starts})
        if not numbers:
            break
    return list(numbers)


def _less(numbers: Sequence[int], of: Mapping[int, bytes], offset: int) -> Iterator[int]:
    """Where a word stands in some questions, so many places before."""
    held = [of[number] for number in numbers]
    places = array("H", b"".join(held))
    firsts = [number * _APART - offset for number in numbers]
    if len(places) == len(numbers):
        return map(add, firsts, places)
    counts = [size // places.itemsize for size in map(len, held)]
    return map(add, chain.from_iterable(map(repeat, firsts, counts)), places)

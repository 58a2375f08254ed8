"""One segment of the index: its questions stand newest first, so its first hits are the page."""

import sys
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import cached_property
from itertools import chain, compress, count
from pathlib import Path
from typing import Any, Final

from wrans.errors import IndexDamaged
from wrans.index.blocks import Blocks
from wrans.index.damage import Stopped
from wrans.index.tally import Tally
from wrans.index.terms import File, TermInfo, TermTable
from wrans.index.vocabulary import Vocabulary

_PATIENCE: Final = 64
"""Terms that are laid out before anybody is asked whether it still matters."""
_MAPS_KEPT: Final = 12
_FOUND_KEPT: Final = 32
_FEW: Final = 64
"""Questions that are looked for one by one."""


class Segment:
    """A segment that is open for reading. Its files are opened as they are wanted."""

    def __init__(self, folder: Path, told: Mapping[str, Any]) -> None:
        """``told`` is what the manifest says of it."""
        self.name = str(told["name"])
        self.size = int(told["size"])
        self.deleted = frozenset(told["deleted"])
        self.lengths_total = int(told["lengths"].get("text", 0))
        self._folder = folder
        self._terms = TermTable(self._path("trm"))
        self._columns: dict[str, array[int]] = {}
        self._tallies: dict[str, Tally] = {}
        self._extents: dict[str, tuple[int, int]] = {}
        self._maps: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._found: OrderedDict[Hashable, Sequence[int]] = OrderedDict()
        self._numbered: tuple[int, list[int]] = 0, []
        self._places: tuple[frozenset[int], list[int]] = frozenset(), []

    def close(self) -> None:
        """Let the files go."""
        self._terms.close()
        if "_posts" in self.__dict__:
            self._posts.close()

    def _path(self, ending: str) -> Path:
        return self._folder / f"{self.name}.{ending}"

    @cached_property
    def _posts(self) -> File:
        return File(self._path("pst"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word of its texts, as written."""
        return Vocabulary(self._path("words"))

    # -- columns

    def column(self, name: str) -> "array[int]":
        """A number for each question of the segment."""
        held = self._columns.get(name)
        if held is None:
            held = self._columns[name] = self._read_column(name)
        return held

    def _read_column(self, name: str) -> "array[int]":
        numbers = array("I")
        try:
            # Zeros at the end are not written; a byte of Whoosh's own comes last.
            told = self._path(f"{name}.col").read_bytes()
        except FileNotFoundError:
            return array("I", bytes(4 * self.size))
        numbers.frombytes(told[: len(told) // numbers.itemsize * numbers.itemsize])
        if sys.byteorder == "little":
            numbers.byteswap()
        if len(numbers) > self.size:
            raise IndexDamaged(f"the index is damaged ({name} is longer than its segment)")
        numbers.extend([0] * (self.size - len(numbers)))
        return numbers

    def extent(self, name: str) -> tuple[int, int]:
        """The smallest and the largest number of a column; 0 is none."""
        held = self._extents.get(name)
        if held is None:
            # The days of a segment are few.
            numbers = set(self.column(name)) - {0}
            held = self._extents[name] = min(numbers, default=0), max(numbers, default=0)
        return held

    @cached_property
    def lengths(self) -> bytes:
        """A code for the length of each text."""
        return self._path("_text_len.col").read_bytes()[: self.size].ljust(self.size, b"\0")

    # Every segment is asked for these two when an index is opened; few for more.

    @cached_property
    def newest(self) -> int:
        """The date of the first question."""
        return self._date_at(0)

    @cached_property
    def oldest(self) -> int:
        """The date of the last question."""
        return self._date_at(self.size - 1)

    def _date_at(self, place: int) -> int:
        with closing(File(self._path("date.col"))) as file:
            return int.from_bytes(file.read(4 * place, 4), "big")

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The questions whose date lies between two: from a number up to, and without, another."""
        dates = self.column("date")
        start = bisect_left(dates, -last, key=lambda day: -day)
        end = bisect_left(dates, -first + 1, key=lambda day: -day)
        return start, end

    def places_of(self, numbers: frozenset[int]) -> list[int]:
        """Where questions of those numbers stand, rising; deleted ones are left out."""
        if self._places[0] is not numbers:
            places = self._standing(numbers) if numbers else ()
            self._places = numbers, [n for n in places if n not in self.deleted]
        return self._places[1]

    def _standing(self, numbers: frozenset[int]) -> Iterable[int]:
        column = self.column("number")
        here = numbers if len(numbers) <= _FEW else numbers.intersection(column)
        if len(here) > _FEW:
            return compress(count(), map(here.__contains__, column))
        # A few are sooner searched for than every question is asked whether it is one.
        told = column.tobytes()
        size = column.itemsize
        sought = (number.to_bytes(size, sys.byteorder) for number in here)
        return sorted(chain.from_iterable(_aligned(told, number) for number in sought))

    def holds_any(self, numbers: frozenset[int]) -> bool:
        """Does a question of one of those numbers stand here, deleted or not?"""
        column = self.column("number")
        # Many segments are ruled out by one byte of all their numbers, without a look at each.
        told, size = column.tobytes(), column.itemsize
        for place in reversed(range(size)):
            there = told[place if sys.byteorder == "little" else size - 1 - place :: size]
            missing = {n for n in {n >> 8 * place & 255 for n in numbers} if n not in there}
            if missing:
                numbers = frozenset(n for n in numbers if n >> 8 * place & 255 not in missing)
            if not numbers:
                return False
        return not numbers.isdisjoint(column)

    def numbered(self, number: int) -> list[int]:
        """The questions whose UIN has that number."""
        if self._numbered[0] != number:
            column, found = self.column("uin_number"), []
            at = -1
            with suppress(ValueError):
                while True:
                    at = column.index(number, at + 1)
                    found.append(at)
            self._numbered = number, found
        return self._numbered[1]

    # -- terms

    def info(self, field: str, term: str) -> TermInfo | None:
        """What is known of a term; None where no question has it."""
        return self._terms.info(field, term.encode("utf-8", "replace"))

    def frequency(self, field: str, term: str) -> int:
        """In how many questions of the segment a term occurs."""
        info = self.info(field, term)
        return info.frequency if info else 0

    def beginning_with(self, field: str, start: str) -> Iterator[tuple[str, TermInfo]]:
        """The terms of a field that begin so."""
        found = self._terms.beginning_with(field, start.encode("utf-8", "replace"))
        return ((term.decode("utf-8", "replace"), info) for term, info in found)

    def between(self, field: str, start: str, end: str) -> Iterator[TermInfo]:
        """The terms of a field from one up to, and without, another."""
        found = self._terms.between(
            field, start.encode("utf-8", "replace"), end.encode("utf-8", "replace")
        )
        return (info for _, info in found)

    # -- postings

    def remembered(self, plan: Hashable, find: Callable[[], Sequence[int]]) -> Sequence[int]:
        """A few questions that were found before, or are found now: the next letter asks again."""
        known = self._found.get(plan)
        if known is None:
            known = self._found[plan] = find()
            if len(self._found) > _FOUND_KEPT:
                self._found.popitem(last=False)
        else:
            self._found.move_to_end(plan)
        return known

    def opened(self, info: TermInfo) -> Blocks:
        """The questions that hold a term."""
        return Blocks(self._posts, info)

    # -- whole posting lists at once

    def bits(self, field: str, term: str) -> int:
        """A byte a question as one number: 1 where it holds the term."""
        key = (field, term)
        held = self._maps.get(key)
        if held is None:
            info = self.info(field, term)
            held = self._maps[key] = self.bits_of([info] if info else [])
            if len(self._maps) > _MAPS_KEPT:
                self._maps.popitem(last=False)
        else:
            self._maps.move_to_end(key)
        return held

    def bits_of(self, infos: Iterable[TermInfo], ask: Callable[[], None] | None = None) -> int:
        """The same for questions that hold any of the terms; ``ask`` may raise."""
        flags = bytearray(self.size)
        for info in infos:
            if ask:
                ask()
            for numbers in self.opened(info).all():
                for number in numbers:
                    flags[number] = 1
        return int.from_bytes(flags, "little")

    def counts(
        self, field: str, bits: int, stop: Callable[[], bool] | None = None
    ) -> dict[str, int]:
        """How many of some questions hold each term of a field. Raises Stopped."""
        if not bits:
            return {}
        tally = self._tallies.get(field)
        if tally is None:
            tally = self._tallies[field] = Tally(self._laid_out(field, stop))
        return tally.of(bits.to_bytes(self.size, "little"))

    def _laid_out(
        self, field: str, stop: Callable[[], bool] | None
    ) -> Iterator[tuple[str, Iterable[Sequence[int]]]]:
        for number, (term, info) in enumerate(self.beginning_with(field, "")):
            if stop and not number % _PATIENCE and stop():
                raise Stopped
            # Of most terms the first and the last question are all that there are.
            if info.frequency == 1:
                yield term, ((info.first,),)
            elif info.frequency == 2:
                yield term, ((info.first, info.last),)
            else:
                yield term, self.opened(info).all()


def _aligned(told: bytes, number: bytes) -> Iterator[int]:
    """Where a number stands in a row of such numbers."""
    size = len(number)
    at = told.find(number)
    while at >= 0:
        if not at % size:
            yield at // size
        at = told.find(number, at + 1)


def flagged(numbers: Sequence[int], size: int) -> int:
    """A byte a question as one number: 1 for each of those."""
    if isinstance(numbers, range):
        start, end = numbers.start, max(numbers.start, numbers.stop)
        return int.from_bytes(b"\0" * start + b"\1" * (end - start), "little")
    flags = bytearray(size)
    for number in numbers:
        flags[number] = 1
    return int.from_bytes(flags, "little")

"""The words of a segment's texts: gathered while the texts come, sorted out when all are there.

Wherever a word stands is one number, of the question and the place in it. Gathering them takes one
call of C a word, and what is then made of them is made of whole lists.
"""

import sys
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise, repeat, starmap
from operator import add
from typing import Final, NamedTuple

from wrans.index.words import WORD

MOST: Final = 1 << 16
"""Questions a segment, and places a text: what stands further on is said to stand at the last."""
_LAST: Final = MOST - 1
_LOW, _HIGH = (0, 1) if sys.byteorder == "little" else (1, 0)
_REMEMBERED: Final = 200_000
_LONG: Final = 40
"""Bytes; what is longer is hardly met again."""


class Spread(NamedTuple):
    """The questions that hold a term, and where it stands in each."""

    numbers: Sequence[int]
    sizes: Sequence[int] | None
    """How often; None where it is once in each."""
    places: Sequence[bytes]
    """Two bytes a place."""


class Gathered:
    """The words of texts, of which each question has one."""

    def __init__(self) -> None:
        self._words = _Words()
        self._pieces = _Pieces(self._words)
        self._sizes = array("I")
        self.frequencies: dict[str, int] = {}
        """In how many questions each word stands, when that is known."""

    def add(self, text: str) -> None:
        """Take in the text of the next question."""
        # No word goes across a space: what stands between two of them is known from before. As
        # bytes it is cut and looked up sooner.
        pieces = text.encode("utf-8", "surrogatepass").split()
        held = list(chain.from_iterable(map(self._pieces.__getitem__, pieces)))
        first = len(self._sizes) * MOST
        places: Iterable[int] = range(first, first + len(held))
        if len(held) > MOST:
            places = chain(range(first, first + _LAST), repeat(first + _LAST))
        deque(map(array.append, held, places), 0)
        self._sizes.append(len(held))

    def beginning(
        self, starts: Callable[[str], tuple[bytes, ...]]
    ) -> Iterator[tuple[bytes, Sequence[int]]]:
        """The questions that have a word of each start, in the order of the starts.

        What is known of each word, ``frequencies``, is complete when they have all been taken.
        """
        by_letter: dict[bytes, dict[tuple[bytes, ...], list[str]]] = {}
        for word in self._words:
            if told := starts(word):
                by_letter.setdefault(told[0], {}).setdefault(told, []).append(word)
            else:
                self.frequencies[word] = len(set(_numbers(self._words[word])))
        # A letter at a time: all of them at once would fill the memory.
        for letter in sorted(by_letter):
            found = self._of_starts(by_letter.pop(letter))
            for start in sorted(found):
                yield start, sorted(found.pop(start))

    def _of_starts(self, words: dict[tuple[bytes, ...], list[str]]) -> dict[bytes, set[int]]:
        """The questions of each start; given the words of the longest, with its shorter ones."""
        found: dict[bytes, set[int]] = {start: set() for starts in words for start in starts}
        for starts, some in words.items():
            into = found[starts[-1]]
            for word in some:
                held = self._words[word]
                if len(held) == 1:
                    self.frequencies[word] = 1
                    into.add(held[0] // MOST)
                    continue
                numbers = set(_numbers(held))
                self.frequencies[word] = len(numbers)
                into |= numbers
        for size in range(max(map(len, words)), 1, -1):
            for shorter, longer in {s[size - 2 : size] for s in words if len(s) >= size}:
                found[shorter] |= found[longer]
        return found

    def terms(self, term_of: Callable[[str], bytes]) -> Iterator[tuple[bytes, Spread]]:
        """Where each term stands, in the order of the terms."""
        of_term: dict[bytes, list[array[int]]] = {}
        for word, held in self._words.items():
            of_term.setdefault(term_of(word), []).append(held)
        self._words.clear()
        self._pieces.clear()
        for term in sorted(of_term):
            arrays = of_term.pop(term)
            one = arrays[0] if len(arrays) == 1 else array("I", sorted(chain.from_iterable(arrays)))
            yield term, _spread(one)

    def lengths(self, is_counted: Callable[[str], bool]) -> "array[int]":
        """How many words each text has, those left out that do not count."""
        counted = self._sizes[:]
        others: Counter[int] = Counter()
        for word, held in self._words.items():
            if not is_counted(word):
                others.update(_numbers(held))
        for number, less in others.items():
            counted[number] -= less
        return counted


class _Words(dict[str, "array[int]"]):
    """Where each word stands."""

    def __missing__(self, word: str) -> "array[int]":
        held = self[word] = array("I")
        return held


class _Pieces(dict[bytes, tuple["array[int]", ...]]):
    """The words of what stands between two spaces."""

    def __init__(self, words: _Words) -> None:
        self._words = words

    def __missing__(self, piece: bytes) -> tuple["array[int]", ...]:
        written = piece.decode("utf-8", "surrogatepass").lower()
        found = tuple(map(self._words.__getitem__, WORD.findall(written)))
        if len(piece) < _LONG and len(self) < _REMEMBERED:
            self[piece] = found
        return found


def _numbers(held: "array[int]") -> Sequence[int]:
    """The questions in which a word stands, each as often as it does."""
    if len(held) == 1:
        return (held[0] // MOST,)
    return array("H", held.tobytes())[_HIGH::2]


def _spread(held: "array[int]") -> Spread:
    if len(held) == 1:
        number, place = divmod(held[0], MOST)
        return Spread((number,), None, (_PLACES[place],))
    halves = array("H", held.tobytes())
    places = halves[_LOW::2]
    sizes = Counter(halves[_HIGH::2])
    if len(sizes) == len(places):
        return Spread(list(sizes), None, list(map(_PLACES.__getitem__, places)))
    told = places.tobytes()
    bytes_each = map(add, sizes.values(), sizes.values())
    cut = starmap(slice, pairwise(accumulate(bytes_each, initial=0)))
    return Spread(list(sizes), list(sizes.values()), list(map(told.__getitem__, cut)))


class _Places(dict[int, bytes]):
    """A place in two bytes: one object each, since most words of a text stand there once."""

    def __missing__(self, place: int) -> bytes:
        told = self[place] = place.to_bytes(2, sys.byteorder)
        return told


_PLACES: Final = _Places()

"""The names that ship, each looked up where it lies in its file, and those that are learned."""

import sys
from abc import abstractmethod
from binascii import crc32
from collections.abc import Iterator
from typing import Final, TypeVar

_Told = TypeVar("_Told")

STRONG: Final = "S"
"""Stands by itself."""
BRITISH: Final = "B"
"""Seldom or never seen: something beside it must say that it is a place."""
FOREIGN: Final = "W"
COMMON: Final = "C"
"""A common word or another's name too: needs a sure sign."""
TIERS: Final = (STRONG, BRITISH, FOREIGN, COMMON)
"""In the order of the parts of the file; behind them comes a part of first words."""

BUCKETS: Final = 1 << 16
PLACE_BITS, KIND_BITS = 21, 4
"""So many bits of an entry say where a line begins, and then what it says of its name.

Those above are as in the name's checksum: other names are told apart without a look at the line.
"""
INSIDE: Final = 1 << 14
"""Bytes whose bits say, by their checksums, which words stand in a name behind its first."""
_PLACE: Final = (1 << PLACE_BITS) - 1
_KIND: Final = (1 << KIND_BITS) - 1
ABOVE: Final = PLACE_BITS + KIND_BITS
_END, _GAP = b"\n "
_MOST_ASKED: Final = 100_000


class Shipped:
    """Lines of names, and an index that tells by the checksum of a name where it may lie.

    `benchmarks/index_names.py` makes the index: for each bucket of checksums where in it its
    entries begin, and then the entries, four bytes each. Behind them come the bits of the words
    that names go on with, and marks, a byte each, of the words of the last part: 1 of those that no
    name is made of.
    """

    def __init__(self, lines: bytes, index: bytes) -> None:
        self._lines = lines
        size = 4 * int.from_bytes(index[4 * BUCKETS : 4 * BUCKETS + 4], "little")
        numbers = _swapped(index[:size]) if sys.byteorder == "big" else memoryview(index)[:size]
        self._index = memoryview(numbers).cast("I")
        self._inside = index[size : size + INSIDE]
        self.plain = index[size + INSIDE :]

    def told(self, name: str) -> tuple[str | None, int]:
        """How far a name can be trusted, and how many words the longest has that it begins."""
        tier, reach = None, 0
        word = name.encode("utf-8", "replace")
        lines, index = self._lines, self._index
        checksum = crc32(word)
        bucket = checksum % BUCKETS
        for entry in index[index[bucket] : index[bucket + 1]]:
            if entry >> ABOVE == checksum >> ABOVE and lines.startswith(word, entry & _PLACE):
                follows = lines[(entry & _PLACE) + len(word)]
                kind = entry >> PLACE_BITS & _KIND
                if kind < len(TIERS):
                    tier = TIERS[kind] if follows == _END else tier
                elif follows == _GAP:
                    reach = kind - len(TIERS)
        return tier, reach

    def may_be_inside(self, word: str) -> bool:
        """Can a name go on with a word? One in ten of which none does is told so too."""
        place, bit = bit_of(word.encode("utf-8", "replace"))
        return bool(self._inside[place] & bit)

    def names(self) -> Iterator[str]:
        """All that can be trusted in some way."""
        for part in self._lines.split(b"\n\n")[: len(TIERS)]:
            yield from part.decode().split("\n")


def bit_of(word: bytes) -> tuple[int, int]:
    """Which of the bytes says of a word whether names go on with it, and its bit there."""
    checksum = crc32(word)
    return checksum // 8 % INSIDE, 1 << checksum % 8


def _swapped(index: bytes) -> bytes:
    from array import array

    numbers = array("I", index)
    numbers.byteswap()
    return numbers.tobytes()


class _Asked(dict[str, _Told]):
    """What is told of each word, by ``asked[word]``.

    Most are never met: they stay what they are in the file until they are asked for.
    """

    def __init__(self, shipped: Shipped) -> None:
        super().__init__()
        self._shipped = shipped

    def __missing__(self, word: str) -> _Told:
        told = self._ask(word)
        if len(self) < _MOST_ASKED:
            self[word] = told
        return told

    @abstractmethod
    def _ask(self, word: str) -> _Told:
        """What the file says of it."""


class Reach(_Asked[int]):
    """How many words the longest name has that begins with a word and goes on, or 0."""

    def _ask(self, word: str) -> int:
        return self._shipped.told(word)[1]


class Inside(_Asked[bool]):
    """Whether a name may go on with a word, behind its first."""

    def _ask(self, word: str) -> bool:
        return self._shipped.may_be_inside(word)


class Tiers(_Asked[str | None]):
    """How far each name can be trusted; None where it is not known."""

    def __init__(self, shipped: Shipped) -> None:
        super().__init__(shipped)
        self.reach = Reach(shipped)
        self.inside = Inside(shipped)

    def _ask(self, word: str) -> str | None:
        return self._shipped.told(word)[0]

    def told(self, word: str) -> tuple[str | None, int]:
        """How far a word can be trusted as a name, and how many words the longest has of it."""
        tier, reach = self._shipped.told(word)
        return self.get(word, tier), self.reach.get(word, reach)

    def extend(self, words: list[str]) -> None:
        """Know that there is a name of these words."""
        self.reach[words[0]] = max(self.reach[words[0]], len(words))
        self.inside.update(dict.fromkeys(words[1:], True))

    def names(self) -> Iterator[str]:
        """All that are known."""
        yield from self._shipped.names()
        yield from [name for name, tier in self.items() if tier and not self._shipped.told(name)[0]]

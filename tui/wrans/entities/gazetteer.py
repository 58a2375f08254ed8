"""The names of places that are known, and how far each can be trusted."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from wrans.entities import own_places
from wrans.entities.heads import GENERIC_BEFORE, GENERIC_UNKNOWN
from wrans.values import dataclass

STRONG: Final = "S"
"""Stands by itself."""
BRITISH: Final = "B"
"""Seldom or never seen: something beside it must say that it is a place."""
FOREIGN: Final = "W"
_FOREIGN_PART: Final = 2
"""Which part of the file they are."""
_BREAK: Final = re.compile(",| - ")
COMMON: Final = "C"
"""A common word or another's name too: needs a sure sign."""
MAKING: Final = GENERIC_BEFORE | GENERIC_UNKNOWN | {"Parish"}
"""Words that make names of those beside them."""
NEVER_DULL: Final = frozenset(["in", "Palestinian"])
"""Behind these may come a place, whether a run has one or not."""
_MOST_ASKED: Final = 200_000
_BEGINNING: Final = 2
"""Bytes; all names that begin so stand together."""
_SHIPPED: Final = Path(__file__).with_name("data") / "names.txt"


class Tiers(dict[str, str | None]):
    """How far each name can be trusted, by ``tiers[name]``; None where it is not known.

    Most names are foreign and never met: they stay the lines that they are in the file, and one
    is looked up when it is first asked for.
    """

    def __init__(self, known: dict[str, str | None], foreign: bytes) -> None:
        """``foreign`` are lines, sorted by their bytes."""
        super().__init__(known)
        self._foreign = b"\n%b\n" % foreign
        self.unknown: set[str] = set()
        """Names that were asked for and are not known."""
        self._stretches: dict[bytes, tuple[int, int]] = {}

    def __missing__(self, name: str) -> str | None:
        tier = FOREIGN if self._is_foreign(name.encode("utf-8", "replace")) else None
        if len(self) < _MOST_ASKED:
            self[name] = tier
            if tier is None:
                self.unknown.add(name)
        return tier

    def know(self, name: str, tier: str) -> None:
        """Trust a name so far from now on."""
        self[name] = tier
        self.unknown.discard(name)

    def _is_foreign(self, name: bytes) -> bool:
        start = name[:_BEGINNING]
        stretch = self._stretches.get(start)
        if stretch is None:
            # From the end of the line before to the end of the last one.
            stretch = self._first(start), self._first(start + b"\xff") + 1
            self._stretches[start] = stretch
        return b"\n" not in name and self._foreign.find(b"\n%b\n" % name, *stretch) >= 0

    def _first(self, name: bytes) -> int:
        """Where the line before the first ends that is not before a name."""
        lines = self._foreign
        low, high = 0, len(lines) - 1
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2 + 1)
            end = lines.find(b"\n", start + 1)
            if lines[start + 1 : end] < name:
                low = end
            else:
                high = start
        return low

    def names(self) -> Iterator[str]:
        """All that are known."""
        yield from self._foreign.decode().strip("\n").split("\n")
        yield from [name for name, tier in self.items() if tier not in (None, FOREIGN)]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names as `key` makes them."""

    tiers: Tiers
    reach: dict[str, int]
    """How many words the longest name has that begins with a word."""
    openers: frozenset[str]
    """Words that stand before a place only because a sentence begins: "Across England"."""
    makers: frozenset[str]
    """Words that make another name with the place behind them: "Historic England"."""
    commas: dict[str, tuple[str, ...]]
    """Names with a comma or a dash in them, by what stands before it."""
    frequent: frozenset[str]
    """Words that often have a capital and are no places."""
    dull: set[str]
    """Words of letters of which no name is made: some that ship, and those that were met."""


def key(words: list[str]) -> str:
    """A name as it is looked up."""
    joined = " ".join(words)
    return (
        joined.replace("’", "'").replace("&", "and") if "’" in joined or "&" in joined else joined
    )


# What the official list gives as the seat of a member of the Lords.
_NO_SEAT: Final = re.compile(
    r"\b(?:[Pp]eer|Lords?|Hereditary|Bishops?|Archbishops?)\b|[^\w ,.&'’()-]"
)


def learn(known: Gazetteer, seats: Iterable[str]) -> bool:
    """Know these constituencies too; say whether any is new."""
    is_new = False
    for seat in seats:
        words = re.findall(r"[^\W_][\w.’'-]*|&", seat)
        name = key(words)
        if known.tiers[name] or not seat[:1].isupper() or _NO_SEAT.search(seat):
            continue
        is_new = True
        known.dull.clear()
        # One word alone may be a common one too: something beside it must say that it is a place.
        known.tiers.know(name, STRONG if len(words) > 1 else BRITISH)
        _reach(known, words)
        if "," in seat:
            words = _BREAK.split(seat)[0].split()
            held = known.commas.get(" ".join(words), ())
            known.commas[" ".join(words)] = (*sorted((*held, seat), key=len, reverse=True),)
            _at_least_common(known.tiers, key(words))
            _reach(known, words)
    return is_new


def _at_least_common(tiers: Tiers, name: str) -> None:
    if not tiers[name]:
        tiers.know(name, COMMON)


def _reach(known: Gazetteer, words: list[str]) -> None:
    known.reach[words[0]] = max(known.reach.get(words[0], 1), len(words))


@cache
def gazetteer() -> Gazetteer:
    """The names that ship and the reader's own, read once."""
    parts = _SHIPPED.read_bytes().split(b"\n\n")
    strong, british, common, reach, *kinds = (
        part.decode() for n, part in enumerate(parts) if n != _FOREIGN_PART
    )
    shipped: dict[str, str | None] = {}
    for tier, names in ((COMMON, common), (BRITISH, british), (STRONG, strong)):
        shipped.update(dict.fromkeys(names.split("\n"), tier))
    known = Tiers(shipped, parts[_FOREIGN_PART])
    numbered = reach.split()
    most = dict(zip(numbered[::2], map(int, numbered[1::2]), strict=True))
    openers, makers, commas, frequent = (kind.split("\n") for kind in kinds)
    for name in commas:
        # "Moray West, Nairn and Strathspey" begins with what is no place's name by itself.
        words = _BREAK.split(name)[0].split()
        _at_least_common(known, key(words))
        most[words[0]] = max(most.get(words[0], 1), len(words))
    for name in own_places.places():
        words = name.split()
        known.know(key(words), STRONG)
        most[words[0]] = max(most.get(words[0], 1), len(words))
    by_first: dict[str, list[str]] = {}
    for name in commas:
        by_first.setdefault(_BREAK.split(name)[0], []).append(name)
    longest = {first: tuple(sorted(held, key=len)[::-1]) for first, held in by_first.items()}
    kept = MAKING | NEVER_DULL
    may = (w for w in frequent if w.isalpha() and not (w in most or w in kept or w.isupper()))
    dull = {word for word in may if not known[word]}
    return Gazetteer(
        known, most, frozenset(openers), frozenset(makers), longest, frozenset(frequent), dull
    )

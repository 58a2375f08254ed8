"""The names of places that are known, and how far each can be trusted."""

import re
from collections.abc import Iterable
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
_BREAK: Final = re.compile(",| - ")
COMMON: Final = "C"
"""A common word or another's name too: needs a sure sign."""
MAKING: Final = GENERIC_BEFORE | GENERIC_UNKNOWN | {"Parish"}
"""Words that make names of those beside them."""
NEVER_DULL: Final = frozenset(["in", "Palestinian"])
"""Behind these may come a place, whether a run has one or not."""
_SHIPPED: Final = Path(__file__).with_name("data") / "names.txt"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names as `key` makes them."""

    tiers: dict[str, str]
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
        if name in known.tiers or not seat[:1].isupper() or _NO_SEAT.search(seat):
            continue
        is_new = True
        known.dull.clear()
        # One word alone may be a common one too: something beside it must say that it is a place.
        known.tiers[name] = STRONG if len(words) > 1 else BRITISH
        _reach(known, words)
        if "," in seat:
            words = _BREAK.split(seat)[0].split()
            held = known.commas.get(" ".join(words), ())
            known.commas[" ".join(words)] = (*sorted((*held, seat), key=len, reverse=True),)
            known.tiers.setdefault(key(words), COMMON)
            _reach(known, words)
    return is_new


def _reach(known: Gazetteer, words: list[str]) -> None:
    known.reach[words[0]] = max(known.reach.get(words[0], 1), len(words))


@cache
def gazetteer() -> Gazetteer:
    """The names that ship and the reader's own, read once."""
    strong, british, foreign, common, reach, *kinds = (
        part.decode() for part in _SHIPPED.read_bytes().split(b"\n\n")
    )
    # The most first: what comes after finds room.
    known = dict.fromkeys(foreign.split("\n"), FOREIGN)
    for tier, names in ((COMMON, common), (BRITISH, british), (STRONG, strong)):
        known.update(dict.fromkeys(names.split("\n"), tier))
    numbered = reach.split()
    most = dict(zip(numbered[::2], map(int, numbered[1::2]), strict=True))
    openers, makers, commas, frequent = (kind.split("\n") for kind in kinds)
    for name in commas:
        # "Moray West, Nairn and Strathspey" begins with what is no place's name by itself.
        words = _BREAK.split(name)[0].split()
        known.setdefault(key(words), COMMON)
        most[words[0]] = max(most.get(words[0], 1), len(words))
    for name in own_places.places():
        words = name.split()
        known[key(words)] = STRONG
        most[words[0]] = max(most.get(words[0], 1), len(words))
    by_first: dict[str, list[str]] = {}
    for name in commas:
        by_first.setdefault(_BREAK.split(name)[0], []).append(name)
    longest = {first: tuple(sorted(held, key=len)[::-1]) for first, held in by_first.items()}
    kept = MAKING | NEVER_DULL
    dull = {word for word in frequent if word not in known and word.isalpha()}
    dull = {w for w in dull if not (w in most or w in kept or w.isupper())}
    return Gazetteer(
        known, most, frozenset(openers), frozenset(makers), longest, frozenset(frequent), dull
    )

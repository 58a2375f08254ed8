"""The names of places that are known, and how far each can be trusted."""

import re
from collections.abc import Collection, Iterable
from functools import cache
from itertools import compress
from pathlib import Path
from typing import Final

from wrans.entities import own_places
from wrans.entities.heads import GENERIC_BEFORE, GENERIC_UNKNOWN
from wrans.entities.names import BRITISH, COMMON, STRONG, Reach, Shipped, Tiers
from wrans.entities.patterns import pattern
from wrans.values import dataclass

_BREAK: Final = pattern(",| - ")
MAKING: Final = GENERIC_BEFORE | GENERIC_UNKNOWN | {"Parish"}
"""Words that make names of those beside them."""
_SHIPPED: Final = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names as `key` makes them."""

    tiers: Tiers
    reach: Reach
    openers: frozenset[str]
    """Words that stand before a place only because a sentence begins: "Across England"."""
    makers: frozenset[str]
    """Words that make another name with the place behind them: "Historic England"."""
    commas: dict[str, tuple[str, ...]]
    """Names with a comma or a dash in them, by what stands before it."""
    frequent: frozenset[str]
    """Words that often have a capital and are no places."""
    plain: list[str]
    """Those of them that no name is made of, as far as is told."""


def key(words: list[str]) -> str:
    """A name as it is looked up."""
    joined = " ".join(words)
    return (
        joined.replace("’", "'").replace("&", "and") if "’" in joined or "&" in joined else joined
    )


# What the official list gives as the seat of a member of the Lords.
_NO_SEAT: Final = pattern(r"\b(?:[Pp]eer|Lords?|Hereditary|Bishops?|Archbishops?)\b|[^\w ,.&'’()-]")


def learn(known: Gazetteer, seats: Iterable[str]) -> bool:
    """Know these constituencies too; say whether any is new."""
    is_new = False
    for seat in seats:
        words = re.findall(r"[^\W_][\w.’'-]*|&", seat)
        name = key(words)
        if known.tiers[name] or not seat[:1].isupper() or _NO_SEAT.search(seat):
            continue
        is_new = True
        known.plain.clear()
        # One word alone may be a common one too: something beside it must say that it is a place.
        known.tiers[name] = STRONG if len(words) > 1 else BRITISH
        known.tiers.extend(words)
        if "," in seat:
            words = _BREAK.split(seat)[0].split()
            held = known.commas.get(" ".join(words), ())
            known.commas[" ".join(words)] = (*sorted((*held, seat), key=len, reverse=True),)
            _at_least_common(known.tiers, key(words))
            known.tiers.extend(words)
    return is_new


def _at_least_common(tiers: Tiers, name: str) -> None:
    if not tiers[name]:
        tiers[name] = COMMON


@cache
def gazetteer() -> Gazetteer:
    """The names that ship and the reader's own, read once."""
    lines, index = ((_SHIPPED / name).read_bytes() for name in ("names.txt", "names.index"))
    return of(lines, index, own_places.places())


def of(lines: bytes, index: bytes, own: Collection[str] = ()) -> Gazetteer:
    """Names as they ship, and others."""
    shipped = Shipped(lines, index)
    tiers = Tiers(shipped)
    kinds = (part.decode().split("\n") for part in lines.rsplit(b"\n\n", 4)[1:])
    openers, makers, commas, frequent = kinds
    by_first: dict[str, list[str]] = {}
    for name in commas:
        # "Moray West, Nairn and Strathspey" begins with what is no place's name by itself.
        first = _BREAK.split(name)[0]
        by_first.setdefault(first, []).append(name)
        words = first.split()
        _at_least_common(tiers, key(words))
        tiers.extend(words)
    for name in own:
        words = name.split()
        tiers[key(words)] = STRONG
        tiers.extend(words)
    return Gazetteer(
        tiers,
        tiers.reach,
        frozenset(openers),
        frozenset(makers),
        {first: tuple(sorted(held, key=len)[::-1]) for first, held in by_first.items()},
        frozenset(frequent),
        [] if own else list(compress(frequent, shipped.plain)),
    )

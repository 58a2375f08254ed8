"""Words that a line break left broken, mended for reading and for the index.

Departments paste justified text, so that words arrive with a hyphen inside ("in-vested"). What
was published is never changed: a mended copy is made, and positions are known in both.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from wrans.values import dataclass

# Nothing may stand at the hyphen's other sides that would make it a name, a number, an address
# or a longer compound.
_HYPHEN: Final = re.compile(r"-([^\W\d_]{2,}+)(?![\w@-]|[/.]\w)")
_NO_START: Final = frozenset("-/.@_")

_SHIPPED: Final = Path(__file__).with_name("data")
_SHORTEST = 5
_SEEN = 3
"""A joined word that is seen less often is not known to be one."""
_KNOWN = 20
"""A word seen less often may be half of another."""
_COMMON = 100
"""How common the joined word must be where both halves are words too."""
_MANY = 3
"""So many candidates show a document that was pasted."""
# These live before other words, with a hyphen or without: "crypto-assets" is no broken word.
_COMBINING: Final = frozenset(
    "aero agro astro audio auto bio cardio crypto eco electro entero ethno euro gastro geo hepato "
    "hetero hydro immuno iso macro micro mono narco nano neo neuro nitro onco ortho petro "
    "pharmaco photo phyto pneumo psycho pyro radio retro socio techno thermo vaso".split()
)


@dataclass(frozen=True, slots=True)
class Mended:
    """A text whose broken words were joined."""

    text: str
    cuts: tuple[int, ...]
    """Where, in the text as published, the hyphens stood that were left out."""

    def mended_at(self, published: int) -> int:
        """Where an offset of the published text stands in the mended one."""
        return published - bisect_left(self.cuts, published)

    def published_at(self, mended: int) -> int:
        """Where an offset of the mended text stands in the published one."""
        places = range(len(self.cuts))
        return mended + bisect_right(places, mended, key=lambda n: self.cuts[n] - n)


class Counts(NamedTuple):
    """How often words and hyphenated forms occur in the record."""

    words: dict[str, int]
    hyphenated: dict[str, int]
    first_halves: Counter[str]
    """Of how many two-part forms each is the first half."""
    second_halves: Counter[str]


class _Break(NamedTuple):
    """A hyphen that a line break may have left."""

    hyphen: int
    word: str
    is_strong: bool
    """Nothing but a break explains it."""


@cache
def counts() -> Counts:
    """The counts that ship with the program (`benchmarks/make_word_counts.py` makes them)."""
    words, hyphenated = (_read(name) for name in ("words.txt", "hyphenated.txt"))
    halves = [form.split("-") for form in hyphenated if form.count("-") == 1]
    return Counts(words, hyphenated, Counter(h[0] for h in halves), Counter(h[1] for h in halves))


def _read(name: str) -> dict[str, int]:
    told = (_SHIPPED / name).read_text("utf-8").split()
    return dict(zip(told[::2], map(int, told[1::2]), strict=True))


def mend(text: str) -> Mended:
    """Join the words of a document that a line break left broken."""
    breaks = list(_breaks(text)) if "-" in text else []
    is_pasted = any(b.is_strong for b in breaks) or len({b.word for b in breaks}) >= _MANY
    return _without(text, tuple(b.hyphen for b in breaks if b.is_strong or is_pasted))


def joined(text: str) -> str:
    """A few words with every hyphen left out that a line break could have left."""
    return _without(text, tuple(b.hyphen for b in _breaks(text))).text if "-" in text else text


def _without(text: str, cuts: tuple[int, ...]) -> Mended:
    if not cuts:
        return Mended(text, ())
    starts = (0, *(cut + 1 for cut in cuts))
    pieces = (text[a:z] for a, z in zip(starts, (*cuts, len(text)), strict=True))
    return Mended("".join(pieces), cuts)


def _breaks(text: str) -> Iterator[_Break]:
    for match in _HYPHEN.finditer(text):
        hyphen = start = match.start()
        while start and text[start - 1].isalpha():
            start -= 1
        before = text[start - 1 : start]
        first, second = text[start:hyphen], match[1]
        if not first or before in _NO_START or before.isalnum():
            continue
        if first.isupper() or not second.islower():
            continue
        is_strong = _is_strong(first.lower(), second)
        if is_strong is not None:
            yield _Break(hyphen, f"{first.lower()}-{second}", is_strong)


@cache
def _is_strong(left: str, right: str) -> bool | None:
    """Does only a break explain the hyphen? None where it belongs."""
    known = counts()
    joined = known.words.get(left + right, 0)
    is_word = len(left + right) >= _SHORTEST and joined >= _SEEN
    if not is_word or known.hyphenated.get(f"{left}-{right}", 0) >= 2:
        return None
    is_compound = (
        left in _COMBINING
        or known.first_halves[left] >= 2
        or (known.second_halves[right] >= 3 and known.words.get(left, 0) >= 3)
    )
    if not (_stands_alone(left) and _stands_alone(right)) and not is_compound:
        return True
    return False if joined >= _COMMON else None


def _stands_alone(half: str) -> bool:
    return len(half) > 1 and counts().words.get(half, 0) >= _KNOWN

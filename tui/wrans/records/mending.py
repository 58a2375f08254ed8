"""Words that a line break left broken, mended for reading and for the index.

Departments paste justified text, so that words arrive with a hyphen inside ("in-vested"). What
was published is never changed: a mended copy is made, and positions are known in both.
"""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

# Letters, one hyphen, lower-case letters, and nothing at either end that would make it a name,
# a number, an address or a longer compound.
_CANDIDATE: Final = re.compile(r"(?<![\w\-/.@])([^\W\d_]+)-([^\W\d_]{2,})(?![\w\-/@]|\.\w)")

_KNOWN = 20
"""A word seen less often may be half of another."""
_WEAK = 100
"""How common the joined word must be where both halves are words too."""


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
        low, high = 0, len(self.cuts)
        while low < high:
            middle = (low + high) // 2
            if self.cuts[middle] - middle <= mended:
                low = middle + 1
            else:
                high = middle
        return mended + low


class Counts(NamedTuple):
    """How often words and hyphenated forms occur in the record."""

    words: dict[str, int]
    hyphenated: dict[str, int]
    first_halves: Counter[str]
    """Of how many two-part forms each is the first half."""
    second_halves: Counter[str]


@cache
def counts() -> Counts:
    """The counts that ship with the program (`benchmarks/make_word_counts.py` makes them)."""
    words, hyphenated = (_read(name) for name in ("words.txt", "hyphenated.txt"))
    halves = [form.split("-") for form in hyphenated if form.count("-") == 1]
    return Counts(words, hyphenated, Counter(h[0] for h in halves), Counter(h[1] for h in halves))


def _read(name: str) -> dict[str, int]:
    told = (files("wrans.records") / "data" / name).read_text("utf-8").split()
    return dict(zip(told[::2], map(int, told[1::2]), strict=True))


def mend(text: str) -> Mended:
    """Join the words of a document that a line break left broken."""
    if "-" not in text:
        return Mended(text, ())
    candidates = list(_CANDIDATE.finditer(text))
    if not candidates:
        return Mended(text, ())
    strengths = [(match, _strength(match[1], match[2])) for match in candidates]
    forms = {match[0].lower() for match, strength in strengths if strength}
    has_strong = any(strength == 2 for _, strength in strengths)
    weak_too = (has_strong and len(forms) >= 2) or len(forms) >= 3
    cuts = tuple(
        match.end(1)
        for match, strength in strengths
        if strength == 2 or (strength == 1 and weak_too)
    )
    ends = (0, *(cut + 1 for cut in cuts))
    parts = [text[a:z] for a, z in zip(ends, (*cuts, len(text)), strict=True)]
    return Mended("".join(parts), cuts)


def _strength(first: str, second: str) -> int:
    """2 where only a break explains the hyphen, 1 where a break may, 0 where it belongs."""
    if first.isupper() or not second.islower():
        return 0
    left, right = first.lower(), second
    known = counts()
    joined = known.words.get(left + right, 0)
    if len(left + right) < 5 or joined < 3 or known.hyphenated.get(f"{left}-{right}", 0) >= 2:
        return 0
    is_compound = known.first_halves[left] >= 2 or (
        known.second_halves[right] >= 3 and known.words.get(left, 0) >= 3
    )
    if not (_is_word(left) and _is_word(right)) and not is_compound:
        return 2
    return 1 if joined >= _WEAK else 0


def _is_word(half: str) -> bool:
    return len(half) > 1 and counts().words.get(half, 0) >= _KNOWN

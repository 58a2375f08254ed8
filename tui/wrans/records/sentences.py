"""Where sentences begin and end, and which of them say next to nothing."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

Range = tuple[int, int]

_END: Final = re.compile(r"[.!?][)\]”’\"']{0,3}(?:\[\d{1,3}\]|\*)?\s(?=[^a-z\s])")
_UNENDING: Final = re.compile(
    r"(?:\b(?:[A-Z]|hon|Hon|Rt|Mr|Mrs|Ms|Dr|Prof|St|No|no|Nos|nos|Art|para|paras|approx|ca?|cf|vs?"
    r"|e\.g|i\.e|eg|ie|etc|incl|inc|Ltd|Co|Fig|fig|Vol|vol|pp?|p\.a|est|max|min|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.\Z"
)
_LONGEST: Final = 600
"""A sentence that is longer comes in pieces."""


def sentences(text: str, start: int, end: int) -> Iterator[Range]:
    """The sentences between two offsets, one after another."""
    at = start
    for match in _END.finditer(text, start, end):
        if _UNENDING.search(text, max(at, match.start() - 8), match.start() + 1):
            continue
        yield from _pieces(text, at, match.end() - 1)
        at = match.end()
    yield from _pieces(text, at, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Range]:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = space if space > 0 else start + _LONGEST
        yield start, cut
        start = cut + (space > 0)
    yield start, end


_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def says_little(text: str, enough: int = 4) -> bool:
    """Has a text so few words beside its figures that it cannot be understood on its own?"""
    return next(islice(_WORD.finditer(text), enough - 1, None), None) is None


def last_sentence(text: str, start: int, end: int) -> Range:
    """The last one between two offsets."""
    *_, last = sentences(text, start, end)
    return last

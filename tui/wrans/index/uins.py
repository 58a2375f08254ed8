"""Numbers that Parliament gives to questions, as numbers: a term for each would be a waste.

Commons questions are numbered 1234, those of the Lords HL1234. What is neither is held as a term.
"""

from collections.abc import Iterator
from typing import Final

_LORDS: Final = "hl"
_SHIFT: Final = 1 << 31
"""Added to the numbers of the Lords."""
_MOST: Final = _SHIFT - 1
_DIGITS: Final = 10


def numbered(uin: str) -> int:
    """The number that stands for a UIN; 0 for one that is held as a term."""
    folded = uin.lower()
    is_lords = folded.startswith(_LORDS)
    digits = folded[len(_LORDS) :] if is_lords else folded
    if not (digits.isascii() and digits.isdigit()) or digits.startswith("0"):
        return 0
    number = int(digits) if len(digits) < _DIGITS else _MOST + 1
    if number > _MOST:
        return 0
    return number + _SHIFT if is_lords else number


def beginning_with(start: str) -> Iterator[tuple[int, int]]:
    """The numbers of UINs that begin so: from one up to, and with, another."""
    folded = start.lower()
    if _LORDS.startswith(folded):
        yield _SHIFT + 1, _SHIFT + _MOST
        if folded:
            return
        yield 1, _MOST
        return
    first = numbered(folded)
    if not first:
        return
    base = first - _SHIFT if first > _SHIFT else first
    shift = first - base
    low = high = base
    while low <= _MOST:
        yield low + shift, min(high, _MOST) + shift
        low, high = low * 10, high * 10 + 9

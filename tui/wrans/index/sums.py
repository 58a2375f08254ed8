"""Sums of money as terms that a range can be looked up by.

Every sum is held twice: exactly, in an order that bytes have too, and by its power of ten. A
range is whole powers of ten, and exact terms at its two ends.
"""

from decimal import Decimal
from typing import NamedTuple

from wrans.index.plan import Sums

_BELOW = 50
"""Added to an exponent, so that pennies sort before pounds."""
_AFTER = "\x01"
"""Behind a term, it makes the next one there can be."""


class Range(NamedTuple):
    """The terms of a range of sums."""

    powers: list[str]
    spans: list[tuple[str, str]]
    """Exact terms from one up to, and without, another."""


def terms(amount: Decimal) -> list[str]:
    """The terms of a sum; none for a negative one."""
    return [] if amount < 0 else [f"p{_exponent(amount):02d}", _exact(amount)]


def _exact(amount: Decimal) -> str:
    digits = "".join(map(str, amount.normalize().as_tuple().digits))
    return f"x{_exponent(amount):02d}{digits}"


def _exponent(amount: Decimal) -> int:
    return min(99, max(0, amount.adjusted() + _BELOW)) if amount else 0


def terms_of(wanted: Sums) -> Range:
    """The terms that a range of sums is looked up by."""
    low, high = wanted.low, wanted.high
    first = 0 if low is None else _exponent(low)
    last = 99 if high is None else _exponent(high)
    bottom = f"x{first:02d}" if low is None else _exact(low) + _AFTER * (not wanted.with_low)
    top = f"x{last:02d}~" if high is None else _exact(high) + _AFTER * wanted.with_high
    if first == last:
        return Range([], [(bottom, top)])
    powers = [f"p{n:02d}" for n in range(first + (low is not None), last + (high is None))]
    spans = [(bottom, f"x{first:02d}~")] if low is not None else []
    if high is not None:
        spans.append((f"x{last:02d}", top))
    return Range(powers, spans)

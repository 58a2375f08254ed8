"""Sums of money as terms that a range can be looked up by.

Every sum is held twice: exactly, in an order that bytes have too, and by its power of ten. A
range is whole powers of ten, and exact terms at its two ends. Sums below zero are held apart, by
their size; and all of it once more behind the currency.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from wrans.index.plan import Sums

_BELOW: Final = 50
"""Added to an exponent, so that pennies sort before pounds."""
_AFTER: Final = "\x01"
"""Behind a term, it makes the next one there can be."""
_LAST: Final = "~"
"""Behind the beginning of terms, it comes after them all."""


class Sum(NamedTuple):
    """An amount of a currency."""

    currency: str
    """ISO code."""
    amount: Decimal


class _Kind(NamedTuple):
    power: str
    exact: str


_ABOVE_ZERO: Final = _Kind("p", "x")
_BELOW_ZERO: Final = _Kind("q", "y")


def terms(held: Sum) -> Iterator[str]:
    """The terms of a sum."""
    kind = _BELOW_ZERO if held.amount < 0 else _ABOVE_ZERO
    size = abs(held.amount)
    for currency in ("", held.currency):
        yield f"{currency}{kind.power}{_exponent(size):02d}"
        yield currency + _exact(kind, size)


def _exact(kind: _Kind, size: Decimal) -> str:
    digits = "".join(map(str, size.normalize().as_tuple().digits))
    return f"{kind.exact}{_exponent(size):02d}{digits}"


def _exponent(size: Decimal) -> int:
    return min(99, max(0, size.adjusted() + _BELOW)) if size else 0


def spans(wanted: Sums) -> Iterator[tuple[str, str]]:
    """The terms that a range is looked up by: from one up to, and without, another."""
    low, high = wanted.low, wanted.high
    found: list[tuple[str, str]] = []
    if high is None or high >= 0:
        is_cut = low is not None and low >= 0
        found += _spans(
            _ABOVE_ZERO, low if is_cut else None, high, wanted.with_low, wanted.with_high
        )
    if low is None or low < 0:
        least = -high if high is not None and high < 0 else None
        most = None if low is None else -low
        found += _spans(_BELOW_ZERO, least, most, wanted.with_high, wanted.with_low)
    for start, end in found:
        yield wanted.currency + start, wanted.currency + end


def _spans(
    kind: _Kind, low: Decimal | None, high: Decimal | None, with_low: bool, with_high: bool
) -> Iterator[tuple[str, str]]:
    first, last = kind.power, kind.power + _LAST
    bottom = top = ""
    if low is not None:
        bottom = _exact(kind, low) + _AFTER * (not with_low)
        first = f"{kind.power}{_exponent(low) + 1:02d}"
    if high is not None:
        top = _exact(kind, high) + _AFTER * with_high
        last = f"{kind.power}{_exponent(high):02d}"
    if low is not None and high is not None and _exponent(low) == _exponent(high):
        yield bottom, top
        return
    yield first, last
    if low is not None:
        yield bottom, f"{kind.exact}{_exponent(low):02d}{_LAST}"
    if high is not None:
        yield f"{kind.exact}{_exponent(high):02d}", top

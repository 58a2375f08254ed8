"""What figures come to, each currency by itself."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from wrans.ledger.figures import Figure
from wrans.values import dataclass

OVERLAP: Final = "figures may overlap: the same money may be told of more than once"
SIGNS: Final = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "INR": "₹"}

_MAGNITUDES: Final = {0: "", 3: "k", 6: "m", 9: "bn", 12: "tn"}


@dataclass(frozen=True, slots=True)
class Total:
    """What the figures of one currency come to."""

    currency: str
    rows: int
    low: Decimal
    high: Decimal
    """Differs from ``low`` where some of them are ranges."""


def totals(figures: Iterable[Figure]) -> list[Total]:
    """One for each currency, the one with most rows first."""
    sums: dict[str, tuple[int, Decimal, Decimal]] = {}
    nothing = (0, Decimal(0), Decimal(0))
    for figure in figures:
        money = figure.money
        rows, low, high = sums.get(money.currency, nothing)
        sums[money.currency] = (rows + 1, low + money.low, high + money.high)
    found = [Total(currency, *told) for currency, told in sums.items()]
    return sorted(found, key=lambda total: (-total.rows, total.currency))


def written(amount: Decimal) -> str:
    """1,234.5: without zeros that say nothing."""
    return f"{amount.normalize():,f}" if amount else "0"


def in_full(currency: str, low: Decimal, high: Decimal) -> str:
    """£1,000 to 25,000: a sum or range in whole units."""
    sign = SIGNS.get(currency, f"{currency} ")
    told = f"{'-' if low < 0 else ''}{sign}{written(abs(low))}"
    return told if low == high else f"{told} to {written(high)}"


def in_short(currency: str, amount: Decimal) -> str:
    """£2.75tn: at most three digits, and what they are of."""
    sign = SIGNS.get(currency, f"{currency} ")
    minus, size = "-" if amount < 0 else "", abs(amount)
    power = min(12, max(0, size.adjusted() // 3 * 3)) if size else 0
    size = size.scaleb(-power)
    digits = size.quantize(Decimal(1).scaleb(min(0, size.adjusted() - 2))) if size else size
    return f"{minus}{sign}{written(digits)}{_MAGNITUDES[power]}"


def said(total: Total) -> str:
    """£1,234 in 5 rows."""
    told = in_full(total.currency, round(total.low, 2), round(total.high, 2))
    return f"{told} in {total.rows:,} row{'s' * (total.rows != 1)}"


def in_questions(sums: int, questions: int) -> str:
    """2 sums in 1 question."""
    return f"{sums:,} sum{'s' * (sums != 1)} in {questions:,} question{'s' * (questions != 1)}"

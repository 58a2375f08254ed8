"""Sums of money, as a query names them."""

import re
from typing import Final

from wrans.entities.amounts import CODES, number, symbol_currency
from wrans.index.plan import Sums
from wrans.index.sums import Sum
from wrans.index.values import Unreadable

_TIMES: Final = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9, "tn": 12,
    "trillion": 12,
}  # fmt: skip
_SUM: Final = re.compile(
    r"(?P<minus>[-−–]?)"
    rf"(?:(?P<country>US|AUS?|CAN?|NZ|HK|[ACS])?(?P<symbol>[£€$¥₹])|(?P<code>{CODES}))?\s?"
    r"(?P<inner>[-−–]?)(?P<number>\d{1,30}(?:,\d{3})*(?:\.\d{1,10})?)"
    rf"\s?(?P<times>{'|'.join(_TIMES)})?\s?(?P<after>{CODES})?\Z",
    re.IGNORECASE | re.ASCII,
)


def sums(value: str, at: int) -> Sums:
    """Sums that a field's value names. Raises Unreadable."""
    start, dots, end = value.partition("..")
    if dots:
        return _range(_sum(start, at) if start else None, _sum(end, at) if end else None, value, at)
    sign = re.match(r"[<>]?=?", value)
    assert sign
    currency, amount = _sum(value[sign.end() :], at)
    if sign[0].startswith(">"):
        return Sums(amount, None, with_low="=" in sign[0], currency=currency)
    if sign[0].startswith("<"):
        return Sums(None, amount, with_high="=" in sign[0], currency=currency)
    return Sums(amount, amount, currency=currency)


def _range(low: Sum | None, high: Sum | None, value: str, at: int) -> Sums:
    """From one sum to another; a currency that stands at one end is that of both."""
    currencies = {end.currency for end in (low, high) if end and end.currency}
    if len(currencies) > 1:
        raise Unreadable(f"{value} is in two currencies", at)
    if low and high and low.amount > high.amount:
        raise Unreadable(f"{value} begins with the larger sum", at)
    currency = "".join(currencies)
    return Sums(low and low.amount, high and high.amount, currency=currency)


def _sum(value: str, at: int) -> Sum:
    """A sum, its currency empty where none is written."""
    match = _SUM.match(value)
    if not match or (match["minus"] and match["inner"]):
        raise Unreadable(f"{value or 'nothing'} is no sum (10m, £2.5bn or 750,000)", at)
    size = number(match["number"]).scaleb(_TIMES.get((match["times"] or "").lower(), 0))
    amount = -size if match["minus"] or match["inner"] else size
    if match["symbol"]:
        return Sum(symbol_currency(match["country"] or "", match["symbol"]), amount)
    return Sum((match["code"] or match["after"] or "").upper(), amount)

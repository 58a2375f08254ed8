"""The values of fields: periods of time and sums of money."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from wrans.entities.amounts import CODES, number, symbol_currency
from wrans.index.plan import Dates, Sums
from wrans.index.sums import Sum

_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z", re.ASCII)
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
_FIRST, _LAST = 1, 3_652_059


class Unreadable(ValueError):
    """A query cannot be read as written."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.at = at
        """Where in the query."""


def dates(column: str, name: str, value: str, at: int) -> Dates:
    """Days that a field's value names. Raises Unreadable."""
    if name == "after":
        return Dates(column, _period(value, at)[0], _LAST)
    if name == "before":
        return Dates(column, _FIRST, _period(value, at)[0] - 1)
    start, dots, end = value.partition("..")
    if not dots:
        return Dates(column, *_period(value, at))
    first = _period(start, at)[0] if start else _FIRST
    last = _period(end, at)[1] if end else _LAST
    return Dates(column, first, last)


def _period(value: str, at: int) -> tuple[int, int]:
    """First and last day of a year, month or day."""
    match = _DAY.match(value)
    try:
        if match:
            year, month, day = (int(part) if part else None for part in match.groups())
            assert year is not None
            first = date(year, month or 1, day or 1)
            last_month = month or 12
            last = date(year, last_month, day or monthrange(year, last_month)[1])
            return first.toordinal(), last.toordinal()
    except ValueError:
        pass
    raise Unreadable(f"{value} is no date (2024, 2024-07 or 2024-07-19)", at)


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

"""The values of fields: periods of time and sums of money."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Final

from wrans.index.plan import Dates, Sums

_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z", re.ASCII)
_SUM: Final = re.compile(
    r"[£€$]?\s?(\d{1,15}(?:,\d{3})*(?:\.\d{1,6})?)\s?(k|thousand|m|mn|million|bn|billion|tn|trillion)?\Z",
    re.IGNORECASE | re.ASCII,
)
_TIMES: Final = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}
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
        low = _sum(start, at) if start else None
        return Sums(low, _sum(end, at) if end else None)
    sign = re.match(r"[<>]?=?", value)
    assert sign
    amount = _sum(value[sign.end() :], at)
    if sign[0].startswith(">"):
        return Sums(amount, None, with_low="=" in sign[0])
    if sign[0].startswith("<"):
        return Sums(None, amount, with_high="=" in sign[0])
    return Sums(amount, amount)


def _sum(value: str, at: int) -> Decimal:
    match = _SUM.match(value)
    if not match:
        raise Unreadable(f"{value or 'nothing'} is no sum (10m, 2.5bn or 750,000)", at)
    return Decimal(match[1].replace(",", "")).scaleb(
        _TIMES.get((match[2] or "").lower(), 12 if match[2] else 0)
    )

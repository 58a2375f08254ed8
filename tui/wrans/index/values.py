"""The values of fields: periods of time, and what makes no sense."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from wrans.index.plan import Dates

_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z", re.ASCII)
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

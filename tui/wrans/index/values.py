"""The values of fields: periods of time, and what makes no sense."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from wrans.index.plan import Dates

_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z", re.ASCII)
_BRITISH: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)
_WRITTEN: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+)?([a-z]{3,9})\.?[\s,-]+(\d{4})\Z", re.ASCII
)
_MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()
_FIRST, _LAST = 1, 3_652_059


class Unreadable(ValueError):
    """A query cannot be read as written."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.at = at
        """Where in the query."""


def dates(column: str, name: str, value: str, at: int, today: date) -> Dates:
    """Days that a field's value names. Raises Unreadable."""
    if name == "after":
        return Dates(column, _period(value, at, today)[0], _LAST)
    if name == "before":
        return Dates(column, _FIRST, _period(value, at, today)[0] - 1)
    start, dots, end = value.partition("..")
    if not dots:
        return Dates(column, *_period(value, at, today))
    first = _period(start, at, today)[0] if start else _FIRST
    last = _period(end, at, today)[1] if end else _LAST
    if first > last:
        raise Unreadable(f"{value} begins with the later day", at)
    return Dates(column, first, last)


def _period(value: str, at: int, today: date) -> tuple[int, int]:
    """First and last day of a year, month or day."""
    try:
        if (period := _named(value.strip().lower(), today)) is not None:
            year, month, day = period
            first = date(year, month or 1, day or 1)
            last_month = month or 12
            last = date(year, last_month, day or monthrange(year, last_month)[1])
            return first.toordinal(), last.toordinal()
    except ValueError:
        pass
    shown = value.strip() or "nothing"
    raise Unreadable(f"{shown} is no date (2024, 2024-07, 2024-07-19 or 19/7/2024)", at)


def _named(value: str, today: date) -> tuple[int, int, int] | None:
    """Year, month and day of a period; 0 where it has none."""
    if found := _DAY.match(value):
        year, month, day = found.groups()
        if (month is not None and not int(month)) or (day is not None and not int(day)):
            return None
        return int(year), int(month or 0), int(day or 0)
    if found := _BRITISH.match(value):
        day, month, year = map(int, found.groups())
        return (year, month, day) if day and month else None
    if value in ("today", "yesterday"):
        meant = today - timedelta(days=value == "yesterday")
        return meant.year, meant.month, meant.day
    if found := _WRITTEN.match(value):
        months = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(found[2])]
        if months and found[1] != "0":
            return int(found[3]), months[0], int(found[1] or 0)
    return None

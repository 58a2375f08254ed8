"""Which days' lists are to be read."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

FIRST: Final = date(2014, 1, 1)
"""No question of the official interface was tabled before."""
_LAST_WEEK: Final = 22
_RECENT: Final = timedelta(days=28)
_OVERLAP: Final = timedelta(days=2)
_LOOKED_AT_AGAIN: Final = timedelta(days=90)

Days = tuple[date, date]


def weeks(first: date, last: date) -> Iterator[Days]:
    """The weeks that hold those days, the newest first.

    They begin on the 1st, 8th, 15th and 22nd, so that they add up to months.
    """
    day = last
    while day >= first:
        start = day.replace(day=min(_LAST_WEEK, 1 + (day.day - 1) // 7 * 7))
        end = start + timedelta(days=6)
        if start.day == _LAST_WEEK:
            end = (start + timedelta(days=10)).replace(day=1) - timedelta(days=1)
        yield start, end
        day = start - timedelta(days=1)


def everything(today: date) -> Iterator[Days]:
    """All weeks there are."""
    return weeks(FIRST, today)


def recent(today: date) -> Iterator[Days]:
    """The last weeks."""
    return weeks(today - _RECENT, today)


def since(synced: date, today: date) -> Days:
    """The days from a sync to the next, and some before."""
    return synced - _OVERLAP, today


def long_before(today: date) -> date:
    """A day since which all may have changed, where the last sync is not known."""
    return today - _LOOKED_AT_AGAIN


def of_silent_edits(today: date) -> Iterator[Days]:
    """Weeks in which an answer may still be changed without a word."""
    return weeks(today - _LOOKED_AT_AGAIN, today)

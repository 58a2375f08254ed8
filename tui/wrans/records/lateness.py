"""When an answer is late, by the rule of the Commons' Procedure Committee.

A named day question is to be answered on the day it names, any other of the Commons within five
working days of being tabled. The day for answer that Parliament gives is two or three weekdays
after tabling, so an ordinary answer is counted late after four more; one to a Lords question after
its day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from wrans.records.question import House, Question

RULES: Final = (
    "a named day question, or one of the Lords: answered after its day for answer",
    "any other: answered more than four working days after it (five days from tabling)",
    "not answered yet: when that day is past",
)
"""The same for those who search."""
_ALLOWED: Final = 4
_DAY: Final = timedelta(days=1)
_DAYS_KNOWN: Final = 5_000
_ONCE: Final = frozenset(
    date.fromisoformat(day)
    for day in (
        "2002-06-03 2002-06-04 2011-04-29 2012-06-04 2012-06-05 2020-05-08 2022-06-02 2022-06-03 "
        "2022-09-19 2023-05-08"
    ).split()
)
"""Holidays of one year only: jubilees, weddings, a funeral, a coronation."""
_MOVED: Final = frozenset(
    date.fromisoformat(day) for day in "2002-05-27 2012-05-28 2020-05-04 2022-05-30".split()
)
"""Days that would have been one, but for those."""


def last_day_on_time(question: Question) -> date | None:
    """The last day on which an answer is not late; None where nobody knows, or none is owed."""
    answer, due = question.answer, question.due
    if due is None or (answer is None and question.is_withdrawn):
        return None
    if question.is_named_day or question.key.house is House.LORDS:
        return due
    return _working_days_after(due, _ALLOWED)


@lru_cache(_DAYS_KNOWN)
def _working_days_after(day: date, count: int) -> date:
    for _ in range(count):
        day = min(date.max - 9 * _DAY, day) + _DAY
        while day.weekday() > 4 or day in bank_holidays(day.year):
            day += _DAY
    return day


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales."""
    usual = {*_fixed(year), *_of_easter(year), *_mondays(year)}
    return frozenset((usual - _MOVED) | {day for day in _ONCE if day.year == year})


def _fixed(year: int) -> Iterator[date]:
    """New Year, Christmas and Boxing Day, or the first free days after them."""
    new_year = date(year, 1, 1)
    yield new_year + _DAY * {5: 2, 6: 1}.get(new_year.weekday(), 0)
    christmas = date(year, 12, 25)
    day = christmas.weekday()
    yield christmas + _DAY * {5: 2, 6: 2}.get(day, 0)
    yield christmas + _DAY * {4: 3, 5: 3}.get(day, 1)


def _mondays(year: int) -> Iterator[date]:
    may = date(year, 5, 1)
    yield may + _DAY * (-may.weekday() % 7)
    for last in (date(year, 5, 31), date(year, 8, 31)):
        yield last - _DAY * last.weekday()


def _of_easter(year: int) -> Iterator[date]:
    """Good Friday and Easter Monday, by the Gregorian reckoning."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap_centuries = century // 4
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * shift + 114, 31)
    easter = date(year, month, day + 1)
    yield easter - 2 * _DAY
    yield easter + _DAY

"""Days that a running text names: "9 October 2018", "3rd of May"."""

import re
from datetime import date
from typing import Final, Self

from wrans.values import dataclass, replace

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_DAY: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?:\sof)?\s{1,2}"
    r"(january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?(?:,?\s{1,2}(\d{4})(?!\d))?",
    re.IGNORECASE,
)
# The next 29 February may be eight years off.
_YEARS: Final = 8


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is written, at ``text[start:end]``."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    """None where it goes without saying."""

    @classmethod
    def of(cls, match: re.Match[str]) -> Self:
        """The day that was matched."""
        month = _MONTHS.index(match[2][:3].lower()) + 1
        return cls(*match.span(), int(match[1]), month, int(match[3]) if match[3] else None)

    def of_year(self, year: int | None) -> Self:
        """The same day, of that year where it says none."""
        return self if self.year else replace(self, year=year)

    def date(self, written: date | None) -> date | None:
        """The date meant in a text of the day ``written``, where there is such a date.

        Without a year it is the last that is not after the text itself.
        """
        if self.year:
            return _date(self.year, self.month, self.day)
        if written is None:
            return None
        years = range(written.year, max(0, written.year - _YEARS), -1)
        dates = (_date(year, self.month, self.day) for year in years)
        return next((day for day in dates if day and day <= written), None)


def find(text: str) -> list[Day]:
    """The days that a text names, in its order."""
    return [Day.of(match) for match in _DAY.finditer(text)]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

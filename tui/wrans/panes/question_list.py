"""The list of questions."""

import datetime
from collections.abc import Callable
from typing import ClassVar, Final, Protocol

from wrans.panes.cells import steady
from wrans.panes.lines import Lines, Part
from wrans.records import Key
from wrans.records.bodies import short_name

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NARROW: Final = 34
_WITH_ASKER: Final = 66
"""From so many cells on, one line has room for all."""
_MANY_LINES: Final = 16


class Listing(Protocol):
    """What a row shows."""

    @property
    def id(self) -> int: ...  # noqa: D102
    @property
    def key(self) -> Key: ...  # noqa: D102
    @property
    def date(self) -> datetime.date: ...  # noqa: D102
    @property
    def answering_body(self) -> str: ...  # noqa: D102
    @property
    def heading(self) -> str: ...  # noqa: D102
    @property
    def asker(self) -> str: ...  # noqa: D102
    @property
    def is_answered(self) -> bool: ...  # noqa: D102
    @property
    def is_clipped(self) -> bool: ...  # noqa: D102
    @property
    def is_withdrawn(self) -> bool: ...  # noqa: D102
    @property
    def is_corrected(self) -> bool: ...  # noqa: D102
    @property
    def is_gone(self) -> bool: ...  # noqa: D102


class QuestionList(Lines[Listing]):
    """Date, answering body, heading and asker of each question, newest first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "questions--mark",
        "questions--date",
        "questions--body",
        "questions--asker",
        "questions--read",
    }
    DEFAULT_CSS = """
    QuestionList { min-width: 12;
        & > .questions--mark { color: $text-warning; text-style: bold; }
        & > .questions--date { color: $foreground 75%; }
        & > .questions--body { color: $text-secondary; }
        & > .questions--asker { color: $foreground 75%; }
        & > .questions--read { color: $foreground 65%; }
    }
    """
    LEGEND: ClassVar[str] = (
        "★ marked   ✓ read   … clipped: only the start of the text is here   ? unanswered   "
        "× withdrawn   ! corrected   † no longer shown by Parliament"
    )

    def __init__(self, *, dates: str = "short", classes: str | None = None) -> None:
        """``dates`` is ``short`` or ``iso``."""
        super().__init__(classes=classes)
        self.border_title = "Questions"
        self._dates = dates
        self._bookmarked: frozenset[Key] = frozenset()
        self.is_read: Callable[[Key], bool] = lambda key: False
        """Asked for each row when it is painted."""

    @property
    def bookmarked(self) -> frozenset[Key]:
        """The questions that have a star."""
        return self._bookmarked

    @bookmarked.setter
    def bookmarked(self, keys: frozenset[Key]) -> None:
        if keys != self._bookmarked:
            self._bookmarked = keys
            self.rows_changed()

    def tall(self, cells: int, lines: int) -> int:
        """Two lines in a narrow pane: the heading, and below it when, by whom and of whom."""
        return 2 if _NARROW <= cells < _WITH_ASKER and lines >= _MANY_LINES else 1

    def parts_of(self, line: int, row: Listing, cells: int) -> list[Part]:
        """The heading; when, where and who."""
        if self._tall == 1:
            return self.parts(row, cells)
        is_read = self.is_read(row.key)
        if line == 0:
            return [(self._marks(row), 3, "questions--mark"), _heading(row, cells - 3, is_read)]
        left = cells - 3 - self._date_cells
        body_cells = 7 if row.asker else left
        return [
            (" ✓" if is_read else "", 3, "questions--mark"),
            *self._when_and_where(row, self._date_cells, body_cells),
            (steady(row.asker), left - body_cells, "questions--asker"),
        ]

    def parts(self, row: Listing, cells: int) -> list[Part]:
        """Marks, date, body, heading and, where there is room, who asked."""
        is_read = self.is_read(row.key)
        date_cells = self._date_cells if cells >= _NARROW else 0
        body_cells = 30 if cells >= 110 else 7 if cells >= 36 else 0
        asker_cells = (24 if cells >= 84 else 16 if cells >= _WITH_ASKER else 0) * bool(row.asker)
        return [
            (self._marks(row) + "✓" * is_read, 3, "questions--mark"),
            *self._when_and_where(row, date_cells, body_cells),
            _heading(row, cells - 3 - date_cells - body_cells - asker_cells, is_read),
            ("", min(1, asker_cells), ""),
            (steady(row.asker), asker_cells - 1, "questions--asker"),
        ]

    @property
    def _date_cells(self) -> int:
        return 11 if self._dates == "iso" else 10

    def _when_and_where(self, row: Listing, date_cells: int, body_cells: int) -> list[Part]:
        body = row.answering_body if body_cells > 7 else short_name(row.answering_body)
        return [
            (self._date(row.date), date_cells, "questions--date"),
            (body if body_cells > 7 else body[:6], body_cells - 1, "questions--body"),
            ("", min(1, body_cells), ""),
        ]

    def _marks(self, row: Listing) -> str:
        star = "★" if row.key in self._bookmarked else " "
        if row.is_gone:
            return f"{star}†"
        if row.is_withdrawn:
            return f"{star}×"
        if not row.is_answered:
            return f"{star}?"
        return f"{star}…" if row.is_clipped else f"{star}!" if row.is_corrected else star

    def _date(self, day: datetime.date) -> str:
        if self._dates == "iso":
            return day.isoformat()
        return f"{day.day:>2} {_MONTHS[day.month - 1]} {day.year % 100:02d}"


def _heading(row: Listing, cells: int, is_read: bool) -> Part:
    """What was read stands back."""
    return steady(row.heading) or "(no heading)", cells, "questions--read" if is_read else ""

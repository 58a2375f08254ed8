"""How many of the questions found fall in each month, quarter or year."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from wrans.commands import bindings
from wrans.panes.cells import fit
from wrans.values import dataclass

Month = tuple[int, int]
"""Year and month."""

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_STEPS: Final = (1, 3, 12, 24, 60, 120)
"""Months a column: as few as the width allows."""
_STEP_NAMES: Final = ("month", "quarter", "year", "two years", "five years", "ten years")
_WIDEST: Final = 6
_GUTTER: Final = 8
_WITH_GUTTER: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """The questions of a month, or of several."""

    first: Month
    last: Month
    count: int

    @property
    def name(self) -> str:
        """Which months, in words."""
        (year, month), (last_year, last_month) = self.first, self.last
        if self.first == self.last:
            return f"{_MONTHS[month - 1]} {year}"
        if month == 1 and last_month == 12:
            return f"{year}" if year == last_year else f"{year}–{last_year}"
        return f"{_MONTHS[month - 1]}–{_MONTHS[last_month - 1]} {year}"


def columns_of(months: Sequence[tuple[int, int, int]], most: int) -> tuple[str, list[Column]]:
    """What a column stands for, and the columns, no more than fit; months without one are there."""
    if not months:
        return _STEP_NAMES[0], []
    first, last = (_number(year, month) for year, month, _ in (months[0], months[-1]))
    fitting = (step for step in _STEPS if last // step - first // step < most)
    step = next(fitting, _STEPS[-1])
    start = first // step * step
    count = (last - start) // step + 1
    counts = [0] * count
    for year, month, questions in months:
        counts[(_number(year, month) - start) // step] += questions
    return _STEP_NAMES[_STEPS.index(step)], [
        Column(_month(start + n * step), _month(start + (n + 1) * step - 1), questions)
        for n, questions in enumerate(counts)
    ]


def _number(year: int, month: int) -> int:
    return year * 12 + month - 1


def _month(number: int) -> Month:
    return number // 12, number % 12 + 1


class Timeline(Widget, can_focus=True):
    """Columns over the years; the arrows go along them, Enter narrows the search to one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--head",
        "timeline--bar",
        "timeline--axis",
        "timeline--cursor",
    }
    DEFAULT_CSS = """
    Timeline { height: 7; padding: 0 1;
        & > .timeline--head { color: $foreground 80%; }
        & > .timeline--bar { color: $text-secondary; }
        & > .timeline--axis { color: $foreground 75%; }
        & > .timeline--cursor { color: $text-warning; text-style: bold; }
        &:focus > .timeline--head { color: $foreground; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("moving"),
        Binding("right", "down", show=False),
        Binding("left", "up", show=False),
    ]

    class Chosen(Message):
        """The search is to be narrowed to some months."""

        def __init__(self, first: Month, last: Month) -> None:
            super().__init__()
            self.first, self.last = first, last

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[tuple[int, int, int], ...] = ()
        self._is_known = False
        self._columns: list[Column] = []
        self._step = ""
        self._at: Month | None = None
        self._narrowed: list[tuple[Month, Month]] = []

    # -- what is shown

    def show(
        self, months: tuple[tuple[int, int, int], ...], narrowed: list[tuple[Month, Month]]
    ) -> None:
        """Show the months, and which the search is narrowed to: the first, and the one after."""
        self._months, self._narrowed, self._is_known = months, narrowed, True
        self._arrange()

    def forget(self) -> None:
        """Something else was found: what was counted is true no more."""
        if self._is_known:
            self._is_known = False
            self.refresh()

    def on_resize(self) -> None:
        """As many columns as there is room for."""
        self._arrange()

    def _arrange(self) -> None:
        cells = self._cells
        self._step, self._columns = columns_of(self._months, max(1, cells))
        self.refresh()

    @property
    def _gutter(self) -> int:
        return _GUTTER if self.content_size.width >= _WITH_GUTTER else 0

    @property
    def _cells(self) -> int:
        return self.content_size.width - self._gutter

    @property
    def _wide(self) -> int:
        return max(1, min(_WIDEST, self._cells // max(1, len(self._columns))))

    @property
    def cursor(self) -> int:
        """The column that the cursor is on."""
        if self._at is None:
            # Nobody moved it yet: the newest.
            return max(0, len(self._columns) - 1)
        return max(0, bisect_right([column.first for column in self._columns], self._at) - 1)

    @cursor.setter
    def cursor(self, place: int) -> None:
        if self._columns:
            self._at = self._columns[max(0, min(place, len(self._columns) - 1))].first
            self.refresh()

    @property
    def column(self) -> Column | None:
        """What the cursor is on, once that is known."""
        return self._columns[self.cursor] if self._columns and self._is_known else None

    @property
    def lines(self) -> list[str]:
        """The lines as text."""
        return [self.render_line(y).text.rstrip() for y in range(self.content_size.height)]

    # -- painting

    def render_line(self, y: int) -> Strip:
        """A line: what it is, the columns from the top, the years."""
        cells, rows = self.content_size.width, self.content_size.height - 2
        if y == 0:
            return self._strip([(self._head(), "head")], cells)
        if not self._is_known or not self._columns:
            return Strip.blank(cells, self._style("axis"))
        if y == rows + 1:
            return self._strip(self._axis(), cells)
        return self._strip(self._bars(rows - y, rows), cells)

    def _strip(self, parts: Sequence[tuple[str, str]], cells: int) -> Strip:
        strip = Strip([Segment(text, self._style(name)) for text, name in parts])
        return strip.adjust_cell_length(cells, self._style("axis"))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"timeline--{name}")

    def _head(self) -> str:
        if not self._is_known:
            return fit("Counting the questions of each month …", self.content_size.width)
        column = self.column
        if column is None:
            return fit("No question to count.", self.content_size.width)
        told = f"Questions by {self._step}   {column.name}: {column.count:,}"
        if self._narrowed:
            told += "   ━ narrowed to these"
        return fit(told, self.content_size.width)

    def _bars(self, row: int, rows: int) -> list[tuple[str, str]]:
        """One row of all columns; 0 stands on the axis."""
        most = max(column.count for column in self._columns)
        wide = self._wide
        bar = wide - 1 if wide > 2 else wide
        scale = ""
        if row in (0, rows - 1) and rows > 1:
            scale = f"{most if row else 0:>{_GUTTER - 1},} "
        parts = [(scale[-self._gutter :].ljust(self._gutter) if self._gutter else "", "axis")]
        for n, column in enumerate(self._columns):
            # What is there at all is seen.
            eighths = max(1, round(column.count / most * rows * 8)) if column.count else 0
            level = max(0, min(8, eighths - row * 8))
            is_cursor = n == self.cursor and self.has_focus
            text = (_EIGHTHS[level] * bar).ljust(wide)
            parts.append((text, "cursor" if is_cursor else "bar"))
        return parts

    def _axis(self) -> list[tuple[str, str]]:
        """The years; what the search is narrowed to; where the cursor is."""
        wide = self._wide
        marks = [" "] * (wide * len(self._columns))
        year = 0
        for n, column in enumerate(self._columns):
            at, is_free = n * wide, True
            if column.first[0] != year:
                is_free = all(mark == " " for mark in marks[max(0, at - 1) : at + 5])
                if is_free and at + 4 <= len(marks):
                    marks[at : at + 4] = f"{column.first[0]:04}"
            year = column.first[0]
        for n, column in enumerate(self._columns):
            if any(column.first < end and column.last >= start for start, end in self._narrowed):
                for at in range(n * wide, (n + 1) * wide):
                    marks[at] = "━" if marks[at] == " " else marks[at]
        at = self.cursor * wide
        text = "".join(marks)
        axis = [(" " * self._gutter, "axis")]
        if self.has_focus:
            return [*axis, (text[:at], "axis"), ("▲", "cursor"), (text[at + 1 :], "axis")]
        return [*axis, (text, "axis")]

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor is seen where keys go."""
        super().watch_has_focus(has_focus)
        self.refresh()

    # -- moving

    def _by_year(self) -> int:
        return max(1, 12 // _STEPS[_STEP_NAMES.index(self._step)]) if self._step else 1

    def action_down(self) -> None:
        """The next column."""
        self.cursor += 1

    def action_up(self) -> None:
        """The column before."""
        self.cursor -= 1

    def action_half_page_down(self) -> None:
        """A year on."""
        self.cursor += self._by_year()

    def action_half_page_up(self) -> None:
        """A year back."""
        self.cursor -= self._by_year()

    def action_page_down(self) -> None:
        """A year on."""
        self.action_half_page_down()

    def action_page_up(self) -> None:
        """A year back."""
        self.action_half_page_up()

    def action_first(self) -> None:
        """The first column."""
        self.cursor = 0

    def action_last(self) -> None:
        """The last column."""
        self.cursor = len(self._columns) - 1

    def action_choose(self) -> None:
        """Narrow the search to the column."""
        if self.column is not None:
            self.post_message(self.Chosen(self.column.first, self.column.last))

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        place = (offset.x - self._gutter) // self._wide if offset else -1
        if 0 <= place < len(self._columns):
            self.cursor = place
            if event.chain > 1:
                self.action_choose()

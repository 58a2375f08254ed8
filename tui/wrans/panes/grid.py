"""A table's cells in their places, and which rows name its columns."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from wrans.records import Cell, Table
from wrans.values import dataclass, replace

_FIGURE: Final = re.compile(r"[£€$]?\s?[\d,.]+\s?%?\Z")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_DAY: Final = re.compile(r"\d{1,2}[/. -](?:\d{1,2}|[A-Z][a-z]{2,8})[/. -](?:\d{4}|\d\d)\Z")
_MOST_COLUMNS: Final = 60
_MOST_ROWS: Final = 600
_MOST_REACHED: Final = 20_000
"""How far cells may reach: what a page claims must not cost more than what it holds."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell where it stands."""

    column: int
    columns: int
    start: int
    end: int
    is_header: bool
    is_continued: bool = False
    """Does it stand in a row above, and reach down to this one?"""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, from left to right."""

    cells: tuple[Placed, ...]
    """Those from above that reach down to it among them."""
    filled: tuple[Placed, ...]
    """Its own that say something."""

    @property
    def said(self) -> list[Placed]:
        """All that says something about it."""
        return [cell for cell in self.cells if cell.end > cell.start]

    def is_caption(self, columns: int) -> bool:
        """Does it name the rows that follow it, or the whole table?"""
        return (
            columns > 1
            and len(self.filled) == 1
            and (self.filled[0].column == 0 or self.filled[0].columns >= columns)
            and not any(cell.is_continued for cell in self.cells)
        )


def grid_of(table: Table) -> tuple[list[Row], int]:
    """Rows of cells with their columns, empty rows and columns left out."""
    reaching: list[tuple[Placed, int]] = []
    left_to_reach = _MOST_REACHED
    rows: list[list[Placed]] = []
    for row in table.rows:
        left_to_reach -= len(reaching)
        if left_to_reach < 0:
            reaching = []
        placed = [replace(cell, is_continued=True) for cell, _ in reaching]
        reaching = [(cell, left - 1) for cell, left in reaching if left > 1]
        taken = {at for cell in placed for at in range(cell.column, cell.column + cell.columns)}
        for told, cell in _side_by_side(row, taken):
            placed.append(cell)
            if told.rows > 1:
                reaching.append((cell, min(told.rows, _MOST_ROWS) - 1))
        rows.append(sorted(placed, key=lambda cell: cell.column))
    # A spanning cell needs only its first column; the others are there if something else is.
    used = sorted({c.column for row in rows for c in row if c.end > c.start})
    kept: list[Row] = []
    for cells in rows:
        moved = tuple(there for c in cells if (there := _moved(c, used)))
        filled = tuple(c for c in moved if c.end > c.start and not c.is_continued)
        if filled:
            kept.append(Row(moved, filled))
    return kept, len(used)


def _side_by_side(row: Sequence[Cell], taken: set[int]) -> Iterator[tuple[Cell, Placed]]:
    """The cells of a row, where no cell from above stands."""
    column = 0
    for cell in row:
        while column in taken:
            column += 1
        columns = max(1, min(cell.columns, _MOST_COLUMNS))
        yield cell, Placed(column, columns, cell.start, cell.end, cell.is_header)
        column += columns


def _moved(cell: Placed, used: Sequence[int]) -> Placed | None:
    """The cell in the columns that are kept."""
    first = bisect_left(used, cell.column)
    columns = bisect_left(used, cell.column + cell.columns) - first
    if (first, columns) == (cell.column, cell.columns):
        return cell
    return replace(cell, column=first, columns=columns) if columns > 0 else None


# -- which rows name the columns


def head_rows(rows: Sequence[Row], text: str) -> int:
    """How many rows at the top name the columns; hardly any table of the record marks them."""
    marked = 0
    while marked < len(rows) - 1 and all(cell.is_header for cell in rows[marked].filled):
        marked += 1
    if marked:
        return marked
    first = 0
    while first < len(rows) - 1 and _names_groups(rows[first], text):
        first += 1
    if first == len(rows) - 1 or _is_one_of_many(rows[first], rows[first + 1 :], text):
        return first
    return first + 1


def _names_groups(row: Row, text: str) -> bool:
    """Does a row stand over several columns at a time, and hold no figures itself?"""
    kinds = [_kind(text[cell.start : cell.end]) for cell in row.filled]
    return any(cell.columns > 1 for cell in row.filled) and "figure" not in kinds


def _is_one_of_many(top: Row, below: Sequence[Row], text: str) -> bool:
    """Does a row say the same kind of thing as those below: figures over figures, and so on?"""
    telling = alike = 0
    columns = texts_of(below, text)
    for cell in top.filled:
        texts = columns.get(cell.column, [])
        kinds = [kind for told in texts if (kind := _kind(told))]
        if len(kinds) * 2 > len(texts):
            telling += 1
            alike += _kind(text[cell.start : cell.end]) == max(set(kinds), key=kinds.count)
    return alike * 2 > telling


def texts_of(rows: Sequence[Row], text: str) -> dict[int, list[str]]:
    """What the cells of each column say."""
    columns: dict[int, list[str]] = {}
    for row in rows:
        for cell in row.filled:
            if cell.columns == 1:
                columns.setdefault(cell.column, []).append(text[cell.start : cell.end])
    return columns


def _kind(text: str) -> str:
    """``year``, ``day``, ``figure``, or nothing in particular."""
    if _YEAR.match(text):
        return "year"
    if _DAY.match(text):
        return "day"
    return "figure" if _FIGURE.match(text) else ""


def names_of(head: Sequence[Row]) -> dict[int, list[Placed]]:
    """What stands over each column, the heading of its group first."""
    names: dict[int, list[Placed]] = {}
    for row in head:
        for cell in row.filled:
            for column in range(cell.column, cell.column + cell.columns):
                names.setdefault(column, []).append(cell)
    return names

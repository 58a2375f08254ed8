"""What a table says with one of its cells: its caption, its row's labels, its column's header."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from wrans.records.opener import without_opener
from wrans.records.prose import Cell, Table
from wrans.records.sentences import Range
from wrans.values import dataclass

_CELLS: Final = 6
"""So many cells of a row are told beside the one that is asked for."""
_CELL: Final = 120
_CAPTION: Final = 240
"""A longer one is cut."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a stretch of a text."""

    text: str
    ranges: tuple[Range, ...]
    """Where in the whole text it was taken from."""


class Rows:
    """A table, of which each cell is told with its column's header and its row's labels."""

    def __init__(self, text: str, table: Table, caption: Range | None) -> None:
        self._text, self._caption = text, caption
        self._rows = table.rows
        self._starts = [row[0].start if row else table.start for row in table.rows]
        self._columns = _columns(table.rows)
        self._headers: dict[int, list[Cell]] = {}
        self._head = self._head_rows()
        self._titles: list[Cell] = []
        """Those that head the whole table."""
        for number in range(self._head):
            filled = [cell for cell in self._rows[number] if cell.end > cell.start]
            if len(self._rows[number]) == len(filled) == 1 and filled[0].columns > 1:
                self._titles += filled
                continue
            for cell, column in zip(self._rows[number], self._columns[number], strict=True):
                for covered in range(column, min(column + cell.columns, column + 60)):
                    if cell.end > cell.start:
                        self._headers.setdefault(covered, []).append(cell)

    def _head_rows(self) -> int:
        """How many rows at the top name columns."""
        head = 0
        for row in self._rows[:4]:
            filled = [cell for cell in row if cell.end > cell.start]
            if not filled or all(cell.is_header for cell in filled) or self._names(filled):
                head += 1
            else:
                break
        return head if head < len(self._rows) else 0

    def _names(self, filled: Sequence[Cell]) -> bool:
        """Are these cells names, and at most years, rather than figures?"""
        rest = filled[1:] or filled
        return not any(_FIGURE.fullmatch(self._text[cell.start : cell.end]) for cell in rest)

    def tell(self, offset: int) -> Told:
        """The cell at an offset."""
        number = max(0, bisect_right(self._starts, offset) - 1)
        row, columns = self._rows[number], self._columns[number]
        if not row:
            return Told("", ())
        cells = [cell.start for cell in row]
        place = max(0, bisect_right(cells, offset) - 1)
        ranges: list[Range] = [self._caption] if self._caption else []
        parts: list[str] = []
        for title in self._titles:
            ranges.append((title.start, title.end))
            parts.append(_cut(self._text[title.start : title.end].strip(" :"), _CAPTION))
        for at in sorted({*self._labels(number), place}):
            parts.append(self._with_header(row[at], columns[at], ranges))
        told = "; ".join(part for part in parts if part)
        if self._caption:
            start, end = self._caption
            line = without_opener(self._text[start:end]).rstrip(" :.")
            told = f"{_cut(line, _CAPTION)}: {told}"
        return Told(told, tuple(ranges))

    def _labels(self, number: int) -> list[int]:
        """The cells of a row that say what it is about: words, not figures."""
        row = self._rows[number][: 4 * _CELLS]
        return [
            at
            for at, cell in enumerate(row)
            if cell.end > cell.start
            and not _FIGURE.fullmatch(self._text[cell.start : min(cell.end, cell.start + 60)])
        ][:_CELLS]

    def _with_header(self, cell: Cell, column: int, ranges: list[Range]) -> str:
        heads = [h for h in self._headers.get(column, ()) if h is not cell]
        ranges += [(head.start, head.end) for head in heads]
        ranges.append((cell.start, cell.end))
        header = " ".join(_cut(self._text[h.start : h.end].strip(" :"), _CELL) for h in heads)
        told = _cut(self._text[cell.start : cell.end], 2 * _CELL)
        return f"{header}: {told}" if header else told


def _cut(text: str, most: int) -> str:
    """A text of so many characters at most, cut between two words."""
    if len(text) <= most:
        return text
    at = text.rfind(" ", most // 2, most)
    return f"{text[: at if at > 0 else most - 1].rstrip(' ,;:')}…"


_FIGURE: Final = re.compile(
    r"[-−–(]?\s?(?:[A-Z]{0,3}[£€$¥₹])?\s?[-−–]?(?!(?:19|20)\d\d(?:[-/–]\d{2,4})?\Z)"
    r"\d[\d,.\s]*(?:%|[kmb]n?|million|billion|thousand)?\)?[*†‡]*|[-–—]|n/a|nil|N/A|Nil",
)


def _columns(rows: Sequence[Sequence[Cell]]) -> list[list[int]]:
    """In which column each cell begins, as cells that cover several rows and columns leave it."""
    placed: list[list[int]] = []
    taken: dict[int, int] = {}
    for number, row in enumerate(rows):
        at, columns = 0, []
        for cell in row:
            while taken.get(at, 0) > number:
                at += 1
            columns.append(at)
            if cell.rows > 1:
                for covered in range(at, at + min(cell.columns, 60)):
                    taken[covered] = number + cell.rows
            at += max(1, cell.columns)
        placed.append(columns)
    return placed

"""What a stretch of a text is part of: its sentence, or its cell with what heads it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from wrans.records.prose import Cell, Item, Paragraph, Prose, Table
from wrans.values import dataclass

Range = tuple[int, int]

_END: Final = re.compile(r"[.!?][)\]”’\"']{0,3}(?:\[\d{1,3}\]|\*)?\s(?=[^a-z\s])")
_UNENDING: Final = re.compile(
    r"(?:\b(?:[A-Z]|hon|Hon|Rt|Mr|Mrs|Ms|Dr|Prof|St|No|no|Nos|nos|Art|para|paras|approx|ca?|cf|vs?"
    r"|e\.g|i\.e|eg|ie|etc|incl|inc|Ltd|Co|Fig|fig|Vol|vol|pp?|p\.a|est|max|min|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.\Z"
)
_LONGEST: Final = 600
"""A sentence that is longer comes in pieces."""
_CAPTION: Final = 160
_CELLS: Final = 6
"""So many cells of a row are told beside the one that is asked for."""
_CELL: Final = 120


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a stretch of a text."""

    text: str
    ranges: tuple[Range, ...]
    """Where in the whole text it was taken from."""


def teller(prose: Prose) -> Callable[[int], Told]:
    """What tells the sentence or cell at an offset; each is looked for once."""
    blocks = prose.blocks
    starts = [block.start for block in blocks]
    known: dict[int, Callable[[int], Told]] = {}

    def tell(offset: int) -> Told:
        number = max(0, bisect_right(starts, offset) - 1)
        if number not in known:
            known[number] = _of_block(prose, number)
        return known[number](offset)

    return tell


def _of_block(prose: Prose, number: int) -> Callable[[int], Told]:
    block = prose.blocks[number]
    if isinstance(block, Table):
        return _Rows(prose.text, block, _line_above(prose, number)).tell
    lead = _lead(prose, number) if isinstance(block, Item) else None
    spans = list(_sentences(prose.text, block.start, block.end))
    starts = [start for start, _ in spans]

    def tell(offset: int) -> Told:
        start, end = spans[max(0, bisect_right(starts, offset) - 1)]
        here = prose.text[start:end]
        if lead is None:
            return Told(here, ((start, end),))
        return Told(f"{prose.text[lead[0] : lead[1]]} {here}", (lead, (start, end)))

    return tell


def _sentences(text: str, start: int, end: int) -> Iterator[Range]:
    """The sentences between two offsets, one after another."""
    at = start
    for match in _END.finditer(text, start, end):
        if _UNENDING.search(text, max(at, match.start() - 8), match.start() + 1):
            continue
        yield from _pieces(text, at, match.end() - 1)
        at = match.end()
    yield from _pieces(text, at, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Range]:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = space if space > 0 else start + _LONGEST
        yield start, cut
        start = cut + (space > 0)
    yield start, end


def _lead(prose: Prose, number: int) -> Range | None:
    """The words before a list, where they lead into it: ``The grants were:``."""
    for block in reversed(prose.blocks[max(0, number - 60) : number]):
        if isinstance(block, Item):
            continue
        if isinstance(block, Paragraph) and prose.text[: block.end].endswith(":"):
            return list(_sentences(prose.text, block.start, block.end))[-1]
        return None
    return None


def _line_above(prose: Prose, number: int) -> Range | None:
    """The caption of a table: a short line above it, or the end of a longer one."""
    before = prose.blocks[number - 1] if number else None
    if not isinstance(before, Paragraph):
        return None
    start, end = list(_sentences(prose.text, before.start, before.end))[-1]
    return (start, end) if end - start <= _CAPTION else None


class _Rows:
    """A table, of which each cell is told with its column's header and its row's labels."""

    def __init__(self, text: str, table: Table, caption: Range | None) -> None:
        self._text, self._caption = text, caption
        self._rows = table.rows
        self._starts = [row[0].start if row else table.start for row in table.rows]
        self._columns = _columns(table.rows)
        self._headers: dict[int, list[Cell]] = {}
        self._head = self._head_rows()
        for number in range(self._head):
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
        for at in sorted({*self._labels(number), place}):
            parts.append(self._with_header(row[at], columns[at], ranges))
        told = "; ".join(part for part in parts if part)
        if self._caption:
            start, end = self._caption
            told = f"{self._text[start:end].rstrip(' :.')}: {told}"
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
        header = " ".join(self._text[h.start : h.end].strip(" :")[:_CELL] for h in heads)
        told = self._text[cell.start : cell.end]
        told = told if len(told) <= 2 * _CELL else f"{told[: 2 * _CELL]}…"
        return f"{header}: {told}" if header else told


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

"""Tables as rows of cells with their columns, from HTML or from flattened text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wrans.values import dataclass, replace

if TYPE_CHECKING:
    from wrans.records import Table


SEPARATOR = " | "
# No table has more; what claims to is not worth the time.
_MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, the first of its columns, and how many it covers."""

    column: int
    span: int
    start: int
    text: str


Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, from one place in a text to another."""

    start: int
    end: int
    rows: Sequence[Row]
    above: Sequence[str]
    """The lines that tell what the table is, the nearest last."""
    width: int
    is_flat: bool
    """Are its columns guessed from the order of its cells?"""


def of_blocks(text: str, blocks: "Sequence[Table]") -> Iterator[Grid]:
    """The tables of an answer whose HTML is known."""
    for block in blocks:
        above = [_line_before(text, block.start)]
        rows = _placed(text, block)
        while rows and sum(bool(cell.text) for cell in rows[0]) == 1 and len(rows[0]) == 1:
            above.append(rows.pop(0)[0].text)
        width = max((cell.column + cell.span for row in rows for cell in row), default=0)
        if rows:
            yield Grid(block.start, block.end, rows, above, width, is_flat=False)


def _line_before(text: str, start: int) -> str:
    if start < 2 or text[start - 2] == "\n":
        return ""
    return text[text.rfind("\n", 0, start - 1) + 1 : start - 1]


def _placed(text: str, block: "Table") -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    taken: dict[int, int] = {}
    for row in block.rows:
        placed: list[Cell] = []
        column = 0
        below: dict[int, int] = {}
        for cell in row:
            while taken.get(column):
                column += 1
            span = max(1, min(cell.columns, _MOST_COLUMNS - column))
            placed.append(Cell(column, span, cell.start, text[cell.start : cell.end]))
            if cell.rows > 1:
                below |= dict.fromkeys(range(column, column + span), cell.rows)
            column += span
        taken = {c: left - 1 for c, left in (taken | below).items() if left > 1}
        rows.append(placed)
    return rows


def of_text(text: str) -> Iterator[Grid]:
    """The tables of a flattened text: lines with bars, and short lines between such."""
    above: list[str] = []
    lines: list[tuple[int, list[str]]] = []
    between: list[str] = []
    at = 0
    for line in [*text.split("\n"), ""]:
        if SEPARATOR in line:
            cells = line.split(SEPARATOR)
            if lines and between and not _goes_on(lines, between, cells):
                yield _aligned(lines, above)
                above, lines = between[-1:], []
            lines.append((at, cells))
            between = []
        elif lines:
            between.append(line)
        else:
            above = [line]
        at += len(line) + 1
    if lines:
        yield _aligned(lines, above)


def _goes_on(lines: list[tuple[int, list[str]]], between: list[str], cells: list[str]) -> bool:
    """Is a row the next of the table above, in spite of the lines of one cell between them?"""
    return (
        len(cells) == len(lines[-1][1])
        and len(between) < 6
        and all(0 < len(line) < 120 for line in between)
        and any(cell[:1].isdigit() or cell[:1] in "£€$-–(" for cell in cells[1:])
        and not (between[-1][-1] in ".:" or between[-1][:5].lower() == "table")
    )


def _aligned(lines: list[tuple[int, list[str]]], above: list[str]) -> Grid:
    """Rows that lack cells lack them at the left, where labels cover several rows or columns."""
    with_figures = [len(c) for _, c in lines if any(x[-1:].isdigit() for x in c[1:])]
    width = Counter(with_figures or [len(c) for _, c in lines]).most_common(1)[0][0]
    rows = []
    for at, cells in lines:
        row = []
        for place, cell in enumerate(cells):
            row.append(Cell(width - len(cells) + place, 1, at, cell))
            at += len(cell) + len(SEPARATOR)
        rows.append(row)
    return Grid(lines[0][0], at - len(SEPARATOR), rows, above, width, is_flat=True)


def spread(head: list[Row], grid: Grid) -> list[Row]:
    """Rows of names, those with too few cells spread over the columns they are likely to cover."""
    if not grid.is_flat or not head or len(head[0]) >= grid.width:
        return head
    first = head[0]
    labels = 1
    if len(head) > 1:
        labels = max(1, grid.width - len(head[1]))
    elif len(first) == grid.width - 1:
        return head
    groups, columns = len(first) - labels, grid.width - labels
    if groups < 1:
        return head
    each, left = divmod(columns, groups)
    row = [replace(cell, column=place) for place, cell in enumerate(first[:labels])]
    column = labels
    for place, cell in enumerate(first[labels:]):
        span = each + (left if place == groups - 1 else 0)
        row.append(replace(cell, column=column, span=span))
        column += span
    return [row, *head[1:]]

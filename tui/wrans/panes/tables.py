"""Tables in lines: columns where there is room, else one record under another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wrans.panes.wrapping import Line, Piece, Shown
from wrans.records import Table

_NUMBER: Final = re.compile(
    r"[\s£€$%()\[\],.+\-–—*<>~\d]*(?:k|m|mn|bn|million|billion|n/a|nil)?\s*\Z", re.I
)
_BETWEEN: Final = " │ "
_LONGEST_WORD: Final = 16
"""A word may be cut from here on: an address must not push every other column out."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell where it stands."""

    column: int
    columns: int
    start: int
    end: int
    is_header: bool


def lay_out(table: Table, shown: Shown, cells: int) -> Iterator[Line]:
    """The lines of a table, none wider than so many cells."""
    rows, columns = _grid(table)
    while rows and columns > 1 and len(_filled(rows[0])) == 1 and _covers(rows[0], columns):
        # A caption over the whole table.
        cell = _filled(rows.pop(0))[0]
        yield from (((a, z),) for a, z in shown.wrap(cell.start, cell.end, cells))
    if not rows:
        return
    natural, least = _widths(rows, columns, shown)
    room = cells - len(_BETWEEN) * (columns - 1)
    if sum(least) > room:
        yield from _records(rows, shown, cells)
    else:
        yield from _columns(rows, _shared(natural, least, room), shown)


def _filled(row: Sequence[_Placed]) -> list[_Placed]:
    return [cell for cell in row if cell.end > cell.start]


def _covers(row: Sequence[_Placed], columns: int) -> bool:
    """Does the one cell that says something stand over all columns, or alone in its row?"""
    cell = _filled(row)[0]
    return cell.columns >= columns or cell.column == 0


def _grid(table: Table) -> tuple[list[list[_Placed]], int]:
    """Rows of cells with their columns, empty rows and columns left out."""
    taken: dict[int, int] = {}
    rows: list[list[_Placed]] = []
    for row in table.rows:
        placed: list[_Placed] = []
        column = 0
        covered = {at for at, left in taken.items() if left > 0}
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
        for cell in row:
            while column in covered:
                column += 1
            span = min(cell.columns, 60)
            placed.append(_Placed(column, span, cell.start, cell.end, cell.is_header))
            if cell.rows > 1:
                taken |= {at: min(cell.rows, 600) - 1 for at in range(column, column + span)}
            column += span
        rows.append(placed)
    used = sorted({at for row in rows for c in _filled(row) for at in _own_columns(c)})
    where = {at: n for n, at in enumerate(used)}
    kept = [[p for c in row if (p := _moved(c, where))] for row in rows if _filled(row)]
    return kept, len(used)


def _own_columns(cell: _Placed) -> range:
    """The columns that are there because of this cell: a spanning one needs only its first."""
    return range(cell.column, cell.column + 1)


def _moved(cell: _Placed, where: dict[int, int]) -> _Placed | None:
    covered = [where[at] for at in range(cell.column, cell.column + cell.columns) if at in where]
    if not covered:
        return None
    return _Placed(covered[0], len(covered), cell.start, cell.end, cell.is_header)


def _widths(
    rows: Sequence[Sequence[_Placed]], columns: int, shown: Shown
) -> tuple[list[int], list[int]]:
    """The width that each column would like, and the least that it can do with."""
    natural, least = [1] * columns, [1] * columns
    for row in rows:
        if columns > 1 and len(_filled(row)) == 1:
            continue
        for cell in row:
            if cell.columns == 1:
                at, text = cell.column, shown.text[cell.start : cell.end]
                natural[at] = max(natural[at], shown.cells(cell.start, cell.end))
                longest = max((len(word) for word in text.split(" ")), default=1)
                least[at] = max(least[at], min(_LONGEST_WORD, longest))
    return natural, least


def _shared(natural: list[int], least: list[int], room: int) -> list[int]:
    """The columns' widths: the widest give first."""
    widths = natural[:]
    while sum(widths) > room:
        widest = max(
            (n for n in range(len(widths)) if widths[n] > least[n]), key=widths.__getitem__
        )
        others = [w for n, w in enumerate(widths) if n != widest and widths[n] > least[n]]
        goal = max([least[widest], *(w - 1 for w in others), widths[widest] - (sum(widths) - room)])
        widths[widest] = min(widths[widest] - 1, max(goal, least[widest]))
    return widths


def _head_rows(rows: Sequence[Sequence[_Placed]], shown: Shown) -> int:
    """How many rows at the top name the columns."""
    marked = 0
    for row in rows[:-1]:
        if not all(cell.is_header for cell in _filled(row)):
            break
        marked += 1
    if marked or len(rows) < 2:
        return marked
    first = 0
    while first < len(rows) - 1 and any(cell.columns > 1 for cell in rows[first]):
        first += 1
    texts = [shown.text[c.start : c.end] for c in _filled(rows[first])]
    is_figures = sum(bool(re.match(r"[£€$]?[\d,.]+%?\Z", t)) and not _is_year(t) for t in texts)
    return first + 1 if is_figures * 2 <= len(texts) and first < len(rows) - 1 else first


def _is_year(text: str) -> bool:
    return bool(re.match(r"(?:19|20)\d\d\Z", text))


def _columns(rows: list[list[_Placed]], widths: list[int], shown: Shown) -> Iterator[Line]:
    head = _head_rows(rows, shown)
    figures = [
        _is_figures(
            [c for row in rows[head:] for c in row if c.column == n and c.columns == 1], shown
        )
        for n in range(len(widths))
    ]
    total = sum(widths) + len(_BETWEEN) * (len(widths) - 1)
    for number, row in enumerate(rows):
        if (
            len(widths) > 1
            and len(_filled(row)) == 1
            and number >= head
            and _covers(row, len(widths))
        ):
            cell = _filled(row)[0]
            if cell.column == 0 and cell.columns < 2 and number + 1 < len(rows):
                yield from (((a, z),) for a, z in shown.wrap(cell.start, cell.end, total))
                continue
        yield from _row(row, widths, figures, shown)
        if number == head - 1:
            yield ("─┼─".join("─" * n for n in widths),)


def _row(
    row: list[_Placed], widths: list[int], figures: list[bool], shown: Shown
) -> Iterator[Line]:
    wide = {
        c.column: sum(widths[c.column : c.column + c.columns]) + len(_BETWEEN) * (c.columns - 1)
        for c in row
    }
    wrapped = {
        c.column: shown.wrap(c.start, c.end, wide[c.column]) if c.end > c.start else [] for c in row
    }
    spans = {c.column: c.columns for c in row}
    for y in range(max(map(len, wrapped.values()), default=0)):
        pieces: list[Piece] = []
        column = 0
        while column < len(widths):
            if pieces:
                pieces.append(_BETWEEN)
            cells = wide.get(column, widths[column])
            lines = wrapped.get(column, [])
            if y < len(lines):
                start, end = lines[y]
                pad = " " * (cells - shown.cells(start, end))
                is_right = spans[column] == 1 and figures[column]
                pieces += [pad, (start, end)] if is_right else [(start, end), pad]
            else:
                pieces.append(" " * cells)
            column += spans.get(column, 1)
        yield tuple(pieces)


def _is_figures(cells: Sequence[_Placed], shown: Shown) -> bool:
    filled = [shown.text[c.start : c.end] for c in cells if c.end > c.start]
    return sum(bool(_NUMBER.match(text)) for text in filled) * 2 > len(filled)


def _records(rows: list[list[_Placed]], shown: Shown, cells: int) -> Iterator[Line]:
    """Each row for itself: its first cell as a title, then every column's name and value."""
    head = _head_rows(rows, shown)
    names = {c.column: c for row in rows[:head] for c in _filled(row) if c.columns == 1}
    for row in rows[head:] if head else rows:
        yield ("┄" * cells,)
        filled = _filled(row)
        for cell in filled:
            name = names.get(cell.column)
            if name is None or cell is filled[0] or len(filled) == 1:
                yield from (((a, z),) for a, z in shown.wrap(cell.start, cell.end, cells))
                continue
            label, value = shown.cells(name.start, name.end), shown.cells(cell.start, cell.end)
            if label + 4 + value <= cells:
                yield "  ", (name.start, name.end), ": ", (cell.start, cell.end)
                continue
            for start, end in shown.wrap(name.start, name.end, cells - 2):
                yield "  ", (start, end)
            for start, end in shown.wrap(cell.start, cell.end, cells - 4):
                yield "    ", (start, end)

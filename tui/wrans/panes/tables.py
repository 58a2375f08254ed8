"""Tables in lines: columns where there is room, else one record under another."""

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Final

from wrans.panes.grid import Placed, Row, grid_of, head_rows, names_of, texts_of
from wrans.panes.wrapping import Line, Piece, Shown
from wrans.records import Table
from wrans.values import replace

_NUMBER: Final = re.compile(
    r"[\s£€$%()\[\],.+\-–—*<>~\d]*(?:k|m|mn|bn|million|billion|n/a|nil)?\s*\Z", re.I
)
_BETWEEN: Final = " │ "
_LONGEST_WORD: Final = 16
"""A word may be cut from here on: an address must not push every other column out."""
_MOST_CELLS: Final = 20_000
"""Nine times what the largest table of the record holds."""
_CUT: Final = "The rest of this table is left out here: it is longer than 20,000 cells."


def lay_out(table: Table, shown: Shown, cells: int, widest: int = 0) -> Iterator[Line]:
    """The lines of a table, none wider than so many cells.

    ``widest`` is how wide a table may be whose columns ask for more.
    """
    kept = _beginning(table)
    yield from _all_of(kept, shown, cells, max(cells, widest))
    if kept is not table:
        yield from ((line,) for line in wrap(_CUT, cells))


def _beginning(table: Table) -> Table:
    """The table itself, or of one that nobody reads so many cells."""
    left = _MOST_CELLS
    for number, row in enumerate(table.rows):
        left -= len(row)
        if left < 0:
            return replace(table, rows=(*table.rows[:number], row[: len(row) + left]))
    return table


def _all_of(table: Table, shown: Shown, cells: int, widest: int) -> Iterator[Line]:
    rows, columns = grid_of(table)
    captions = 0
    while captions < len(rows) and rows[captions].is_caption(columns):
        yield from _wrapped(rows[captions].filled[0], shown, cells)
        captions += 1
    rows = rows[captions:]
    if not rows:
        return
    natural, least = _widths(rows, columns, shown)
    between = len(_BETWEEN) * (columns - 1)
    is_wide = sum(natural) + between <= widest or sum(least) + between > cells
    room = (widest if is_wide else cells) - between
    if sum(least) > room:
        yield from _records(rows, shown, cells)
    else:
        yield from _columns(rows, _shared(natural, least, room), shown)


def _wrapped(cell: Placed, shown: Shown, cells: int, indent: str = "") -> Iterator[Line]:
    """The lines of one cell that has the width for itself."""
    for span in shown.wrap(cell.start, cell.end, cells - len(indent)):
        yield (indent, span) if indent else (span,)


# -- how wide columns are


def _widths(rows: Sequence[Row], columns: int, shown: Shown) -> tuple[list[int], list[int]]:
    """The width that each column would like, and the least that it can do with."""
    natural, least = [1] * columns, [1] * columns
    for row in rows:
        if columns > 1 and len(row.filled) == 1:
            continue
        for cell in row.filled:
            if cell.columns == 1:
                at, text = cell.column, shown.text[cell.start : cell.end]
                natural[at] = max(natural[at], shown.cells(cell.start, cell.end))
                longest = max(map(len, text.split(" ")))
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


# -- columns side by side


def _columns(rows: Sequence[Row], widths: list[int], shown: Shown) -> Iterator[Line]:
    head = head_rows(rows, shown.text)
    figures = {
        column
        for column, texts in texts_of(rows[head:], shown.text).items()
        if sum(bool(_NUMBER.match(text)) for text in texts) * 2 > len(texts)
    }
    total = sum(widths) + len(_BETWEEN) * (len(widths) - 1)
    for number, row in enumerate(rows):
        if head <= number < len(rows) - 1 and row.is_caption(len(widths)):
            yield from _wrapped(row.filled[0], shown, total)
            continue
        yield from _row(row, widths, figures, shown)
        if number == head - 1:
            yield ("─┼─".join("─" * n for n in widths),)


def _row(row: Row, widths: list[int], figures: set[int], shown: Shown) -> Iterator[Line]:
    wide = {
        c.column: sum(widths[c.column : c.column + c.columns]) + len(_BETWEEN) * (c.columns - 1)
        for c in row.cells
    }
    spans = {c.column: c.columns for c in row.cells}
    wrapped = {c.column: shown.wrap(c.start, c.end, wide[c.column]) for c in row.filled}
    for y in range(max(map(len, wrapped.values()))):
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
                is_right = spans[column] == 1 and column in figures
                pieces += [pad, (start, end)] if is_right else [(start, end), pad]
            else:
                pieces.append(" " * cells)
            column += spans.get(column, 1)
        yield tuple(pieces)


# -- one record under another


def _records(rows: Sequence[Row], shown: Shown, cells: int) -> Iterator[Line]:
    """Each row for itself, each value with the name of its column."""
    head = head_rows(rows, shown.text)
    names = names_of(rows[:head])
    alone = _alone(rows[:head], rows[head:], names)
    for row in rows[:head]:
        for cell in row.filled:
            if cell in alone:
                yield from _wrapped(cell, shown, cells)
    for row in rows[head:]:
        yield ("┄" * cells,)
        said = row.said
        for cell in said:
            name = [part for part in names.get(cell.column, []) if part not in alone]
            indent = "" if cell is said[0] or not name else "  "
            if name and len(said) > 1:
                yield from _named(name, cell, shown, cells, indent)
            else:
                yield from _wrapped(cell, shown, cells, indent)


def _alone(
    head: Sequence[Row], body: Sequence[Row], names: Mapping[int, Sequence[Placed]]
) -> set[Placed]:
    """The headings that would name every value alike, or none."""
    columns = max((cell.column + cell.columns for row in head for cell in row.cells), default=0)
    naming = {
        part
        for row in body
        if len(row.said) > 1
        for cell in row.said
        for part in names.get(cell.column, ())
    }
    return {
        cell
        for row in head
        for cell in row.filled
        if cell not in naming or 1 < cell.columns >= columns - 1
    }


def _named(
    name: Sequence[Placed], cell: Placed, shown: Shown, cells: int, indent: str
) -> Iterator[Line]:
    """A column's name and a value: on one line, or under each other."""
    label: list[Piece] = [indent] if indent else []
    for part in name:
        label += [(part.start, part.end), ", "]
    label[-1] = ": "
    taken = sum(len(p) if isinstance(p, str) else shown.cells(*p) for p in label)
    if taken + shown.cells(cell.start, cell.end) <= cells:
        yield *label, (cell.start, cell.end)
        return
    for part in name:
        yield from _wrapped(part, shown, cells, indent)
    yield from _wrapped(cell, shown, cells, f"{indent}  ")

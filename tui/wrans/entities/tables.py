"""Sums in the columns of tables, where only the header says that they are money."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wrans.entities.amounts import NUMBER, magnitude, number, symbol_currency
from wrans.entities.entity import Money

_SEPARATOR: Final = " | "
_UNIT: Final = re.compile(
    r"(?P<symbol>[£€])\s?(?:\(?(?P<magnitude>millions?|billions?|thousands?|mn?|bn|k|[’'‘]?\s?0{3}s?|,000s?)\b\)?)?(?![\d])"
    r"|\b(?P<word>GBP|EUR|USD)\b(?:\s?\(?(?P<magnitude2>millions?|billions?|thousands?|mn?|bn|k)\b\)?)?",
    re.IGNORECASE,
)
_NEAR_UNIT: Final = re.compile(
    r"\b(?:in\s|\()?(?P<magnitude>millions?|billions?|thousands?|m|bn)\b\)?", re.I
)
_CELL: Final = re.compile(
    rf"(?P<open>\()?(?P<minus>[-−–])?\s?(?P<symbol>[£€])?\s?(?P<inner>-)?(?P<number>{NUMBER})\s?(?P<magnitude>millions?|billions?|mn?|bn|k)?(?P<close>\))?(?P<note>[*†‡\[\]\d\s]{{0,4}})\Z",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(
    r"%|per\s?cent|proportion|percentage|number of|\bno\.?\sof\b|volume|\bcount\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a header says of the figures under it."""

    currency: str
    power: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a flattened table: its cells with their places."""

    cells: tuple[tuple[int, str], ...]


def with_columns(text: str, found: Sequence[Money]) -> list[Money]:
    """The sums of the running text, and those of money columns; a unit in a header is neither."""
    if _SEPARATOR not in text:
        return list(found)
    kept = {money.start: money for money in found}
    for caption, rows in _tables(text):
        for money in _of_table(text, caption, rows, kept):
            kept[money.start] = money
    return [kept[start] for start in sorted(kept)]


def _tables(text: str) -> Iterator[tuple[str, list[_Row]]]:
    """Each run of rows, with the line above it."""
    at, caption = 0, ""
    rows: list[_Row] = []
    for line in [*text.split("\n"), ""]:
        if _SEPARATOR in line:
            rows.append(_row(line, at))
        else:
            if rows:
                yield caption, rows
                rows = []
            caption = line or caption
        at += len(line) + 1


def _row(line: str, at: int) -> _Row:
    cells = []
    for cell in line.split(_SEPARATOR):
        cells.append((at, cell))
        at += len(cell) + len(_SEPARATOR)
    return _Row(tuple(cells))


def _of_table(
    text: str, caption: str, rows: list[_Row], found: dict[int, Money]
) -> Iterator[Money]:
    over_all = _unit(caption)
    width = max(len(row.cells) for row in rows)
    units: list[_Unit | None] = [None] * width
    barred = [False] * width
    head_rows = 0
    for row in rows:
        if head_rows and _is_figures(row):
            break
        if not head_rows and _is_figures(row):
            break
        for column, (_, cell) in enumerate(row.cells):
            at = column + width - len(row.cells) if len(row.cells) < width and column else column
            for own in {column, at} if len(row.cells) < width else {column}:
                unit = _unit(cell)
                if unit:
                    units[own] = unit
                if _PERCENT.search(cell) and not unit:
                    barred[own] = True
        head_rows += 1
    if head_rows and not any(units[1:]) and units[0]:
        over_all = units[0]
    for number_of_row, row in enumerate(rows):
        label = _unit(row.cells[0][1]) if number_of_row >= head_rows else None
        for column, (start, cell) in enumerate(row.cells):
            if number_of_row < head_rows or (column == 0 and len(row.cells) > 1):
                continue
            unit = units[column] or label or (None if barred[column] else over_all)
            if unit:
                money = _figure(text, start, cell, unit, found)
                if money:
                    yield money


def _is_figures(row: _Row) -> bool:
    """Does a row hold figures rather than names of columns?"""
    filled = [cell for _, cell in row.cells[1:] if cell]
    figures = [
        c
        for c in filled
        if _CELL.match(c) and not re.match(r"(?:19|20)\d\d(?:[-/–]\d\d(?:\d\d)?)?\Z", c)
    ]
    return len(figures) * 2 >= len(filled) > 0 and bool(figures)


def _unit(header: str) -> _Unit | None:
    match = _UNIT.search(header)
    if not match:
        return None
    written = match["magnitude"] or match["magnitude2"]
    if not written and (near := _NEAR_UNIT.search(header)) and ("(" in near[0] or "in " in near[0]):
        written = near["magnitude"]
    power = 3 if written and "000" in written else magnitude(written)
    currency = match["word"].upper() if match["word"] else symbol_currency("", match["symbol"])
    return _Unit(currency, power)


def _figure(text: str, start: int, cell: str, unit: _Unit, found: dict[int, Money]) -> Money | None:
    match = _CELL.match(cell)
    if not match:
        return None
    own = magnitude(match["magnitude"])
    power = own or unit.power
    value = number(match["number"]).scaleb(power)
    is_negative = match["minus"] or match["inner"] or (match["open"] and match["close"])
    first = match.start("number")
    for group in ("inner", "symbol", "minus"):
        if match[group]:
            first = match.start(group)
    last = match.end("magnitude") if match["magnitude"] else match.end("number")
    a, z = start + first, start + last
    value = -value if is_negative and value else value
    held = found.get(a)
    currency = (
        held.currency
        if held
        else symbol_currency("", match["symbol"])
        if match["symbol"]
        else unit.currency
    )
    return Money(a, z, text[a:z], currency, Decimal(value), Decimal(value))

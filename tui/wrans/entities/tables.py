"""Sums in the cells of tables, where a header, a label or a caption says that they are money."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from wrans.entities import grids
from wrans.entities.amounts import NUMBER, magnitude, number, symbol_currency
from wrans.entities.entity import Money
from wrans.entities.grids import Cell, Grid, Row
from wrans.entities.patterns import pattern
from wrans.entities.terms import period, qualifier
from wrans.entities.units import Unit, counts, may_name_currency, unit
from wrans.values import dataclass, replace

if TYPE_CHECKING:
    from wrans.records import Table

_SIZES: Final = r"thousands?|millions?|billions?|trillions?|mn|bn|tn|[kmb]"
_NUMBER: Final = rf"(?:\d{{1,3}}(?:,? \d{{3}}){{1,5}}(?![\d,])|{NUMBER})"
_END: Final = (
    r"(?P<minus{n}>[-−–])? ?(?P<sign{n}>[£€$¥₹])?(?: ?[<>~])? ?(?P<inner{n}>[-−–])?"
    rf"(?P<number{{n}}>{_NUMBER})"
    rf"(?: ?(?P<size{{n}}>{_SIZES})(?!\w))?"
)
_FIGURE: Final = pattern(
    r"(?:(?:[~<>≈]|c\.|circa|approx\.?|about|around|up to|over) ?|"
    r"(?P<words>approximately|almost|nearly|under|below|above|(?:less|more|fewer) than|at least) )?"
    r"(?P<open>[(\[])? ?"
    + _END.replace("{n}", "1")
    + r"(?:(?: ?[-–—] ?| to )"
    + _END.replace("{n}", "2")
    + r")? ?(?P<close>[)\]])?"
    r"(?: (?:per|an?|each|every) (?:year|annum|month|week|day|hour))?"
    # Footnotes, a share in brackets, a word of explanation.
    r"(?: ?(?:[*†‡§#^¹²³]{1,4}|\[[^\[\]]{1,20}\]|\([^()]{1,60}\)))*\Z",
    re.IGNORECASE,
)
_YEAR: Final = pattern(
    r"(?:(?:FY ?)?(?:19|20)\d\d(?: ?(?:[-/–]|to) ?(?:\d\d){1,2})?|"
    r"(?P<from>\d\d) ?[-/–] ?(?P<to>\d\d))"
    # "2022 (£m)", "2024 (to date)": what a bracket says of a year leaves it one.
    r"(?: ?\([^()%]{1,40}\))?(?: ?[*†‡]+| ?\[\d+\])?\Z"
)
_NIL: Final = pattern(
    r"(?:[-–—*.:]+|n/?[ak]|nil|none|tb[cad]|not (?:available|applicable).*|x|z)\Z", re.I
)
_HAS_SIZE: Final = pattern(r"\d[ -]?(?:[kmb]|tn|tr|thou|hund)|\dp\b|pence", re.IGNORECASE)


def with_columns(
    text: str, found: list[Money], blocks: "Sequence[Table] | None" = None
) -> list[Money]:
    """The sums of the running text and those of money columns, which the columns' units multiply.

    Without blocks the tables are found in the flattened text.
    """
    if "|" not in text or " | " not in text:
        return found
    if not (found or may_name_currency(text, surely=True)):
        return found
    in_cells: dict[int, Money] = {money.start: money for money in found}
    starts = list(in_cells)
    for grid in grids.of_text(text) if blocks is None else grids.of_blocks(text, blocks):
        if not _may_hold_sums(text, grid, starts):
            continue
        for part in _parts(grid):
            for money in part.sums(text, in_cells):
                in_cells[money.start] = money
    return _apart([in_cells[start] for start in sorted(in_cells)])


def _may_hold_sums(text: str, grid: Grid, starts: list[int]) -> bool:
    """Is there a sum in a table, or anything in it or over it that makes sums of its figures?"""
    first = bisect_left(starts, grid.start)
    return (
        (first < len(starts) and starts[first] < grid.end)
        or may_name_currency(text[grid.start : grid.end])
        or any(map(may_name_currency, grid.above))
    )


def _apart(sums: list[Money]) -> list[Money]:
    """Sums that do not overlap: of two that begin in one cell the first holds."""
    kept: list[Money] = []
    for money in sums:
        if not kept or money.start >= kept[-1].end:
            kept.append(money)
    return kept


@dataclass(slots=True)
class _Part:
    """Rows of one table under one header."""

    head: list[Row]
    body: list[Row]
    over_all: Unit | None
    """What the caption, a title or the label column's header says of all columns."""

    def sums(self, text: str, found: dict[int, Money]) -> Iterator[Money]:
        units, barred = self._columns()
        has_label = self._has_label(units, 0)
        for column in (0, 1):
            # A unit over labels governs all columns.
            if column in units and self._has_label(units, column):
                self.over_all = units.pop(column).over(self.over_all)
        over_all = self.over_all
        for row in self.body:
            filled = [cell for cell in row if cell.text]
            if (
                len(filled) == 1
                and (own := _unit(filled[0].text))
                and not is_figure(filled[0].text)
            ):
                over_all = own.over(self.over_all)
                continue
            label, is_count = _label(row)
            for place, cell in enumerate(row):
                if not cell.text or (place == 0 and has_label and _is_label(cell, row)):
                    continue
                wide = None if is_count or cell.column in barred else over_all
                governing = units.get(cell.column) or label
                if is_count and governing is not label:
                    governing = None
                governing = governing.over(wide) if governing else wide
                money = _sum(text, cell, governing, found)
                if money:
                    yield money

    def _columns(self) -> tuple[dict[int, Unit], set[int]]:
        """The unit of each column, and the columns that hold no money whatever the caption says."""
        units: dict[int, Unit] = {}
        barred: set[int] = set()
        for row in self.head:
            last: Unit | None = None
            for cell in row:
                named = _unit(cell.text) or (last if not cell.text else None)
                last = named
                for column in range(cell.column, cell.column + cell.span):
                    if named:
                        units[column] = named.over(units.get(column))
                        barred.discard(column)
                    elif cell.text and counts(cell.text):
                        units.pop(column, None)
                        barred.add(column)
        return units, barred

    def _has_label(self, units: dict[int, Unit], column: int) -> bool:
        """Is a column one of labels? The first is, unless it has a unit and only figures."""
        if column == 0 and 0 not in units:
            return True
        told = [c.text for row in self.body for c in row[:2] if c.column == column and c.text]
        are_figures = [is_figure(cell) and not _is_year(cell) for cell in told]
        if column:
            return bool(told) and not any(are_figures) and not any(map(_NIL.match, told))
        return not all(are_figures) or not told


def _is_label(cell: Cell, row: Row) -> bool:
    """Is a row's first cell its label? Not a figure beside a label that covers several rows."""
    return len(row) > 1 and (cell.column <= 0 or _is_year(cell.text))


def _label(row: Row) -> tuple[Unit | None, bool]:
    """What the words at a row's beginning say of its figures: their unit; that they are counts."""
    for cell in row[:2]:
        if cell.text and is_figure(cell.text):
            break
        if named := _unit(cell.text):
            return named, False
    return None, bool(row) and counts(row[0].text)


def _is_year(cell: str) -> bool:
    """Is a cell a year, calendar or other, as no sum is written?"""
    match = _YEAR.match(cell)
    if not match or not match["from"]:
        return match is not None
    return (int(match["from"]) + 1) % 100 == int(match["to"])


def _parts(grid: Grid) -> Iterator[_Part]:
    """A table, cut where other headers begin."""
    over_all = None
    for told in grid.above:
        over_all = unit(told, is_caption=True) or over_all
    head: list[Row] = []
    body: list[Row] = []
    first_name = ""
    for row in grid.rows:
        if body and _is_head(row, first_name, grid.width):
            yield _Part(grids.spread(head, grid), body, over_all)
            head, body = [], []
        if body or (_is_data(row) and (head or not _has_names(row))):
            if not (len(row) > 2 and all(_is_year(c.text) for c in row[1:] if c.text)):
                body.append(row)
            continue
        filled = [cell for cell in row if cell.text]
        if len(filled) == 1 and filled[0] is row[0] and (named := unit(row[0].text)):
            over_all = named.over(over_all)
        elif filled:
            first_name = first_name or (row[0].text if len(filled) > 1 else "")
            head.append(row)
    if body:
        yield _Part(grids.spread(head, grid), body, over_all)


def _is_data(row: Row) -> bool:
    """Does a row hold figures, or marks that stand for them, rather than names?"""
    told = [cell.text for cell in row if cell.text]
    beyond = [cell.text for cell in row[1:] if cell.text]
    return any(
        (is_figure(cell) and not _is_year(cell)) or _NIL.match(cell) for cell in (beyond or told)
    )


def _has_names(row: Row) -> bool:
    """Are there words in a row besides its label? So it is with ages: "16-18 | 19+ | Total"."""
    told = [cell.text for cell in row[1:] if cell.text]
    return not all(is_figure(cell) or _is_year(cell) or _NIL.match(cell) for cell in told)


def _is_head(row: Row, first_name: str, width: int) -> bool:
    """Does a row below figures begin another table?"""
    told = [cell.text for cell in row if cell.text]
    names = told[1:] if row[0].text else told
    if not names or _is_data(row):
        return False
    if all(counts(cell) for cell in names):
        return True
    if len(told) < 2:
        return False
    if any(_unit(cell) for cell in names) or (first_name and told[0] == first_name):
        return True
    return len(row) != width and len(told) == len(row) and not any(map(is_figure, told[1:]))


def _unit(cell: str) -> Unit | None:
    """The unit that a cell names; many rows of a table, and many tables, say the same."""
    return _unit_of_few_words(cell) if len(cell) < 60 else unit(cell)


_unit_of_few_words = lru_cache(1024)(unit)


def is_figure(cell: str) -> bool:
    """Is a cell a number, with its sign, magnitude, brackets and footnotes?

    Words before it may make it a name: "Under 18".
    """
    match = _FIGURE.match(cell) if len(cell) < 120 else None
    return match is not None and not match["words"]


def _sum(text: str, cell: Cell, governing: Unit | None, found: dict[int, Money]) -> Money | None:
    """The sum that a cell is, as its unit has it."""
    if not governing and "(" not in cell.text and "[" not in cell.text:
        return None  # without a unit, only brackets make another sum of one
    match = _FIGURE.match(cell.text) if len(cell.text) < 120 else None
    if not match:
        return None
    is_bracketed = bool(match["open"] and match["close"])
    start = cell.start + min(
        match.start(g) for g in ("minus1", "sign1", "inner1", "number1") if match[g]
    )
    held = found.get(start)
    power = governing.power if governing else 0
    if held:
        if not is_bracketed and (not power or _HAS_SIZE.search(held.text)):
            return None
        shift = 0 if _HAS_SIZE.search(held.text) else power
        ends = [held.low.scaleb(shift), held.high.scaleb(shift)]
        if is_bracketed and held.low > 0 and held.low == held.high:
            ends = [-end for end in ends]
        return replace(held, low=ends[0], high=ends[1])
    if not governing or not governing.currency or (_is_year(cell.text) and match["number2"]):
        return None
    sign = match["sign1"]
    currency = symbol_currency("", sign) if sign else governing.currency
    first = _value(match, "1", governing, is_bracketed)
    is_range = bool(match["number2"])
    last = _value(match, "2", governing, is_bracketed) if is_range else first
    group = "2" if is_range else "1"
    end = cell.start + match.end(f"size{group}" if match[f"size{group}"] else f"number{group}")
    low, high = min(first, last), max(first, last)
    return Money(
        start,
        end,
        text[start:end],
        currency,
        low,
        high,
        qualifier(text, start, end),
        period(text, end),
    )


def _value(match: re.Match[str], end: str, governing: Unit, is_bracketed: bool) -> Decimal:
    power = magnitude(match[f"size{end}"]) or governing.power
    written = number(match[f"number{end}"].replace(" ", ""))
    value = written.scaleb(power + governing.coin)
    is_negative = match[f"minus{end}"] or match[f"inner{end}"] or is_bracketed
    return -value if is_negative and value else value

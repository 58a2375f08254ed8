"""What heads the cells of a table: the names of its columns, its titles, the lines between rows."""

import re
from collections.abc import Sequence
from typing import Final

from wrans.records.prose import Cell
from wrans.values import dataclass, field

Row = Sequence[Cell]

_MOST: Final = 4
"""So many rows at the top may name columns."""
_LINE: Final = 80
"""A longer line between rows is a remark."""
_WIDE: Final = 60
"""A cell is taken to cover no more columns."""
_AMOUNT: Final = r"\d[\d,.\s]*(?:%|[kmb]n?|million|billion|thousand)?"
_FIGURE: Final = re.compile(
    # A year is none, nor are two that follow each other.
    r"(?!(?:(?:19|20)\d\d(?:\s?[-/–]\s?\d{2,4})?|\d\d\s?[-/–]\s?\d\d)(?:\s?\([^()]*\))?[*†‡]*\Z)"
    rf"(?:[-−–(]?\s?(?:[A-Z]{{0,3}}[£€$¥₹])?\s?[-−–]?{_AMOUNT}\)?"
    rf"(?:\s?(?:[-–]|to)\s?[£€$]?{_AMOUNT})?(?:\s?\([^()]{{1,30}}\))?[*†‡]*"
    r"|[-–—]|n/a|nil|N/A|Nil)"
)
_SUM: Final = re.compile(r"[-−–(]?\s?[£€$¥₹]\s?\d")
_YEARS: Final = re.compile(
    r"(?:FY|financial year|year|plans|outturn|budget)?\s?(?:(?:19|20)\d\d|\d\d\s?[-/–]\s?\d\d)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_OF_YEARS: Final = re.compile(r"\b(?:years?|period|months?|quarters?|dates?)\b", re.IGNORECASE)
_NOTE: Final = re.compile(r"[*†‡\[]|\(?\d\)?\s|notes?\b|source", re.IGNORECASE)
_UNIT: Final = re.compile(r"\(?\s?(?:in )?[£€$]")


def is_year(text: str) -> bool:
    """Is a cell a year, with what goes with one?"""
    return _YEARS.fullmatch(text) is not None


def is_figure(text: str) -> bool:
    """Is a cell a number, or a range, or a mark that stands for one, rather than words?"""
    return _FIGURE.fullmatch(text) is not None


@dataclass(slots=True)
class Heads:
    """What heads some rows."""

    columns: dict[int, list[Cell]] = field(default_factory=dict)
    """The cells over each column."""
    titles: list[Cell] = field(default_factory=list)
    over: Cell | None = None
    """The first cell, where it says what the other columns are, and not what the first one is."""
    between: Cell | None = None
    """The line that stands alone above these rows: a year, a region."""


def heads(text: str, rows: Sequence[Row], columns: Sequence[Sequence[int]]) -> list[Heads]:
    """What heads each row of a table."""
    top = _head_rows(text, rows)
    current = Heads()
    for number in range(top):
        _add(current, text, rows[number], columns[number])
    _turn(current, text)
    found = [current] * top
    for row, at in zip(rows[top:], columns[top:], strict=True):
        filled = [cell for cell in row if cell.end > cell.start]
        if _is_between(text, filled, row):
            current = Heads(current.columns, current.titles, current.over, filled[0])
        elif found and _is_head_again(current, text, row, at):
            current = Heads(titles=[current.between] if current.between else current.titles)
            _add(current, text, row, at)
            _turn(current, text)
        found.append(current)
    return found


def _told(text: str, cell: Cell) -> str:
    return text[cell.start : cell.end]


def _head_rows(text: str, rows: Sequence[Row]) -> int:
    """How many rows at the top name columns."""
    head = 0
    for number, row in enumerate(rows[:_MOST]):
        filled = [cell for cell in row if cell.end > cell.start]
        is_told = not filled or all(cell.is_header for cell in filled)
        if not is_told and not (
            _are_names(text, filled) and (not number or _goes_on(text, rows[number - 1], row))
        ):
            break
        head += 1
    return head if head < len(rows) else 0


def _are_names(text: str, filled: Row) -> bool:
    """Are these cells names, and at most years, rather than figures?"""
    return not any(is_figure(_told(text, cell)) for cell in filled[1:] or filled)


def _goes_on(text: str, above: Row, row: Row) -> bool:
    """Does a second row of names say more of the columns, rather than begin what is listed?"""
    filled = [cell for cell in row if cell.end > cell.start]
    stands_alone = len(filled) == 1 and filled[0] is row[0] and len(row) > 1
    if stands_alone or any(_SUM.match(_told(text, cell)) for cell in filled):
        return False
    rest = [_told(text, cell) for cell in filled[1:] or filled]
    return (
        row[0].end == row[0].start
        or len(above) < len(row)
        or any(cell.columns > 1 or cell.rows > 1 or cell.end == cell.start for cell in above)
        or all(_YEARS.fullmatch(told) or _UNIT.match(told) for told in rest)
    )


def _add(heads: Heads, text: str, row: Row, columns: Sequence[int]) -> None:
    """Put in what a row of names says of the columns below it."""
    filled = [cell for cell in row if cell.end > cell.start]
    if len(filled) == 1 and (len(row) == 1 or filled[0].columns == len(row) > 1):
        heads.titles.append(filled[0])
        return
    for cell, column in zip(row, columns, strict=True):
        if any(character.isalnum() or character in "£€$%" for character in _told(text, cell)):
            for covered in range(column, min(column + cell.columns, column + _WIDE)):
                heads.columns.setdefault(covered, []).append(cell)


def _turn(heads: Heads, text: str) -> None:
    """Take the first header for one of the others, where it is a unit, or speaks of their years."""
    first = heads.columns.get(0)
    if not first or len(first) > 1:
        return
    told = _told(text, first[0])
    others = {c: _told(text, cells[-1]) for c, cells in heads.columns.items() if cells != first}
    if others and (
        _UNIT.match(told)
        or (_OF_YEARS.search(told) and all(map(_YEARS.fullmatch, others.values())))
    ):
        heads.over = first[0]
        heads.columns = {column: heads.columns[column] for column in others}


def _is_between(text: str, filled: Row, row: Row) -> bool:
    """Is it a line that stands alone in its row, and heads those below?"""
    if len(filled) != 1 or filled[0] is not row[0] or filled[0].end - filled[0].start > _LINE:
        return False
    told = _told(text, filled[0])
    return not is_figure(told) and not told.endswith(".") and not _NOTE.match(told)


def _is_head_again(heads: Heads, text: str, row: Row, columns: Sequence[int]) -> bool:
    """Does a row below name the columns anew: one of them with the very name it has?"""
    filled = [cell for cell in row if cell.end > cell.start]
    if len(filled) < 2 or not _are_names(text, filled):
        return False
    return any(
        cell.end > cell.start
        and any(_told(text, cell) == _told(text, head) for head in heads.columns.get(column, ()))
        for cell, column in zip(row[1:], columns[1:], strict=True)
    )

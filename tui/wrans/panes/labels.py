"""Where on a map the names of places are written, so that none covers another."""

from collections.abc import Iterator, Sequence
from typing import Final

from wrans.values import dataclass

_TRIED: Final = 2_000
"""So many of the most frequent are tried; a crowd leaves no room for the rest."""
Cell = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name, and the cell that it begins in."""

    number: int
    name: str
    row: int
    column: int

    @property
    def cells(self) -> Iterator[Cell]:
        """Those that it takes."""
        return ((self.row, self.column + n) for n in range(len(self.name)))


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the map: its number, its name, how often it is named, and its cell."""

    number: int
    name: str
    count: int
    at: Cell


def placed(marks: Sequence[Mark], rows: int, columns: int) -> list[Label]:
    """The names that have room, the first ones first: beside their marks, over no other's.

    Where no room is free, a name may cover the marks of places that are named less often.
    """
    marks = sorted(marks, key=lambda mark: -mark.count)
    first = {mark.at: mark for mark in reversed(marks)}
    taken: set[Cell] = set()
    labels: list[Label] = []
    done: set[str] = set()
    for mark in marks[:_TRIED]:
        if mark.name in done or mark.at in taken:
            continue
        covers: Label | None = None
        for label in _beside(mark, rows, columns):
            if not _is_apart(label, taken):
                continue
            most = max((first[cell].count for cell in label.cells if cell in first), default=0)
            if not most:
                break
            if most < mark.count and first[mark.at] is mark:
                covers = covers or label
        else:
            if covers is None:
                continue
            label = covers
        done.add(mark.name)
        labels.append(label)
        taken.update(label.cells)
    return labels


def beside(mark: Mark, rows: int, columns: int, others: Sequence[Label]) -> Label | None:
    """Where the name of the chosen place is written: over others, if need be."""
    taken = {cell for other in others for cell in other.cells}
    found = list(_beside(mark, rows, columns))
    free = (label for label in found if _is_apart(label, taken))
    return next(free, found[0] if found else None)


def _is_apart(label: Label, taken: set[Cell]) -> bool:
    """Is no other name in the way, or right before or behind it?"""
    start, end = label.column, label.column + len(label.name)
    return not any((label.row, column) in taken for column in range(start - 1, end + 1))


def _beside(mark: Mark, rows: int, columns: int) -> Iterator[Label]:
    """Where the name may begin: right of its place, left, or in the lines above and below."""
    (row, column), long = mark.at, len(mark.name)
    starts = [(row, column + 1), (row, column - long)]
    for line in (row - 1, row + 1):
        starts += [(line, column + 1), (line, column - long // 2), (line, column - long)]
    for line, start in starts:
        if 0 <= line < rows and start >= 0 and start + long <= columns:
            yield Label(mark.number, mark.name, line, start)

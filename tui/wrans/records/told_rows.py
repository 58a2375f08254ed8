"""What a table says with one of its cells: its caption, its row's labels, its column's header."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from wrans.records.headers import Heads, heads, is_figure, is_year
from wrans.records.opener import without_opener
from wrans.records.prose import Cell, Table
from wrans.records.sentences import Range
from wrans.values import dataclass

_CELLS: Final = 6
"""So many cells of a row are told beside the one that is asked for."""
_CELL: Final = 120
_CAPTION: Final = 240
"""A longer one is cut."""
_BEHIND: Final = ("£", "€", "$", "(")
"""So a unit begins, which is told behind the name of a column."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a stretch of a text."""

    text: str
    ranges: tuple[Range, ...]
    """Where in the whole text it was taken from."""


class Rows:
    """A table, of which each cell is told with its column's header and its row's labels."""

    def __init__(self, text: str, table: Table, caption: Sequence[Range]) -> None:
        self._text, self._caption = text, caption
        self._rows = table.rows
        self._starts = [row[0].start if row else table.start for row in table.rows]
        self._columns, self._reaching = _columns(table.rows)
        self._heads = heads(text, table.rows, self._columns)
        self._firsts = _firsts(table.rows)

    def tell(self, offset: int) -> Told:
        """The cell at an offset."""
        number = max(0, bisect_right(self._starts, offset) - 1)
        row, columns = self._rows[number], self._columns[number]
        if not row:
            return Told("", ())
        over = self._heads[number]
        cells = [cell.start for cell in row]
        place = max(0, bisect_right(cells, offset) - 1)
        ranges: list[Range] = list(self._caption)
        parts: list[str] = []
        between = [over.between] if over.between and over.between is not row[place] else []
        for title in (*over.titles, *between):
            if title is not row[place]:
                ranges.append((title.start, title.end))
                parts.append(_cut(self._text[title.start : title.end].strip(" :"), _CAPTION))
        own = [(row[at], columns[at]) for at in sorted({*self._labels(number), place})]
        last: list[Cell] = []
        for cell, column in [*self._above(number, len(own)), *own]:
            above = self._over(cell, column, over)
            # A header over several labels is told with the first of them.
            parts.append(self._with_header(cell, above if above != last else [], ranges))
            last = above
        told = "; ".join(part for part in parts if part)
        if self._caption:
            lines = (without_opener(self._text[a:z]).rstrip(" :.") for a, z in self._caption)
            told = f"{': '.join(_cut(line, _CAPTION) for line in lines)}: {told}"
        return Told(told, tuple(ranges))

    def _labels(self, number: int) -> list[int]:
        """The cells of a row that say what it is about: words, not figures."""
        row = self._rows[number][: 4 * _CELLS]
        return [at for at, cell in enumerate(row) if self._is_label(cell)][:_CELLS]

    def _is_label(self, cell: Cell) -> bool:
        return cell.end > cell.start and not is_figure(
            self._text[cell.start : min(cell.end, cell.start + 60)]
        )

    def _above(self, number: int, own: int) -> Iterator[tuple[Cell, int]]:
        """Labels of rows above that hold for this one too, with their columns."""
        yield from (told for told in self._reaching[number] if self._is_label(told[0]))
        row, over = self._rows[number], self._heads[number]
        if row[0].end > row[0].start or own < 2 or self._columns[number][0]:
            return
        # What has no first cell of its own is of the year over it, or goes on with the last one.
        for cell in over.columns.get(0, ()):
            if is_year(self._text[cell.start : cell.end]):
                yield cell, -1
                return
        first = self._firsts[number]
        if first and self._heads[first[1]] is over and self._is_label(first[0]):
            yield first[0], 0

    def _over(self, cell: Cell, column: int, over: Heads) -> list[Cell]:
        """The cells that head a cell."""
        above = [head for head in over.columns.get(column, ()) if head is not cell]
        if over.over and column and above and over.over is not cell:
            is_unit = self._text[over.over.start : over.over.end].startswith(_BEHIND)
            return [*above, over.over] if is_unit else [over.over, *above]
        return above

    def _with_header(self, cell: Cell, above: Sequence[Cell], ranges: list[Range]) -> str:
        ranges += [(head.start, head.end) for head in above]
        ranges.append((cell.start, cell.end))
        header = " ".join(_cut(self._text[h.start : h.end].strip(" :"), _CELL) for h in above)
        told = _cut(self._text[cell.start : cell.end], 2 * _CELL)
        return f"{header}: {told}" if header else told


def _firsts(rows: Sequence[Sequence[Cell]]) -> list[tuple[Cell, int] | None]:
    """For each row the last first cell that was filled, and in which row."""
    found: list[tuple[Cell, int] | None] = []
    for number, row in enumerate(rows):
        if row and row[0].end > row[0].start:
            found.append((row[0], number))
        else:
            found.append(found[-1] if found else None)
    return found


def _cut(text: str, most: int) -> str:
    """A text of so many characters at most, cut between two words."""
    if len(text) <= most:
        return text
    at = text.rfind(" ", most // 2, most)
    return f"{text[: at if at > 0 else most - 1].rstrip(' ,;:')}…"


def _columns(
    rows: Sequence[Sequence[Cell]],
) -> tuple[list[list[int]], list[list[tuple[Cell, int]]]]:
    """In which column each cell begins, and which cells of rows above reach into each row."""
    placed: list[list[int]] = []
    reaching: list[list[tuple[Cell, int]]] = []
    taken: dict[int, int] = {}
    tall: list[tuple[Cell, int, int]] = []
    for number, row in enumerate(rows):
        tall = [told for told in tall if told[2] > number][:_CELLS]
        reaching.append([(cell, column) for cell, column, _ in tall])
        at, columns = 0, []
        for cell in row:
            while taken.get(at, 0) > number:
                at += 1
            columns.append(at)
            if cell.rows > 1:
                tall.append((cell, at, number + cell.rows))
                for covered in range(at, at + min(cell.columns, 60)):
                    taken[covered] = number + cell.rows
            at += max(1, cell.columns)
        placed.append(columns)
    return placed, reaching

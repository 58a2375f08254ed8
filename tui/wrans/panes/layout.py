"""The lines of a page at one width, and what stands where in them."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from wrans.panes.cells import cells_of, steady, width
from wrans.panes.wrapping import Line


class Layout:
    """Lines, and the ways from a line to the text and back."""

    def __init__(self, text: str, lines: Sequence[Line], starts: Sequence[int]) -> None:
        """``starts`` are the lines with which the parts of the page begin."""
        self.text = text
        self.lines = lines
        self.starts = starts

    @cached_property
    def _where(self) -> list[tuple[int, int, int]]:
        """Each range that is drawn, by where it begins: its line, and where it ends."""
        return sorted(
            (piece[0], number, piece[1])
            for number, line in enumerate(self.lines)
            for piece in line
            if not isinstance(piece, str)
        )

    @cached_property
    def _firsts(self) -> list[int]:
        """What comes first on each line that did not come before it.

        The names of a table's columns stand again with every record.
        """
        firsts: list[int] = []
        first = -1
        for line in self.lines:
            starts = (piece[0] for piece in line if not isinstance(piece, str))
            first = min((start for start in starts if start > first), default=first)
            firsts.append(max(first, 0))
        for number in range(len(firsts) - 2, -1, -1):
            if all(isinstance(piece, str) for piece in self.lines[number]):
                # Nothing stands on it; what comes first is on the line below.
                firsts[number] = firsts[number + 1]
        return firsts

    def line_of(self, offset: int) -> int:
        """The first line that shows an offset, or else what stands before it."""
        at = bisect_right(self._where, (offset, len(self.lines), 0)) - 1
        if at < 0:
            return 0
        start, number, _ = self._where[at]
        while at > 0 and self._where[at - 1][0] == start:
            at -= 1
            number = self._where[at][1]
        return number

    def first_of(self, number: int) -> int:
        """The offset that comes first on a line, or on those below it."""
        return self._firsts[min(number, len(self.lines) - 1)] if self.lines else 0

    def place(self, number: int) -> tuple[int, float]:
        """A line as part of the page and share of that part: the same at other widths."""
        part = bisect_right(self.starts, number) - 1
        if part < 0:
            return 0, 0.0
        size = self._end(part) - self.starts[part]
        return part, (number - self.starts[part]) / size if size else 0.0

    def line_at(self, part: int, share: float) -> int:
        """The line of such a place."""
        if not self.starts:
            return 0
        part = min(part, len(self.starts) - 1)
        return self.starts[part] + int(share * (self._end(part) - self.starts[part]))

    def _end(self, part: int) -> int:
        return self.starts[part + 1] if part + 1 < len(self.starts) else len(self.lines)

    def offset_under(self, number: int, x: int) -> int | None:
        """What is drawn in a cell of a line."""
        if not 0 <= number < len(self.lines) or x < 0:
            return None
        for piece in self.lines[number]:
            if isinstance(piece, str):
                x -= width(piece)
                if x < 0:
                    return None
                continue
            for at in range(*piece):
                x -= cells_of(self.text[at])
                if x < 0:
                    return at
        return None

    def offset_near(self, number: int, x: int) -> int:
        """Where a selection ends that reaches so many characters into a line."""
        if number >= len(self.lines):
            return len(self.text)
        last = self.first_of(number)
        for piece in self.lines[number]:
            if isinstance(piece, str):
                if x < len(piece):
                    return last
                x -= len(piece)
                continue
            for at in range(*piece):
                if x <= 0:
                    return at
                x -= len(steady(self.text[at]))
            last = piece[1]
        return last

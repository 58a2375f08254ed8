"""Drawing in braille: a cell is two dots wide and four high, and a dot as wide as it is high."""

from collections.abc import Sequence
from typing import Final

_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK: Final = 0x2800


class Braille:
    """Cells that dots are set in."""

    def __init__(self, width: int, height: int) -> None:
        """So many cells wide and high."""
        self.width, self.height = width, height
        self._rows = [bytearray(width) for _ in range(height)]

    def copy(self) -> "Braille":
        """The same dots, to set more in."""
        other = Braille(0, 0)
        other.width, other.height = self.width, self.height
        other._rows = [bytearray(row) for row in self._rows]
        return other

    def dot(self, x: int, y: int) -> None:
        """Set a dot; outside of the cells there are none."""
        if 0 <= x < self.width * 2 and 0 <= y < self.height * 4:
            self._rows[y >> 2][x >> 1] |= _BITS[y & 3][x & 1]

    def path(self, xs: Sequence[float], ys: Sequence[float], *, is_dotted: bool = False) -> None:
        """Set the dots of a line from point to point; of a dotted one every third."""
        rows, wide, high = self._rows, self.width * 2, self.height * 4
        bits = _BITS
        last = (-1, -1)
        count = 0
        for n in range(len(xs) - 1):
            x, y, dx, dy = xs[n], ys[n], xs[n + 1] - xs[n], ys[n + 1] - ys[n]
            if max(x, x + dx) < 0 or min(x, x + dx) >= wide:
                continue
            if max(y, y + dy) < 0 or min(y, y + dy) >= high:
                continue
            steps = int(max(abs(dx), abs(dy))) + 1
            dx, dy = dx / steps, dy / steps
            for k in range(steps + 1):
                column, row = int(x + dx * k), int(y + dy * k)
                if (column, row) == last:
                    continue
                last = column, row
                count += 1
                if is_dotted and count % 3:
                    continue
                if 0 <= column < wide and 0 <= row < high:
                    rows[row >> 2][column >> 1] |= bits[row & 3][column & 1]

    def disc(self, x: float, y: float, radius: float) -> set[tuple[int, int]]:
        """Set all dots so near to one; tell in which cells, by row and column."""
        touched = set()
        reach = int(radius) + 1
        for row in range(int(y) - reach, int(y) + reach + 1):
            for column in range(int(x) - reach, int(x) + reach + 1):
                is_near = (row - y) ** 2 + (column - x) ** 2 <= radius * radius
                if is_near and 0 <= column < self.width * 2 and 0 <= row < self.height * 4:
                    self.dot(column, row)
                    touched.add((row >> 2, column >> 1))
        return touched

    def row(self, number: int) -> list[str]:
        """The characters of a row; a space where there is no dot."""
        return [chr(_BLANK + dots) if dots else " " for dots in self._rows[number]]

"""A text laid out in lines of a width, by its offsets."""

from wrans.panes.cells import cells_of, is_plain, width
from wrans.values import dataclass, field

Piece = tuple[int, int] | str
"""A range of the text, or something that is only drawn."""
Line = tuple[Piece, ...]
"""What a line shows, from left to right."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text to be wrapped; most hold only characters of one cell, which is quick."""

    text: str
    is_plain: bool = field(init=False)

    def __post_init__(self) -> None:
        # Ends of lines stand between the parts of the text, and are never drawn.
        object.__setattr__(self, "is_plain", is_plain(self.text.replace("\n", " ")))

    def cells(self, start: int, end: int) -> int:
        """How many cells a range takes."""
        return end - start if self.is_plain else width(self.text[start:end])

    def wrap(self, start: int, end: int, cells: int) -> list[tuple[int, int]]:
        """The range in lines of so many cells; a word that is longer than a line is cut."""
        lines: list[tuple[int, int]] = []
        cells = max(1, cells)
        simple = self.is_plain or is_plain(self.text[start:end])
        while True:
            cut = start + cells if simple else self._cut(start, end, cells)
            if cut >= end:
                lines.append((start, end))
                return lines
            space = self.text.rfind(" ", start, cut + 1)
            if space <= start:
                lines.append((start, cut))
                start = cut
            else:
                lines.append((start, space))
                start = space + 1
            while start < end and self.text[start] == " ":
                start += 1
            if start >= end:
                return lines

    def _cut(self, start: int, end: int, cells: int) -> int:
        """How far a line reaches that begins at ``start``."""
        taken = 0
        for at in range(start, end):
            taken += cells_of(self.text[at])
            if taken > cells:
                return max(at, start + 1)
        return end

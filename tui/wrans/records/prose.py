"""Running text with its paragraphs, lists, tables and links, as ranges of one string."""

from collections.abc import Callable
from typing import Self

from wrans.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text that reads on its own."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list. Its marker is not in the text."""

    start: int
    end: int
    marker: str
    """``•`` or a number with a full stop."""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    start: int
    end: int
    is_header: bool = False
    columns: int = 1
    """How many columns it covers (colspan)."""
    rows: int = 1
    """How many rows it covers (rowspan)."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. In the text a row is a line, its cells joined by ``" | "``."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Item | Table


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of text that leads somewhere."""

    start: int
    end: int
    url: str
    """http or https with a host; the real address, not a mail filter's."""


@dataclass(frozen=True, slots=True)
class Prose:
    """One string, and what its stretches are.

    ``text`` is flattened: a line a paragraph, list item or table row, no empty lines, single
    spaces. Every position elsewhere (money, places, references, matches) is an offset into it.
    """

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    raised: tuple[tuple[int, int], ...] = ()
    """Superscripts."""
    lowered: tuple[tuple[int, int], ...] = ()
    """Subscripts."""
    strong: tuple[tuple[int, int], ...] = ()
    emphasised: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of_lines(cls, text: str) -> Self:
        """Plain text: each line that is not blank is a paragraph."""
        blocks: list[Block] = []
        kept: list[str] = []
        at = 0
        for line in text.split("\n"):
            line = " ".join(line.split())
            if line:
                blocks.append(Paragraph(at, at + len(line)))
                kept.append(line)
                at += len(line) + 1
        return cls("\n".join(kept), tuple(blocks))

    def moved(self, place: Callable[[int], int], text: str) -> Self:
        """The same stretches in another text, ``place`` telling where each offset went."""

        def shifted(block: Block) -> Block:
            if isinstance(block, Table):
                rows = tuple(
                    tuple(replace(c, start=place(c.start), end=place(c.end)) for c in row)
                    for row in block.rows
                )
                return Table(place(block.start), place(block.end), rows)
            return replace(block, start=place(block.start), end=place(block.end))

        def pairs(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
            return tuple((place(a), place(z)) for a, z in ranges)

        return replace(
            self,
            text=text,
            blocks=tuple(shifted(b) for b in self.blocks),
            links=tuple(replace(k, start=place(k.start), end=place(k.end)) for k in self.links),
            raised=pairs(self.raised),
            lowered=pairs(self.lowered),
            strong=pairs(self.strong),
            emphasised=pairs(self.emphasised),
        )

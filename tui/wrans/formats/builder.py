"""Prose, put together piece by piece as a document is passed over."""

import re
from typing import Final

from wrans.records import Block, Cell, Item, Link, Paragraph, Prose, Table
from wrans.records.text import clean

# Zero-width spaces stand between words too: joining these would make a word that nobody wrote.
SPACE: Final = re.compile("[\\s\u200b\u200c\u200d\ufeff\u2060]+")
_SEPARATOR: Final = " | "


class ProseBuilder:
    """Keeps one growing string, and what its stretches are."""

    def __init__(self) -> None:
        self.in_head = False
        self._parts: list[str] = []
        self._size = 0
        self._line_start = 0
        self._wants_space = False
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._ranges: dict[str, list[tuple[int, int]]] = {}
        self._open: dict[str, int] = {}
        self._unstarted: list[str] = []
        self._address: str | None = None
        self._lists: list[int | None] = []
        self._marker: str | None = None
        self._rows: list[tuple[Cell, ...]] = []
        self._row: list[Cell] | None = None
        self._cell: Cell | None = None

    # -- text

    def add(self, text: str) -> None:
        """More text of the present line; runs of white space become one space."""
        text = SPACE.sub(" ", text)
        if not text.isascii() or not text.isprintable():
            text = clean(text).replace("\n", " ")
        stripped = text.strip(" ")
        if not stripped:
            self._wants_space = self._wants_space or bool(text)
            return
        if (self._wants_space or text[0] == " ") and self._size > self._text_start:
            self._put(" ")
        for kind in self._unstarted:
            self._open[kind] = self._size
        self._unstarted.clear()
        self._put(stripped)
        self._wants_space = text[-1] == " "

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    @property
    def _text_start(self) -> int:
        """Where the text of the present line or cell begins."""
        return self._cell.start if self._cell else self._line_start

    # -- lines and lists

    def end_line(self) -> None:
        """A paragraph ends here; inside a cell that is only a space."""
        if self._cell:
            self._wants_space = True
            return
        self._wants_space = False
        if self._size == self._line_start:
            return
        self._end_of_rows()
        if self._marker is None or not self._lists:
            self._blocks.append(Paragraph(self._line_start, self._size))
        else:
            depth = len(self._lists) - 1
            self._blocks.append(Item(self._line_start, self._size, self._marker, depth))
            self._marker = ""
        self._put("\n")
        self._line_start = self._size

    def start_list(self, first: int | None) -> None:
        """A list, numbered from ``first`` or with dots."""
        self.end_line()
        if len(self._lists) < 9:
            self._lists.append(first)

    def end_list(self) -> None:
        """The innermost list ends."""
        self.end_line()
        if self._lists:
            self._lists.pop()
        self._marker = "" if self._lists else None

    def start_item(self) -> None:
        """An item of the innermost list."""
        self.end_line()
        if not self._lists:
            self._lists.append(None)
        number = self._lists[-1]
        self._marker = "•" if number is None else f"{number}."
        if number is not None:
            self._lists[-1] = number + 1

    def end_item(self) -> None:
        """The item ends."""
        self.end_line()

    # -- links and other stretches

    def open_range(self, kind: str) -> None:
        """A stretch of a kind begins with the next text."""
        if kind not in self._open and kind not in self._unstarted:
            self._unstarted.append(kind)

    def close_range(self, kind: str) -> tuple[int, int] | None:
        """It ends; what it covers, if anything."""
        if kind in self._unstarted:
            self._unstarted.remove(kind)
            return None
        start = self._open.pop(kind, self._size)
        if start >= self._size:
            return None
        self._ranges.setdefault(kind, []).append((start, self._size))
        return start, self._size

    def open_link(self, url: str | None) -> None:
        """A link begins; None where it leads nowhere."""
        self.close_link()
        self._address = url
        if url:
            self.open_range("link")

    def close_link(self) -> None:
        """The link ends."""
        if self._address and (covered := self.close_range("link")):
            self._links.append(Link(*covered, self._address))
        self._address = None

    # -- tables

    def start_row(self) -> None:
        """A row of a table; one that is still open ends, as where a table stands in a cell."""
        self.end_row()
        self.end_line()
        self._row = []

    def start_cell(self, *, is_header: bool, columns: int, rows: int) -> None:
        """A cell of the row, if there is one."""
        self.end_cell()
        if self._row is None:
            self.end_line()
            return
        if self._row:
            self._put(_SEPARATOR)
        self._wants_space = False
        self._cell = Cell(self._size, self._size, is_header or self.in_head, columns, rows)

    def end_cell(self) -> None:
        """The cell ends."""
        if self._cell and self._row is not None:
            cell = self._cell
            self._row.append(Cell(cell.start, self._size, cell.is_header, cell.columns, cell.rows))
        self._cell = None
        self._wants_space = False

    def end_row(self) -> None:
        """The row ends; one that holds nothing goes."""
        self.end_cell()
        if self._row is None:
            return
        row, self._row = self._row, None
        if any(cell.end > cell.start for cell in row):
            self._rows.append(tuple(row))
            self._put("\n")
            self._line_start = self._size
        else:
            while self._size > self._line_start:
                self._size -= len(self._parts.pop())

    def end_table(self) -> None:
        """A table begins or ends: what stood open is closed."""
        self.end_row()
        self.end_line()
        self._end_of_rows()
        self.in_head = False

    def _end_of_rows(self) -> None:
        if self._rows:
            rows, self._rows = tuple(self._rows), []
            self._blocks.append(Table(rows[0][0].start, rows[-1][-1].end, rows))

    # -- the whole

    def prose(self) -> Prose:
        """What was put together."""
        self.close_link()
        self.end_table()
        for kind in list(self._open):
            self.close_range(kind)
        return Prose(
            "".join(self._parts).rstrip("\n"),
            tuple(self._blocks),
            tuple(self._links),
            tuple(self._ranges.get("raised", ())),
            tuple(self._ranges.get("lowered", ())),
            tuple(self._ranges.get("strong", ())),
            tuple(self._ranges.get("emphasised", ())),
        )

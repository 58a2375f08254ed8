"""The text of an answer's HTML alone, where it is written as nearly all answers are.

What `html.read` gives as its text, letter by letter, in a small part of the time: an index wants
no paragraphs and links. Whatever is not plainly a tag that ends a line, or one that changes no
text, is left to `html.read`.
"""

import re
from collections.abc import Iterable
from html import unescape
from typing import Final, NamedTuple

from wrans.formats.builder import SPACE
from wrans.records.text import clean

# A bracket between quotation marks ends no tag; such a tag is none of these.
_REST: Final = r"""(?![a-z0-9])[^<>"]*+(?:"[^<>"]*+"[^<>"]*+)*+>"""
_END_OF_LINE: Final = re.compile(
    rf"</?(?:p|br|li|ul|ol|div|h[1-6]|hr|blockquote|caption|pre|d[ldt]){_REST}",
    re.IGNORECASE | re.ASCII,
)
_WITHIN: Final = re.compile(
    rf"</?(?:a|strong|b|em|i|u|sup|sub|span|font|small){_REST}", re.IGNORECASE | re.ASCII
)
# A table as it is mostly written: every row and cell is closed, nothing stands between them.
_TABLE: Final = re.compile(
    rf"<table{_REST}(.*?)</table{_REST}", re.IGNORECASE | re.ASCII | re.DOTALL
)
_PART: Final = re.compile(rf"<(/?(?:tr|t[dh]|thead|tbody|tfoot)){_REST}", re.IGNORECASE | re.ASCII)
_ROWS: Final = frozenset(("thead", "tbody", "tfoot", "/thead", "/tbody", "/tfoot"))
_CELLS: Final = frozenset(("td", "th", "/tr"))
_FOLLOWS: Final = {
    **dict.fromkeys(("", "/tr", *_ROWS), _ROWS | {"tr"}),
    **dict.fromkeys(("tr", "/td", "/th"), _CELLS),
    "td": frozenset(("/td",)),
    "th": frozenset(("/th",)),
}
"""What may come behind each of them."""
_LAST: Final = _ROWS | {"", "/tr"}


class Text(NamedTuple):
    """A text, and whether there are tables in it."""

    text: str
    has_table: bool


def text(source: str) -> Text | None:
    """The text that `html.read` would give; None where it takes more to tell."""
    lines: list[str] = []
    tables = 0
    for place, part in enumerate(_TABLE.split(source)):
        found = _rows(part) if place % 2 else _lines(part)
        if found is None:
            return None
        tables += bool(place % 2 and found)
        lines += found
    return Text("\n".join(lines), tables > 0)


def _lines(source: str) -> list[str] | None:
    lines = []
    for line in _END_OF_LINE.split(source):
        told = _line(line)
        if told is None:
            return None
        if told:
            lines.append(told)
    return lines


def _line(line: str) -> str | None:
    # Most lines are words with a space between.
    if "<" in line or "&" in line or "  " in line or not line.isprintable():
        pieces = _WITHIN.split(line)
        if any("<" in piece for piece in pieces):
            return None
        return _joined(map(_piece, pieces))
    return (line if line.isascii() else clean(line)).strip(" ")


def _rows(table: str) -> list[str] | None:
    """A line for each row that is not empty."""
    rows: list[str] = []
    cells: list[str] = []
    before, *parts = _PART.split(table)
    last = ""
    if before.strip():
        return None
    for name, told in zip(map(str.lower, parts[::2]), parts[1::2], strict=True):
        if name not in _FOLLOWS[last]:
            return None
        last = name
        if name in ("td", "th"):
            # What ends a line elsewhere is a space in a cell.
            cell = _line(_END_OF_LINE.sub(" ", told))
            if cell is None:
                return None
            cells.append(cell)
        elif told.strip():
            return None
        if name == "/tr":
            if any(cells):
                rows.append(" | ".join(cells))
            cells = []
    return rows if last in _LAST else None


def _piece(told: str) -> str:
    piece = SPACE.sub(" ", unescape(told) if "&" in told else told)
    if piece.isascii() and piece.isprintable():
        return piece
    return clean(piece).replace("\n", " ")


def _joined(pieces: Iterable[str]) -> str:
    """The pieces of a line, with one space where there are several between two of them."""
    joined, is_apart = "", False
    for piece in pieces:
        stripped = piece.strip(" ")
        if not stripped:
            is_apart = is_apart or bool(piece)
            continue
        if joined and (is_apart or piece[0] == " "):
            joined += " "
        joined += stripped
        is_apart = piece[-1] == " "
    return joined

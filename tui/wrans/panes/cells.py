"""Text measured in terminal cells, and made steady in width."""

import re
from typing import Final

from rich.cells import cell_len, get_character_cell_size, set_cell_size

from wrans.records.text import clean

# Certain to be one cell each; Rich's own quick test leaves out the typographic quotes and dashes
# that one in five texts of the record holds.
_NOT_PLAIN: Final = re.compile(
    "[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u0482\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u2100-\u218b\u2190-\u22ff\u2500-\u25fc\u2605\u2606\u2713]"
)


class _Drawn(dict[int, str]):
    """What is drawn for a character, by its number."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if 0x1F1E6 <= code <= 0x1F1FF:
            drawn = chr(code - 0x1F1E6 + ord("A"))
        elif character in "\u200d\ufe0e\ufe0f\u20e3" or 0x1F3FB <= code <= 0x1F3FF:
            drawn = ""
        elif character in "\t\n":
            drawn = " "
        else:
            # A pane is given clean text; this is the last door before the terminal.
            drawn = clean(character).replace("\n", " ")
        self[code] = drawn
        return drawn


_DRAWN: Final = _Drawn()


def is_plain(text: str) -> bool:
    """Is every character one cell wide, and drawn as it is?"""
    return (text.isascii() and text.isprintable()) or _NOT_PLAIN.search(text) is None


def steady(text: str) -> str:
    """As it is drawn: nothing that acts on a terminal, nothing about whose width two disagree.

    Joined emoji come apart, flags are letters.
    """
    return text if is_plain(text) else text.translate(_DRAWN)


def width(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if is_plain(text) else cell_len(text.translate(_DRAWN))


def cells_of(character: str) -> int:
    """How many cells a character takes."""
    drawn = _DRAWN[ord(character)]
    return get_character_cell_size(drawn) if drawn else 0


def fit(text: str, cells: int) -> str:
    """Cut or filled up to exactly so many cells; a cut is shown."""
    if cells <= 0:
        return ""
    text = steady(text)
    taken = width(text)
    if taken <= cells:
        return text + " " * (cells - taken)
    if is_plain(text):
        return text[: cells - 1] + "…"
    return set_cell_size(text, cells - 1) + "…"

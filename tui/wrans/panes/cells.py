"""Text measured in terminal cells, and made steady in width."""

import re
from typing import Final

from rich.cells import cell_len, set_cell_size

# Certain to be one cell each; Rich's own quick test leaves out the typographic quotes and dashes
# that one in five texts of the record holds.
_WIDE: Final = re.compile(
    "[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u0482\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u2100-\u218b\u2190-\u22ff\u2500-\u25fc\u2605\u2606]"
)
_UNSTEADY: Final = re.compile(
    "[\u200d\ufe0e\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]"
)


def is_plain(text: str) -> bool:
    """Is every character one cell wide?"""
    return text.isascii() or _WIDE.search(text) is None


def width(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if is_plain(text) else cell_len(text)


def fit(text: str, cells: int) -> str:
    """Cut or filled up to exactly so many cells; a cut is shown."""
    if cells <= 0:
        return ""
    taken = width(text)
    if taken <= cells:
        return text + " " * (cells - taken)
    if is_plain(text):
        return text[: cells - 1] + "…"
    return set_cell_size(text, cells - 1) + "…"


def steady(text: str) -> str:
    """Without joined emoji, flags and keycaps, about whose width no two terminals agree.

    As long as before, so that positions hold.
    """
    return _UNSTEADY.sub(_stand_in, text) if not text.isascii() else text


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(code - 0x1F1E6 + ord("A")) if 0x1F1E6 <= code <= 0x1F1FF else "·"

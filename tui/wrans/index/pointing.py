"""Where in a query something is wrong: the query on a line, and a caret below it."""

import unicodedata
from typing import Final

from wrans.index.query import Query

_ROOM: Final = 60
"""Letters of a query that are shown on both sides of what is wrong, at most."""
_INDENT: Final = "  "


def pointed_at(query: Query) -> list[str]:
    """Two lines; none where nothing is wrong."""
    if query.fault is None:
        return []
    start, end = query.fault
    first, last = max(0, start - _ROOM), min(len(query.text), end, start + _ROOM)
    before = ("…" if first else "") + _plain(query.text[first:start])
    wrong = _plain(query.text[start:last])
    after = _plain(query.text[last : last + _ROOM]) if last == end else "…"
    carets = "^" * max(1, _cells(wrong))
    return [f"{_INDENT}{before}{wrong}{after}", f"{_INDENT}{' ' * _cells(before)}{carets}"]


def _plain(text: str) -> str:
    """Each letter as one that can be shown, so that those below it stay below it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _cells(text: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )

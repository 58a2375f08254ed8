"""The pieces that a query is written in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wrans.index.values import Unreadable

_TOKEN: Final = re.compile(
    r"""(?P<open>\()|(?P<close>\))|(?P<minus>-)(?=\S)|"""
    r"""(?P<field>[A-Za-z]+):(?P<value>"[^"]*(?:"(?:~[^\s()"]*)?)?|[^\s()"]*)|"""
    r""""(?P<phrase>[^"]*)(?:(?P<quote>")(?P<near>~[^\s()"]*)?)?|(?P<word>[^\s()"]+)"""
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a phrase, a field with its value, a bracket or a minus."""

    start: int
    kind: str
    text: str
    field: str = ""
    near: str | None = None
    """What stands behind the sign ~ after a phrase."""
    is_last: bool = False
    """Is it still being typed?"""
    text_start: int = 0
    """Where its text begins, behind a quotation mark or a field's name."""


def tokens(text: str, typing: bool) -> Iterator[Token]:
    """The pieces of a query. Raises Unreadable."""
    matches = list(_TOKEN.finditer(text))
    for match in matches:
        is_last = typing and match is matches[-1] and match.end() == len(text)
        start, kind = match.start(), match.lastgroup or ""
        if kind in ("value", "field"):
            yield _field(match, is_last)
        elif kind in ("phrase", "quote", "near"):
            is_closed = bool(match["quote"])
            if not is_closed and not is_last:
                raise Unreadable("a quotation mark is not closed", start)
            # Behind a closed one only the distance may be unfinished.
            is_last = is_last and (not is_closed or match["near"] == "~")
            near = match["near"] if not is_last else None
            is_open = is_last and not is_closed
            yield Token(
                start, "phrase", match["phrase"], near=near, is_last=is_open, text_start=start + 1
            )
        else:
            yield Token(start, kind, match[0], is_last=is_last, text_start=start)


def _field(match: re.Match[str], is_last: bool) -> Token:
    value, at = match["value"], match.start("value")
    if value.startswith('"'):
        is_closed = value.count('"') > 1
        if not is_closed and not is_last:
            raise Unreadable("a quotation mark is not closed", match.start())
        value, at = value.replace('"', ""), at + 1
    return Token(match.start(), "field", value, match["field"], is_last=is_last, text_start=at)


def end_of(text: str, start: int) -> int:
    """Where the piece ends that begins there."""
    found = _TOKEN.match(text, start)
    return found.end() if found else start + 1

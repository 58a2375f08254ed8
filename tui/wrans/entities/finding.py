"""All that is marked in a text."""

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from wrans.entities import met, money, places, tables
from wrans.entities.amounts import SIGNS
from wrans.entities.entity import Entity
from wrans.entities.glance import DIGIT_OF_SUM, glance
from wrans.values import replace

if TYPE_CHECKING:
    from wrans.records import Table

_span = attrgetter("start", "end")
_HYPHENS: Final = ("\u2010", "\u2011")
"""Word processors write these so that no line breaks there; they join as a hyphen does."""


def find(text: str, blocks: "Sequence[Table] | None" = None) -> tuple[Entity, ...]:
    """The sums and places, in order; an address holds neither."""
    if _HYPHENS[0] in text or _HYPHENS[1] in text:
        return _as_written(find(_hyphened(text), blocks), text)
    turns = glance(text)
    marks = turns[1::2]
    held = met.held(marks)
    signs, is_likely = _signs(turns, marks, held) if any(held) else ((), False)
    sums = tables.with_columns(text, money.find(text, signs, is_likely=is_likely), blocks)
    named = places.find(text, turns, held)
    if not sums and not named:
        return ()
    found: list[Entity] = [*sums, *named]
    if barred := money.addresses(text):
        found = [e for e in found if not any(a <= e.start < z for a, z in barred)]
    return tuple(sorted(found, key=_span) if sums and named else found)


def _signs(
    turns: Sequence[str], marks: Sequence[str], held: Sequence[met.Held | None]
) -> tuple[set[str], bool]:
    """The signs of currencies in a text, and whether a number may be a sum without one."""
    signs: set[str] = set()
    is_likely = False
    for at, one in enumerate(held):
        if one:
            mark = marks[at]
            if mark in SIGNS:
                signs.add(mark)
            # A run keeps its digits to itself: "EUR5".
            elif mark.isdecimal() or (one.has_digit and DIGIT_OF_SUM.search(_with_next(turns, at))):
                is_likely = True
    return signs, is_likely


def _with_next(turns: Sequence[str], at: int) -> str:
    """A mark of a text, and as much of what stands behind it as may make it a sum."""
    return turns[2 * at + 1] + turns[2 * at + 2][:40]


def _hyphened(text: str) -> str:
    """A text, as long as it was, with one kind of hyphen."""
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, "-")
    return text


def _as_written(found: tuple[Entity, ...], text: str) -> tuple[Entity, ...]:
    return tuple(replace(e, text=text[e.start : e.end]) if "-" in e.text else e for e in found)

"""All that is marked in a text."""

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from wrans.entities import money, places, tables
from wrans.entities.entity import Entity
from wrans.entities.glance import glance
from wrans.values import replace

if TYPE_CHECKING:
    from wrans.records import Table

_span = attrgetter("start", "end")
_HYPHENS: Final = ("\u2010", "\u2011")
"""Word processors write these so that no line breaks there; they join as a hyphen does."""


def find(text: str, blocks: "Sequence[Table] | None" = None) -> tuple[Entity, ...]:
    """The sums and places, in order; an address holds neither."""
    if any(hyphen in text for hyphen in _HYPHENS):
        return _as_written(find(_hyphened(text), blocks), text)
    turns = glance(text)
    marks = places.promising(turns[1::2])
    sums = tables.with_columns(text, money.find(text, marks), blocks)
    found: list[Entity] = [*sums, *places.find(text, turns, marks)]
    if found and (barred := money.addresses(text)):
        found = [e for e in found if not any(a <= e.start < z for a, z in barred)]
    return tuple(sorted(found, key=_span))


def _hyphened(text: str) -> str:
    """A text, as long as it was, with one kind of hyphen."""
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, "-")
    return text


def _as_written(found: tuple[Entity, ...], text: str) -> tuple[Entity, ...]:
    return tuple(replace(e, text=text[e.start : e.end]) if "-" in e.text else e for e in found)

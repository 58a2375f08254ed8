"""All that is marked in a text."""

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from wrans.entities import money, places, tables
from wrans.entities.entity import Entity
from wrans.entities.glance import glance

if TYPE_CHECKING:
    from wrans.records import Table

_span = attrgetter("start", "end")


def find(text: str, blocks: "Sequence[Table] | None" = None) -> tuple[Entity, ...]:
    """The sums and places, in order; an address holds neither."""
    turns = glance(text)
    marks = places.promising(turns[1::2])
    sums = tables.with_columns(text, money.find(text, marks), blocks)
    found: list[Entity] = [*sums, *places.find(text, turns, marks)]
    if found and (barred := money.addresses(text)):
        found = [e for e in found if not any(a <= e.start < z for a, z in barred)]
    return tuple(sorted(found, key=_span))

"""All that is marked in a text."""

from wrans.entities import money, places, tables
from wrans.entities.entity import Entity


def find(text: str) -> tuple[Entity, ...]:
    """The sums and places, in order; an address holds neither."""
    found: list[Entity] = [*tables.with_columns(text, money.find(text)), *places.find(text)]
    barred = money.addresses(text)
    if barred:
        found = [e for e in found if not any(a <= e.start < z for a, z in barred)]
    return tuple(sorted(found, key=lambda entity: (entity.start, entity.end)))

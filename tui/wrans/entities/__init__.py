"""What is marked in a text: money and places."""

from wrans.entities import money, tables
from wrans.entities.entity import Entity, Money, Place

VERSION = "1"
"""Raised when other sums or places are found: the index is then built anew."""


def find(text: str) -> tuple[Entity, ...]:
    """The sums and places in a flattened text, in order."""
    from wrans.entities import places

    barred = money.addresses(text)
    found: list[Entity] = [*tables.with_columns(text, money.find(text)), *places.find(text)]
    if barred:
        found = [e for e in found if not any(a <= e.start < z for a, z in barred)]
    return tuple(sorted(found, key=lambda entity: (entity.start, entity.end)))


from wrans.entities.annotating import BadLine, annotate  # noqa: E402 - it uses find

__all__ = ["VERSION", "BadLine", "Entity", "Money", "Place", "annotate", "find"]

"""What is marked in a text: money and places."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wrans.entities.entity import Entity, Money, Place

if TYPE_CHECKING:
    from wrans.records import Table

VERSION = "7"
"""Raised when other sums or places are found: the index is then built anew."""


def find(text: str, blocks: "Sequence[Table] | None" = None) -> tuple[Entity, ...]:
    """The sums and places in a flattened text, in order; its tables where they are known."""
    from wrans.entities import finding  # patterns and names, which a search does without

    return finding.find(text, blocks)


def learn(seats: Iterable[str]) -> None:
    """Know these constituencies from now on, besides those that ship."""
    from wrans.entities import places

    places.learn(seats)


__all__ = ["VERSION", "Entity", "Money", "Place", "find", "learn"]

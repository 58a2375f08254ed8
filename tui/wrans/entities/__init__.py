"""What is marked in a text: money and places."""

from wrans.entities.entity import Entity, Money, Place

VERSION = "2"
"""Raised when other sums or places are found: the index is then built anew."""


def find(text: str) -> tuple[Entity, ...]:
    """The sums and places in a flattened text, in order."""
    from wrans.entities import finding  # patterns and names, which a search does without

    return finding.find(text)


__all__ = ["VERSION", "Entity", "Money", "Place", "find"]

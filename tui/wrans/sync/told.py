"""What a sync tells of itself while it works."""

from wrans.values import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """Where it is."""

    doing: str
    """In a few words: "lists of 1 to 7 July 2024"."""
    done: int
    total: int
    """0 where it is not known yet."""

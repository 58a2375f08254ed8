"""What goes between the reader and the process that searches."""

import json
from array import array
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

from wrans.values import dataclass, field, replace

if TYPE_CHECKING:
    import asyncio

_PIECE: Final = 1 << 15
"""Bytes of a long list that are read at a time; whole numbers."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the clerk found for a request."""

    request: int
    ids: "array[int]"
    is_all: bool
    """Are these all that match, or only the first?"""
    notice: str = ""
    """How the query was read, where that is not as written."""
    is_ranked: bool = False
    """Do the best stand first, and not the newest?"""
    trouble: str = ""
    """Why there is nothing to show: the index is missing, damaged or being built."""
    is_damaged: bool = False
    """Is it that the index cannot be read?"""
    about: str = ""
    """The name of the saved search in which something was counted; else it is a list."""
    count: int = 0
    """How many questions are new in it."""
    at_least: int = 0
    """Where all are still being looked for: how many were found until now."""
    back_to: int = 0
    """The day, as an ordinal, from which on those are all."""
    places: list[tuple[str, int]] | None = None
    """The places that they name, and how many do, where that was asked for."""
    more_places: int = 0
    """How many more they name, all of them less often."""
    suggestion: str = ""
    """The words spelt as the record spells them, where that is likelier."""
    also: dict[str, list[str]] = field(default_factory=dict)
    """What the beginnings of words found besides, to be marked."""

    def write(self, pipe: BinaryIO) -> None:
        """Put it through the pipe."""
        # Neither asdict nor as one: a million numbers are not copied.
        head = {name: getattr(self, name) for name in self.__slots__} | {"ids": len(self.ids)}
        pipe.write(json.dumps(head).encode() + b"\n")
        pipe.write(self.ids)

    @classmethod
    async def read(cls, pipe: "asyncio.StreamReader") -> Self:
        """The next one from the pipe. Raises IncompleteReadError at its end."""
        return await cls.of(json.loads(await pipe.readuntil(b"\n")), pipe)

    @classmethod
    async def of(cls, head: dict[str, Any], pipe: "asyncio.StreamReader") -> Self:
        """The one whose head was read from the pipe."""
        ids = array("I")
        left = head["ids"] * ids.itemsize
        while left:
            # Piece by piece: a million in one would be held three times, and stop a key.
            piece = await pipe.readexactly(min(left, _PIECE))
            ids.frombytes(piece)
            left -= len(piece)
        return cls(**head | {"ids": ids})


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that are searched for, and how they are read."""

    words: str = ""
    typing: bool = False
    """Is the last one still being typed?"""
    typed: bool = False
    """Were they typed? They go on to find what they found while they were."""
    ranked: bool = False
    """Are the best wanted first, and not the newest?"""

    def again(self, words: str, *, typing: bool) -> "Asked":
        """What is asked next: the same words are read as they were."""
        if words != self.words:
            return replace(self, words=words, typing=typing, typed=typing)
        return replace(self, typing=self.typing and typing)

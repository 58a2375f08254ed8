"""Every word of the record as it is written, so that one being typed can be completed."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

NAME: Final = "words.txt"


class Vocabulary:
    """Sorted words, in a file beside the index; read when the first is wanted."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _words(self) -> list[str]:
        return self._file.read_text("utf-8").split("\n")

    def beginning_with(self, start: str) -> list[str]:
        """The words that begin so."""
        words = self._words
        return words[bisect_left(words, start) : bisect_left(words, start + "\U0010ffff")]

    def with_more(self, more: Iterable[str]) -> bytes:
        """The file as it would be with more words."""
        return written({*self._words, *more})


def written(words: set[str]) -> bytes:
    """The file of a vocabulary."""
    return "\n".join(sorted(words)).encode("utf-8", "replace")

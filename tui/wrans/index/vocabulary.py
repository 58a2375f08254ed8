"""Every word of a segment as it is written, so that one being typed can be completed."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

ENDING: Final = "words"
_TAB: Final = b"\t"
_LINE: Final = b"\n"


class Vocabulary:
    """Sorted words, each with in how many questions it occurs; read when the first is wanted."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _words(self) -> bytes:
        # One string that is searched as it is: half a million words would be as many objects.
        return _LINE + self._file.read_bytes()

    def beginning_with(self, start: str) -> list[str]:
        """The words that begin so."""
        return [word for word, _ in self._entries(start.encode("utf-8", "replace"))]

    def counted(self, start: str) -> Iterator[tuple[str, int]]:
        """The same, each with in how many questions it occurs."""
        return iter(self._entries(start.encode("utf-8", "replace")))

    def frequency(self, word: str) -> int:
        """In how many questions a word occurs."""
        line = word.encode("utf-8", "replace") + _TAB
        at = self._line_at(line)
        if not self._words.startswith(line, at):
            return 0
        return int(self._words[at + len(line) : self._words.find(_LINE, at)])

    def _entries(self, start: bytes) -> list[tuple[str, int]]:
        words = self._words
        stretch = words[self._line_at(start) : self._line_at(start + b"\xff")]
        lines = stretch.decode("utf-8", "replace").split()
        return list(zip(lines[::2], map(int, lines[1::2]), strict=True))

    def _line_at(self, start: bytes) -> int:
        """Where the first line begins that is not before."""
        words = self._words
        low, high = 1, len(words)
        while low < high:
            middle = words.rfind(_LINE, 0, (low + high) // 2) + 1
            if middle <= low:
                middle = low
            end = words.find(_LINE, middle) + 1 or len(words)
            if words[middle:end] < start:
                low = end
            else:
                if high == middle:
                    break
                high = middle
        return low


def written(counts: Mapping[str, int]) -> bytes:
    """The file of a vocabulary."""
    # In the order of their bytes, which is that of letters but for a few beyond all of them.
    lines = sorted(
        b"%s\t%d\n" % (word.encode("utf-8", "replace"), count) for word, count in counts.items()
    )
    return b"".join(lines)

"""The terms of a field with the questions that hold them, laid out to be counted often."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise


class Tally:
    """Which questions of a segment hold each term of a field."""

    def __init__(self, terms: Iterable[tuple[str, Iterable[Sequence[int]]]]) -> None:
        """Each term with the questions that hold it, block by block."""
        self._names: list[str] = []
        self._held = array("I")
        self._ends = [0]
        for name, blocks in terms:
            for numbers in blocks:
                self._held.extend(numbers)
            self._names.append(name)
            self._ends.append(len(self._held))

    def of(self, flags: bytes) -> dict[str, int]:
        """How many of the questions that are flagged hold each term, as far as any does."""
        told: Callable[[int], int] = flags.__getitem__
        among = bytes(map(told, self._held))
        counted = (among.count(1, start, end) for start, end in pairwise(self._ends))
        return {name: count for name, count in zip(self._names, counted, strict=True) if count}

"""Lines of a ledger that are read when they are looked at."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from wrans import extracting
from wrans.ledger.figures import Line, figure, lines
from wrans.store import Store

Row = TypeVar("Row")


class Shown(Generic[Row]):
    """Figures by question and place in it, as rows of a list."""

    def __init__(
        self,
        store: Store,
        questions: Sequence[int],
        places: Sequence[int],
        sharing: Sequence[int],
        row: Callable[[Line], Row],
    ) -> None:
        """Which sum of which question, and how many share its text; ``row`` makes the rows."""
        self._store = store
        self._figures = questions, places, sharing
        self._row = row

    def __len__(self) -> int:
        return len(self._figures[0])

    def rows(self, start: int, stop: int) -> list[Row]:
        """Some of them."""
        wanted = list(zip(*(column[start:stop] for column in self._figures), strict=True))
        numbers = list(dict.fromkeys(number for number, _, _ in wanted))
        found = dict(extracting.found_of(self._store, numbers))
        figures = [
            (figure(number, nth, found[number]), shared)
            for number, nth, shared in wanted
            if number in found and nth < len(found[number].sums)
        ]
        sharing = dict(figures)
        told = lines(self._store, [one for one, _ in figures], lambda one: sharing[one])
        return [self._row(line) for line in told]

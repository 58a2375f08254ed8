"""What a search found, counted: by answering body, year, House, party and month.

A kind that the search is narrowed by is counted without that: one sees what else there is.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

from wrans.narrowing import Narrowing
from wrans.values import dataclass, replace

if TYPE_CHECKING:
    from wrans.index.facets import Facets
    from wrans.library import Library

Counted = tuple[tuple[str, int], ...]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Counts:
    """True counts. The total is of what was found; each kind is as if it narrowed nothing."""

    request: int
    words: str
    total: int
    bodies: Counted = ()
    years: tuple[tuple[int, int], ...] = ()
    houses: Counted = ()
    parties: Counted = ()
    months: tuple[tuple[int, int, int], ...] = ()

    def written(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Read back what was written."""
        values: dict[str, Any] = {
            name: tuple(map(tuple, value)) if isinstance(value, list) else value
            for name, value in told.items()
        }
        return cls(**values)


def count(
    library: "Library", request: int, words: str, *, typing: bool, typed: bool, stop: Stop
) -> Counts | None:
    """Count what words find; None when stopped. Raises IndexDamaged."""

    def facets_of(text: str) -> "Facets | None":
        return library.facets(library.query(text, typing=typing, typed=typed), stop)

    whole = facets_of(words)
    if whole is None:
        return None
    counts = Counts(request, words, whole.total, *_spread(whole))
    narrowing = Narrowing.of(words)
    for kind in (kind for kind, clauses in narrowing.chosen.items() if clauses):
        open_to_all = facets_of(narrowing.without(kind).text)
        if open_to_all is None:
            return None
        counts = _with(counts, kind, open_to_all)
    return counts


def _spread(
    facets: "Facets",
) -> tuple[
    Counted, tuple[tuple[int, int], ...], Counted, Counted, tuple[tuple[int, int, int], ...]
]:
    return facets.bodies, facets.years, facets.houses, facets.parties, facets.months


def _with(counts: Counts, kind: str, facets: "Facets") -> Counts:
    match kind:
        case "body":
            return replace(counts, bodies=facets.bodies)
        case "house":
            return replace(counts, houses=facets.houses)
        case "party":
            return replace(counts, parties=facets.parties)
        case _:
            return replace(counts, years=facets.years, months=facets.months)

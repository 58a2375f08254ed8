"""True counts of what matches, by answering body, year, House, party and month."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from weakref import WeakKeyDictionary

from wrans.index.damage import Stopped, damage_told
from wrans.index.looking import Stop
from wrans.index.matching import Marks
from wrans.index.query import Query
from wrans.index.search import Searcher
from wrans.index.segment import Segment

Counted = tuple[tuple[str, int], ...]

KINDS: Final = ("body", "house", "party")
_MOST: Final = 255
"""So many values have a byte to themselves; more of them have another byte."""

Plane = tuple[int, list[str]]
"""A byte a question, as one number: 0, or which of the values it has, counted from 1."""
_WHOLE: Final = 255
"""So many times a byte that is 1 is a byte of ones."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many questions match, and how they are spread. Values without a question are left out."""

    total: int
    bodies: Counted
    """Most first, as are Houses and parties. A question of which nothing is known is in none."""
    years: tuple[tuple[int, int], ...]
    """By the date that the list shows; oldest first, as are the months."""
    houses: Counted
    parties: Counted
    months: tuple[tuple[int, int, int], ...]
    """Year, month, and how many."""


def facets(searcher: Searcher, query: Query, marked: Marks, stop: Stop | None) -> Facets | None:
    """The counts of what a query finds; None when stopped."""
    values: Counter[str] = Counter()
    months: Counter[tuple[int, int]] = Counter()
    total = 0
    try:
        with damage_told():
            for segment, bits in searcher.bits(query, marked, stop):
                if not bits:
                    continue
                flags = bits.to_bytes(segment.size, "little")
                total += bits.bit_count()
                for plane, names in _planes(segment, stop):
                    codes = (plane & bits * _WHOLE).to_bytes(segment.size, "little")
                    for code, name in enumerate(names, 1):
                        if count := codes.count(code):
                            values[name] += count
                for month, start, end in _months(segment):
                    months[month] += flags.count(1, start, end)
    except Stopped:
        return None
    by_kind = {kind: _of_kind(values, kind) for kind in KINDS}
    years: Counter[int] = Counter()
    for (year, _), count in months.items():
        years[year] += count
    return Facets(
        total,
        by_kind["body"],
        tuple(sorted((+years).items())),
        by_kind["house"],
        by_kind["party"],
        tuple(sorted((year, month, count) for (year, month), count in (+months).items())),
    )


def _of_kind(values: Counter[str], kind: str) -> Counted:
    sign = f"{kind}="
    held = [(name.removeprefix(sign), n) for name, n in values.items() if name.startswith(sign)]
    return tuple(sorted(held, key=lambda pair: (-pair[1], pair[0])))


_KNOWN: Final[WeakKeyDictionary[Segment, list[Plane]]] = WeakKeyDictionary()
"""A segment never changes, and the same few are counted again with every query."""


def _planes(segment: Segment, stop: Stop | None) -> list[Plane]:
    """Which value each question of a segment has."""
    held = _KNOWN.get(segment)
    if held is None:
        held = _KNOWN[segment] = list(_read_planes(segment, stop))
    return held


def _read_planes(segment: Segment, stop: Stop | None) -> Iterator[Plane]:
    for kind in KINDS:
        held = list(segment.beginning_with("facet", f"{kind}="))
        for first in range(0, len(held), _MOST):
            some = held[first : first + _MOST]
            codes = 0
            for code, (_, info) in enumerate(some, 1):
                if stop and stop():
                    raise Stopped
                codes += segment.bits_of([info]) * code
            yield codes, [name for name, _ in some]


def _months(segment: Segment) -> Iterator[tuple[tuple[int, int], int, int]]:
    """The months of a segment, newest first, and where the questions of each stand."""
    start = 0
    while start < segment.size:
        day = date.fromordinal(segment.column("date")[start])
        _, end = segment.span(day.replace(day=1).toordinal(), day.toordinal())
        yield (day.year, day.month), start, end
        start = end

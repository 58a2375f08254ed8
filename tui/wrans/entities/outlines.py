"""Coasts and borders, to draw a map on (`benchmarks/make_outlines.py` makes the files)."""

import sys
import zlib
from array import array
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

NEAR: Final = (-13.0, 46.0, 10.0, 62.0)
"""West, south, east and north of what is known in detail: the British Isles and neighbours."""


class Line(NamedTuple):
    """A stretch of a coast or border."""

    is_border: bool
    """Between countries; else a coast."""
    longitudes: Sequence[float]
    latitudes: Sequence[float]
    box: tuple[float, float, float, float]
    """West, south, east and north."""


@cache
def near() -> tuple[Line, ...]:
    """The British Isles and their neighbours, in detail."""
    return _read("outlines-near.bin")


@cache
def continents() -> tuple[Line, ...]:
    """All countries, fit for a map of one of them."""
    return _read("outlines-continents.bin")


@cache
def world() -> tuple[Line, ...]:
    """All countries, fit for a map of the world."""
    return _read("outlines-world.bin")


def _read(name: str) -> tuple[Line, ...]:
    numbers = array("h", zlib.decompress((Path(__file__).with_name("data") / name).read_bytes()))
    if sys.byteorder == "big":
        numbers.byteswap()
    east, north, per_degree = numbers[:3]
    lines: list[Line] = []
    at = 3
    while at < len(numbers):
        kind, points = numbers[at : at + 2]
        steps = numbers[at + 2 : at + 2 + 2 * points]
        xs = array("d", [east + x / per_degree for x in accumulate(steps[::2])])
        ys = array("d", [north + y / per_degree for y in accumulate(steps[1::2])])
        lines.append(Line(bool(kind), xs, ys, (min(xs), min(ys), max(xs), max(ys))))
        at += 2 + 2 * points
    return tuple(lines)

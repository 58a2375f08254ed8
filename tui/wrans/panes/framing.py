"""Which part of the Earth a map shows, and where on it something is."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from wrans.entities import outlines
from wrans.values import dataclass, replace

if TYPE_CHECKING:
    from wrans.entities.outlines import Line

_ROOM: Final = 0.12
"""Around the places, as a share of what they take."""
_LEAST_NEAR: Final = 5.0
_LEAST: Final = 18.0
"""Degrees of latitude that are shown at least, so that a coast is known again."""
_CLOSEST: Final = 120.0
_NORTH, _SOUTH = 84.0, -58.0
_FINE: Final = 12.0
_COARSE: Final = 3.0
"""Dots a degree from which on the finest outlines are drawn, and up to which the coarsest."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the Earth on so many dots, its parallels as far apart as its meridians there."""

    longitude: float
    latitude: float
    """Of the middle."""
    dots: float
    """A degree of latitude."""
    wide: int
    high: int
    """Of the whole, in dots."""

    @property
    def _narrow(self) -> float:
        """A degree of longitude, in degrees of latitude."""
        return max(0.2, math.cos(math.radians(self.latitude)))

    def x(self, longitude: float) -> float:
        """How far from the left, in dots."""
        return self.wide / 2 + (longitude - self.longitude) * self._narrow * self.dots

    def y(self, latitude: float) -> float:
        """How far from the top, in dots."""
        return self.high / 2 - (latitude - self.latitude) * self.dots

    def holds(self, longitude: float, latitude: float) -> bool:
        """Is it within?"""
        return 0 <= self.x(longitude) < self.wide and 0 <= self.y(latitude) < self.high

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        across = self.wide / 2 / self.dots / self._narrow
        up = self.high / 2 / self.dots
        return (
            self.longitude - across,
            self.latitude - up,
            self.longitude + across,
            self.latitude + up,
        )

    def zoomed(self, times: float, longitude: float, latitude: float) -> "Frame":
        """The same so many times as large, with another middle."""
        least = min(self.wide / 360, self.high / (_NORTH - _SOUTH))
        dots = max(least, min(_CLOSEST, self.dots * times))
        return replace(self, longitude=longitude, latitude=latitude, dots=dots)

    def lines(self) -> "Iterator[Line]":
        """The coasts and borders that are drawn in it: finer ones the nearer one is."""
        west, south, east, north = self.box
        if self.dots < _COARSE:
            every = outlines.world()
        elif self.dots < _FINE or not _overlap(outlines.NEAR, self.box):
            every = outlines.continents()
        else:
            farther = (n for n in outlines.continents() if not _is_within(n.box, outlines.NEAR))
            every = (*outlines.near(), *farther)
        for line in every:
            if _overlap(line.box, (west, south, east, north)):
                yield line


Box = tuple[float, float, float, float]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


def _is_within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )


def is_home(longitude: float, latitude: float) -> bool:
    """Is it in the British Isles or a neighbour of theirs?"""
    west, south, east, north = outlines.NEAR
    return west + 1 <= longitude <= east - 1 and south + 1 <= latitude <= north - 1


def is_in_the_isles(longitude: float, latitude: float) -> bool:
    """Is it in the British Isles, or on the coast across the Channel?"""
    return -11 <= longitude <= 3 and 49 <= latitude <= 61.2


def around(points: Sequence[tuple[float, float]], wide: int, high: int) -> Frame:
    """What shows all points, by longitude and latitude, on so many dots."""
    wide, high = max(2, wide // 2 * 2), max(4, high // 4 * 4)  # whole cells
    if not points:
        points = [(-5.5, 50.0), (-5.5, 59.0)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    least = _LEAST_NEAR if all(is_home(x, y) for x, y in points) else _LEAST
    longitude = (min(xs) + max(xs)) / 2
    latitude = (min(ys) + max(ys)) / 2
    tall = max(least, (max(ys) - min(ys)) * (1 + 2 * _ROOM))
    if tall > _NORTH - _SOUTH - 30:
        latitude = (_NORTH + _SOUTH) / 2
    narrow = max(0.2, math.cos(math.radians(latitude)))
    broad = (max(xs) - min(xs)) * (1 + 2 * _ROOM) * narrow
    dots = min(high / tall, wide / broad if broad else _CLOSEST)
    dots = max(dots, min(wide / 360 / narrow, high / (_NORTH - _SOUTH)))
    return Frame(longitude, latitude, dots, wide, high)

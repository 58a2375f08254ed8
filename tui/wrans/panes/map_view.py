"""The places of an answer or of many questions, on a map."""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress
from operator import not_
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from wrans.panes.braille import Braille
from wrans.panes.cells import steady, width
from wrans.panes.framing import Frame, around, is_home, is_in_the_isles
from wrans.panes.labels import Cell, Label, Mark, beside, placed
from wrans.values import dataclass

_SHARE_AT_HOME: Final = 0.9
_SHARE_IN_THE_ISLES: Final = 0.95
"""So much of all that is named has to be near home for the map to leave out the rest."""
_SMALL: Final = 0.01
"""Of the count of the most frequent: what is named less has a smaller mark."""
_ZOOM: Final = 1.6


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, and how many questions name it, or how often the answer does."""

    name: str
    count: int
    about: str = ""
    """What it is, and where: ``town, Lincolnshire``."""
    longitude: float | None = None
    latitude: float | None = None
    is_vast: bool = False
    """A part of the world, which says nothing of how much of it is to be shown."""

    @property
    def point(self) -> tuple[float, float]:
        """Longitude and latitude of one that is on the map."""
        assert self.longitude is not None
        assert self.latitude is not None
        return self.longitude, self.latitude


class MapView(Widget):
    """Places on outlines of the countries, sized by their count; one of them is chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "map--coast", "map--place", "map--label", "map--chosen",
    }  # fmt: skip
    # The chosen one's colours are given the wrong way round and reversed: without colours at all
    # (NO_COLOR) the reversal remains.
    DEFAULT_CSS = """
    MapView { width: 1fr; height: 1fr;
        & > .map--coast { color: $foreground 60%; }
        & > .map--place { color: $place; text-style: bold; }
        & > .map--label { color: $place; }
        & > .map--chosen { color: $match-now-ground; background: $match-now;
            text-style: reverse bold; }
    }
    """

    class Moved(Message):
        """Another place is chosen, or there are others."""

    class Chosen(Message):
        """A place was opened."""

        def __init__(self, spot: Spot) -> None:
            super().__init__()
            self.spot = spot

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.spots: tuple[Spot, ...] = ()
        """Those on the map, the most frequent first."""
        self.missing: tuple[Spot, ...] = ()
        """Those that nobody knows where they are."""
        self._chosen = -1
        self._frame: Frame | None = None
        self._labels: tuple[Frame, list[Label]] | None = None
        """The names on a part of the Earth: they stand still while one goes from place to place."""
        self._drawn: list[Strip] | None = None

    # -- what is shown

    def show(self, spots: Sequence[Spot]) -> None:
        """Show other places; the one that was chosen stays so if it is among them."""
        was = self.chosen.name if self.chosen else ""
        ranked = sorted(spots, key=lambda spot: -spot.count)
        lie = [s.latitude is not None and s.longitude is not None for s in ranked]
        self.spots = tuple(compress(ranked, lie))
        self.missing = tuple(compress(ranked, map(not_, lie)))
        self._chosen = next((n for n, spot in enumerate(self.spots) if spot.name == was), -1)
        self._frame = self._labels = None
        self._draw()

    @property
    def chosen(self) -> Spot | None:
        """The place that keys go to."""
        return self.spots[self._chosen] if 0 <= self._chosen < len(self.spots) else None

    @property
    def outside(self) -> int:
        """How many places lie beyond the edges."""
        frame = self._framed()
        return sum(not frame.holds(*spot.point) for spot in self.spots)

    def choose(self, name: str) -> None:
        """Choose a place by its name, if it is here."""
        for number, spot in enumerate(self.spots):
            if spot.name == name:
                self._choose(number)

    def _choose(self, number: int) -> None:
        self._chosen = number
        frame, spot = self._framed(), self.spots[number]
        if not frame.holds(*spot.point):
            self._frame = frame.zoomed(1, *spot.point)
        self._draw()

    def _framed(self) -> Frame:
        if self._frame is None:
            self._frame = fitted(self.spots, self.size.width * 2, self.size.height * 4)
        return self._frame

    def _draw(self) -> None:
        self._drawn = None
        self.refresh()
        self.post_message(self.Moved())

    # -- keys

    def move(self, right: int, down: int) -> None:
        """Choose the nearest place in that direction."""
        if self.chosen is None:
            if self.spots:
                self._choose(0)
            return
        near = nearest(self._framed(), self.spots, self._chosen, right, down)
        if near is not None:
            self._choose(near)

    def step(self, by: int) -> None:
        """Choose the place that is named as often or less, or more."""
        if self.spots:
            self._choose(0 if self._chosen < 0 else (self._chosen + by) % len(self.spots))

    def zoom(self, by: int) -> None:
        """Closer to the chosen place, or farther away; 0 shows all."""
        frame = self._framed()
        if by:
            at = self.chosen.point if self.chosen else (frame.longitude, frame.latitude)
            self._frame = frame.zoomed(_ZOOM**by, *at)
        else:
            points = [spot.point for spot in self.spots]
            self._frame = around(points, frame.wide, frame.high)
        self._draw()

    def open(self) -> None:
        """Say that the chosen place was opened; where none is chosen, choose the first."""
        if self.chosen is not None:
            self.post_message(self.Chosen(self.chosen))
        else:
            self.step(0)

    def on_click(self, event: events.Click) -> None:
        """Choose the place under the pointer; twice opens it."""
        frame = self._framed()
        x, y = event.x * 2 + 1, event.y * 4 + 2
        away = [
            (abs(frame.x(s.point[0]) - x) + abs(frame.y(s.point[1]) - y), n)
            for n, s in enumerate(self.spots)
        ]
        if away and min(away)[0] <= 8:
            self._choose(min(away)[1])
            if event.chain > 1:
                self.open()

    # -- painting

    def on_resize(self) -> None:
        """Fit the places into the new size."""
        self._frame = None
        self._draw()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._drawn = None

    def render_line(self, y: int) -> Strip:
        """A line of the map."""
        if self._drawn is None:
            self._drawn = list(self._painted())
        return self._drawn[y] if y < len(self._drawn) else Strip.blank(self.size.width)

    @property
    def lines(self) -> list[str]:
        """What is shown, as text."""
        return [self.render_line(y).text for y in range(self.size.height)]

    def _painted(self) -> Iterator[Strip]:
        frame = self._framed()
        if self._labels is None or self._labels[0] != frame:
            self._labels = frame, labelled(frame, self.spots)
        cells, looks = drawn(frame, self.spots, self._chosen, self._labels[1])
        for row, characters in enumerate(cells):
            segments: list[Segment] = []
            start = 0
            for column in range(1, len(characters) + 1):
                look = looks.get((row, start), "map--coast")
                is_end = column == len(characters)
                if is_end or looks.get((row, column), "map--coast") != look:
                    text = "".join(characters[start:column])
                    segments.append(Segment(text, self.get_component_rich_style(look)))
                    start = column
            yield Strip(segments)


def fitted(spots: Sequence[Spot], wide: int, high: int) -> Frame:
    """All of the places; or those in the Isles or near home, where they are nearly all."""
    spots = [spot for spot in spots if not spot.is_vast] or spots
    every = sum(spot.count for spot in spots)
    for is_there, share in ((is_in_the_isles, _SHARE_IN_THE_ISLES), (is_home, _SHARE_AT_HOME)):
        there = [spot for spot in spots if is_there(*spot.point)]
        if sum(spot.count for spot in there) >= every * share:
            spots = there
            break
    return around([spot.point for spot in spots], wide, high)


def nearest(frame: Frame, spots: Sequence[Spot], here: int, right: int, down: int) -> int | None:
    """The nearest place in a direction: straight on counts for more than aside.

    Of several in one cell, it is the one that is named most.
    """
    x, y = frame.x(spots[here].point[0]), frame.y(spots[here].point[1])
    cells = {(int(x) // 2, int(y) // 4)}
    best: tuple[float, int] | None = None
    for number, spot in enumerate(spots):
        at_x, at_y = frame.x(spot.point[0]), frame.y(spot.point[1])
        dx, dy = at_x - x, at_y - y
        ahead = dx * right + dy * down
        aside = abs(dx * down) + abs(dy * right)
        cell = int(at_x) // 2, int(at_y) // 4
        if ahead <= 0 or aside > ahead * 2.5 or cell in cells:
            continue
        cells.add(cell)
        if best is None or ahead + 2 * aside < best[0]:
            best = ahead + 2 * aside, number
    return best[1] if best else None


@lru_cache(maxsize=16)
def _ground(frame: Frame) -> Braille:
    """The outlines, drawn once for each part of the Earth."""
    ground = Braille(frame.wide // 2, frame.high // 4)
    for line in frame.lines():
        xs = [frame.x(longitude) for longitude in line.longitudes]
        ys = [frame.y(latitude) for latitude in line.latitudes]
        ground.path(xs, ys, is_dotted=line.is_border)
    return ground


def drawn(
    frame: Frame, spots: Sequence[Spot], chosen: int, labels: Sequence[Label] | None = None
) -> tuple[list[list[str]], dict[Cell, str]]:
    """The characters of each row, and the look of the cells that are no coast."""
    ground = _ground(frame).copy()
    looks: dict[Cell, str] = {}
    marks = _marks(frame, spots)
    for mark in marks:
        radius = _radius(mark.count)
        if radius > 1.5:
            point = spots[mark.number].point
            for cell in ground.disc(frame.x(point[0]), frame.y(point[1]), radius):
                looks[cell] = "map--place"
    cells = [ground.row(row) for row in range(ground.height)]
    labels = labelled(frame, spots) if labels is None else labels
    labels = _with_chosen(marks, chosen, labels, ground.height, ground.width)
    hidden = {cell for label in labels for cell in label.cells}
    most = max((mark.count for mark in marks), default=0)
    for mark in reversed(marks):
        is_chosen = mark.number == chosen
        if mark.at not in hidden or is_chosen:
            is_small = mark.count == 1 or mark.count < most * _SMALL
            cells[mark.at[0]][mark.at[1]] = "•" if is_small and not is_chosen else "●"
            looks[mark.at] = "map--chosen" if is_chosen else "map--place"
    for label in labels:
        for cell, character in zip(label.cells, label.name, strict=True):
            cells[cell[0]][cell[1]] = character
            looks[cell] = "map--chosen" if label.number == chosen else "map--label"
    return cells, looks


def _marks(frame: Frame, spots: Sequence[Spot]) -> list[Mark]:
    """The places within a frame, the most frequent first, and the chosen one's among them."""
    return [
        Mark(
            number,
            steady(spot.name),
            spot.count,
            (int(frame.y(spot.point[1])) // 4, int(frame.x(spot.point[0])) // 2),
        )
        for number, spot in enumerate(spots)
        if frame.holds(*spot.point)
    ]


def labelled(frame: Frame, spots: Sequence[Spot]) -> list[Label]:
    """The names that are written on a map while none is chosen."""
    marks = [mark for mark in _marks(frame, spots) if width(mark.name) == len(mark.name)]
    return placed(marks, frame.high // 4, frame.wide // 2)


def _with_chosen(
    marks: Sequence[Mark], chosen: int, labels: Sequence[Label], rows: int, columns: int
) -> list[Label]:
    """The names with the chosen place's, which is always seen; those that it covers go."""
    mark = next((mark for mark in marks if mark.number == chosen), None)
    if mark is None or width(mark.name) != len(mark.name):
        return list(labels)
    own = next((label for label in labels if label.number == chosen), None)
    own = own or beside(mark, rows, columns, labels)
    covered = {mark.at, *(own.cells if own else ())}
    kept = [label for label in labels if label is not own and covered.isdisjoint(label.cells)]
    return [*kept, own] if own else kept


def _radius(count: int) -> float:
    """Of the disc around a place, in dots: by the power of its count."""
    return min(7.0, math.log2(max(1, count)) * 0.6)

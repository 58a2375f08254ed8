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
from wrans.panes.framing import Frame, around, is_home
from wrans.values import dataclass

_SHARE_AT_HOME: Final = 0.9
"""So much of all that is named has to be near home for the map to leave out the rest."""
_LABELLED: Final = 200
_SMALL: Final = 0.01
"""Of the count of the most frequent: what is named less has a smaller mark."""
_ZOOM: Final = 1.6
Cell = tuple[int, int]
"""Row and column."""


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
    DEFAULT_CSS = """
    MapView { width: 1fr; height: 1fr;
        & > .map--coast { color: $foreground 60%; }
        & > .map--place { color: $place; text-style: bold; }
        & > .map--label { color: $place; }
        & > .map--chosen { color: $match-now; background: $match-now-ground; text-style: bold; }
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
        self._frame = None
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
        """Say that the chosen place was opened."""
        if self.chosen is not None:
            self.post_message(self.Chosen(self.chosen))

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
        cells, looks = drawn(frame, self.spots, self._chosen)
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
    """All of the places; or those near home, where they are nearly all that is named."""
    spots = [spot for spot in spots if not spot.is_vast] or spots
    home = [spot for spot in spots if is_home(*spot.point)]
    every = sum(spot.count for spot in spots)
    if sum(spot.count for spot in home) >= every * _SHARE_AT_HOME:
        spots = home
    return around([spot.point for spot in spots], wide, high)


def nearest(frame: Frame, spots: Sequence[Spot], here: int, right: int, down: int) -> int | None:
    """The nearest place in a direction: straight on counts for more than aside."""
    x, y = frame.x(spots[here].point[0]), frame.y(spots[here].point[1])
    found: list[tuple[float, int]] = []
    for number, spot in enumerate(spots):
        dx, dy = frame.x(spot.point[0]) - x, frame.y(spot.point[1]) - y
        ahead = dx * right + dy * down
        aside = abs(dx * down) + abs(dy * right)
        if number != here and ahead > 0 and aside <= ahead * 2.5:
            found.append((ahead + 2 * aside, number))
    return min(found)[1] if found else None


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
    frame: Frame, spots: Sequence[Spot], chosen: int
) -> tuple[list[list[str]], dict[Cell, str]]:
    """The characters of each row, and the look of the cells that are no coast."""
    ground = _ground(frame).copy()
    looks: dict[Cell, str] = {}
    shown = [(n, s) for n, s in enumerate(spots) if frame.holds(*s.point)]
    at = {n: (frame.x(s.point[0]), frame.y(s.point[1])) for n, s in shown}
    for number, spot in shown:
        radius = _radius(spot.count)
        if radius > 1.5:
            for cell in ground.disc(*at[number], radius):
                looks[cell] = "map--place"
    cells = [ground.row(row) for row in range(ground.height)]
    most = max((spot.count for _, spot in shown), default=0)
    taken: set[Cell] = set()
    for number, spot in reversed(shown):
        place = int(at[number][1]) // 4, int(at[number][0]) // 2
        is_small = spot.count == 1 or spot.count < most * _SMALL
        cells[place[0]][place[1]] = "•" if is_small and number != chosen else "●"
        looks[place] = "map--chosen" if number == chosen else "map--place"
        taken.add(place)
    _label(cells, looks, taken, [(s, at[n], n == chosen) for n, s in shown], chosen)
    return cells, looks


def _radius(count: int) -> float:
    """Of the disc around a place, in dots: by the power of its count."""
    return min(7.0, math.log2(max(1, count)) * 0.6)


def _label(
    cells: list[list[str]],
    looks: dict[Cell, str],
    taken: set[Cell],
    shown: list[tuple[Spot, tuple[float, float], bool]],
    chosen: int,
) -> None:
    """Write names beside places where there is room: the chosen one's, then the most frequent."""
    order = sorted(shown[:_LABELLED] + [s for s in shown if s[2]], key=lambda s: not s[2])
    done: set[str] = set()
    for spot, (x, y), is_chosen in order:
        if spot.name in done:
            continue
        done.add(spot.name)
        name = steady(spot.name)
        if width(name) != len(name):
            continue
        row, column = int(y) // 4, int(x) // 2
        places = [at for at in _beside(row, column, len(name)) if _fits(cells, at, len(name))]
        free = [at for at in places if _is_free(taken, at, len(name), row, column)]
        # The chosen one's name is always seen, if need be over the marks of others.
        for at in free[:1] or (places[:1] if is_chosen else []):
            for n, character in enumerate(name):
                cells[at[0]][at[1] + n] = character
                looks[at[0], at[1] + n] = "map--chosen" if is_chosen else "map--label"
                taken.add((at[0], at[1] + n))


def _beside(row: int, column: int, cells: int) -> Iterator[Cell]:
    """Where the name of a place may begin: right of it, left, or in the lines above and below."""
    yield row, column + 1
    yield row, column - cells
    for line in (row - 1, row + 1):
        yield line, column + 1
        yield line, column - cells // 2
        yield line, column - cells


def _fits(cells: list[list[str]], at: Cell, long: int) -> bool:
    line, start = at
    return 0 <= line < len(cells) and start >= 0 and start + long <= len(cells[0])


def _is_free(taken: set[Cell], at: Cell, long: int, row: int, column: int) -> bool:
    line, start = at
    wanted = ((line, start + n) for n in range(-1, long + 1))
    return not any(cell in taken and cell != (row, column) for cell in wanted)

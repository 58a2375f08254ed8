"""The map, in the reader."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from textual import on
from textual.events import Resize
from textual.timer import Timer

from wrans.clerk import Looked
from wrans.desk.desk import Desk
from wrans.entities import Entity, Place
from wrans.opening import first_signs

if TYPE_CHECKING:
    from wrans.panes.map_screen import MapScreen
    from wrans.panes.map_view import MapView, Spot

_ROOM: Final = (160, 40)
"""From this size on there is a corner for the map, as the layout has it."""
_REST: Final = 0.08
"""Seconds that the list rests before the corner's map is drawn: keys come first."""


class Mapping(Desk):
    """Shows the places of the open answer, or of what was found, on a map."""

    _words: str
    _map: "MapScreen | None" = None
    _of_answer = False
    """Does the map show the answer's places, and not those of the result?"""
    _counted: "Sequence[tuple[str, int]] | None" = None
    _corner: "MapView | None" = None
    _corner_timer: Timer | None = None

    async def action_map(self) -> None:
        """The places of what was found, or of the open answer, on a map."""
        from wrans.panes.map_screen import MapScreen

        self._map = MapScreen(self._turn_map, first_signs(self.library.settings.keys))
        await self.push_screen(self._map, self._leave_map)
        self._of_answer = not self.bar.value and bool(self.sidebar.entities)
        self._fill_map()

    def _turn_map(self) -> None:
        self._of_answer = not self._of_answer
        self._fill_map()

    def _fill_map(self) -> None:
        if self._map is None:
            return
        if self._of_answer:
            self._clerk.count_places(None)
            heading = self._open.heading if self._open else "nothing"
            self._map.show(heading, _spots(_named(self.sidebar.entities)))
            return
        self._map.show(self._what_was_found(), (), waits=True)
        self._clerk.count_places(self._places_counted)

    def _what_was_found(self) -> str:
        count = len(self.list.source) if self.list.source else 0
        told = f"{count:,} question{'' if count == 1 else 's'}"
        return f"{told}: {self._words}" if self._words else told

    def _places_counted(self, looked: Looked) -> None:
        if self._map is not None and not self._of_answer:
            if looked.trouble:
                self.notify(looked.trouble, severity="warning", markup=False)
            spots = _spots(looked.places or ())
            self._map.show(self._what_was_found(), spots, more=looked.more_places)

    def _leave_map(self, name: str | None) -> None:
        self._map = None
        self._clerk.count_places(None)
        if name is not None:
            self.search_for(self.library.query_for_place(name))
            self.show_pane("list")

    # -- the corner

    def _map_corner(self) -> None:
        """Have the corner follow what is read, once the list rests and where there is room."""
        if self._corner_timer is not None:
            self._corner_timer.stop()
        self._corner_timer = self.set_timer(_REST, self._draw_corner)

    async def _draw_corner(self) -> None:
        if not self.screen_stack:  # the reader closed while the list was coming to rest
            return
        # The window's own size: the panes' classes may follow it later than this is asked.
        if self.size.width < _ROOM[0] or self.size.height < _ROOM[1]:
            return
        from wrans.panes.map_view import MapView

        if self._corner is None:
            self._corner = MapView(classes="pane corner")
            self._corner.border_title = "Map"
            self.panes.add_class("-mapped")
            await self.panes.mount(self._corner)
        self._corner.show(_spots(_named(self.sidebar.entities)))
        missing = len(self._corner.missing)
        self._corner.border_subtitle = f"not on the map: {missing:,}" if missing else ""

    def _follow_on_map(self, entity: object) -> None:
        if self._corner is not None and isinstance(entity, Place):
            self._corner.choose(entity.name)

    @on(Resize)
    def _see_to_the_corner(self) -> None:
        """Room for the map may have come."""
        self._map_corner()


def _named(entities: Iterable[Entity]) -> list[tuple[str, int]]:
    """The places and how often each is named."""
    return Counter(e.name for e in entities if isinstance(e, Place)).most_common()


def _spots(named: Iterable[tuple[str, int]]) -> "list[Spot]":
    from wrans.entities.location import located, within
    from wrans.panes.map_view import Spot

    found = []
    for name, count in named:
        place = located(name)
        if place is None:
            found.append(Spot(name, count))
        else:
            about = ", ".join([place.kind, *within(name)[:2]])
            is_vast = place.kind == "world region"
            found.append(Spot(name, count, about, place.longitude, place.latitude, is_vast))
    return found

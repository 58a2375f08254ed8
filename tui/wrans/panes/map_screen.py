"""The map on the whole screen."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from wrans.commands import bound
from wrans.panes.cells import fit, steady
from wrans.panes.map_view import MapView, Spot
from wrans.panes.over import Over


class MapScreen(Over[str | None]):
    """Places on a map, one of them chosen; gives the name of the one that was opened."""

    DEFAULT_CSS = """
    MapScreen { background: $background;
        & > Vertical { border: heavy $primary; background: $background;
            border-title-style: bold; }
        & #told, & #foot { height: 1; padding: 0 1; }
        & #told { text-style: bold; }
        & #foot { color: $foreground 75%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("plus,equals_sign", "zoom(1)", show=False),
        Binding("minus", "zoom(-1)", show=False),
        Binding("0", "zoom(0)", show=False),
        bound("up", "move(0, -1)"),
        bound("down", "move(0, 1)"),
        bound("next_place", "step(1)"),
        bound("previous_place", "step(-1)"),
        bound("choose", "open"),
        bound("search_entity", "open"),
        bound("regroup", "turn"),
        bound("map", "leave"),
        bound("quit"),
    ]
    AUTO_FOCUS = ""

    def __init__(self, turn: Callable[[], None], keys: Mapping[str, str]) -> None:
        """``turn`` shows the places of something else.

        ``keys`` are those of each command, as they stand on a keyboard.
        """
        super().__init__()
        self._turn = turn
        self._keys = keys
        self._waits = False
        self._of = ""
        self.map = MapView()

    def compose(self) -> ComposeResult:
        """The map, what is chosen, and the keys."""
        with Vertical():
            yield self.map
            yield Static(id="told", markup=False)
            yield Static(id="foot", markup=False)

    def show(self, of: str, spots: Sequence[Spot], *, waits: bool = False) -> None:
        """Show the places of something; or say that they are being counted."""
        self._of, self._waits = of, waits
        self.query_one(Vertical).border_title = steady(f"Places of {of}")
        self.map.show(spots)

    @on(MapView.Moved)
    def _tell(self) -> None:
        self.query_one("#told", Static).update(self._told())
        self.query_one("#foot", Static).update(self._foot())

    @on(MapView.Chosen)
    def _opened(self, message: MapView.Chosen) -> None:
        self.dismiss(message.spot.name)

    def _told(self) -> str:
        """The chosen place; what is not on the map stands at the end, as far as there is room."""
        view, room = self.map, self.size.width - 4
        if self._waits:
            return "Counting places …"
        if not view.spots and not view.missing:
            return "No places."
        chosen = view.chosen
        if chosen is not None:
            told = f"{chosen.name} {_times(chosen.count)}"
            told += f"  {chosen.about}" if chosen.about else ""
        else:
            told = f"{len(view.spots):,} place{'s' * (len(view.spots) != 1)}"
        if beyond := view.outside:
            told += f"   beyond the edges: {beyond:,}"
        if view.missing:
            told += f"   not on the map: {len(view.missing):,}"
            names = ", ".join(f"{spot.name} {_times(spot.count)}" for spot in view.missing)
            told += f" ({names})"
        return fit(told, room).rstrip()

    def _foot(self) -> str:
        keys = self._keys
        told = [
            ("arrows", "move"),
            (keys.get("choose", ""), "searches"),
            (keys.get("next_place", ""), "next"),
            ("+ - 0", "zoom"),
            (keys.get("regroup", ""), "answer/result"),
            ("Esc", "closes"),
        ]
        line = "  ".join(f"{key} {what}" for key, what in told if key)
        return fit(line, self.size.width - 4).rstrip()

    def action_move(self, right: int, down: int) -> None:
        """Go to the nearest place in that direction."""
        self.map.move(right, down)

    def action_step(self, by: int) -> None:
        """Go to the next place by count, or the one before."""
        self.map.step(by)

    def action_zoom(self, by: int) -> None:
        """Closer, farther away, or all of it."""
        self.map.zoom(by)

    def action_open(self) -> None:
        """Search for the chosen place."""
        self.map.open()

    def action_turn(self) -> None:
        """The places of the answer instead of those of the result, or the other way round."""
        self._turn()

    def action_leave(self) -> None:
        """Close, and change nothing."""
        self.dismiss(None)

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()


def _times(count: int) -> str:
    return f"×{count:,}"

"""The keys that do something now, on one line at the foot."""

from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from wrans.panes.cells import steady, width


class _Offer(NamedTuple):
    key: str
    sign: str
    told: str
    is_enabled: bool

    @property
    def cells(self) -> int:
        """What it takes, with the gap behind it."""
        return width(self.sign) + width(self.told) + 2


class Foot(Widget):
    """Says what keys do, and does it when it is clicked on.

    Textual's is a widget for each key, made anew whenever the focus moves, and keeps all of them.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"foot--key", "foot--told"}
    DEFAULT_CSS = """
    Foot { dock: bottom; height: 1; color: $footer-foreground; background: $footer-background;
        & > .foot--key { color: $footer-key-foreground; background: $footer-key-background;
            text-style: bold; }
        & > .foot--told { color: $footer-description-foreground;
            background: $footer-description-background; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[_Offer, ...] = ()

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if self.app.app_focus and screen is self.screen:
            # What the key did is painted first.
            self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        offers = tuple(self._offered().values()) if self.is_attached else ()
        if offers != self._offers:
            self._offers = offers
            self.refresh()

    def _offered(self) -> dict[str, _Offer]:
        """The first key of each command."""
        offers: dict[str, _Offer] = {}
        for _, binding, is_enabled, _ in self.screen.active_bindings.values():
            if binding.show and binding.action not in offers:
                sign = steady(self.app.get_key_display(binding))
                told = steady(binding.description)
                offers[binding.action] = _Offer(binding.key, sign, told, is_enabled)
        return offers

    @property
    def text(self) -> str:
        """What it says."""
        return " ".join(f"{offer.sign} {offer.told}" for offer in self._offers)

    def render_line(self, y: int) -> Strip:
        """As much as there is room for."""
        key, told = (self.get_component_rich_style(f"foot--{name}") for name in ("key", "told"))
        off, plain = Style(dim=True), self.rich_style
        segments = []
        for offer in self._offers:
            how = Style.null() if offer.is_enabled else off
            segments.append(Segment(offer.sign, key + how))
            segments.append(Segment(f" {offer.told}", told + how))
            segments.append(Segment(" ", plain))
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Do what the key below the pointer does."""
        at = event.x
        for offer in self._offers:
            if at < offer.cells - 1:
                if offer.is_enabled:
                    self.app.simulate_key(offer.key)
                else:
                    self.app.bell()
                return
            at -= offer.cells
            if at < 0:
                return

"""Where the panes are, and which has the focus."""

from typing import Final

from textual.widget import Widget

from wrans.desk.desk import Desk
from wrans.panes.lines import Lines

PANES: Final = ("list", "answer", "sidebar")


class Arranging(Desk):
    """Goes from pane to pane, and gives one the whole screen."""

    def show_pane(self, name: str) -> None:
        """Go to a pane."""
        self.turn_to(name)
        pane = self._by_name[name]
        # At once: whatever is pressed next goes there, or takes the focus on from there.
        pane.screen.set_focus(pane)

    @property
    def _by_name(self) -> dict[str, Widget]:
        """The panes that are there, in the order in which Tab goes through them."""
        panes: dict[str, Widget] = {
            "list": self.list,
            "answer": self.answer,
            "sidebar": self.sidebar,
        }
        for name, pane in self._more_panes.items():
            # What it holds takes the keys.
            panes[name] = pane if pane.can_focus else pane.query_one(Lines)
        return panes

    def turn_to(self, name: str) -> None:
        """Have a pane in sight, wherever keys go: on a small screen one hides another."""
        self._pane = name
        shown = "list" if name == "timeline" else name
        for pane in (*PANES, "facets"):
            self.panes.set_class(pane == shown, f"-on-{pane}")
        if name != "answer":
            self.panes.set_class(name == "sidebar", "-sidebar-instead")

    def action_show_list(self) -> None:
        """Go to the list."""
        self.show_pane("list")

    def action_show_answer(self) -> None:
        """Go to the answer."""
        self.show_pane("answer")

    def action_show_sidebar(self) -> None:
        """Go to sums and places."""
        self.show_pane("sidebar")

    def action_sidebar(self) -> None:
        """On a small screen: sums and places, or the list."""
        if self._pane == "sidebar":
            self.action_show_list()
        else:
            self.action_show_sidebar()

    def action_next_pane(self) -> None:
        """Go to the pane after this."""
        self._turn(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before this."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        names = list(self._by_name)
        self.show_pane(names[(names.index(self._pane) + step) % len(names)])

    def action_zoom(self) -> None:
        """Give this pane the whole screen, or give it back."""
        self.panes.toggle_class("-zoomed")
        self.show_pane(self._pane)

    async def action_back(self) -> None:
        """One step back: to the list, out of the zoom, to everything."""
        if self._pane != "list":
            self.action_show_list()
        elif self.panes.has_class("-zoomed"):
            self.action_zoom()
        elif self.bar.value:
            self.search_for("")

    def on_descendant_focus(self) -> None:
        """A click moves the focus too."""
        # Where the focus is now: this may tell of where it was before it was taken on.
        focused = self.focused
        for name, pane in self._by_name.items():
            if pane is focused and self._pane != name:
                self.show_pane(name)

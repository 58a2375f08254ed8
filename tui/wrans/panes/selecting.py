"""What all screens do: selections end in the pane where they began, and each closes once."""

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.widget import Widget

from wrans.panes.pacing import PacedScreen
from wrans.panes.scroll_bar import Scrolled

Result = TypeVar("Result")


class PanesScreen(PacedScreen[Result], Generic[Result]):
    """A screen whose selections end in the pane where they began, and that closes once.

    Textual takes a pointer on a scroll bar, a frame or another pane for the end of everything, and
    has each stretch of each line carry its place: a list took a quarter longer to paint.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close. What a second key of the same breath would close is closed already."""
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()  # type: ignore[no-untyped-call]

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What is under the pointer; while it selects, the nearest of the pane that it selects."""
        state = self._select_state if self._selecting else None
        pane = state.start.content_widget if state else None
        if not isinstance(pane, Scrolled):
            try:
                pane, _ = self.get_widget_at(x, y)
            except NoWidget:
                return None, None
        if not isinstance(pane, Scrolled):
            return super().get_widget_and_offset_at(x, y)
        region = pane.scrollable_content_region
        return pane, pane.place_under(
            max(0, min(x - region.x, region.width - 1)),
            max(0, min(y - region.y, region.height - 1)),
        )

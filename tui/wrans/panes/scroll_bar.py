"""A scroll bar that is painted only where it changed."""

from rich.segment import Segment
from textual.geometry import Region
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip


class SparingBar(ScrollBar):
    """Looks and works as Textual's, which paints the whole of itself at each change.

    With three panes of which each follows a key, that was half of what a key painted.
    """

    window_virtual_size: Reactive[int] = Reactive(100, repaint=False)
    window_size: Reactive[int] = Reactive(0, repaint=False)
    position: Reactive[float] = Reactive(0, repaint=False)

    _cells: list[Segment] | None = None
    """What each line shows; None where all are to be painted anew."""

    def watch_window_virtual_size(self) -> None:
        """There is more or less to scroll over."""
        self._repaint_changes()

    def watch_window_size(self) -> None:
        """More or less of it is in sight."""
        self._repaint_changes()

    def watch_position(self) -> None:
        """Another part of it is in sight."""
        self._repaint_changes()

    def _repaint_changes(self) -> None:
        if self._cells is None or len(self._cells) != self.size.height:
            self.refresh()
            return
        before, self._cells = self._cells, self._drawn()
        changed = [
            y for y, (old, new) in enumerate(zip(before, self._cells, strict=True)) if old != new
        ]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def _set_dirty(self, *regions: Region) -> None:
        if not regions:
            self._cells = None
        super()._set_dirty(*regions)

    def render_line(self, y: int) -> Strip:
        """A line, as it is drawn by Textual."""
        if self._cells is None or len(self._cells) != self.size.height:
            self._cells = self._drawn()
        return Strip(self._cells[y : y + 1] or [Segment(" ")], self.thickness)

    def _drawn(self) -> list[Segment]:
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        style = self.app.console.get_style(bar.style)
        assert style.bgcolor is not None
        assert style.color is not None
        height = self.size.height
        drawn = bar.render_bar(
            size=height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=bar.thickness,
            back_color=style.bgcolor,
            bar_color=style.color,
        )
        # Where what is seen lies beyond an end that has just come nearer, it is drawn too long.
        return drawn.segments[:height]


class Scrolled(ScrollView):
    """A view with such a scroll bar."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = SparingBar(
                name="vertical", thickness=self.scrollbar_size_vertical
            )
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

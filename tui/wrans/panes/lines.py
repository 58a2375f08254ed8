"""A list that asks for just the rows on the screen: a million cost what ten do.

A place is a row's number; a line is one of the lines that the rows take, one or more each.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.selection import Selection
from textual.strip import Strip

from wrans.commands import bindings
from wrans.panes.cells import fit, steady, width
from wrans.panes.scroll_bar import Scrolled

Row = TypeVar("Row")
Read = TypeVar("Read", covariant=True)
Part = tuple[str, int, str]
"""A text, the cells that it takes, and the component class of its look."""

_PAGE: Final = 64
_PAGES_KEPT: Final = 8
_STRIPS_KEPT: Final = 160
_MOST_COPIED: Final = 5000
_AHEAD: Final = 4
"""So much of the window, a quarter, comes into sight when the cursor leaves it."""


class Source(Protocol[Read]):
    """Rows that are read when they are looked at."""

    def __len__(self) -> int:
        """How many there are."""

    def rows(self, start: int, stop: int) -> Sequence[Read]:
        """Some of them."""


class Rows(Generic[Row]):
    """Rows that are all here."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        """Some of them."""
        return self._rows[start:stop]


class Lines(Scrolled, Generic[Row], can_focus=True):
    """Rows of a line or more, with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--row", "lines--cursor", "lines--faint"}
    DEFAULT_CSS = """
    Lines { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        & > .lines--row { color: $foreground; }
        & > .lines--faint { color: $foreground 70%; }
        & > .lines--cursor { background: $foreground 14%; text-style: bold; }
        &:focus > .lines--cursor { background: $primary 35%; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("moving")]

    cursor: reactive[int] = reactive(0, repaint=False, init=False)

    class Chosen(Message):
        """The row under the cursor was opened."""

        def __init__(self, lines: "Lines[Any]") -> None:
            super().__init__()
            self.lines = lines

        @property
        def control(self) -> "Lines[Any]":
            """The list that it was opened in."""
            return self.lines

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.source: Source[Row] | None = None
        self.nothing = ""
        """What is shown where there are no rows."""
        self.moved: Callable[[Row], None] | None = None
        """Called in the same breath as the cursor moves, so that both are one frame."""
        self._count = 0
        self._tall = 1
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._strips: OrderedDict[tuple[int, int, bool], Strip] = OrderedDict()
        self._styles: dict[str, Style] = {}

    # -- rows

    def set_source(self, source: Source[Row], cursor: int = 0) -> None:
        """Show other rows, however many, in the time it takes to paint a window of them."""
        before, top = self._count, self.scroll_offset.y
        self.source, self._count = source, len(source)
        self._pages.clear()
        self._strips.clear()
        self._tell_size()
        cursor = max(0, min(cursor, self._count - 1))
        self.set_reactive(Lines.cursor, cursor)
        height, tall = self.size.height, self._tall
        line = cursor * tall
        wanted = top
        if not top <= line <= top + height - tall:
            wanted = max(0, line - height // 2) // tall * tall
        wanted = max(0, min(wanted, self._count * tall - height))
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)
            self.refresh()
        else:
            # Never more lines than the window has, and no lines that were and stay empty.
            lines = min(max(before, self._count, 1) * tall - top, height)
            self.refresh_lines(top, max(1, lines))

    def add_rows(self, source: Source[Row]) -> None:
        """Show the same rows, and more after them: what is on the screen stays as it is."""
        before, self.source, self._count = self._count, source, len(source)
        self._pages.pop(before // _PAGE, None)
        self._tell_size()
        below = before * self._tall - self.scroll_offset.y
        if below < self.size.height:
            self.refresh(Region(0, below, self.size.width, self.size.height - below))

    def row(self, place: int) -> Row | None:
        """The row at a place, if there is one."""
        if self.source is None or not 0 <= place < self._count:
            return None
        number, offset = divmod(place, _PAGE)
        page = self._pages.get(number)
        if page is None:
            start = number * _PAGE
            page = self.source.rows(start, min(start + _PAGE, self._count))
            self._pages[number] = page
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[offset] if offset < len(page) else None

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.row(self.cursor)

    def rows_changed(self) -> None:
        """Paint the rows anew: what they show has changed, but not which they are."""
        self._strips.clear()
        self.refresh()

    def row_changed(self, place: int) -> None:
        """Paint one row anew: what it shows has changed."""
        first, cells = place * self._tall, self.scrollable_content_region.width
        for line in range(first, first + self._tall):
            for is_cursor in (True, False):
                self._strips.pop((line, cells, is_cursor), None)
        top = self.scroll_offset.y
        self.refresh(Region(0, first - top, self.size.width, self._tall))

    def _tell_size(self) -> None:
        # Assigning virtual_size lays out the whole screen; nothing of it depends on our rows.
        lines = self._count * self._tall
        self.set_reactive(Lines.virtual_size, Size(self.scrollable_content_region.width, lines))
        bar = self.vertical_scrollbar
        bar.window_virtual_size = lines
        bar.window_size = self.size.height

    # -- painting

    def on_mount(self) -> None:
        """Tell the scrollbar what there is."""
        self._tell_size()

    def on_resize(self) -> None:
        """Rows are laid out anew; the cursor stays in sight."""
        self._strips.clear()
        was = self._tall
        self._tall = self.tall(self.scrollable_content_region.width - 1, self.size.height)
        self._tell_size()
        if was != self._tall:
            top = self.scroll_offset.y // was
            self.scroll_to(y=top * self._tall, animate=False, force=True)
        self._reveal(self.cursor)

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._forget_styles()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor looks different where keys go."""
        super().watch_has_focus(has_focus)
        self._forget_styles()

    def _forget_styles(self) -> None:
        self._styles.clear()
        self._strips.clear()

    def style(self, name: str) -> Style:
        """The look of a part, by the end of its component class."""
        held = self._styles.get(name)
        if held is None:
            held = self._styles[name] = self.get_component_rich_style(name)
        return held

    def render_line(self, y: int) -> Strip:
        """A line of the window."""
        cells = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        place = line // self._tall
        if place >= self._count:
            told = () if self._count else self.nothing.split("\n")
            text = told[line] if line < len(told) else ""
            return Strip([Segment(fit(text, cells), self.style("lines--faint"))], cells)
        is_cursor = place == self.cursor
        key = (line, cells, is_cursor)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._painted(self._parts(line, cells), cells, is_cursor)
            self._strips[key] = strip
            if len(self._strips) > _STRIPS_KEPT:
                self._strips.popitem(last=False)
        selection = self.text_selection
        if selection is None:
            return strip
        return self._selected(strip, selection, line)

    def _painted(self, parts: Sequence[Part], cells: int, is_cursor: bool) -> Strip:
        base = self.style("lines--cursor") if is_cursor else self.style("lines--row")
        segments = [Segment("▌" if is_cursor else " ", base)]
        left = cells - 1
        for text, size, name in parts:
            size = min(size, left)
            if size > 0:
                look = self.style(name) if name else base
                segments.append(Segment(fit(text, size), look + base if is_cursor else look))
                left -= size
        if left > 0:
            segments.append(Segment(" " * left, base))
        return Strip(segments, cells)

    def _parts(self, line: int, cells: int) -> Sequence[Part]:
        place, number = divmod(line, self._tall)
        row = self.row(place)
        if row is None:
            return ()
        return self.parts_of(number, row, cells - 1)

    def tall(self, cells: int, lines: int) -> int:
        """How many lines a row takes in a pane of this size."""
        return 1

    def parts_of(self, line: int, row: Row, cells: int) -> list[Part]:
        """What a row shows in one of its lines, where it takes several."""
        return self.parts(row, cells)

    def parts(self, row: Row, cells: int) -> list[Part]:
        """What a row shows in one line."""
        raise TypeError(f"{type(self).__name__} does not say what its rows show")

    @property
    def lines_a_row(self) -> int:
        """How many lines each row takes now."""
        return self._tall

    @property
    def lines(self) -> list[str]:
        """The lines of the window as text."""
        return [self.render_line(y).text.rstrip() for y in range(self.size.height)]

    # -- selecting and copying

    def _selected(self, strip: Strip, selection: Selection, line: int) -> Strip:
        span = selection.get_span(line)
        if span is None:
            return strip
        start, end = span
        end = strip.cell_length if end == -1 else end
        mark = self.screen.get_component_rich_style("screen--selection")
        middle = strip.crop(start, end).apply_style(mark)
        return Strip.join([strip.crop(0, start), middle, strip.crop(end)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text; what had no room is whole again where its cut was selected."""
        top, last = self.scroll_offset.y, self._count * self._tall - 1
        if self._count > _MOST_COPIED:
            start, end = top, top + self.size.height - 1
        else:
            start, end = 0, last
        start = selection.start.y if selection.start else start
        end = selection.end.y if selection.end else end
        copied = [self._copied(y, selection.get_span(y)) for y in range(start, min(end, last) + 1)]
        return "\n".join(copied), "\n"

    def _copied(self, line: int, span: tuple[int, int] | None) -> str:
        if span is None:
            return ""
        cells = self.scrollable_content_region.width
        start, end = span[0], cells if span[1] == -1 else span[1]
        at, pieces = 1, []
        for text, size, _ in self._parts(line, cells):
            size = min(size, cells - at)
            left, right = max(0, start - at), min(size, end - at)
            if left < right:
                shown = Strip([Segment(fit(text, size))], size)
                text = steady(text)
                is_whole = width(text) > size and right == size
                pieces.append(
                    text[len(shown.crop(0, left).text) :]
                    if is_whole
                    else shown.crop(left, right).text
                )
            at += size
        return "".join(pieces).rstrip()

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what is selected."""
        self.refresh()

    # -- moving

    def validate_cursor(self, place: int) -> int:
        """Stay on a row."""
        return max(0, min(place, self._count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Keep the cursor in sight, and tell who wants to know at once."""
        if old == new:
            return
        self._reveal(new)
        top, tall = self.scroll_offset.y, self._tall
        for place in (old, new):
            self.refresh(Region(0, place * tall - top, self.size.width, tall))
        row = self.row(new)
        if self.moved is not None and row is not None:
            self.moved(row)

    def _reveal(self, place: int) -> None:
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if not height:
            return
        line, tall = place * self._tall, self._tall
        # Some rows ahead come into sight at once: one sees what is next, and little is painted.
        ahead = self._in_window() // _AHEAD * tall
        if line < top:
            self.scroll_to(y=max(0, line - ahead), animate=False, force=True)
        elif line + tall > top + height:
            # Whole rows from the top on.
            first = -(-(line + tall + ahead - height) // tall) * tall
            last = max(0, self._count * tall - height)
            self.scroll_to(y=min(first, last), animate=False, force=True)

    def _in_window(self) -> int:
        return self.size.height // self._tall

    def action_down(self) -> None:
        """One row down."""
        self.cursor += 1

    def action_up(self) -> None:
        """One row up."""
        self.cursor -= 1

    def action_half_page_down(self) -> None:
        """Half a window down."""
        self.cursor += max(1, self._in_window() // 2)

    def action_half_page_up(self) -> None:
        """Half a window up."""
        self.cursor -= max(1, self._in_window() // 2)

    def action_page_down(self) -> None:
        """A window down."""
        self.cursor += max(1, self._in_window() - 1)

    def action_page_up(self) -> None:
        """A window up."""
        self.cursor -= max(1, self._in_window() - 1)

    def action_first(self) -> None:
        """The first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """The last row."""
        self.cursor = self._count - 1

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.current is not None:
            self.post_message(self.Chosen(self))

    async def _on_click(self, event: events.Click) -> None:
        place = (event.y - self.gutter.top + self.scroll_offset.y) // self._tall
        if 0 <= place < self._count:
            self.cursor = place
            if event.chain > 1:
                self.action_choose()

"""The answer: a whole question, read line by line."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from wrans.commands import bindings
from wrans.entities.entity import Entity
from wrans.panes.cells import width
from wrans.panes.marks import ROLES, Look, painted
from wrans.panes.page import STOPS, Composed, Page, Span
from wrans.panes.scroll_bar import Scrolled

_TEXT: Final = "text"
_TITLE: Final = "Answer"
_NOTHING: Final = Page(title=" ")
Matches = Callable[[Composed], Sequence[tuple[int, int]]]
"""What is searched for, found in a text: ranges in order."""


class AnswerView(Scrolled, can_focus=True):
    """Heading, who and when, question and answer, with sums, places and matches marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"answer--{role}" for role in (*ROLES, _TEXT)}
    # A match's colours are given the wrong way round and then reversed: where there are no
    # colours at all (NO_COLOR), the reversal is what remains of it.
    DEFAULT_CSS = """
    AnswerView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; padding: 0 1;
        min-width: 12;
        & > .answer--text { color: $foreground; }
        & > .answer--title { color: $primary; text-style: bold; }
        & > .answer--byline { color: $foreground 85%; }
        & > .answer--label { color: $foreground 65%; }
        & > .answer--notice { color: $text-warning; text-style: bold; }
        & > .answer--question { color: $foreground; text-style: italic; }
        & > .answer--strong { text-style: bold; }
        & > .answer--emphasis { text-style: italic; }
        & > .answer--drawn { color: $foreground 60%; }
        & > .answer--removed { color: $text-error; text-style: strike; }
        & > .answer--added { color: $text-success; text-style: bold underline; }
        & > .answer--money { color: $money; text-style: bold; }
        & > .answer--place { color: $place; text-style: underline; }
        & > .answer--reference { color: $reference; text-style: italic underline; }
        & > .answer--link { color: $link; text-style: underline; }
        & > .answer--match { color: $match-ground; background: $match; text-style: reverse; }
        & > .answer--match-now { color: $match-now-ground; background: $match-now;
            text-style: reverse bold underline; }
        & > .answer--stop { color: $foreground; background: $background;
            text-style: reverse bold italic; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("moving")]

    class Stopped(Message):
        """A sum, place, link or reference was stepped to, clicked or left."""

        def __init__(self, span: Span) -> None:
            super().__init__()
            self.span = span

    class Chosen(Stopped):
        """It was opened."""

    def __init__(self, *, measure: int = 88, classes: str | None = None) -> None:
        """``measure`` is the longest line of running text, however wide the pane."""
        super().__init__(classes=classes)
        self.border_title = _TITLE
        self._measure = measure
        self._composed = Composed(_NOTHING)
        self._layout = self._composed.lay_out(measure)
        self._laid_out_for: tuple[Composed, int, int] | None = None
        self._matches: list[tuple[int, int]] = []
        self._match = self._stop = -1
        self._told = ""
        self._titled = _TITLE
        self._styles: dict[str, Style] = {}

    # -- what is shown

    def show(self, page: Page, matches: Matches, *, keep_place: bool = False) -> None:
        """Show a page; ``matches`` finds in it what was searched for.

        ``keep_place`` is for the same question in another form.
        """
        before, top = self._layout, self.scroll_offset.y
        old, self._composed = self._composed, Composed(page)
        same = keep_place and len(old.stops) == len(self._composed.stops)
        self._stop = self._stop if same else -1
        self._find(matches)
        self._lay_out()
        goal = self._layout.line_at(*before.place(top)) if keep_place else 0
        if goal != top:
            self._go_to_line(goal)
            self.refresh()
        else:
            # Most answers are short: what was blank and stays so is left alone.
            lines = min(self.size.height, max(len(before.lines), len(self._layout.lines)))
            self.refresh(Region(0, 0, self.size.width, lines))
        self._tell_place()

    def mark(self, matches: Matches) -> None:
        """Mark what is searched for now."""
        if self._find(matches):
            self.refresh()
        self._tell_place()

    def _find(self, matches: Matches) -> bool:
        """Find what is searched for; is it something else than before?"""
        found = self._composed.of_the_record(matches(self._composed))
        if found == self._matches:
            return False
        self._matches, self._match = found, -1
        return True

    @property
    def page(self) -> Page:
        """What is shown."""
        return self._composed.page

    @property
    def span(self) -> Span | None:
        """The sum, place, link or reference that was stepped to."""
        return self._composed.stops[self._stop] if self._stop >= 0 else None

    @property
    def has_matches(self) -> bool:
        """Is there anything for n to go to?"""
        return bool(self._matches)

    @property
    def has_stops(self) -> bool:
        """Is there a sum or place to step to?"""
        return bool(self._composed.stops)

    def plain_text(self) -> str:
        """All of it, without the line ends that a narrow window makes."""
        return self._composed.text.strip("\n")

    def _lay_out(self) -> bool:
        """Make the lines for this width; are they others than before?"""
        room = max(8, self.scrollable_content_region.width)
        asked = (self._composed, min(self._measure, room), room)
        if self._laid_out_for == asked:
            return False
        self._laid_out_for = asked
        self._layout = self._composed.lay_out(*asked[1:])
        # Assigning virtual_size lays out the whole screen; nothing of it depends on our lines.
        self.set_reactive(AnswerView.virtual_size, Size(room, len(self._layout.lines)))
        bar = self.vertical_scrollbar
        bar.window_virtual_size = len(self._layout.lines)
        bar.window_size = self.size.height
        return True

    def on_resize(self) -> None:
        """Keep the reader's place."""
        self._tell_frame(self._told)
        top = self.scroll_offset.y
        at = self._layout.first_of(top)
        if self._lay_out():
            if top:
                self._go_to_line(self._layout.line_of(at))
            self.refresh()

    def notify_style_update(self) -> None:
        """The theme changed, or a frame that takes room without telling of another size."""
        super().notify_style_update()
        self._styles.clear()
        self.call_after_refresh(self.on_resize)

    # -- painting

    def _style(self, name: str) -> Style:
        held = self._styles.get(name)
        if held is None:
            held = self._styles[name] = self.get_component_rich_style(f"answer--{name}")
        return held

    def render_line(self, y: int) -> Strip:
        """A line of the window."""
        cells = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        segments: list[Segment] = []
        taken = 0
        for piece in self._layout.lines[number] if number < len(self._layout.lines) else ():
            if isinstance(piece, str):
                segments.append(Segment(piece, self._style("drawn")))
                taken += width(piece)
            else:
                segments += painted(self._composed, *piece, self._style, self._over(*piece))
                taken += self._composed.shown.cells(*piece)
        if taken < cells:
            segments.append(Segment(" " * (cells - taken), self._style(_TEXT)))
        return Strip(segments, max(cells, taken)).crop(0, max(cells, 1))

    def _over(self, start: int, end: int) -> list[Look]:
        """What lies over the marks of the page in a range: matches, the stop, a selection."""
        looks: list[Look] = []
        at = max(0, bisect_left(self._matches, (start, start)) - 1)
        while at < len(self._matches) and self._matches[at][0] < end:
            name = "match-now" if at == self._match else "match"
            looks.append((*self._matches[at], self._style(name)))
            at += 1
        if self.span:
            looks.append((self.span.start, self.span.end, self._style("stop")))
        if self.text_selection is not None:
            mark = self.screen.get_component_rich_style("screen--selection")
            looks.append((*self._selected(self.text_selection), mark))
        return looks

    @property
    def lines(self) -> list[str]:
        """The lines of the window as text."""
        return [self.render_line(y).text.rstrip() for y in range(self.size.height)]

    def marked(self, role: str) -> list[str]:
        """The stretches of a role, as they stand in the text."""
        if role == "match":
            return [self._composed.text[a:z] for a, z in self._matches]
        spans = (span for span in self._composed.spans if span.role == role)
        return [self._composed.text[span.start : span.end] for span in spans]

    # -- selecting and copying

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what is selected."""
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as it was written, without the line ends that wrapping made."""
        start, end = self._selected(selection)
        return self._composed.text[start:end], "\n"

    def _selected(self, selection: Selection) -> tuple[int, int]:
        start, end = selection
        near = self._layout.offset_near
        ends = (
            near(start.y, start.x) if start else 0,
            near(end.y, end.x) if end else len(self._composed.text),
        )
        return min(ends), max(ends)

    # -- moving

    def action_down(self) -> None:
        """One line down."""
        self._scroll(1)

    def action_up(self) -> None:
        """One line up."""
        self._scroll(-1)

    def action_half_page_down(self) -> None:
        """Half a window down."""
        self._scroll(max(1, self.size.height // 2))

    def action_half_page_up(self) -> None:
        """Half a window up."""
        self._scroll(-max(1, self.size.height // 2))

    def action_page_down(self) -> None:
        """A window down, but for a line that was there."""
        self._scroll(max(1, self.size.height - 2))

    def action_page_up(self) -> None:
        """A window up."""
        self._scroll(-max(1, self.size.height - 2))

    def action_first(self) -> None:
        """The top."""
        self._scroll(-len(self._layout.lines))

    def action_last(self) -> None:
        """The end."""
        self._scroll(len(self._layout.lines))

    def _scroll(self, lines: int) -> None:
        self._go_to_line(self.scroll_offset.y + lines)

    def _go_to_line(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, force=True)

    def _reveal(self, start: int, end: int) -> None:
        """Bring a range into the window, with a line of what stands around it."""
        first, last = self._layout.line_of(start), self._layout.line_of(max(start, end - 1))
        top, height = self.scroll_offset.y, self.size.height
        if not top < first <= last < top + height - 1:
            self._go_to_line(max(0, first - height // 3))
        self.refresh()

    # -- matches

    def action_next_match(self) -> None:
        """The next match; after the last, the first."""
        self._step_match(1)

    def action_previous_match(self) -> None:
        """The match before."""
        self._step_match(-1)

    def _step_match(self, step: int) -> None:
        if not self._matches:
            return
        if self._match < 0:
            top = self._layout.first_of(self.scroll_offset.y)
            ahead = bisect_left(self._matches, (top, 0))
            self._match = ahead if step > 0 else ahead - 1
        else:
            self._match += step
        self._match %= len(self._matches)
        self._reveal(*self._matches[self._match])
        self._tell_place()

    def _tell_place(self) -> None:
        """Match and stop of how many, in the frame."""
        told = []
        if self._matches:
            of = f"{len(self._matches):,}"
            one = f"match {self._match + 1} of {of}" if self._match >= 0 else f"{of} matches"
            told.append(one if len(self._matches) > 1 or self._match >= 0 else "1 match")
        if self._stop >= 0:
            told.append(f"{self._stop + 1} of {len(self._composed.stops)} marked")
        self._tell_frame("  ".join(told))

    def _tell_frame(self, place: str) -> None:
        """The place stands at the foot of the frame, or where it has none, at its head."""
        has_foot = bool(self.styles.border_bottom[0])
        title = _TITLE if has_foot or not place else f"{_TITLE}  {place}"
        # Telling the frame repaints the whole pane.
        if place != self._told:
            self.border_subtitle = self._told = place
        if title != self._titled:
            self.border_title = self._titled = title

    # -- sums, places, links and references

    def action_next_entity(self) -> None:
        """The next sum, place, link or reference."""
        self._step(1, STOPS)

    def action_previous_entity(self) -> None:
        """The one before."""
        self._step(-1, STOPS)

    def action_next_sum(self) -> None:
        """The next sum of money."""
        self._step(1, ("money",))

    def action_previous_sum(self) -> None:
        """The sum before."""
        self._step(-1, ("money",))

    def action_next_place(self) -> None:
        """The next place."""
        self._step(1, ("place",))

    def action_previous_place(self) -> None:
        """The place before."""
        self._step(-1, ("place",))

    def _step(self, step: int, roles: tuple[str, ...]) -> None:
        stops = self._composed.stops
        wanted = [n for n, span in enumerate(stops) if span.role in roles]
        if not wanted:
            return
        if self._stop >= 0:
            ahead = bisect_left(wanted, self._stop + 1 if step > 0 else self._stop)
        else:
            top = self._layout.first_of(self.scroll_offset.y)
            ahead = sum(stops[n].start < top for n in wanted)
        self._stop_at(wanted[(ahead if step > 0 else ahead - 1) % len(wanted)])

    def _stop_at(self, number: int) -> None:
        self._stop = number
        span = self._composed.stops[number]
        self._reveal(span.start, span.end)
        self._tell_place()
        self.post_message(self.Stopped(span))

    def go_to(self, entity: Entity) -> None:
        """Show where a sum or place stands."""
        for number, span in enumerate(self._composed.stops):
            if span.about is entity or span.about == entity:
                self._stop = number
                self._reveal(span.start, span.end)
                self._tell_place()
                return

    def action_choose(self) -> None:
        """Open what was stepped to."""
        if self.span:
            self.post_message(self.Chosen(self.span))

    async def _on_click(self, event: events.Click) -> None:
        if self.text_selection is not None:
            # The end of a drag; whoever selects text wants nothing opened.
            return
        x, y = event.x - self.gutter.left, event.y - self.gutter.top
        offset = self._layout.offset_under(y + self.scroll_offset.y, x)
        if offset is None:
            return
        for number, span in enumerate(self._composed.stops):
            if span.start <= offset < span.end:
                self._stop_at(number)
                if event.chain > 1:
                    self.action_choose()
                return

"""The answer: a whole question, read line by line."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import ClassVar, Final

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from wrans.commands import bindings
from wrans.entities.entity import Entity
from wrans.panes.marks import ROLES, appearance, drawn
from wrans.panes.page import Composed, Page, Span
from wrans.panes.wrapping import Line

_TEXT: Final = "text"
Matches = Callable[[str], Sequence[tuple[int, int]]]


class AnswerView(ScrollView, can_focus=True):
    """Heading, who and when, question and answer, with sums, places and matches marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"answer--{role}" for role in (*ROLES, _TEXT)}
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
        & > .answer--money { color: $money; text-style: bold; }
        & > .answer--place { color: $place; text-style: underline; }
        & > .answer--reference { color: $reference; text-style: italic underline; }
        & > .answer--link { color: $link; text-style: underline; }
        & > .answer--match { color: $match; background: $match-ground; }
        & > .answer--match-now { color: $match-now; background: $match-now-ground;
            text-style: bold; }
        & > .answer--stop { text-style: reverse bold; }
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
        """``measure`` is the longest line, however wide the pane."""
        super().__init__(classes=classes)
        self.border_title = "Answer"
        self._measure = measure
        self._composed = Composed(Page())
        self._find: Matches = lambda text: ()
        self._matches: list[tuple[int, int]] = []
        self._lines: list[Line] = []
        self._firsts: list[int] = []
        self._laid_out_for: tuple[Composed, int] | None = None
        self._match = self._stop = -1
        self._styles: dict[str, Style] = {}

    # -- what is shown

    def show(self, page: Page, matches: Matches, *, keep_place: bool = False) -> None:
        """Show a page; ``matches`` finds in its text what was searched for."""
        before, top = len(self._lines), self.scroll_offset.y
        share = top / before if before else 0
        self._composed = Composed(page)
        self._find = matches
        self._matches = list(matches(self._composed.text))
        self._match = self._stop = -1
        self._lay_out()
        goal = round(share * len(self._lines)) if keep_place else 0
        if goal != top:
            self.scroll_to(y=goal, animate=False, force=True)
            self.refresh()
        else:
            lines = min(self.size.height, max(before, len(self._lines)))
            self.refresh(Region(0, 0, self.size.width, lines))
        self._tell_place()

    def mark(self, matches: Matches) -> None:
        """Mark what is searched for now."""
        self._find = matches
        found = list(matches(self._composed.text))
        if found != self._matches:
            self._matches, self._match = found, -1
            self.refresh()
        self._tell_place()

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

    def _lay_out(self) -> None:
        cells = min(self._measure, max(8, self.scrollable_content_region.width))
        if self._laid_out_for == (self._composed, cells):
            return
        self._laid_out_for = (self._composed, cells)
        self._lines = self._composed.lay_out(cells)
        self._firsts = []
        last = 0
        for line in self._lines:
            last = next((p[0] for p in line if not isinstance(p, str)), last)
            self._firsts.append(last)
        # Assigning virtual_size lays out the whole screen; nothing of it depends on our lines.
        self.set_reactive(AnswerView.virtual_size, Size(cells, len(self._lines)))
        bar = self.vertical_scrollbar
        bar.window_virtual_size = len(self._lines)
        bar.window_size = self.size.height

    def on_resize(self) -> None:
        """Keep the reader's place."""
        at = self._firsts[min(self.scroll_offset.y, len(self._firsts) - 1)] if self._firsts else 0
        top = self.scroll_offset.y
        self._lay_out()
        if top:
            self.scroll_to(y=self._line_of(at), animate=False, force=True)

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._styles.clear()

    def _line_of(self, offset: int) -> int:
        """The line that shows an offset."""
        guess = max(0, bisect_right(self._firsts, offset) - 1)
        for number in (*range(guess, max(-1, guess - 80), -1), *range(guess + 1, len(self._lines))):
            for piece in self._lines[number]:
                if not isinstance(piece, str) and piece[0] <= offset < piece[1]:
                    return int(number)
        return guess

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
        text = self._style(_TEXT)
        if number >= len(self._lines):
            return Strip([Segment(" " * cells, text)], cells)
        segments: list[Segment] = []
        taken = 0
        for piece in self._lines[number]:
            if isinstance(piece, str):
                segments.append(Segment(piece, self._style("drawn")))
                taken += cell_len(piece)
            else:
                taken += self._paint(*piece, text, segments)
        if taken < cells:
            segments.append(Segment(" " * (cells - taken), text))
        strip = Strip(segments, max(cells, taken))
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(number)) is not None:
            start, end = span
            end = strip.cell_length if end == -1 else end
            mark = self.screen.get_component_rich_style("screen--selection")
            middle = strip.crop(start, end).apply_style(mark)
            strip = Strip.join([strip.crop(0, start), middle, strip.crop(end)])
        return strip.crop(0, max(cells, 1)).apply_offsets(0, number)

    def _paint(self, start: int, end: int, base: Style, segments: list[Segment]) -> int:
        """A range of the text, cut where its look changes; how many cells it takes."""
        composed = self._composed
        looks = [
            (span.start, span.end, appearance(span, self._style))
            for span in composed.spans_in(start, end)
        ]
        if self._stop >= 0:
            stop = composed.stops[self._stop]
            looks.append((stop.start, stop.end, self._style("stop")))
        at = max(0, bisect_left(self._matches, (start, start)) - 1)
        while at < len(self._matches) and self._matches[at][0] < end:
            name = "match-now" if at == self._match else "match"
            looks.append((*self._matches[at], self._style(name)))
            at += 1
        ends = {start, end}
        for a, z, _ in looks:
            ends |= {min(max(a, start), end), min(max(z, start), end)}
        edges = sorted(ends)
        for a, z in pairwise(edges):
            style = base
            for first, last, look in looks:
                if first <= a and z <= last:
                    style += look
            segments.append(Segment(drawn(composed, a, z), style))
        return composed.shown.cells(start, end)

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
        text = self._composed.text
        start = self._offset_near(selection.start.y, selection.start.x) if selection.start else 0
        end = self._offset_near(selection.end.y, selection.end.x) if selection.end else len(text)
        return text[min(start, end) : max(start, end)], "\n"

    def _offset_near(self, number: int, x: int) -> int:
        if number >= len(self._lines):
            return len(self._composed.text)
        last = self._firsts[number]
        for piece in self._lines[number]:
            if isinstance(piece, str):
                if x < cell_len(piece):
                    return last
                x -= cell_len(piece)
            else:
                for at in range(*piece):
                    if x <= 0:
                        return at
                    x -= get_character_cell_size(self._composed.text[at])
                last = piece[1]
        return last

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
        self._scroll(-len(self._lines))

    def action_last(self) -> None:
        """The end."""
        self._scroll(len(self._lines))

    def _scroll(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    def _reveal(self, offset: int) -> None:
        number, top, height = self._line_of(offset), self.scroll_offset.y, self.size.height
        if not top < number < top + height - 1:
            self.scroll_to(y=max(0, number - height // 3), animate=False, force=True)
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
            top = self._firsts[min(self.scroll_offset.y, len(self._firsts) - 1)]
            ahead = bisect_left(self._matches, (top, 0))
            self._match = ahead if step > 0 else ahead - 1
        else:
            self._match += step
        self._match %= len(self._matches)
        self._reveal(self._matches[self._match][0])
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
        self.border_subtitle = "  ".join(told)

    # -- sums, places, links and references

    def action_next_entity(self) -> None:
        """The next sum, place, link or reference."""
        self._step(1, ("money", "place", "link", "reference"))

    def action_previous_entity(self) -> None:
        """The one before."""
        self._step(-1, ("money", "place", "link", "reference"))

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
        ahead = [n for n in wanted if (n > self._stop if step > 0 else n < self._stop)]
        if self._stop < 0 and step < 0:
            ahead = wanted
        target = (ahead[0] if step > 0 else ahead[-1]) if ahead else wanted[0 if step > 0 else -1]
        self._stop_at(target)

    def _stop_at(self, number: int) -> None:
        self._stop = number
        span = self._composed.stops[number]
        self._reveal(span.start)
        self._tell_place()
        self.post_message(self.Stopped(span))

    def go_to(self, entity: Entity) -> None:
        """Show where a sum or place stands."""
        for number, span in enumerate(self._composed.stops):
            if span.about is entity or span.about == entity:
                self._stop = number
                self._reveal(span.start)
                self._tell_place()
                return

    def action_choose(self) -> None:
        """Open what was stepped to."""
        if self.span:
            self.post_message(self.Chosen(self.span))

    async def _on_click(self, event: events.Click) -> None:
        offset = self._offset_under(event.x - self.gutter.left, event.y - self.gutter.top)
        if offset is None:
            return
        for number, span in enumerate(self._composed.stops):
            if span.start <= offset < span.end:
                self._stop_at(number)
                if event.chain > 1:
                    self.action_choose()
                return

    def _offset_under(self, x: int, y: int) -> int | None:
        number = y + self.scroll_offset.y
        if not 0 <= number < len(self._lines) or x < 0:
            return None
        for piece in self._lines[number]:
            if isinstance(piece, str):
                x -= cell_len(piece)
                if x < 0:
                    return None
            else:
                for at in range(*piece):
                    x -= get_character_cell_size(self._composed.text[at])
                    if x < 0:
                        return at
        return None

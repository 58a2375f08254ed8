"""A question as a page: one text, its parts, and what stands out in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wrans.entities.entity import Entity, Money
from wrans.panes.cells import width
from wrans.panes.layout import Layout
from wrans.panes.wrapping import Line, Shown
from wrans.records import Block, Item, Paragraph, Prose, Table
from wrans.records.opener import without_opener
from wrans.records.text import one_line
from wrans.values import dataclass, field, replace

if TYPE_CHECKING:
    from wrans.records.references import Reference

_MOST: Final = 1_000_000
"""Nobody reads further, and laying out must end."""
_CUT: Final = "The rest of this text is left out here: it is longer than a million characters."
_NO_HEADING: Final = "(no heading)"
_ATTACHMENT: Final = "Attachment: "
_LONG: Final = 2_000
"""Stretches of this length are few, and kept apart so that the others are found quickly."""
STOPS: Final = ("money", "place", "link", "reference")
"""The roles of what can be stepped to."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the shown text that looks otherwise."""

    start: int
    end: int
    role: str
    """The end of a component class: ``money``, ``place``, ``link`` and so on."""
    about: "Entity | Reference | str | None" = None
    """What it is: an address for a link."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown of a question."""

    title: str = ""
    byline: tuple[tuple[str, str], ...] = ()
    """Label and value, a line each."""
    notices: tuple[str, ...] = ()
    prose: Prose = field(default_factory=lambda: Prose("", ()))
    answer_start: int = 0
    """Where the answer begins in the prose; 0 while there is none."""
    entities: tuple[Entity, ...] = ()
    references: "tuple[Reference, ...]" = ()
    attachments: tuple[tuple[str, str], ...] = ()
    """Title and address of each file that came with the answer."""
    changes: tuple[tuple[int, int, str], ...] = ()
    """Ranges of the prose that another version has not: ``removed`` or ``added``."""
    found_by: tuple[Entity, ...] = ()
    """Those of the sums and places by which a search finds it."""
    names: tuple[str, ...] = ()
    """The members in the byline, who are searched for too."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of one kind."""

    block: Block
    role: str = ""
    gap: bool = True
    """Is there an empty line before it?"""
    is_ruled: bool = False
    """Is there a rule before it, between question and answer?"""


class Composed:
    """A page put together: the text that is shown, and where everything in it stands."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.shift = 0
        """Where the prose begins: an offset of the prose and this make one of the text."""
        self._pieces: list[str] = []
        self._parts: list[_Part] = []
        self._size = 0
        self._spans: list[Span] = []
        self._own: list[tuple[int, int]] = []
        self._heading = (0, 0)
        self._names: list[tuple[int, int]] = []
        self._put_top()
        self._put_prose()
        self._put_attachments()
        self.shown = Shown("".join(self._pieces))
        self.spans = sorted(self._spans, key=lambda s: (s.start, -s.end))
        self._long = [span for span in self.spans if span.end - span.start >= _LONG]
        self._short = [span for span in self.spans if span.end - span.start < _LONG]
        self._starts = [span.start for span in self._short]
        self._longest = max((span.end - span.start for span in self._short), default=0)

    @property
    def text(self) -> str:
        """All that is shown, but for what is only drawn."""
        return self.shown.text

    # -- putting together

    def _put(self, text: str, role: str, *, gap: bool) -> int:
        """Add a line of its own; where it begins."""
        start = self._size
        self._pieces.append(text + "\n")
        self._size += len(text) + 1
        self._parts.append(_Part(Paragraph(start, start + len(text)), role, gap))
        if role:
            self._spans.append(Span(start, start + len(text), role))
        return start

    def _put_own(self, text: str, role: str, *, gap: bool) -> None:
        """Add words of the reader, which no search is for."""
        start = self._put(text, role, gap=gap)
        self._own.append((start, start + len(text)))

    def _put_top(self) -> None:
        page = self.page
        if page.title:
            self._put(one_line(page.title), "title", gap=False)
            self._heading = (0, self._size - 1)
        else:
            self._put_own(_NO_HEADING, "title", gap=False)
        for n, (label, value) in enumerate(page.byline):
            start = self._put(f"{label}  {one_line(value)}", "byline", gap=n == 0)
            self._spans.append(Span(start, start + len(label), "label"))
            self._own.append((start, start + len(label)))
            named = start + len(label) + 2
            self._names += [
                (named, named + len(one_line(name)))
                for name in page.names
                if one_line(value).startswith(one_line(name))
            ]
        for n, notice in enumerate(page.notices):
            self._put_own(one_line(notice), "notice", gap=n == 0)
        self.shift = self._size

    def _put_prose(self) -> None:
        prose, shift = self.page.prose, self.shift
        text = prose.text[:_MOST]
        end = shift + len(text)
        moved = prose.moved(lambda offset: min(offset, _MOST) + shift, text)
        self._pieces.append(text + "\n")
        self._size = end + 1
        answer = self.page.answer_start + shift
        is_answer = False
        for block in moved.blocks:
            if block.start >= end:
                break
            begins = not is_answer and block.start >= answer > shift
            is_answer = is_answer or begins
            role = "" if is_answer else "question"
            close = _continues(block, self._parts) and not begins
            self._parts.append(_Part(block, role, not close, begins))
            if role:
                self._spans.append(Span(block.start, block.end, role))
        self._spans += [span for span in self._spans_of(moved) if span.end <= end]
        if len(prose.text) > _MOST:
            self._put_own(_CUT, "notice", gap=True)

    def _spans_of(self, moved: Prose) -> Iterator[Span]:
        for link in moved.links:
            yield Span(link.start, link.end, "link", link.url)
        for role, ranges in (
            ("strong", moved.strong),
            ("emphasis", moved.emphasised),
            ("raised", moved.raised),
            ("lowered", moved.lowered),
        ):
            yield from (Span(start, end, role) for start, end in ranges)
        for entity in self.page.entities:
            role = "money" if isinstance(entity, Money) else "place"
            yield Span(entity.start + self.shift, entity.end + self.shift, role, entity)
        for start, end, role in self.page.changes:
            yield Span(start + self.shift, end + self.shift, role)
        for told in self.page.references:
            yield Span(told.start + self.shift, told.end + self.shift, "reference", told)

    def _put_attachments(self) -> None:
        for n, (title, address) in enumerate(self.page.attachments):
            title = one_line(title) or address
            start = self._put(f"{_ATTACHMENT}{title}", "", gap=n == 0)
            named = start + len(_ATTACHMENT)
            self._own.append((start, named))
            self._spans.append(Span(named, named + len(title), "link", address))

    # -- what stands out

    @cached_property
    def stops(self) -> list[Span]:
        """What can be stepped to, in order."""
        return [span for span in self.spans if span.role in STOPS]

    def spans_in(self, start: int, end: int) -> Iterator[Span]:
        """The spans that touch a range."""
        yield from (span for span in self._long if span.start < end and span.end > start)
        first = bisect_left(self._starts, start - self._longest)
        for span in self._short[first : bisect_left(self._starts, end)]:
            if span.end > start:
                yield span

    @cached_property
    def searched(self) -> tuple[tuple[int, int], ...]:
        """What of the text a search looks at, in its order, the heading first."""
        text = self.page.prose.text[:_MOST]
        opener = len(text) - len(without_opener(text))
        prose = (self.shift + opener, self.shift + len(text))
        return (self._heading, prose, *self._names)

    @property
    def found_by(self) -> tuple[Entity, ...]:
        """The sums and places by which a search finds the page, placed in its text."""
        shift = self.shift
        return tuple(
            replace(one, start=one.start + shift, end=one.end + shift) for one in self.page.found_by
        )

    def of_the_record(self, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of some ranges, in order, that do not lie in words of the reader's own."""
        firsts = [start for start, _ in self._own]
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found):
            at = bisect_right(firsts, start) - 1
            if start < end and (at < 0 or self._own[at][1] <= start):
                kept.append((start, end))
        return kept

    # -- lines

    def lay_out(self, cells: int, widest: int = 0) -> Layout:
        """The lines of the page at a width; a table may be wider where there is room."""
        lines: list[Line] = []
        starts: list[int] = []
        for part in self._parts:
            if part.is_ruled:
                lines += [(), ("─" * cells,)]
            if part.gap and lines:
                lines.append(())
            starts.append(len(lines))
            lines += self._lines_of(part, cells, widest)
        return Layout(self.text, lines, starts)

    def _lines_of(self, part: _Part, cells: int, widest: int) -> Iterator[Line]:
        block = part.block
        if isinstance(block, Table):
            from wrans.panes import tables  # one answer in forty has one

            yield from tables.lay_out(block, self.shown, cells, widest)
        elif isinstance(block, Item):
            indent = "  " * min(block.depth, 4, cells // 8)
            marker = f"{indent}{block.marker} " if block.marker else f"{indent}  "
            for n, span in enumerate(
                self.shown.wrap(block.start, block.end, cells - width(marker))
            ):
                yield (marker if n == 0 else " " * width(marker), span)
        elif part.role == "byline":
            yield from self._byline(block, cells)
        else:
            yield from ((span,) for span in self.shown.wrap(block.start, block.end, cells))

    def _byline(self, block: Paragraph, cells: int) -> Iterator[Line]:
        """A label in a column of its own."""
        value = self.text.index("  ", block.start) + 2
        column = max(len(label) for label, _ in self.page.byline) + 2
        if cells < column + 16:
            yield from ((span,) for span in self.shown.wrap(block.start, block.end, cells))
            return
        for n, span in enumerate(self.shown.wrap(value, block.end, cells - column)):
            if n:
                yield (" " * column, span)
            else:
                yield ((block.start, value - 2), " " * (column - (value - 2 - block.start)), span)


def _continues(block: Block, before: Sequence[_Part]) -> bool:
    """Does it stand close to the block before: items of one list?"""
    return isinstance(block, Item) and bool(before) and isinstance(before[-1].block, Item)


__all__ = ["STOPS", "Composed", "Page", "Span"]

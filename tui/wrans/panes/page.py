"""A question as a page: one text, its parts, and what stands out in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from wrans.entities.entity import Entity, Money
from wrans.panes import tables
from wrans.panes.cells import steady, width
from wrans.panes.wrapping import Line, Shown
from wrans.records import Block, Item, Paragraph, Prose, Table
from wrans.records.references import Reference

_MOST: Final = 1_000_000
"""Nobody reads further, and laying out must end."""
_CUT: Final = "The rest of this text is left out here: it is longer than a million characters."


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the shown text that looks otherwise."""

    start: int
    end: int
    role: str
    """The end of a component class: ``money``, ``place``, ``link`` and so on."""
    about: Entity | Reference | str | None = None
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
    entities: tuple[Entity, ...] = ()
    references: tuple[Reference, ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    """Title and address of each file that came with the answer."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of one kind."""

    block: Block
    role: str = ""
    gap: bool = True
    """Is there an empty line before it?"""
    indent: str = ""


class Composed:
    """A page put together: the text that is shown, and where everything in it stands."""

    def __init__(self, page: Page) -> None:
        self.page = page
        pieces: list[str] = []
        self._parts: list[_Part] = []
        self._size = 0
        self._spans: list[Span] = []
        self._put(pieces, page.title or "(no heading)", "title", gap=False)
        for n, (label, value) in enumerate(page.byline):
            self._put(pieces, f"{label}  {value}", "byline", gap=n == 0)
            at = self._size - 1 - len(value) - 2 - len(label)
            self._spans.append(Span(at, at + len(label), "label"))
        for notice in page.notices:
            self._put(pieces, notice, "notice", gap=notice is page.notices[0])
        self.shift = self._size
        self._put_prose(pieces, page)
        for n, (title, address) in enumerate(page.attachments):
            self._put(pieces, f"Attachment: {title}", "", gap=n == 0)
            self._spans.append(Span(self._size - 1 - len(title), self._size - 1, "link", address))
        self.shown = Shown(steady("".join(pieces)))
        self.spans = sorted(self._spans, key=lambda s: (s.start, -s.end))
        self._starts = [span.start for span in self.spans]
        self._longest = max((s.end - s.start for s in self.spans), default=0)

    @property
    def text(self) -> str:
        """All that is shown, but for what is only drawn."""
        return self.shown.text

    def _put(self, pieces: list[str], text: str, role: str, *, gap: bool) -> None:
        start = self._size
        pieces.append(text + "\n")
        self._size += len(text) + 1
        self._parts.append(_Part(Paragraph(start, start + len(text)), role, gap))
        if role:
            self._spans.append(Span(start, start + len(text), role))

    def _put_prose(self, pieces: list[str], page: Page) -> None:
        prose, shift = page.prose, self.shift
        text = prose.text[:_MOST]
        moved = prose.moved(lambda offset: min(offset, _MOST) + shift, text)
        pieces.append(text + "\n")
        self._size += len(text) + 1
        answer = page.answer_start + shift
        for block in moved.blocks:
            if block.start >= self._size - 1:
                break
            role = "question" if block.start < answer else ""
            self._parts.append(_Part(block, role, gap=not _continues(block, self._parts)))
            if role:
                self._spans.append(Span(block.start, block.end, role))
        if len(prose.text) > _MOST:
            self._put(pieces, _CUT, "notice", gap=True)
        self._spans += [Span(k.start, k.end, "link", k.url) for k in moved.links]
        for role, ranges in (
            ("strong", moved.strong),
            ("emphasis", moved.emphasised),
            ("raised", moved.raised),
            ("lowered", moved.lowered),
        ):
            self._spans += [Span(a, z, role) for a, z in ranges]
        for entity in page.entities:
            role = "money" if isinstance(entity, Money) else "place"
            self._spans.append(Span(entity.start + shift, entity.end + shift, role, entity))
        for told in page.references:
            self._spans.append(Span(told.start + shift, told.end + shift, "reference", told))

    @cached_property
    def stops(self) -> list[Span]:
        """What can be stepped to, in order."""
        return [span for span in self.spans if span.role in ("money", "place", "link", "reference")]

    def spans_in(self, start: int, end: int) -> Iterator[Span]:
        """The spans that touch a range."""
        first = bisect_left(self._starts, start - self._longest)
        for span in self.spans[first : bisect_right(self._starts, end)]:
            if span.start < end and span.end > start:
                yield span

    # -- lines

    def lay_out(self, cells: int) -> list[Line]:
        """The lines of the page at a width."""
        lines: list[Line] = []
        is_answer = False
        for part in self._parts:
            begins_answer = part.block.start >= self.page.answer_start + self.shift
            if begins_answer and not is_answer and self.page.answer_start and part.role != "notice":
                is_answer = True
                lines += [(), ("─" * cells,)]
            if part.gap and lines:
                lines.append(())
            lines += self._lines_of(part, cells)
        return lines

    def _lines_of(self, part: _Part, cells: int) -> Iterator[Line]:
        block = part.block
        if isinstance(block, Table):
            yield from tables.lay_out(block, self.shown, cells)
        elif isinstance(block, Item):
            indent = "  " * min(block.depth, 4)
            marker = f"{indent}{block.marker} " if block.marker else f"{indent}  "
            room = cells - width(marker)
            for n, span in enumerate(self.shown.wrap(block.start, block.end, room)):
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


__all__ = ["Composed", "Page", "Span"]

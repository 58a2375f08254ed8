"""What may be searched for, with an example of each kind."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import ClassVar, NamedTuple, Protocol

from textual.binding import BindingType

from wrans.commands import bound
from wrans.panes.cells import steady
from wrans.panes.lines import Lines, Part
from wrans.panes.picker import Picker, has
from wrans.records.text import one_line

_WIDEST = 34
_FRAME = 110
"""How wide a picker is at most."""
_AROUND = 6
"""Cells of its border, its padding and the mark of the row."""


class Example(Protocol):
    """A query, and what it finds."""

    @property
    def query(self) -> str: ...  # noqa: D102
    @property
    def finds(self) -> str: ...  # noqa: D102


class Kind(Protocol):
    """Examples of one kind."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def examples(self) -> Sequence[Example]: ...  # noqa: D102


class _Row(NamedTuple):
    query: str
    told: str
    is_title: bool = False
    is_more: bool = False
    """Does it go on with what the row above tells?"""


def _wide(cells: int) -> int:
    """How wide the queries stand."""
    return min(_WIDEST, cells * 2 // 5)


class _Examples(Lines[_Row]):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"examples--query", "examples--title"}
    DEFAULT_CSS = """
    _Examples { & > .examples--query { color: $text-primary; text-style: bold; }
        & > .examples--title { text-style: bold; } }
    """

    def parts(self, row: _Row, cells: int) -> list[Part]:
        if row.is_title:
            return [(row.told, cells, "examples--title")]
        if not row.query:
            return [(f"  {steady(row.told)}", cells, "")]
        wide = _wide(cells)
        return [
            ("" if row.is_more else steady(row.query), wide - 1, "examples--query"),
            ("", 1, ""),
            (steady(row.told), cells - wide, ""),
        ]


class SearchHelp(Picker[_Row, str]):
    """What may be searched for; an example is searched for on Enter."""

    title_text = "How to search"
    placeholder = "type a word: late, sum, place, party …"
    foot_text = "Enter searches for the example   Escape closes"
    BINDINGS: ClassVar[list[BindingType]] = [bound("how_to_search", "leave_by_key")]

    def __init__(
        self, kinds: Sequence[Kind], words: str = "", told: str = "", notices: Sequence[str] = ()
    ) -> None:
        """``words`` are searched for now, and ``told`` is what they find.

        ``notices`` say what is wrong with them, and point at it.
        """
        super().__init__()
        self._kinds = kinds
        self._now = [_Row(one_line(words), one_line(told))] if told else []
        self._notices = notices
        self._filled_for = 0

    def make_lines(self) -> Lines[_Row]:
        """The examples, kind by kind."""
        lines = _Examples()
        lines.nothing = "Nothing of that name can be searched for."
        return lines

    def matching(self, words: list[str]) -> Sequence[_Row]:
        """The examples that have the words, below what they are examples of."""
        rows: list[_Row] = []
        if self._now and not words:
            rows += [_Row("", "You search for", is_title=True), *self._wrapped(self._now)]
            rows += self._what_is_wrong()
        for kind in self._kinds:
            found = [e for e in kind.examples if has(words, kind.title, e.query, e.finds)]
            if found:
                rows.append(_Row("", kind.title, is_title=True))
                rows += self._wrapped(_Row(example.query, example.finds) for example in found)
        return rows

    def on_resize(self) -> None:
        """Lines are broken where they now end."""
        if self._cells != self._filled_for:
            self.fill()

    def fill(self) -> None:
        """Show what has the words that were typed."""
        self._filled_for = self._cells
        super().fill()

    @property
    def _cells(self) -> int:
        """How wide the rows are, also before there are any."""
        return max(20, min(_FRAME, self.app.size.width * 92 // 100) - _AROUND)

    def _wrapped(self, rows: Iterable[_Row]) -> Iterator[_Row]:
        """Rows on as many lines as they need."""
        cells = self._cells
        for row in rows:
            room = cells - _wide(cells) if row.query else cells - 2
            first, *more = wrap(row.told, room) or [""]
            yield row._replace(told=first)
            yield from (row._replace(told=line, is_more=bool(row.query)) for line in more)

    def _what_is_wrong(self) -> Iterator[_Row]:
        if self._notices and self._now:
            said, *pointing = self._notices
            yield from self._wrapped([_Row("", said)])
            # What points stays below what it points at.
            yield from (_Row("", line) for line in pointing)

    def pick(self, row: _Row) -> None:
        """Search for it."""
        if row.query:
            self.dismiss(row.query)

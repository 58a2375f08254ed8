"""The questions that the user keeps."""

import datetime
from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType

from wrans.panes.cells import steady
from wrans.panes.lines import Lines
from wrans.panes.picker import Picker, has
from wrans.records import Key
from wrans.records.text import one_line


class Bookmark(Protocol):
    """A question that the user keeps."""

    @property
    def key(self) -> Key: ...  # noqa: D102
    @property
    def heading(self) -> str: ...  # noqa: D102
    @property
    def added(self) -> datetime.date: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102
    @property
    def tags(self) -> tuple[str, ...]: ...  # noqa: D102


class _Marks(Lines[Bookmark]):
    def parts(self, row: Bookmark, cells: int) -> list[tuple[str, int, str]]:
        more = "  ".join([*(f"#{tag}" for tag in row.tags), row.note])
        room = cells // 3 if more and cells > 60 else 0
        return [
            (f"{row.added:%d %b %y} ", 10, "lines--faint"),
            (f"{steady(one_line(row.heading))} ", cells - 10 - room, ""),
            (steady(one_line(more)), room, "lines--faint"),
        ]


class BookmarksView(Picker[Bookmark, Key]):
    """The questions that the user keeps."""

    title_text = "Bookmarks"
    placeholder = "type a word of a heading, note or tag"
    foot_text = "Enter opens   ctrl+r removes   ctrl+z undoes   Escape closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "remove", show=False),
        Binding("ctrl+z", "undo", show=False),
    ]

    def __init__(
        self,
        bookmarks: Callable[[], Sequence[Bookmark]],
        remove: Callable[[Key], None],
        undo: Callable[[], None],
    ) -> None:
        """``bookmarks`` gives them anew after ``remove`` and ``undo``."""
        super().__init__()
        self._bookmarks = bookmarks
        self._remove = remove
        self._undo = undo

    def make_lines(self) -> Lines[Bookmark]:
        """When added, heading, tags and note."""
        lines = _Marks()
        lines.nothing = "No bookmarks. The key b marks the question that is open."
        return lines

    def matching(self, words: list[str]) -> Sequence[Bookmark]:
        """The bookmarks that have the words."""
        return [b for b in self._bookmarks() if has(words, b.heading, b.note, str(b.key), *b.tags)]

    def pick(self, row: Bookmark) -> None:
        """Open the question."""
        self.dismiss(row.key)

    def action_remove(self) -> None:
        """Let the one under the cursor go."""
        row = self.lines.current
        if row is not None:
            self._remove(row.key)
            self.fill()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._undo()
        self.fill()

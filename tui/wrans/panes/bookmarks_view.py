"""The questions that the user keeps."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Protocol

from textual.binding import BindingType

from wrans.commands import bound
from wrans.panes.cells import steady
from wrans.panes.lines import Lines, Part
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
    def parts(self, row: Bookmark, cells: int) -> list[Part]:
        more = steady(one_line("  ".join([*(f"#{tag}" for tag in row.tags), row.note])))
        when = f"marked {row.added:%d %b %y}" if row.added > datetime.date.min else ""
        tabled = f"{'tabled ' if cells > 60 else ''}{row.key.tabled:%d %b %y}"
        when_cells = 18 if cells > 70 else 0
        room = (cells - when_cells) // 3 if more and cells > 60 else 0
        left = cells - len(tabled) - 2 - room - when_cells
        return [
            (tabled, len(tabled), "lines--faint"),
            ("", 1, ""),
            (steady(one_line(row.heading)) or "(no heading)", left, ""),
            ("", 1, ""),
            (more, room, "lines--faint"),
            (f"  {when}", when_cells, "lines--faint"),
        ]


class BookmarksView(Picker[Bookmark, Key]):
    """The questions that the user keeps."""

    title_text = "Bookmarks"
    placeholder = "a word of a heading, note or tag"
    types_first = False
    by_letter = Picker.by_letter | {"remove", "undo", "leave_by_key"}
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("bookmark", "remove"),
        bound("undo"),
        bound("bookmarks", "leave_by_key"),
    ]

    def __init__(
        self,
        bookmarks: Callable[[], Sequence[Bookmark]],
        remove: Callable[[Key], None],
        undo: Callable[[], None],
        keys: Mapping[str, str],
    ) -> None:
        """``bookmarks`` gives them anew after ``remove`` and ``undo``.

        ``keys`` are those of each command, as they stand on a keyboard.
        """
        super().__init__()
        self._bookmarks = bookmarks
        self._remove = remove
        self._undo = undo
        told = {"choose": "opens", "bookmark": "lets go", "undo": "undoes", "search": "filters"}
        self.foot_text = "   ".join(
            [f"{keys[name]} {what}" for name, what in told.items() if keys[name]]
            + ["Escape closes"]
        )

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

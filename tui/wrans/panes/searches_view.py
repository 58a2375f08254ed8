"""The searches that the user keeps, and how much is new in each."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType

from wrans.commands import bound
from wrans.panes.cells import steady
from wrans.panes.lines import Lines, Part
from wrans.panes.naming import Naming
from wrans.panes.picker import Picker, has


class Search(Protocol):
    """A search that the user keeps."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102


class _Searches(Lines[Search]):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"searches--new"}
    DEFAULT_CSS = "_Searches > .searches--new { color: $text-warning; text-style: bold; }"

    def __init__(self) -> None:
        super().__init__()
        self.counts: dict[str, str] = {}

    def parts(self, row: Search, cells: int) -> list[Part]:
        new = self.counts.get(row.name, "…")
        name_cells = max(12, (cells - 14) // 3)
        return [
            (f"{'' if new == '0 new' else new:>12}", 12, "searches--new"),
            ("", 2, ""),
            (steady(row.name), name_cells - 1, ""),
            ("", 1, ""),
            (steady(row.words), cells - 14 - name_cells, "lines--faint"),
        ]


class SearchesView(Picker[Search, str]):
    """The searches that the user keeps, and how much is new in each."""

    title_text = "Saved searches"
    placeholder = "a word of a name or search"
    types_first = False
    by_letter = Picker.by_letter | {"rename", "remove", "undo", "leave_by_key"}
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("save_search", "rename"),
        Binding("d,delete", "remove", show=False),
        bound("undo"),
        bound("searches", "leave_by_key"),
    ]

    def __init__(
        self,
        searches: Callable[[], Sequence[Search]],
        rename: Callable[[str, str], None],
        remove: Callable[[str], None],
        undo: Callable[[], None],
        keys: Mapping[str, str],
    ) -> None:
        """``searches`` gives them anew after each of the other three.

        ``keys`` are those of each command, as they stand on a keyboard.
        """
        super().__init__()
        self._searches = searches
        self._rename = rename
        self._remove = remove
        self._undo = undo
        told = [("choose", "opens"), ("save_search", "renames"), ("undo", "undoes")]
        known = [f"{keys[name]} {what}" for name, what in told if keys[name]]
        filters = [f"{keys['search']} filters"] if keys["search"] else []
        self.foot_text = "  ".join([*known, "d deletes", *filters, "Escape closes"])

    def make_lines(self) -> Lines[Search]:
        """How much is new, name and words."""
        lines = _Searches()
        lines.nothing = "No saved searches. The key w saves the words that are searched for."
        return lines

    def matching(self, words: list[str]) -> Sequence[Search]:
        """The searches that have the words."""
        return [search for search in self._searches() if has(words, search.name, search.words)]

    def tell(self, name: str, new: str) -> None:
        """How much is new in a search."""
        if self.is_attached and isinstance(self.lines, _Searches):
            self.lines.counts[name] = new
            self.lines.rows_changed()

    def pick(self, row: Search) -> None:
        """Search for it."""
        self.dismiss(row.name)

    def _refill(self) -> None:
        """Show them anew, with the cursor where it was."""
        place = self.lines.cursor
        self.fill()
        self.lines.cursor = place

    async def action_rename(self) -> None:
        """Give the one under the cursor another name."""
        row = self.lines.current
        if row is None:
            return
        before = row.name

        def rename(new: str | None) -> None:
            if new and new != before:
                self._rename(before, new)
                self._refill()

        await self.app.push_screen(Naming(f"Rename {before}", before, lambda _: "renames"), rename)

    def action_remove(self) -> None:
        """Keep the one under the cursor no longer."""
        row = self.lines.current
        if row is not None:
            self._remove(row.name)
            self._refill()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._undo()
        self._refill()

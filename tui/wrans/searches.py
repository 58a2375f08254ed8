"""The searches that the user keeps under a name, in a file that is the user's too."""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from wrans.blocks import BlockFile, Kind, day
from wrans.errors import NameTaken, NoSuchSearch
from wrans.records.text import one_line
from wrans.values import dataclass

LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Search:
    """A search that the user keeps."""

    name: str
    words: str
    saved: date
    """``date.min`` where the file does not say."""
    typed: bool = False
    """Were the words typed? The last may then be the beginning of one."""


class Searches(BlockFile[str, Search]):
    """The saved searches, in the order of the file. Names differ by more than capitals."""

    def __init__(self, file: Path, pending: Path) -> None:
        """Read the file, if there is one; ``pending`` holds what could not be saved yet."""
        super().__init__(_KIND, file, pending)

    def __iter__(self) -> Iterator[Search]:
        return iter(list(self.entries.values()))

    def __len__(self) -> int:
        return len(self.entries)

    def find(self, name: str) -> Search | None:
        """The one of that name, if there is one."""
        return self.entries.get(_id(name))

    def named(self, name: str) -> Search:
        """The one of that name. Raises NoSuchSearch, with the nearest name."""
        if (search := self.find(name)) is not None:
            return search
        if not self.entries:
            raise NoSuchSearch(f"no search is saved as {name!r}; none is saved at all")
        near = get_close_matches(_id(name), self.entries, 1, 0.4)
        hint = f"did you mean {self.entries[near[0]].name!r}?" if near else "see wrans searches"
        raise NoSuchSearch(f"no search is saved as {name!r}; {hint}")

    def save(self, name: str, words: str, today: date, *, typed: bool = False) -> Search:
        """Keep words under a name, in the place of what it stood for. Raises NotSaved."""
        self.refresh()
        search = Search(_fit(name), one_line(words), today, typed)
        if (before := self.find(search.name)) is None:
            self.add(search)
        else:
            other = {} if before.typed == typed else {"typed": typed}
            self.say(_id(name), {"query": search.words, **other})
        return search

    def rename(self, name: str, new: str) -> Search:
        """Keep a search under another name. Raises NoSuchSearch, NameTaken or NotSaved."""
        self.refresh()
        search, new = self.named(name), _fit(new)
        if _id(new) != _id(name) and (other := self.find(new)) is not None:
            raise NameTaken(f"there is a search {other.name!r} already; give another name")
        if new != search.name:
            self.say(_id(name), {"name": new})
        return search

    def let_go(self, name: str) -> None:
        """Keep a search no longer. Raises NotSaved."""
        self.remove(_id(name))


def _fit(name: str) -> str:
    return one_line(name)[:LONGEST_NAME].strip()


def _id(name: str) -> str:
    return _fit(name).casefold()


def _search(table: dict[str, Any]) -> Search:
    """What a block says. Raises ValueError with what is wrong."""
    texts = {}
    for field in ("name", "query"):
        told = table.get(field, "")
        if not isinstance(told, str):
            raise ValueError(f"its {field} is no text in quotes")
        texts[field] = one_line(told).strip()
        if not texts[field]:
            raise ValueError(f"it has no {field}")
    typed = table.get("typed", False)
    if not isinstance(typed, bool):
        raise ValueError("its typed is neither true nor false")
    return Search(_fit(texts["name"]), texts["query"], day(table.get("saved", date.min)), typed)


def _values(search: Search) -> dict[str, Any]:
    values: dict[str, Any] = {"name": search.name, "query": search.words}
    if search.saved > date.min:
        values["saved"] = search.saved
    return values | {"typed": search.typed}


_KIND: Final = Kind(
    name="search",
    read=_search,
    id_of=lambda search: _id(search.name),
    values=_values,
    written=str,
    parsed=_id,
    title=lambda search: search.name,
    edited="this search was changed by hand meanwhile; it can be changed there",
    again="there is a search of that name again; it stays as it is",
)

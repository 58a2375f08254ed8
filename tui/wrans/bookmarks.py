"""The questions that the user keeps, in a file that is the user's too."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from wrans.blocks import BlockFile, Kind, day, short
from wrans.records import Key
from wrans.records.text import one_line
from wrans.values import dataclass


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A question that the user keeps."""

    key: Key
    heading: str
    added: date
    """``date.min`` where the file does not say."""
    note: str = ""
    """Read on one line; the file keeps its lines."""
    tags: tuple[str, ...] = ()


class Bookmarks(BlockFile[Key, Bookmark]):
    """The bookmarks. The file is the truth: it may be edited by hand, and by another wrans."""

    def __init__(self, file: Path, pending: Path) -> None:
        """Read the file, if there is one; ``pending`` holds what could not be saved yet."""
        super().__init__(_KIND, file, pending)

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[Bookmark]:
        """The one that was added last comes first."""
        return iter(sorted(self.entries.values(), key=lambda b: b.added)[::-1])

    def __len__(self) -> int:
        return len(self.entries)

    def toggle(self, key: Key, heading: str, today: date) -> bool:
        """Keep the question, or let it go; say which. Raises NotSaved if that cannot be kept."""
        self.refresh()
        if key in self.entries:
            self.remove(key)
            return False
        self.add(Bookmark(key, one_line(heading), today))
        return True


def _values(bookmark: Bookmark) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key": str(bookmark.key),
        "heading": bookmark.heading,
        "added": bookmark.added,
    }
    if bookmark.note:
        values["note"] = bookmark.note
    if bookmark.tags:
        values["tags"] = list(bookmark.tags)
    return values


def _bookmark(table: dict[str, Any]) -> Bookmark:
    """What a block says. Raises ValueError with what is wrong."""
    if "key" not in table:
        raise ValueError("it has no key")
    tags = table.get("tags", [])
    if not isinstance(tags, list):
        raise ValueError('its tags are no list, such as ["farm", "export"]')
    return Bookmark(
        _key(table["key"]),
        one_line(str(table.get("heading", ""))),
        day(table.get("added", date.min)),
        one_line(str(table.get("note", ""))),
        tuple(one_line(str(tag)) for tag in tags),
    )


def _key(written: object) -> Key:
    try:
        return Key.parse(str(written))
    except ValueError:
        raise ValueError(f"its key {short(written)} is not like commons/2024-07-19/1234") from None


_KIND: Final = Kind(
    name="bookmark",
    read=_bookmark,
    id_of=lambda bookmark: bookmark.key,
    values=_values,
    written=str,
    parsed=Key.parse,
    title=lambda bookmark: bookmark.heading,
    edited="this mark was changed by hand meanwhile; it can be taken out there",
    again="this question was marked again meanwhile; that mark stays as it is",
)

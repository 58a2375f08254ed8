"""The questions that the user keeps, in a file that is the user's too.

The file is edited as text, a block at a time, so that comments, order and everything else in it
stay. A change is said to be saved only when it would survive a power cut; where it cannot be
saved it waits in a journal beside the program's state and goes in as soon as it can.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from wrans import toml
from wrans.errors import BookmarksBroken, NotSaved, SettingsError
from wrans.precious import locked, write
from wrans.records import Key
from wrans.records.text import one_line

_HEAD: Final = re.compile(r"^[ \t]*\[\[[ \t]*bookmark[ \t]*\]\][ \t]*(?:#.*)?\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A question that the user keeps."""

    key: Key
    heading: str
    added: date
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """Something done to the bookmarks, and what undoes it."""

    key: Key
    block: str
    """The text of the bookmark that was added or removed."""
    was_added: bool


class Bookmarks:
    """The bookmarks. The file is the truth: it may be edited by hand, and by another wrans."""

    def __init__(self, file: Path, pending: Path) -> None:
        """Read the file, if there is one; ``pending`` holds what could not be saved yet."""
        self._file = file
        self._pending = pending
        self._kept: dict[Key, Bookmark] = {}
        self._seen: tuple[int, ...] | None = None
        self._done: list[_Change] = []
        self.troubles: list[str] = []
        """What is wrong with the file, a sentence each."""
        self.refresh()

    def __contains__(self, key: object) -> bool:
        return key in self._kept

    def __iter__(self) -> Iterator[Bookmark]:
        """The one that was added last comes first."""
        return iter(sorted(self._kept.values(), key=lambda b: b.added)[::-1])

    def __len__(self) -> int:
        return len(self._kept)

    # -- reading

    def refresh(self) -> bool:
        """Look at the file again if it was changed; say whether it was."""
        seen = _signs(self._file) + _signs(self._pending)
        if seen == self._seen:
            return False
        with suppress(NotSaved, BookmarksBroken):
            self._fold_in()
        self._read()
        self._seen = _signs(self._file) + _signs(self._pending)
        return True

    def _read(self) -> None:
        self.troubles = []
        self._kept = {}
        try:
            text = self._text()
            tables = _parsed(text)
        except (BookmarksBroken, NotSaved) as error:
            self.troubles.append(f"{error}. It is left alone; marks wait in {self._pending}")
            tables = []
        for number, table in enumerate(tables, 1):
            try:
                bookmark = _bookmark(table)
                self._kept[bookmark.key] = bookmark
            except (KeyError, ValueError, TypeError) as error:
                what = f"no {error}" if isinstance(error, KeyError) else str(error)
                self.troubles.append(f"{self._file.name}: bookmark {number} is passed over: {what}")
        for key, block in self._waiting():
            if block is None:
                self._kept.pop(key, None)
            else:
                self._kept[key] = _bookmark(_parsed(block)[0])

    def _text(self) -> str:
        try:
            return self._file.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise BookmarksBroken(f"{self._file.name}: is not UTF-8") from error
        except OSError as error:
            raise BookmarksBroken(f"{self._file}: cannot be read: {error.strerror}") from error

    # -- changing

    def toggle(self, key: Key, heading: str, today: date) -> bool:
        """Keep the question, or let it go; say which. Raises NotSaved if that cannot be kept."""
        self.refresh()
        if key in self._kept:
            self.remove(key)
            return False
        self.add(Bookmark(key, one_line(heading), today))
        return True

    def add(self, bookmark: Bookmark) -> None:
        """Keep a question. Raises NotSaved."""
        block = _block(bookmark)
        self._change(bookmark.key, block)
        self._done.append(_Change(bookmark.key, block, was_added=True))

    def remove(self, key: Key) -> None:
        """Let a question go. Raises NotSaved."""
        block = next((b for b in _blocks(self._safe_text())[1] if _key_of(b) == key), None)
        if block is None and key in self._kept:
            block = _block(self._kept[key])
        self._change(key, None)
        if block is not None:
            self._done.append(_Change(key, block, was_added=False))

    def undo(self) -> str | None:
        """Take back the last change of this session; say what was done, if anything."""
        if not self._done:
            return None
        change = self._done.pop()
        self._change(change.key, None if change.was_added else change.block)
        heading = _parsed(change.block)[0].get("heading", "")
        return f"{'Removed' if change.was_added else 'Restored'}: {one_line(str(heading))}"

    @property
    def can_undo(self) -> bool:
        """Is there a change of this session to take back?"""
        return bool(self._done)

    def _change(self, key: Key, block: str | None) -> None:
        """Add the block to the file, or take the key's block out, or have it wait."""
        try:
            self._fold_in()
            self._edit(key, block)
        except (NotSaved, BookmarksBroken) as error:
            self._wait(key, block, error)
        self._read()
        self._seen = _signs(self._file) + _signs(self._pending)

    def _edit(self, key: Key, block: str | None) -> None:
        with locked(self._file):
            before = self._text()
            after = _without(before, key) if block is None else _with(before, key, block)
            expected = {str(t.get("key")) for t in _parsed(before)} - {str(key)}
            expected |= {str(key)} if block is not None else set()
            if {str(t.get("key")) for t in _parsed(after)} != expected:
                raise BookmarksBroken(
                    f"{self._file.name}: its blocks cannot be told apart; edit it by hand"
                )
            if after != before:
                write(self._file, after.encode("utf-8"))

    # -- what could not be saved yet

    def _wait(self, key: Key, block: str | None, error: Exception) -> None:
        line = json.dumps({"key": str(key), "block": block}) + "\n"
        try:
            with locked(self._pending):
                data = self._pending.read_bytes() if self._pending.exists() else b""
                write(self._pending, data + line.encode())
        except NotSaved:
            raise NotSaved(f"not saved: {error}") from error

    def _waiting(self) -> Iterator[tuple[Key, str | None]]:
        with suppress(OSError):
            for line in self._pending.read_text("utf-8", "replace").splitlines():
                with suppress(ValueError, KeyError, TypeError, SettingsError, RecursionError):
                    told = json.loads(line)
                    if told["block"] is not None:
                        _bookmark(_parsed(told["block"])[0])
                    yield Key.parse(told["key"]), told["block"]

    def _fold_in(self) -> None:
        """Save what waits, now that the file can be read and written."""
        if not self._pending.exists():
            return
        with locked(self._pending):
            for key, block in self._waiting():
                self._edit(key, block)
            with suppress(OSError):
                self._pending.unlink()

    def _safe_text(self) -> str:
        try:
            return self._text()
        except BookmarksBroken:
            return ""


# -- the file as text


def _blocks(text: str) -> tuple[str, list[str]]:
    """What stands before the first bookmark, and each bookmark's text up to the next table."""
    starts = [match.start() for match in _HEAD.finditer(text)]
    if not starts:
        return text, []
    ends = [*starts[1:], len(text)]
    return text[: starts[0]], [text[a:z] for a, z in zip(starts, ends, strict=True)]


def _own_lines(block: str) -> int:
    """Where a bookmark's own lines end: comments and blank lines before the next are not its."""
    try:
        wanted = _parsed(block)
    except BookmarksBroken:
        return len(block)
    lines = block.splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        shorter = "".join(lines[:-1])
        with suppress(BookmarksBroken):
            if _parsed(shorter) == wanted:
                lines.pop()
                continue
        break
    return sum(map(len, lines))


def _without(text: str, key: Key) -> str:
    kept, blocks = _blocks(text)
    for block in blocks:
        if _key_of(block) != key:
            kept += block
            continue
        rest = block[_own_lines(block) :]
        if not kept or re.search(r"\n\r?\n\Z", kept):
            # Of the blank lines before and after it, one would be left over.
            rest = re.sub(r"\A\r?\n", "", rest)
        kept += rest
    return kept


def _with(text: str, key: Key, block: str) -> str:
    if any(_key_of(held) == key for held in _blocks(text)[1]):
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += newline
    gap = newline if text.strip("\ufeff \t\r\n") and not text.endswith(newline * 2) else ""
    return text + gap + block.replace("\r\n", "\n").replace("\n", newline)


def _key_of(block: str) -> Key | None:
    try:
        return _bookmark(_parsed(block)[0]).key
    except (BookmarksBroken, KeyError, ValueError, TypeError, IndexError):
        return None


def _block(bookmark: Bookmark) -> str:
    values: dict[str, Any] = {
        "key": str(bookmark.key),
        "heading": bookmark.heading,
        "added": bookmark.added,
    }
    if bookmark.note:
        values["note"] = bookmark.note
    if bookmark.tags:
        values["tags"] = list(bookmark.tags)
    return toml.block("bookmark", values)


def _parsed(text: str) -> list[dict[str, Any]]:
    try:
        tables = toml.parse(text.encode("utf-8", "surrogatepass"), "bookmarks.toml").get(
            "bookmark", []
        )
    except SettingsError as error:
        raise BookmarksBroken(str(error)) from error
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise BookmarksBroken("bookmarks.toml: bookmark is not a list of [[bookmark]] blocks")
    return tables


def _bookmark(table: dict[str, Any]) -> Bookmark:
    added, tags = table.get("added", date.min), table.get("tags", [])
    if isinstance(added, str):
        added = date.fromisoformat(added)
    if not isinstance(added, date) or not isinstance(tags, list):
        raise TypeError("its date or tags are not such")
    # A date-time is a date to Python, but does not compare with one.
    added = date(added.year, added.month, added.day)
    return Bookmark(
        Key.parse(table["key"]),
        one_line(str(table.get("heading", ""))),
        added,
        one_line(str(table.get("note", ""))),
        tuple(one_line(str(tag)) for tag in tags),
    )


def _signs(file: Path) -> tuple[int, ...]:
    """What changes when a file does."""
    try:
        told = file.stat()
        return told.st_mtime_ns, told.st_size, told.st_ino
    except OSError:
        return (0, 0, 0)

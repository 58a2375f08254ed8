"""The questions that the user keeps, in a file that is the user's too.

The file is edited as text, a block at a time, so that comments, order and everything else in it
stay. A change is said to be saved only when it would survive a power cut; where it cannot be
saved it waits in a journal beside the program's state and goes in as soon as it can.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from wrans import toml
from wrans.errors import BookmarksBroken, ChangedSince, NotSaved, SettingsError
from wrans.precious import locked, write
from wrans.records import Key
from wrans.records.text import one_line

_NAME: Final = "bookmark"
_BLANK: Final = "\ufeff \t\r\n"
_CANNOT: Final = (NotSaved, BookmarksBroken, OSError)


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


@dataclass(frozen=True, slots=True)
class _Splice:
    """A change of the file's text: at one place, some text for other text."""

    at: int
    cut: str
    put: str

    def of(self, text: str) -> str:
        return text[: self.at] + self.put + text[self.at + len(self.cut) :]

    def undone(self) -> "_Splice":
        return _Splice(self.at, self.put, self.cut)


@dataclass(frozen=True, slots=True)
class _Done:
    """Something done to the bookmarks in this session."""

    key: Key
    block: str
    """The text of the bookmark that was added or removed."""
    was_added: bool
    splice: _Splice | None
    """None where the change had to wait."""
    after: int
    """The hash of the file's text after it: if that is still so, undoing it is exact."""


class _Waiting(NamedTuple):
    """A change that could not be saved yet."""

    key: Key
    block: str | None
    """What is to be added; None where the mark is to go."""
    was: str | None = None
    """What the mark must still say for it to go; None where it goes whatever it says."""


class Bookmarks:
    """The bookmarks. The file is the truth: it may be edited by hand, and by another wrans."""

    def __init__(self, file: Path, pending: Path) -> None:
        """Read the file, if there is one; ``pending`` holds what could not be saved yet."""
        self._file = file
        self._pending = pending
        self._held = _Held("", file.name)
        """As it could be read last: while it is broken, that is what is shown."""
        self._kept: dict[Key, Bookmark] = {}
        self._seen: tuple[int, ...] | None = None
        self._done: list[_Done] = []
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
        if self._signs() == self._seen:
            return False
        with suppress(*_CANNOT):
            self._fold_in()
        self._read()
        return True

    def _signs(self) -> tuple[int, ...]:
        return _signs(self._file) + _signs(self._pending)

    def _read(self, why: Exception | None = None) -> None:
        # Before reading: what another wrans writes meanwhile is then seen the next time.
        self._seen = self._signs()
        waiting = list(self._waiting())
        waits = f"changes wait in {self._pending}"
        try:
            self._held = self._hold(self._text())
            self.troubles = [f"{why or f'{self._file}: not saved yet'}; {waits}"] if waiting else []
            self.troubles += self._held.passed_over
        except BookmarksBroken as error:
            self.troubles = [f"{error}. It is left alone, and {waits}"]
        self._kept = {mark.key: mark for mark in self._held.marks if isinstance(mark, Bookmark)}
        for key, block, _ in waiting:
            if block is None:
                self._kept.pop(key, None)
            elif key not in self._kept:
                self._kept[key] = _bookmark(_tables(toml.loads(block, ""))[0])

    def _text(self) -> str:
        try:
            return toml.decode(self._file.read_bytes(), self._file.name)
        except FileNotFoundError:
            return ""
        except SettingsError as error:
            raise BookmarksBroken(str(error)) from error
        except OSError as error:
            raise BookmarksBroken(f"{self._file}: cannot be read: {error.strerror}") from error

    def _hold(self, text: str) -> "_Held":
        return self._held if text == self._held.text else _Held(text, self._file.name)

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
        """Keep a question, unless it is kept. Raises NotSaved."""
        self.refresh()
        if bookmark.key not in self._kept:
            block = _block(bookmark)
            splice = self._change(bookmark.key, block)
            self._note_done(bookmark.key, block, splice, was_added=True)

    def remove(self, key: Key) -> None:
        """Let a question go, if it is kept. Raises NotSaved."""
        self.refresh()
        if key in self._kept:
            block = self._held.block_of(key) or _block(self._kept[key])
            splice = self._change(key, None)
            self._note_done(key, block, splice, was_added=False)

    def _note_done(self, key: Key, block: str, splice: _Splice | None, *, was_added: bool) -> None:
        self._done.append(_Done(key, block, was_added, splice, hash(self._held.text)))

    def undo(self) -> str | None:
        """Take back the last change of this session; say what was done, if anything.

        Where nobody changed the file since, it is byte for byte what it was before. Raises
        ChangedSince where that would lose what was written into the mark, and then forgets it.
        """
        if not self._done:
            return None
        done = self._done[-1]
        try:
            self._change(done.key, None if done.was_added else done.block, done)
        except ChangedSince:
            self._done.pop()
            self._read()
            raise
        self._done.pop()
        heading = one_line(str(_tables(toml.loads(done.block, ""))[0].get("heading", "")))
        return f"{'Removed' if done.was_added else 'Restored'}: {heading}"

    @property
    def can_undo(self) -> bool:
        """Is there a change of this session to take back?"""
        return bool(self._done)

    def _change(self, key: Key, block: str | None, done: _Done | None = None) -> _Splice | None:
        """Add the block to the file, or take the key's blocks out, or have that wait."""
        change = _Waiting(key, block, done.block if done and done.was_added else None)
        splice, why = None, None
        try:
            self._fold_in()
            splice = self._edit(change, done)
        except _CANNOT as error:
            self._wait(change, error)
            why = error
        self._read(why)
        return splice

    def _edit(self, change: _Waiting, done: _Done | None = None) -> _Splice | None:
        with locked(self._file):
            held = self._hold(self._text())
            if done and done.splice and hash(held.text) == done.after:
                splice: _Splice | None = done.splice.undone()
            elif change.block is None:
                splice = held.without(change.key, change.was)
            else:
                splice = held.adding(change.key, change.block)
                if done and splice is None:
                    raise ChangedSince(
                        f"{self._file.name}: not undone, since this question was marked again "
                        "meanwhile; that mark stays as it is"
                    )
            if splice is not None:
                after = held.changed(splice)
                if not done:
                    held.check(after, change.key, change.block)
                write(self._file, after.text.encode("utf-8"))
                self._held = after
            return splice

    # -- what could not be saved yet

    def _wait(self, change: _Waiting, error: Exception) -> None:
        line = json.dumps(change._asdict() | {"key": str(change.key)}) + "\n"
        try:
            with locked(self._pending):
                data = self._pending.read_bytes() if any(_signs(self._pending)) else b""
                write(self._pending, data + line.encode())
        except (NotSaved, OSError):
            raise NotSaved(f"not saved: {error}") from error

    def _waiting(self) -> Iterator[_Waiting]:
        with suppress(OSError):
            for line in self._pending.read_text("utf-8", "replace").splitlines():
                with suppress(ValueError, LookupError, TypeError, SettingsError, RecursionError):
                    told = json.loads(line)
                    if told["block"] is not None:
                        told["block"].encode("utf-8")
                        _bookmark(toml.loads(told["block"], "")[_NAME][0])
                    yield _Waiting(Key.parse(told["key"]), told["block"], told.get("was"))

    def _fold_in(self) -> None:
        """Save what waits, now that the file can be read and written."""
        if any(_signs(self._pending)):
            with locked(self._pending):
                for change in self._waiting():
                    with suppress(ChangedSince):
                        self._edit(change)
                self._pending.unlink(missing_ok=True)


class _Held:
    """The file as it was read: its text, and what that says. Raises BookmarksBroken."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self._name = name
        try:
            self._document = toml.loads(text, name)
        except SettingsError as error:
            raise BookmarksBroken(str(error)) from error
        tables = self._document.get(_NAME, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise BookmarksBroken(f"{name}: bookmark is not a list of [[bookmark]] blocks")
        self.marks = [_bookmark_or_why(table) for table in tables]
        """Each bookmark, or why it is passed over."""

    @property
    def passed_over(self) -> list[str]:
        """A sentence for each block that is no bookmark."""
        return [
            f"{self._name}: bookmark {number} is passed over: {why}"
            for number, why in enumerate(self.marks, 1)
            if isinstance(why, str)
        ]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return toml.blocks(self.text, _NAME)

    def _spans_of(self, key: Key) -> list[tuple[int, int]]:
        if len(self._spans) != len(self.marks):
            return []
        pairs = zip(self._spans, self.marks, strict=True)
        return [span for span, mark in pairs if _is_of(mark, key)]

    def block_of(self, key: Key) -> str:
        """The text of a question's bookmark, or of several where it was marked twice."""
        return "".join(self.text[start:end] for start, end in self._spans_of(key))

    def without(self, key: Key, was: str | None = None) -> _Splice | None:
        """What takes a question's blocks out of the text, if there are any.

        Raises ChangedSince where they say something else than they did.
        """
        if was is not None and not _is_same(was, self.block_of(key)):
            raise ChangedSince(
                f"{self._name}: not undone, since this mark was changed by hand meanwhile; "
                "it can be taken out there"
            )
        spans = [_with_blank_line(self.text, *span) for span in self._spans_of(key)]
        if not spans:
            if any(_is_of(mark, key) for mark in self.marks):
                raise self._cannot_be_told_apart()
            return None
        at, end, put = spans[0][0], spans[0][1], ""
        for next_start, next_end in spans[1:]:
            put += self.text[end:next_start]
            end = next_end
        return _Splice(at, self.text[at:end], put)

    def adding(self, key: Key, block: str) -> _Splice | None:
        """What adds a block at the end of the text, unless the question has one."""
        if any(_is_of(mark, key) for mark in self.marks):
            return None
        newline = "\r\n" if "\r\n" in self.text else "\n"
        put = block.replace("\r\n", "\n").replace("\n", newline)
        if self.text.strip(_BLANK):
            put = (newline if self.text.endswith("\n") else newline * 2) + put
        return _Splice(len(self.text), "", put)

    def changed(self, splice: _Splice) -> "_Held":
        """The text with a change, read again."""
        try:
            return _Held(splice.of(self.text), self._name)
        except BookmarksBroken as error:
            raise self._cannot_be_told_apart() from error

    def check(self, after: "_Held", key: Key, block: str | None) -> None:
        """Refuse a change that changes anything else."""
        tables = self._document.get(_NAME, [])
        wanted = [t for t, m in zip(tables, self.marks, strict=True) if not _is_of(m, key)]
        wanted += _tables(toml.loads(block, "")) if block is not None else []
        documents = self._document | {_NAME: wanted}, {_NAME: []} | after._document
        # As text, since "not a number" is not equal to itself.
        wanted_as, after_as = ({n: repr(v) for n, v in told.items()} for told in documents)
        if wanted_as != after_as:
            raise self._cannot_be_told_apart()

    def _cannot_be_told_apart(self) -> BookmarksBroken:
        return BookmarksBroken(
            f"{self._name}: its blocks cannot be told apart; write each bookmark as one "
            "[[bookmark]] with all that belongs to it"
        )


def _with_blank_line(text: str, start: int, end: int) -> tuple[int, int]:
    """A block with one of the blank lines around it, where one would be left over."""
    before = text.rfind("\n", 0, max(0, start - 1)) + 1
    after = text.find("\n", end) + 1 or len(text)
    is_first = not text[:start].strip(_BLANK)
    has_blank_before = start > before and not text[before:start].strip()
    if end == len(text):
        return (before if has_blank_before and not is_first else start), end
    has_blank_after = not text[end:after].strip()
    return start, after if has_blank_after and (is_first or has_blank_before) else end


def _is_same(was: str, now: str) -> bool:
    """Does a block say what it did, or is it gone?"""
    told = (text.replace("\r\n", "\n").strip() for text in (was, now))
    return not now or len(set(told)) == 1


def _is_of(mark: Bookmark | str, key: Key) -> bool:
    return isinstance(mark, Bookmark) and mark.key == key


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
    return toml.block(_NAME, values)


def _tables(document: dict[str, Any]) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = document[_NAME]
    return tables


def _bookmark_or_why(table: dict[str, Any]) -> Bookmark | str:
    try:
        return _bookmark(table)
    except ValueError as error:
        return str(error)


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
        _day(table.get("added", date.min)),
        one_line(str(table.get("note", ""))),
        tuple(one_line(str(tag)) for tag in tags),
    )


def _key(written: object) -> Key:
    try:
        return Key.parse(str(written))
    except ValueError:
        raise ValueError(f"its key {_short(written)} is not like commons/2024-07-19/1234") from None


def _day(written: object) -> date:
    try:
        day = date.fromisoformat(written) if isinstance(written, str) else written
        if isinstance(day, date):
            # A date-time is a date to Python, but does not compare with one.
            return date(day.year, day.month, day.day)
    except ValueError:
        pass
    raise ValueError(f"its date {_short(written)} is not like 2024-07-19")


def _short(written: object) -> str:
    return repr(str(written)[:40])


def _signs(file: Path) -> tuple[int, ...]:
    """What changes when a file does; zeros where there is none."""
    try:
        told = file.stat()
        return told.st_mtime_ns, told.st_size, told.st_ino
    except OSError:
        return (0, 0, 0)

"""A file of blocks, edited as text.

A block at a time is changed, so that comments, order and everything else in the file stay. A
change is said to be saved only when it would survive a power cut; where it cannot be saved it
waits in a journal beside the program's state and goes in as soon as it can.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Generic

from wrans import toml
from wrans.blocks.held import Held, Splice
from wrans.blocks.kind import Entry, Id, Kind
from wrans.errors import ChangedSince, FileBroken, NotSaved, SettingsError
from wrans.precious import locked, write
from wrans.values import dataclass

_CANNOT: Final = (NotSaved, FileBroken, OSError)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[Id]):
    """A change that could not be saved yet."""

    of: Id
    block: str | None
    """What is to be added; None where the entry is to go."""
    was: str | None = None
    """What the entry must still say for it to go; None where it goes whatever it says."""
    values: dict[str, Any] | None = None
    """What the entry is to say instead; then it neither comes nor goes."""


@dataclass(frozen=True, slots=True)
class _Done(Generic[Id]):
    """Something done to the file in this session, and what takes it back."""

    told: str
    back: _Waiting[Id]
    splice: Splice | None
    """None where the change had to wait."""
    after: int
    """The hash of the file's text after it: if that is still so, undoing it is exact."""


class BlockFile(Generic[Id, Entry]):
    """The blocks. The file is the truth: it may be edited by hand, and by another wrans."""

    def __init__(self, kind: Kind[Id, Entry], file: Path, pending: Path) -> None:
        """Read the file, if there is one; ``pending`` holds what could not be saved yet."""
        self._kind = kind
        self._file = file
        self._pending = pending
        self._held = Held(kind, "", file.name)
        """As it could be read last: while it is broken, that is what is shown."""
        self.entries: dict[Id, Entry] = {}
        """What the blocks say, what waits included."""
        self._seen: tuple[int, ...] | None = None
        self._done: list[_Done[Id]] = []
        self.troubles: list[str] = []
        """What is wrong with the file, a sentence each."""
        self.refresh()

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
        except FileBroken as error:
            self.troubles = [f"{error}. It is left alone, and {waits}"]
        self.entries = self._held.entries
        for change in waiting:
            self._lay(change)

    def _lay(self, change: _Waiting[Id]) -> None:
        """Have the entries as they will be once a change is saved."""
        if change.values is not None:
            if (entry := self.entries.pop(change.of, None)) is not None:
                with suppress(ValueError):
                    entry = self._kind.read(self._kind.values(entry) | change.values)
                self.entries[self._kind.id_of(entry)] = entry
        elif change.block is None:
            self.entries.pop(change.of, None)
        elif change.of not in self.entries:
            self.entries[change.of] = self._kind.entry(change.block)

    def _text(self) -> str:
        try:
            return toml.decode(self._file.read_bytes(), self._file.name)
        except FileNotFoundError:
            return ""
        except SettingsError as error:
            raise FileBroken(str(error)) from error
        except OSError as error:
            raise FileBroken(f"{self._file}: cannot be read: {error.strerror}") from error

    def _hold(self, text: str) -> Held[Id, Entry]:
        return self._held if text == self._held.text else Held(self._kind, text, self._file.name)

    # -- changing

    def add(self, entry: Entry) -> None:
        """Write an entry down, unless there is one of its id. Raises NotSaved."""
        self.refresh()
        of = self._kind.id_of(entry)
        if of not in self.entries:
            block = self._kind.block(entry)
            splice = self._change(_Waiting(of, block))
            told = f"Removed: {self._kind.title(entry)}"
            self._note_done(told, _Waiting(of, None, was=block), splice)

    def remove(self, of: Id) -> None:
        """Take an entry out, if it is there. Raises NotSaved."""
        self.refresh()
        if of in self.entries:
            entry = self.entries[of]
            block = self._held.block_of(of) or self._kind.block(entry)
            splice = self._change(_Waiting(of, None))
            told = f"Restored: {self._kind.title(self._kind.entry(block))}"
            self._note_done(told, _Waiting(of, block), splice)

    def say(self, of: Id, values: dict[str, Any]) -> None:
        """Have an entry say other values, if it is there. Raises NotSaved."""
        self.refresh()
        if (before := self.entries.get(of)) is not None:
            old = self._kind.values(before)
            back = {name: old[name] for name in values}
            new = self._kind.id_of(self._kind.read(old | values))
            splice = self._change(_Waiting(of, None, values=values))
            told = f"Changed back: {self._kind.title(before)}"
            self._note_done(told, _Waiting(new, None, values=back), splice)

    def _note_done(self, told: str, back: _Waiting[Id], splice: Splice | None) -> None:
        self._done.append(_Done(told, back, splice, hash(self._held.text)))

    def undo(self) -> str | None:
        """Take back the last change of this session; say what was done, if anything.

        Where nobody changed the file since, it is byte for byte what it was before. Raises
        ChangedSince where that would lose what was written into the block, and then forgets it.
        """
        if not self._done:
            return None
        done = self._done[-1]
        try:
            self._change(done.back, done)
        except ChangedSince:
            self._done.pop()
            self._read()
            raise
        self._done.pop()
        return done.told

    @property
    def can_undo(self) -> bool:
        """Is there a change of this session to take back?"""
        return bool(self._done)

    def _change(self, change: _Waiting[Id], done: _Done[Id] | None = None) -> Splice | None:
        """Change the file, or have that wait."""
        splice, why = None, None
        try:
            self._fold_in()
            splice = self._edit(change, done)
        except _CANNOT as error:
            self._wait(change, error)
            why = error
        self._read(why)
        return splice

    def _edit(self, change: _Waiting[Id], done: _Done[Id] | None = None) -> Splice | None:
        with locked(self._file):
            held = self._hold(self._text())
            if done and done.splice and hash(held.text) == done.after:
                splice: Splice | None = done.splice.undone()
            else:
                splice = self._splice(held, change, is_undone=done is not None)
            if splice is not None:
                after = held.changed(splice)
                if not done:
                    held.check(after, change.of, change.block, change.values)
                write(self._file, after.text.encode("utf-8"))
                self._held = after
            return splice

    def _splice(
        self, held: Held[Id, Entry], change: _Waiting[Id], *, is_undone: bool
    ) -> Splice | None:
        """What makes the change in a text. Raises ChangedSince where it must not be made."""
        if change.values is not None:
            splice = held.saying(change.of, change.values)
            missing = splice is None
        elif change.block is None:
            return held.without(change.of, change.was)
        else:
            splice = held.adding(change.of, change.block)
            missing = splice is None
        if is_undone and missing:
            why = self._kind.again if change.values is None else self._kind.edited
            raise ChangedSince(f"{self._file.name}: not undone, since {why}")
        return splice

    # -- what could not be saved yet

    def _wait(self, change: _Waiting[Id], error: Exception) -> None:
        told = {"key": self._kind.written(change.of), "block": change.block, "was": change.was}
        if change.values is not None:
            told["values"] = change.values  # type: ignore[assignment]
        line = json.dumps(told) + "\n"
        try:
            with locked(self._pending):
                data = self._pending.read_bytes() if any(_signs(self._pending)) else b""
                write(self._pending, data + line.encode())
        except (NotSaved, OSError):
            raise NotSaved(f"not saved: {error}") from error

    def _waiting(self) -> Iterator[_Waiting[Id]]:
        with suppress(OSError):
            for line in self._pending.read_text("utf-8", "replace").splitlines():
                with suppress(ValueError, LookupError, TypeError, SettingsError, RecursionError):
                    yield self._told(json.loads(line))

    def _told(self, told: dict[str, Any]) -> _Waiting[Id]:
        """A line of the journal. Raises one of several errors where it makes no sense."""
        block, values = told["block"], told.get("values")
        if block is not None:
            block.encode("utf-8")
            self._kind.entry(block)
        if values is not None and not isinstance(values, dict):
            raise TypeError("no values")
        return _Waiting(self._kind.parsed(told["key"]), block, told.get("was"), values)

    def _fold_in(self) -> None:
        """Save what waits, now that the file can be read and written."""
        if any(_signs(self._pending)):
            with locked(self._pending):
                for change in self._waiting():
                    with suppress(ChangedSince):
                        self._edit(change)
                self._pending.unlink(missing_ok=True)


def _signs(file: Path) -> tuple[int, ...]:
    """What changes when a file does; zeros where there is none."""
    try:
        told = file.stat()
        return told.st_mtime_ns, told.st_size, told.st_ino
    except OSError:
        return (0, 0, 0)

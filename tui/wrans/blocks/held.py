"""The text of a file of blocks as it was read, and what changes it by a block."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, Generic

from wrans import toml
from wrans.blocks.kind import Entry, Id, Kind
from wrans.errors import ChangedSince, FileBroken, SettingsError
from wrans.values import dataclass

_BLANK: Final = "\ufeff \t\r\n"


@dataclass(frozen=True, slots=True)
class Splice:
    """A change of the file's text: at one place, some text for other text."""

    at: int
    cut: str
    put: str

    def of(self, text: str) -> str:
        """The text with the change."""
        return text[: self.at] + self.put + text[self.at + len(self.cut) :]

    def undone(self) -> "Splice":
        """What takes it back."""
        return Splice(self.at, self.put, self.cut)


class Held(Generic[Id, Entry]):
    """The file as it was read: its text, and what that says. Raises FileBroken."""

    def __init__(self, kind: Kind[Id, Entry], text: str, name: str) -> None:
        self.text = text
        self._kind = kind
        self._name = name
        try:
            self._document = toml.loads(text, name)
        except SettingsError as error:
            raise FileBroken(str(error)) from error
        tables = self._document.get(kind.name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise FileBroken(f"{name}: {kind.name} is not a list of [[{kind.name}]] blocks")
        self._said = [self._read(table) for table in tables]
        """Each entry with its id, or why it is passed over."""

    def _read(self, table: dict[str, Any]) -> tuple[Id, Entry] | str:
        try:
            entry = self._kind.read(table)
        except ValueError as error:
            return str(error)
        return self._kind.id_of(entry), entry

    @property
    def entries(self) -> dict[Id, Entry]:
        """What the blocks say; of two with the same id, the last."""
        return dict(said for said in self._said if not isinstance(said, str))

    @property
    def passed_over(self) -> list[str]:
        """A sentence for each block that says nothing that can be used."""
        return [
            f"{self._name}: {self._kind.name} {number} is passed over: {why}"
            for number, why in enumerate(self._said, 1)
            if isinstance(why, str)
        ]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return toml.blocks(self.text, self._kind.name)

    def _spans_of(self, wanted: Id) -> list[tuple[int, int]]:
        if len(self._spans) != len(self._said):
            return []
        pairs = zip(self._spans, self._said, strict=True)
        return [span for span, said in pairs if _is_of(said, wanted)]

    def _has(self, wanted: Id) -> bool:
        return any(_is_of(said, wanted) for said in self._said)

    def block_of(self, wanted: Id) -> str:
        """The text of an entry's block, or of several where it stands there twice."""
        return "".join(self.text[start:end] for start, end in self._spans_of(wanted))

    # -- changes

    def without(self, wanted: Id, was: str | None = None) -> Splice | None:
        """What takes an entry's blocks out of the text, if there are any.

        Raises ChangedSince where they say something else than they did.
        """
        if was is not None and not _is_same(was, self.block_of(wanted)):
            raise ChangedSince(f"{self._name}: not undone, since {self._kind.edited}")
        spans = [_with_blank_line(self.text, *span) for span in self._spans_of(wanted)]
        if not spans:
            if self._has(wanted):
                raise self._cannot_be_told_apart()
            return None
        return self._instead(spans, [""] * len(spans))

    def adding(self, wanted: Id, block: str) -> Splice | None:
        """What adds a block at the end of the text, unless there is one of that id."""
        if self._has(wanted):
            return None
        newline = "\r\n" if "\r\n" in self.text else "\n"
        put = block.replace("\r\n", "\n").replace("\n", newline)
        if self.text.strip(_BLANK):
            put = (newline if self.text.endswith("\n") else newline * 2) + put
        return Splice(len(self.text), "", put)

    def saying(self, wanted: Id, values: Mapping[str, Any]) -> Splice | None:
        """What has an entry's blocks say other values, if there are any."""
        spans = self._spans_of(wanted)
        if not spans:
            if self._has(wanted):
                raise self._cannot_be_told_apart()
            return None
        return self._instead(spans, [toml.saying(self.text[a:z], values) for a, z in spans])

    def _instead(self, spans: list[tuple[int, int]], texts: list[str]) -> Splice:
        """Other texts in the place of some; what stands between them stays."""
        at, end, put = spans[0][0], spans[0][1], texts[0]
        for (start, after), text in zip(spans[1:], texts[1:], strict=True):
            put += self.text[end:start] + text
            end = after
        return Splice(at, self.text[at:end], put)

    def changed(self, splice: Splice) -> "Held[Id, Entry]":
        """The text with a change, read again."""
        try:
            return Held(self._kind, splice.of(self.text), self._name)
        except FileBroken as error:
            raise self._cannot_be_told_apart() from error

    def check(
        self,
        after: "Held[Id, Entry]",
        wanted: Id,
        block: str | None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Refuse a change that changes anything else."""
        tables: list[dict[str, Any]] = self._document.get(self._kind.name, [])
        told = [(table, _is_of(s, wanted)) for table, s in zip(tables, self._said, strict=True)]
        if values is not None:
            expected = [table | dict(values) if is_it else table for table, is_it in told]
        else:
            expected = [table for table, is_it in told if not is_it]
            expected += self._kind.tables(block) if block is not None else []
        name = self._kind.name
        documents = self._document | {name: expected}, {name: []} | after._document
        # As text, since "not a number" is not equal to itself.
        expected_as, after_as = ({n: repr(v) for n, v in told.items()} for told in documents)
        if expected_as != after_as:
            raise self._cannot_be_told_apart()

    def _cannot_be_told_apart(self) -> FileBroken:
        name = self._kind.name
        return FileBroken(
            f"{self._name}: its blocks cannot be told apart; write each {name} as one "
            f"[[{name}]] with all that belongs to it"
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


def _is_of(said: tuple[Id, Entry] | str, wanted: Id) -> bool:
    return not isinstance(said, str) and said[0] == wanted

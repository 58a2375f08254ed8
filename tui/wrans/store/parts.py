"""What many sources have in common, kept once: how they are laid out, and their members.

The API writes each member out in every record, and the name of each field. A source is kept as
the number of its layout and the values in it; in the place of a member stands that one's number.
"""

import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain, zip_longest
from typing import Final

_MEMBER: Final = re.compile(rb'(Member":)(\{[^{}]*\})')
_NUMBERED: Final = re.compile(rb'(Member":)\{(\d+)\}')
"""No JSON, so that nothing that came as JSON looks like it."""
_VALUE: Final = re.compile(
    rb'(?<=[:\[,{])(?:"(?:(\d{4}-\d\d-\d\d)T00:00:00|([^"\\]*+(?:\\.[^"\\]*+)*+))"(?!:)'
    rb"|(-?\d[\d.eE+-]*+))"
)
_HOLE: Final = b"\0"
_DAY, _TEXT, _NUMBER = b'"\0T00:00:00"', b'"\0"', _HOLE
"""What stands in a layout for each kind of value."""
_END: Final = b"\n"
_MOST_VALUES: Final = 200
"""Of a source with more, the layout is its own."""


class Parts:
    """The parts that one file keeps, as far as they were asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._numbers: dict[bytes, int] = {}
        self._texts: dict[int, bytes] = {}

    # -- before packing

    def folded(self, source: bytes) -> bytes | None:
        """A source with numbers for what is kept once; None where that cannot be done."""
        if not source.startswith(b"{") or _HOLE in source or _END in source:
            return None
        if _NUMBERED.search(source):
            return None
        split = _VALUE.split(_MEMBER.sub(self._numbered, source))
        said = list(zip(split[1::4], split[2::4], split[3::4], strict=True))
        if len(said) > _MOST_VALUES:
            return None
        holes = [_DAY if day else _NUMBER if number else _TEXT for day, _, number in said]
        layout = b"".join(chain.from_iterable(zip_longest(split[::4], holes, fillvalue=b"")))
        values = [day or text or number or b"" for day, text, number in said]
        return _END.join((b"%d" % self._number(layout), *values))

    def _numbered(self, found: re.Match[bytes]) -> bytes:
        return b"%b{%d}" % (found[1], self._number(found[2]))

    def _number(self, text: bytes) -> int:
        if (number := self._numbers.get(text)) is None:
            number = self._numbers[text] = self._kept(text)
        return number

    def _kept(self, text: bytes) -> int:
        code = zlib.crc32(text)
        found = self._db.execute("SELECT id, text FROM part WHERE code = ?", (code,)).fetchall()
        for number, known in found:
            if known == text:
                return int(number)
            if _code(known) != code:
                # It was damaged, and with it all sources that it is part of: they are whole again.
                _write(self._db, number, code, text)
                return int(number)
        last = self._db.execute("SELECT coalesce(max(id), 0) FROM part").fetchone()[0]
        _write(self._db, last + 1, code, text)
        return int(last) + 1

    # -- after unpacking

    def unfolded(self, source: bytes) -> bytes:
        """The source as it came, unless a part is damaged twice, which its digest tells."""
        number, *values = source.split(_END)
        pieces = self._text(int(number)).split(_HOLE)
        laid = b"".join(chain.from_iterable(zip_longest(pieces, values, fillvalue=b"")))
        return _NUMBERED.sub(lambda found: found[1] + self._text(int(found[2])), laid)

    def _text(self, number: int) -> bytes:
        if (text := self._texts.get(number)) is None:
            text = self._texts[number] = read(self._db, number)
        return text


_COPIES: Final = ("part", "part_again")


def read(db: sqlite3.Connection, number: int) -> bytes:
    """A part; of two copies the one that is as it was written. Empty where none is."""
    for table in _COPIES:
        with suppress(sqlite3.DatabaseError):
            found = db.execute(f"SELECT code, text FROM {table} WHERE id = ?", (number,))
            for code, text in found:
                if _code(text) == code:
                    return bytes(text)
    return b""


def _code(text: object) -> int | None:
    return zlib.crc32(text) if isinstance(text, bytes) else None


def _write(db: sqlite3.Connection, number: int, code: int, text: bytes) -> None:
    for table in _COPIES:
        db.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", (number, code, text))


def damaged(db: sqlite3.Connection) -> list[int]:
    """The parts of which a copy is not as it was written, or is missing."""
    known: set[int] = set()
    sound: Counter[int] = Counter()
    for table in _COPIES:
        for number, code, text in db.execute(f"SELECT id, code, text FROM {table}"):
            known.add(number)
            sound[number] += _code(text) == code
    return sorted(number for number in known if sound[number] < len(_COPIES))


def mend(db: sqlite3.Connection, numbers: Iterable[int]) -> int:
    """Write parts anew from the copy that is sound; say of how many there is none."""
    lost = 0
    for number in numbers:
        if text := read(db, number):
            _write(db, number, zlib.crc32(text), text)
        else:
            lost += 1
    return lost

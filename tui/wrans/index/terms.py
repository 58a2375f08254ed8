"""The terms of a segment, looked up in Whoosh's file of them.

Whoosh's own reader reads 256 entries of a directory when a file is opened and takes ten small
reads for a term. Here nothing is read before the first term is wanted, and then three. Files are
read by offset and never mapped: one that is cut short under us is an error, and not the end of
the process.
"""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from pickle import loads
from struct import Struct
from typing import Final, NamedTuple

from wrans.errors import IndexDamaged

try:
    # Python's own, without OpenSSL, which takes longer to load than a search.
    from _md5 import md5  # type: ignore[import-not-found]
except ImportError:
    from hashlib import md5

_INT: Final = Struct("!i")
_LENGTHS: Final = Struct("!ii")
_SLOT: Final = Struct("!Iq")
_ENTRY: Final = Struct("!qi")
_DIRECTORY: Final = 256 * _ENTRY.size
_FIELD: Final = Struct("!H")
# Flags, weight, frequency, shortest and longest as codes, heaviest, first and last question; then
# where the postings are and how long.
_INFO: Final = Struct("!BfIBBfIIqi")
_AT_ONCE: Final = 1 << 16
"""Bytes; no term is as long."""
_KNOWN: Final = 4096


def hashed(key: bytes) -> int:
    """What tells in which table, and where in it, a term is looked up."""
    return int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")


class TermInfo(NamedTuple):
    """What is known of a term before its postings are read."""

    frequency: int
    """In how many questions it occurs."""
    first: int
    last: int
    heaviest: float
    shortest: int
    """A code for the length of the shortest text that holds it."""
    offset: int
    length: int


class File:
    """A file that is read by offset."""

    def __init__(self, path: Path) -> None:
        # A file of Python's own closes itself when nobody has a use for it any more.
        self._stream = path.open("rb", buffering=0)
        self._opened = self._stream.fileno()

    def close(self) -> None:
        """Let it go."""
        self._stream.close()

    def read(self, offset: int, length: int) -> bytes:
        """As many bytes as are asked for. Raises IndexDamaged."""
        found = os.pread(self._opened, length, offset)
        if len(found) < length:
            raise IndexDamaged("the index is damaged (a file is too short)")
        return found

    def up_to(self, offset: int, length: int) -> bytes:
        """As many bytes, or as many as there are."""
        return os.pread(self._opened, length, offset)

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return os.fstat(self._opened).st_size


class TermTable:
    """The terms of all fields of a segment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[bytes, TermInfo | None] = {}

    def close(self) -> None:
        """Let the file go."""
        if "_file" in self.__dict__:
            self._file.close()

    # What is at the end of the file: a directory of hash tables, which field has which number,
    # and where the terms stand in order.

    @cached_property
    def _file(self) -> File:
        return File(self._path)

    @cached_property
    def _end(self) -> tuple[int, dict[str, object]]:
        end = self._file.size - _INT.size
        (length,) = _INT.unpack(self._file.read(end, _INT.size))
        start = end - length
        return start, loads(self._file.read(start, length))

    @cached_property
    def _tables(self) -> list[tuple[int, int]]:
        start = self._end[0] - _DIRECTORY
        return list(_ENTRY.iter_unpack(self._file.read(start, _DIRECTORY)))

    @cached_property
    def _fields(self) -> dict[str, bytes]:
        numbers: dict[str, int] = self._end[1]["fieldmap"]  # type: ignore[assignment]
        return {name: _FIELD.pack(number) for name, number in numbers.items()}

    # -- one term

    def info(self, field: str, term: bytes) -> TermInfo | None:
        """What is known of a term; None where no question has it."""
        number = self._fields.get(field)
        if number is None:
            return None
        key = number + term
        known = self._known
        if key not in known:
            if len(known) > _KNOWN:
                known.clear()
            known[key] = self._look_up(key)
        return known[key]

    def _look_up(self, key: bytes) -> TermInfo | None:
        sign = hashed(key)
        start, slots = self._tables[sign & 255]
        if not slots:
            return None
        slot = (sign >> 8) % slots
        for _ in range(slots):
            found, at = _SLOT.unpack(self._file.read(start + slot * _SLOT.size, _SLOT.size))
            if not at:
                return None
            if found == sign:
                size = _LENGTHS.size + len(key)
                entry = self._file.up_to(at, size + _INFO.size)
                if entry[_LENGTHS.size : size] == key and _INT.unpack_from(entry)[0] == len(key):
                    return _read(entry, size)
            slot = (slot + 1) % slots
        return None

    # -- terms in order

    def between(self, field: str, start: bytes, end: bytes) -> Iterator[tuple[bytes, TermInfo]]:
        """The terms of a field from one up to, and without, another."""
        number = self._fields.get(field)
        if number is None:
            return
        first, last = number + start, number + end
        for key, entry, at in self._entries(self._first_at(first)):
            if key >= last:
                return
            yield key[_FIELD.size :], _read(entry, at)

    def beginning_with(self, field: str, start: bytes) -> Iterator[tuple[bytes, TermInfo]]:
        """The terms of a field that begin so."""
        return self.between(field, start, start + b"\xff")

    def _first_at(self, key: bytes) -> int:
        """Where the first term stands that is not before."""
        told = self._end[1]
        order = Struct("!" + str(told["indextype"]))
        low, high = 0, int(str(told["indexlen"]))
        base = self._file.size - _INT.size - high * order.size
        size = _LENGTHS.size + len(key)
        at = self._tables[0][0]
        while low < high:
            middle = (low + high) // 2
            (there,) = order.unpack(self._file.read(base + middle * order.size, order.size))
            entry = self._file.up_to(there, size)
            if entry[_LENGTHS.size : _LENGTHS.size + _LENGTHS.unpack_from(entry)[0]] < key:
                low = middle + 1
            else:
                high, at = middle, there
        return at

    def _entries(self, at: int) -> Iterator[tuple[bytes, bytes, int]]:
        """Every term from there on: its key, and where in some bytes its information is."""
        end = self._tables[0][0]
        while at < end:
            some = self._file.up_to(at, min(_AT_ONCE, end - at))
            here = 0
            while here + _LENGTHS.size <= len(some):
                of_key, of_value = _LENGTHS.unpack_from(some, here)
                value = here + _LENGTHS.size + of_key
                if of_key < 0 or of_value < 0:
                    raise IndexDamaged("the index is damaged (a term has no length)")
                if value + of_value > len(some):
                    break
                yield some[here + _LENGTHS.size : value], some, value
                here = value + of_value
            if not here:
                raise IndexDamaged("the index is damaged (a term has no end)")
            at += here


def _read(entry: bytes, at: int) -> TermInfo:
    _, _, frequency, shortest, _, heaviest, first, last, offset, length = _INFO.unpack_from(
        entry, at
    )
    return TermInfo(frequency, first, last, heaviest, shortest, offset, length)

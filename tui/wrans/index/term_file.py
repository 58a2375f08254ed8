"""Writing the table of a segment's terms, as Whoosh's own hash file.

Byte for byte what Whoosh's writer makes of the same terms, which takes several calls and two small
writes for each of them.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pickle import dumps
from struct import Struct
from typing import Any, Final

from wrans.index.terms import hashed

_START: Final = b"HSH3" + Struct("!Bii").pack(0, 0, 0)
_LENGTHS: Final = Struct("!ii")
_DIRECTORY: Final = Struct("!qi")
_END: Final = Struct("!i")


class TermFile:
    """The terms of a segment, field by field, to be added in their order."""

    def __init__(self) -> None:
        self._fields: dict[str, int] = {}
        self._entries = [_START]
        self._keys: list[bytes] = []

    def field(self, name: str) -> bytes:
        """What the terms of a field begin with from here on."""
        return self._fields.setdefault(name, len(self._fields)).to_bytes(2, "big")

    def add(self, key: bytes, told: bytes) -> None:
        """Put in a term, behind all that were put in."""
        self._entries.append(_LENGTHS.pack(len(key), len(told)) + key + told)
        self._keys.append(key)

    def write(self, file: Any) -> None:
        """Write it all."""
        directory: list[bytes] = []
        places = array("Q", accumulate(map(len, self._entries)))
        at = places.pop()
        for table in self._tables(places):
            slots = len(table) // 2
            directory.append(_DIRECTORY.pack(at, slots))
            self._entries.append(Struct("!" + slots * "Iq").pack(*table))
            at += len(self._entries[-1])
        last = places[-1] if places else 0
        order = array("H" if last < 1 << 16 else "i" if last < 1 << 31 else "q", places)
        told = {"fieldmap": self._fields, "indextype": order.typecode, "indexlen": len(order)}
        if sys.byteorder == "little":
            order.byteswap()
        end = dumps(told, -1) + order.tobytes()
        file.write(b"".join([*self._entries, *directory, end, _END.pack(len(end))]))

    def _tables(self, places: Iterable[int]) -> Iterator[list[int]]:
        """Hash tables: in each slot a hash, and where its term stands; twice as many as terms."""
        held: list[list[tuple[int, int]]] = [[] for _ in range(256)]
        for sign, place in zip(map(hashed, self._keys), places, strict=True):
            held[sign & 255].append((sign, place))
        for some in held:
            slots = 2 * len(some)
            table = [0] * (2 * slots)
            for sign, place in some:
                at = 2 * ((sign >> 8) % slots)
                while table[at + 1]:
                    at = (at + 2) % (2 * slots)
                table[at] = sign
                table[at + 1] = place
            yield table

"""Packing the postings of a term into blocks, as Whoosh's codec has them."""

import zlib
from collections.abc import Sequence
from io import BytesIO
from operator import sub
from pickle import Pickler, dumps
from struct import Struct
from typing import Any, Final

from wrans.index.whoosh import byte_to_length, length_to_byte

BLOCK: Final = 1024
"""Postings a block: few headers to pass over, and still quick to open for a page."""
_MAGIC: Final = b"W3Bl"
_COMPRESSION: Final = 1
"""More of it makes the postings smaller by a hundredth, and takes half as long again."""
_LEAST: Final = 135
"""Bytes that are not worth compressing."""
_REMEMBERED: Final = 10_000
_PLACE: Final = b"\0\0"
_END: Final = b"\x85\x87."
"""What stands behind a place in a block of one: pickle's signs for one, three and the end."""
_LENGTH: Final = Struct("!i")
# Flags, weight, frequency, shortest and longest as codes, heaviest, first and last question; then
# where the postings are and how long.
_INFO: Final = Struct("!BfIBBfIIqi")
_CODES: Final = bytes(length_to_byte(byte_to_length(code)) for code in range(256))
"""Codes of lengths as they come back when Whoosh reads and writes them."""


class PostingFile:
    """The postings of a segment's terms, one term after the other."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._at = 0
        self._buffer = BytesIO()
        self._pickler = Pickler(self._buffer, 3)
        # It looks for nothing that it has written before: half the size, half the time.
        self._pickler.fast = True
        self._alone: dict[tuple[int, int, bool], bytes] = {}

    def write(
        self,
        numbers: Sequence[int],
        sizes: Sequence[int] | None = None,
        places: Sequence[bytes] | None = None,
        lengths: bytes = b"",
    ) -> bytes:
        """Write the postings of a term; give what the table of terms holds of it.

        Of a term with places there are the sizes, where one is above 1, and a code for the length
        of every text.
        """
        count = len(numbers)
        if count == 1 and sizes is None:
            return self._write_one(numbers[0], places, lengths)
        if count <= BLOCK:
            block, heaviest, shortest, longest = self._block(numbers, sizes, places, lengths)
            written = [_MAGIC, _LENGTH.pack(-len(block)), block]
        else:
            written, (heaviest, shortest, longest) = self._blocks(numbers, sizes, places, lengths)
        weight = count if sizes is None else sum(sizes)
        at, size = self._put(b"".join(written))
        return _INFO.pack(
            0, weight, count, _CODES[shortest], _CODES[longest], heaviest,
            numbers[0], numbers[-1], at, size,
        )  # fmt: skip

    def _blocks(
        self,
        numbers: Sequence[int],
        sizes: Sequence[int] | None,
        places: Sequence[bytes] | None,
        lengths: bytes,
    ) -> tuple[list[bytes], tuple[int, int, int]]:
        """The blocks of a term that many questions hold; of all of them heaviest and lengths."""
        written = [_MAGIC]
        count = len(numbers)
        heaviest, shortest, longest = 1, 255, 0
        for at in range(0, count, BLOCK):
            end = at + BLOCK
            block, heavy, low, high = self._block(
                numbers[at:end],
                sizes and sizes[at:end],
                places and places[at:end],
                lengths,
            )
            written += (_LENGTH.pack(-len(block) if end >= count else len(block)), block)
            heaviest = max(heaviest, heavy)
            shortest, longest = min(shortest, low), max(longest, high)
        return written, (heaviest, shortest, longest)

    def _block(
        self,
        numbers: Sequence[int],
        sizes: Sequence[int] | None,
        places: Sequence[bytes] | None,
        lengths: bytes,
    ) -> tuple[bytes, int, int, int]:
        """One block: its bytes, how often its heaviest has the term, shortest and longest."""
        heavy, weights, held, low, high = 1, None, None, 0, 0
        if places is not None:
            held = tuple(places)
            if sizes is not None:
                heavy, weights = _weights(sizes)
            codes = [lengths[number] for number in numbers]
            low, high = min(codes), max(codes)
        first, last = numbers[0], numbers[-1]
        data = self._pickled(((first, *map(sub, numbers[1:], numbers)), weights, held))
        is_packed = len(data) >= _LEAST
        if is_packed:
            data = zlib.compress(data, _COMPRESSION)
        head = dumps((len(numbers), last, heavy, int(is_packed), low, high), 2)
        return head + data, heavy, low, high

    def _put(self, data: bytes) -> tuple[int, int]:
        """Write what is known of a term; say where, and how long it is."""
        self._file.write(data)
        at, self._at = self._at, self._at + len(data)
        return at, len(data)

    def _write_one(self, number: int, places: Sequence[bytes] | None, lengths: bytes) -> bytes:
        """The same of a term that one question holds, and at one place: half of all terms do."""
        code = 0 if places is None else lengths[number]
        key = number, code, places is None
        if (known := self._alone.get(key)) is None:
            if len(self._alone) >= _REMEMBERED:
                self._alone.clear()
            known = self._alone[key] = self._packed_one(*key)
        data = known if places is None else b"".join((known, places[0], _END))
        at, size = self._put(data)
        length = _CODES[code]
        return _INFO.pack(0, 1, 1, length, length, 1, number, number, at, size)

    def _packed_one(self, number: int, code: int, is_bare: bool) -> bytes:
        """Its only block; but for the two bytes of a place, and what follows them."""
        data = self._pickled(((number,), None, None if is_bare else (_PLACE,)))
        head = dumps((1, number, 1, 0, code, code), 2)
        block = b"".join((_MAGIC, _LENGTH.pack(-len(head) - len(data)), head, data))
        return block if is_bare else block.removesuffix(_PLACE + _END)

    def close(self) -> None:
        """Nothing more is written."""
        self._file.close()

    def _pickled(self, data: object) -> bytes:
        buffer = self._buffer
        buffer.seek(0)
        buffer.truncate()
        self._pickler.dump(data)
        return buffer.getvalue()


def _weights(sizes: Sequence[int]) -> tuple[int, tuple[int, ...] | float | None]:
    """The largest, and all of them as a block holds them."""
    heavy = max(sizes)
    if heavy == 1:
        return 1, None
    return heavy, tuple(sizes) if min(sizes) < heavy else float(heavy)

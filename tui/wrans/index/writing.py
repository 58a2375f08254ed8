"""Writing a segment: ordinary files of Whoosh's codec, in a quarter of the time.

Whoosh's own writer sorts every posting of a segment and writes them one call at a time. Here the
postings of a term are gathered in one list as the questions come, which is the order they are
kept in, and written in whole blocks. A test compares what both wrote.
"""

import zlib
from array import array
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from operator import sub
from pickle import Pickler, dumps
from struct import Struct
from typing import Any, Final

from wrans.index.whoosh import (
    LENGTHS,
    STORED,
    W3Codec,
    W3TermInfo,
    byte_to_length,
    length_to_byte,
)

BLOCK: Final = 1024
"""Postings a block: few headers to pass over, and still quick to open for a page."""
_MAGIC: Final = b"W3Bl"
_COMPRESSION: Final = 3
_LEAST: Final = 60
"""Bytes that are not worth compressing."""
_BLOCK_LENGTH: Final = Struct("!i")
_FIELD: Final = Struct("!H")
_LENGTHS_OF: Final = [byte_to_length(code) for code in range(256)]


class SegmentWriter:
    """One segment that is being written: give it its questions newest first, then finish."""

    def __init__(self, storage: Any, schema: Any, name: str) -> None:
        self._storage = storage
        self._schema = schema
        self._codec = W3Codec(blocklimit=BLOCK, compression=_COMPRESSION)
        self._segment = self._codec.new_segment(storage, name)
        self._ids: dict[str, dict[bytes, array[int]]] = {}
        self._values: dict[str, dict[bytes, list[bytes]]] = {}
        self._columns: dict[str, array[int]] = {}
        self._lengths: dict[str, bytearray] = {}
        self._totals: dict[str, int] = {}
        self._size = 0
        for field_name, field in schema.items():
            if field.indexed:
                self._ids[field_name] = {}
                if field.scorable:
                    self._values[field_name] = {}
                    self._lengths[field_name] = bytearray()
                    self._totals[field_name] = 0
            else:
                self._columns[field_name] = array("I")

    @property
    def name(self) -> str:
        """What its files begin with."""
        return str(self._segment.segment_id())

    def told(self) -> dict[str, Any]:
        """What is to be known of the segment once it is written."""
        return {
            "name": self.name,
            "segment": self._segment.segid,
            "size": self._size,
            "lengths": self._totals,
            "deleted": [],
        }

    def add(self, values: dict[str, Any]) -> None:
        """Put in a question: a value for every field."""
        number = self._size
        for name, value in values.items():
            column = self._columns.get(name)
            if column is not None:
                column.append(value)
            elif name in self._values:
                self._add_text(name, number, value)
            else:
                ids = self._ids[name]
                for term in self._schema[name].terms(value):
                    held = ids.get(term)
                    if held is None:
                        ids[term] = array("I", (number,))
                    else:
                        held.append(number)
        self._size += 1

    def _add_text(self, name: str, number: int, text: str) -> None:
        ids, values = self._ids[name], self._values[name]
        length = 0
        for term, places in self._schema[name].places(text):
            if term[0]:
                length += len(places) >> 1
            held = ids.get(term)
            if held is None:
                ids[term] = array("I", (number,))
                values[term] = [places]
            else:
                held.append(number)
                values[term].append(places)
        self._lengths[name].append(length_to_byte(length))
        self._totals[name] += length

    def finish(self) -> Any:
        """Write it all; give what the table of contents is to hold."""
        self._segment.set_doc_count(self._size)
        self._write_columns()
        fields = self._codec.field_writer(self._storage, self._segment)
        for name in sorted(self._ids):
            self._write_field(fields, name)
        fields.close()
        return self._segment

    def _write_columns(self) -> None:
        kept: dict[str, tuple[Any, Sequence[int]]] = {
            name: (self._schema[name].column_type, of) for name, of in self._columns.items()
        }
        kept |= {f"_{name}_len": (LENGTHS, of) for name, of in self._lengths.items()}
        # Rows of the list come from the store: nothing is kept here to be shown.
        kept["_stored"] = STORED, ()
        for name, (column, values) in kept.items():
            with closing(self._segment.create_file(self._storage, f".{name}.col")) as file:
                writer = column.writer(file)
                for number, value in enumerate(values):
                    writer.add(number, value)
                writer.finish(self._size)
        self._segment._fieldlengths = self._totals

    def _write_field(self, fields: Any, name: str) -> None:
        ids, values = self._ids.pop(name), self._values.pop(name, None)
        if not ids:
            return
        fields.start_field(name, self._schema[name])
        lengths = self._lengths.get(name)
        key = _FIELD.pack(fields._fieldid)
        for term in sorted(ids):
            held = values.pop(term) if values is not None else None
            info = _write_postings(fields._postfile, ids.pop(term), held, lengths)
            fields._tindex.add(key + term, info.to_bytes())
        fields.finish_field()


def _write_postings(
    file: Any, ids: "array[int]", values: list[bytes] | None, lengths: bytearray | None
) -> W3TermInfo:
    """The postings of a term, in blocks; give what is kept of the term."""
    count = len(ids)
    start = file.tell()
    total, heaviest, shortest, longest = count, 1, 255, 0
    written = [_MAGIC]
    for at in range(0, count, BLOCK):
        some = ids[at : at + BLOCK]
        heavy, weights, held, low, high = 1, None, None, 0, 0
        if values is not None and lengths is not None:
            held = tuple(values[at : at + BLOCK])
            sizes = [len(places) >> 1 for places in held]
            total += sum(sizes) - len(sizes)
            heavy = max(sizes)
            if heavy > 1:
                weights = tuple(sizes) if min(sizes) < heavy else float(heavy)
            codes = [lengths[number] for number in some]
            low, high = min(codes), max(codes)
        first = some[0]
        data = _pickled(((first, *map(sub, some[1:], some)), weights, held))
        is_packed = len(data) >= _LEAST
        if is_packed:
            data = zlib.compress(data, _COMPRESSION)
        head = dumps((len(some), some[-1], heavy, int(is_packed), low, high), 2)
        size = len(head) + len(data)
        written += (_BLOCK_LENGTH.pack(-size if at + BLOCK >= count else size), head, data)
        heaviest = max(heaviest, heavy)
        shortest, longest = min(shortest, low), max(longest, high)
    data = b"".join(written)
    file.write(data)
    info = W3TermInfo(
        weight=total,
        df=count,
        minlength=_LENGTHS_OF[shortest],
        maxlength=_LENGTHS_OF[longest],
        maxweight=heaviest,
        minid=ids[0],
        maxid=ids[-1],
    )
    info.set_extent(start, len(data))
    return info


def _pickled(data: object) -> bytes:
    """As a pickle that looks for nothing it has written before: half the size, half the time."""
    buffer = BytesIO()
    pickler = Pickler(buffer, 3)
    pickler.fast = True
    pickler.dump(data)
    return buffer.getvalue()

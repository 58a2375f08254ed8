"""The parts of Whoosh that are used, imported as cheaply and quietly as they can be."""

import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the warnings of Whoosh 2.7.4, whose plain strings hold escapes that are none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _without_urllib() -> Iterator[None]:
    """Without what Whoosh imports for a name that nothing uses.

    whoosh.compat wants urlretrieve, and so brings in ssl and http: half of what it costs. It is
    given the name, and no more.
    """
    name = "urllib.request"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = stand_in = ModuleType(name)
    stand_in.urlretrieve = None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]


with _quietly(), _without_urllib():
    import whoosh.index  # noqa: F401

from whoosh import __version__  # noqa: E402
from whoosh.codec.whoosh3 import LENGTHS_COLUMN as LENGTHS  # noqa: E402
from whoosh.codec.whoosh3 import STORED_COLUMN as STORED  # noqa: E402
from whoosh.codec.whoosh3 import W3Codec, W3Segment, W3TermInfo  # noqa: E402
from whoosh.columns import NumericColumn  # noqa: E402
from whoosh.fields import FieldType, Schema  # noqa: E402
from whoosh.filedb.filestore import FileStorage  # noqa: E402
from whoosh.formats import Existence, Format  # noqa: E402
from whoosh.index import TOC, FileIndex  # noqa: E402
from whoosh.util.numeric import byte_to_length, length_to_byte  # noqa: E402

VERSION = ".".join(map(str, __version__))


class _Held(FileStorage):  # type: ignore[misc]
    """A folder that knows which files were made in it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._made: list[Any] = []

    def create_file(self, *arguments: Any, **more: Any) -> Any:
        """A new file."""
        made = super().create_file(*arguments, **more)
        self._made.append(made)
        return made

    def let_go(self) -> None:
        """Close them all, whether what they hold can be written or not."""
        for made in self._made:
            with suppress(OSError):
                made.file.close()


def held_storage(path: Path) -> Any:
    """A folder to write a segment in, which may fail half-way."""
    return _Held(path)


def made_segment(index: str, told: Mapping[str, Any]) -> Any:
    """What the table of contents holds of a segment: its name, size, lengths, and what is gone."""
    gone = set(told["deleted"]) or None
    segment = W3Segment(W3Codec(), index, told["size"], told["segment"], gone)
    segment._fieldlengths = dict(told["lengths"])
    return segment


def segment_writer(index: FileIndex) -> Any:
    """A writer of one segment, in plain files."""
    with _quietly():
        from whoosh.writing import SegmentWriter  # a search does without

    # Compound segments are copied into memory whole when they are opened.
    return SegmentWriter(index, compound=False, limitmb=256)


__all__ = [
    "LENGTHS",
    "STORED",
    "TOC",
    "VERSION",
    "Existence",
    "FieldType",
    "FileIndex",
    "FileStorage",
    "Format",
    "NumericColumn",
    "Schema",
    "W3Codec",
    "W3TermInfo",
    "byte_to_length",
    "held_storage",
    "length_to_byte",
    "made_segment",
    "segment_writer",
]

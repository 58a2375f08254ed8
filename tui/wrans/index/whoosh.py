"""The parts of Whoosh that are used, imported as cheaply and quietly as they can be."""

import sys
import warnings
from types import ModuleType


def _import_quietly() -> None:
    # whoosh.compat wants urlretrieve, which nothing uses, and so brings in ssl and http: half of
    # what importing Whoosh costs. It is given the name, and no more.
    stand_in = None
    if "urllib.request" not in sys.modules:
        stand_in = ModuleType("urllib.request")
        stand_in.urlretrieve = None  # type: ignore[attr-defined]
        sys.modules["urllib.request"] = stand_in
    try:
        with warnings.catch_warnings():
            # Whoosh 2.7.4 writes "\." in plain strings, which later Pythons warn of.
            warnings.simplefilter("ignore")
            import whoosh.compat
            import whoosh.index
            import whoosh.writing  # noqa: F401
    finally:
        if stand_in is not None and sys.modules.get("urllib.request") is stand_in:
            del sys.modules["urllib.request"]


_import_quietly()

from whoosh import __version__  # noqa: E402
from whoosh.codec.whoosh3 import W3LeafMatcher  # noqa: E402
from whoosh.columns import NumericColumn  # noqa: E402
from whoosh.fields import FieldType, Schema  # noqa: E402
from whoosh.filedb.filestore import FileStorage  # noqa: E402
from whoosh.formats import Existence, Format  # noqa: E402
from whoosh.index import FileIndex  # noqa: E402
from whoosh.matching import ListMatcher, NullMatcher  # noqa: E402
from whoosh.reading import SegmentReader, TermNotFound  # noqa: E402
from whoosh.writing import SegmentWriter  # noqa: E402

VERSION = ".".join(map(str, __version__))

__all__ = [
    "VERSION",
    "Existence",
    "FieldType",
    "FileIndex",
    "FileStorage",
    "Format",
    "ListMatcher",
    "NullMatcher",
    "NumericColumn",
    "Schema",
    "SegmentReader",
    "SegmentWriter",
    "TermNotFound",
    "W3LeafMatcher",
]

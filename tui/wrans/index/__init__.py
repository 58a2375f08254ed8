"""The local index, built on Whoosh. It can be thrown away at any time."""

from typing import TYPE_CHECKING

from wrans.index.index import Build, Index, without_collecting
from wrans.index.looking import Look
from wrans.index.search import Page, Searcher

if TYPE_CHECKING:
    from wrans.index.document import Document
    from wrans.index.sums import Sum


def __getattr__(name: str) -> object:
    """What is put into an index, once it is wanted: a search does without."""
    if name not in ("Document", "Sum"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wrans.index import document, sums

    return document.Document if name == "Document" else sums.Sum


__all__ = ["Build", "Document", "Index", "Look", "Page", "Searcher", "Sum", "without_collecting"]

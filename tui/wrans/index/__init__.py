"""The local index, built on Whoosh. It can be thrown away at any time."""

from wrans.index.document import Document
from wrans.index.index import Build, Index
from wrans.index.looking import Look
from wrans.index.search import Page, Searcher
from wrans.index.sums import Sum

__all__ = ["Build", "Document", "Index", "Look", "Page", "Searcher", "Sum"]

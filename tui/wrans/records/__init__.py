"""What a written question is. Plain data; nothing here knows a file, an index or a screen."""

from typing import TYPE_CHECKING

from wrans.records.question import (
    Answer,
    Attachment,
    Completeness,
    House,
    Key,
    Member,
    Question,
    Source,
)

if TYPE_CHECKING:
    from wrans.records.prose import Block, Cell, Item, Link, Paragraph, Prose, Table


def __getattr__(name: str) -> object:
    """What a text is made of, once it is wanted: lists and searches do without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from wrans.records import prose

    return getattr(prose, name)


__all__ = [
    "Answer",
    "Attachment",
    "Block",
    "Cell",
    "Completeness",
    "House",
    "Item",
    "Key",
    "Link",
    "Member",
    "Paragraph",
    "Prose",
    "Question",
    "Source",
    "Table",
]

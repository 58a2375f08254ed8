"""What a written question is. Plain data; nothing here knows a file, an index or a screen."""

from wrans.records.prose import Block, Cell, Item, Link, Paragraph, Prose, Table
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

"""What a search can find of a question."""

import datetime
from dataclasses import dataclass

from wrans.index import sums


@dataclass(frozen=True, slots=True)
class Document:
    """What a search can find of a question."""

    id: int
    """The store's number for it."""
    change: int
    date: datetime.date
    tabled: datetime.date
    answered: datetime.date | None
    house: str
    body: str
    asker: str
    answerer: str
    heading: str
    uin: str
    text: str
    flags: frozenset[str]
    places: tuple[str, ...]
    sums: tuple[sums.Sum, ...]
    party: str = ""
    """Of the asking member."""
    due: datetime.date | None = None
    on_time: datetime.date | None = None
    """The last day on which an answer is not late, where one is owed or was given."""
    facets: tuple[str, ...] = ()
    """What questions are counted by, as ``kind=value``, the value as it is shown."""
    named: tuple[str, ...] = ()
    """The places, each once, by the name under which it is counted."""
    within: tuple[str, ...] = ()
    """The larger places that they lie in."""

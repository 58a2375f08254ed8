"""What the blocks of a file are."""

from collections.abc import Callable
from datetime import date
from typing import Any, Generic, TypeVar

from wrans import toml
from wrans.values import dataclass

Id = TypeVar("Id")
Entry = TypeVar("Entry")
Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind(Generic[Id, Entry]):
    """What each block of a file says, and what that is called."""

    name: str
    """Of the array of tables: ``bookmark`` for ``[[bookmark]]``."""
    read: Callable[[Table], Entry]
    """What a block says. Raises ValueError with what is wrong."""
    id_of: Callable[[Entry], Id]
    values: Callable[[Entry], Table]
    """What is written of an entry; what is ``False`` goes without saying."""
    written: Callable[[Id], str]
    parsed: Callable[[str], Id]
    """Read back what ``written`` gave. Raises ValueError."""
    title: Callable[[Entry], str]
    """What a message calls it."""
    edited: str
    """Why something is not undone: the block was changed by hand meanwhile."""
    again: str
    """The same: it is there again."""

    def block(self, entry: Entry) -> str:
        """An entry as text."""
        told = {name: value for name, value in self.values(entry).items() if value is not False}
        return toml.block(self.name, told)

    def entry(self, block: str) -> Entry:
        """What the text of one block says. Raises ValueError or WransError."""
        return self.read(toml.loads(block, "")[self.name][0])

    def tables(self, block: str) -> list[Table]:
        """The tables in the text of a block, or of several."""
        tables: list[Table] = toml.loads(block, "")[self.name]
        return tables


def day(written: object) -> date:
    """A date as a block says it. Raises ValueError with what is wrong."""
    try:
        told = date.fromisoformat(written) if isinstance(written, str) else written
        if isinstance(told, date):
            # A date-time is a date to Python, but does not compare with one.
            return date(told.year, told.month, told.day)
    except ValueError:
        pass
    raise ValueError(f"its date {short(written)} is not like 2024-07-19")


def short(written: object) -> str:
    """What a block says, for a message."""
    return repr(str(written)[:40])

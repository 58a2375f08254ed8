"""What the store tells of questions without reading their texts."""

from datetime import date
from enum import Enum

from wrans.records import Key
from wrans.values import dataclass


class Outcome(Enum):
    """What became of a record that was added."""

    NEW = "new"
    CHANGED = "changed"
    """The question is shown otherwise than before."""
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Listing:
    """A question as a row of a list."""

    id: int
    key: Key
    date: date
    answering_body: str
    heading: str
    asker: str
    """Empty where no record names the member."""
    is_answered: bool
    is_clipped: bool
    """Is the text of the question or of the answer cut short?"""
    is_withdrawn: bool
    is_corrected: bool
    is_gone: bool = False
    """Does Parliament no longer show it?"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions there are, and how much of their texts."""

    questions: int
    answered: int
    full_questions: int
    clipped_questions: int
    empty_questions: int
    full_answers: int
    clipped_answers: int
    empty_answers: int
    clipped: int
    """Of which the question, the answer or both are cut short."""
    listed: int
    """Of which Parliament has a number, and has not been seen to show them no more."""

    @property
    def unanswered(self) -> int:
        """Questions without an answer."""
        return self.questions - self.answered

    @property
    def full(self) -> int:
        """Of which nothing is cut short."""
        return self.questions - self.clipped

"""What a query asks for, once it is read."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Everything:
    """All questions."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a field."""

    field: str
    term: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    field: str
    start: str


@dataclass(frozen=True, slots=True)
class Among:
    """Any of many terms of a field."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other: the term and the folded word of each; a stop word has no term."""

    words: tuple[tuple[str, str], ...]

    def stands_at(self, place: int, among: list[tuple[str, str]]) -> bool:
        """Does it stand at that place among the words of a text?"""
        there = among[place : place + len(self.words)]
        return len(there) == len(self.words) and all(
            term == other_term and (term or folded == other)
            for (term, folded), (other_term, other) in zip(self.words, there, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Near:
    """Words near each other in any order: the term and the folded word of each, as in a phrase."""

    words: tuple[tuple[str, str], ...]
    others: int
    """How many other words may stand among them."""

    @property
    def terms(self) -> Counter[str]:
        """How often each term must stand in one stretch."""
        return Counter(term for term, _ in self.words if term)

    @property
    def length(self) -> int:
        """How many words long that stretch may be."""
        return len(self.words) + self.others


@dataclass(frozen=True, slots=True)
class Dates:
    """A date from one day to another, both included, as ordinals."""

    column: str
    """``date``, ``tabled``, ``answered``, ``due`` or ``on_time``."""
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sums:
    """A sum of money between two; None where there is no end."""

    low: Decimal | None
    high: Decimal | None
    with_low: bool = True
    with_high: bool = True
    currency: str = ""
    """ISO code; empty for any."""

    def holds(self, amount: Decimal) -> bool:
        """Does an amount lie in it?"""
        above = self.low is None or self.low < amount or (self.with_low and self.low == amount)
        below = self.high is None or amount < self.high or (self.with_high and amount == self.high)
        return above and below


@dataclass(frozen=True, slots=True)
class Late:
    """Questions answered late, or not yet and late by now."""

    today: int

    def spelt_out(self) -> "Plan":
        """By what the index holds."""
        is_overdue = And((Term("flag", "unanswered"), Dates("on_time", 1, self.today - 1)))
        return Or((Term("flag", "late"), is_overdue))


@dataclass(frozen=True, slots=True)
class Marked:
    """What the reader marked in some way: ``bookmarked`` or ``read``."""

    how: str


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: "tuple[Plan, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    parts: "tuple[Plan, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """All but these."""

    part: "Plan"


Plan = (
    Everything
    | Term
    | Prefix
    | Among
    | Phrase
    | Near
    | Dates
    | Sums
    | Late
    | Marked
    | And
    | Or
    | Not
)


def both(parts: "list[Plan]") -> "Plan":
    """All of these; what is everything adds nothing."""
    kept = [part for part in parts if not isinstance(part, Everything)]
    if not kept:
        return Everything()
    return kept[0] if len(kept) == 1 else And(tuple(kept))


def marks_in(plan: "Plan") -> frozenset[str]:
    """The ways of marking that a plan asks for."""
    match plan:
        case Marked(how):
            return frozenset([how])
        case And(parts) | Or(parts):
            return frozenset().union(*map(marks_in, parts))
        case Not(part):
            return marks_in(part)
        case _:
            return frozenset()

"""What the parts of a query match in a segment."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from wrans.index import sums
from wrans.index.near import near_each_other
from wrans.index.plan import (
    Among,
    And,
    Dates,
    Everything,
    Late,
    Marked,
    Near,
    Not,
    Or,
    Phrase,
    Plan,
    Prefix,
    Sums,
    Term,
)
from wrans.index.segment import Segment
from wrans.index.stretches import (
    All,
    Any,
    Beginning,
    But,
    Chosen,
    Held,
    InColumn,
    Listed,
    Nothing,
    Numbers,
    Stretches,
    Together,
    Union,
    next_to_each_other,
    one_by_one,
)
from wrans.index.terms import TermInfo
from wrans.index.uins import beginning_with, numbered
from wrans.index.words import STARTS, term_in_phrase

Marks = Mapping[str, frozenset[int]]
"""The numbers of the questions that the reader marked in each way."""
NO_MARKS: Final[Marks] = {}
NONE: Final[frozenset[int]] = frozenset()
SPARSE: Final = 50
"""Where one question in so many may match, each is looked for by itself."""
_FEW: Final = 12
"""Terms that are sooner looked up one by one than read in a row."""
_TYPED: Final = 12
"""Of so many words what the first of them found is remembered too: they are typed one by one."""
_MANY: Final = 200
"""Terms of a field that are later looked up one by one than all of the field are read."""


class Sought(NamedTuple):
    """What is looked for in every segment."""

    plan: Plan
    marked: Marks
    stems: Callable[[str], frozenset[str]]
    """The terms of all words of the index that begin so."""


class Parts:
    """The parts of a query in one segment, to be gone through a stretch at a time."""

    def __init__(self, segment: Segment, sought: Sought, ask: Callable[[], None]) -> None:
        """``ask`` is called now and then; it raises when nobody waits any more."""
        self._segment = segment
        self._sought = sought
        self._ask = ask

    def of(self, plan: Plan) -> Stretches:
        """What a part of the query matches."""
        segment = self._segment
        match plan:
            case Term("uin", uin) if number := numbered(uin):
                return Listed(segment.numbered(number))
            case Prefix("uin", start):
                return Any([self._numbered(start), self._beginning("uin", start)])
            case Term(field, term):
                info = segment.info(field, term)
                return Held(info, segment.opened) if info else Nothing()
            case Prefix(field, start):
                return self._beginning(field, start)
            case Among():
                return Union(list(_among(plan, segment)), segment.opened)
            case Phrase():
                return self._phrase(plan)
            case Near():
                return self._near(plan)
            case Late():
                return self.of(plan.spelt_out())
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return Any([self.of(part) for part in parts])
            case Not(part):
                return But(Numbers(0, segment.size), self.of(part))
            case Everything():
                return Numbers(0, segment.size)
            case Dates("date", first, last):
                return Numbers(*segment.span(first, last))
            case Dates(column, first, last):
                return _in_column(segment, column, [(first, last)])
            case Sums():
                return Union(list(sum_infos(plan, segment)), segment.opened)
            case Marked(how):
                return Listed(segment.places_of(self._sought.marked.get(how, NONE)))

    def _numbered(self, start: str) -> Stretches:
        """Questions whose UIN begins so."""
        return _in_column(self._segment, "uin_number", list(beginning_with(start)))

    def _beginning(self, field: str, start: str) -> Stretches:
        segment = self._segment

        def words() -> Stretches:
            infos = list(beginning(segment, field, start, self._sought))
            return Union(infos, segment.opened) if infos else Nothing()

        if field != "text":
            return words()
        shorter = segment.info("start", start[:STARTS])
        return Beginning(Held(shorter, segment.opened), words) if shorter else Nothing()

    def _phrase(self, phrase: Phrase) -> Stretches:
        found = [
            self._segment.info("text", term_in_phrase(term, folded))
            for term, folded in phrase.words
        ]
        infos = [info for info in found if info]
        if len(infos) < len(found):
            return Nothing()
        return Together(infos, self._segment.opened, next_to_each_other, self._ask)

    def _near(self, near: Near) -> Stretches:
        wanted = near.terms
        found = [self._segment.info("text", term) for term in wanted]
        infos = [info for info in found if info]
        if len(infos) < len(found):
            return Nothing()
        stand = one_by_one(near_each_other(near))
        return Together(infos, self._segment.opened, stand, self._ask)

    def _all_of(self, parts: Sequence[Plan]) -> Stretches:
        """What has all parts: what is cheap to look up is looked up among what the rest found."""
        terms = tuple(part for part in parts if _is_plain(part))
        few = self._few(terms) if terms else None
        known = frozenset(terms if few else ())
        wanted = [few] if few else []
        wanted += [
            self.of(part)
            for part in parts
            if part not in known and not isinstance(part, Not) and not _is_looked_up(part)
        ]
        found: Stretches = All(wanted) if wanted else Numbers(0, self._segment.size)
        if not found.most:
            return Nothing()
        for part in parts:
            if isinstance(part, Dates) and _is_looked_up(part):
                found = Chosen(found, self._in_days(part))
        for part in parts:
            if isinstance(part, Not):
                found = But(found, self.of(part.part))
        return found

    def _few(self, terms: tuple[Plan, ...]) -> Stretches | None:
        """What holds all of some terms, where that is little: it is remembered."""
        segment = self._segment
        least = min(most(term, segment, NO_MARKS) for term in terms)
        if least * SPARSE > segment.size:
            return None

        def find() -> Sequence[int]:
            fewer = self._few(terms[:-1]) if 1 < len(terms) <= _TYPED else None
            parts = [fewer] if fewer else [self.of(term) for term in terms[:-1]]
            # Two bytes each, as a segment holds no more: they are kept.
            return array("H", All([*parts, self.of(terms[-1])]).within(0, segment.size))

        return Listed(segment.remembered(terms, find))

    def _in_days(self, dates: Dates) -> Callable[[int], bool]:
        days = self._segment.column(dates.column)
        return lambda place: dates.first <= days[place] <= dates.last


def _in_column(segment: Segment, column: str, spans: list[tuple[int, int]]) -> Stretches:
    low, high = segment.extent(column)
    near = [(first, last) for first, last in spans if first <= high and last >= low]
    return InColumn(segment.column(column), near) if near else Nothing()


def most(plan: Plan, segment: Segment, marked: Marks) -> int:
    """No more questions of a segment than so many match."""
    match plan:
        case Term("uin", uin) if number := numbered(uin):
            return len(segment.numbered(number))
        case Term(field, term):
            return segment.frequency(field, term)
        case Prefix("text", start):
            return segment.frequency("start", start[:STARTS])
        case Phrase(words):
            return min(
                segment.frequency("text", term_in_phrase(term, folded)) for term, folded in words
            )
        case Near():
            return min(segment.frequency("text", term) for term in plan.terms)
        case Late():
            return most(plan.spelt_out(), segment, marked)
        case And(parts):
            return min(most(part, segment, marked) for part in parts)
        case Or(parts):
            return min(segment.size, sum(most(part, segment, marked) for part in parts))
        case Dates("date", first, last):
            return len(range(*segment.span(first, last)))
        case Marked(how):
            return min(len(marked.get(how, NONE)), segment.size)
        case _:
            return segment.size


def _is_plain(part: Plan) -> bool:
    """Is it a word that is whole?"""
    return isinstance(part, Term) and part.field == "text"


def _is_looked_up(part: Plan) -> bool:
    """Is it told by a column, and not by the order of the questions?"""
    return isinstance(part, Dates) and part.column != "date"


def beginning(segment: Segment, field: str, start: str, sought: Sought) -> Iterator[TermInfo]:
    """The terms that words beginning so have become."""
    if field != "text":
        yield from (info for _, info in segment.beginning_with(field, start))
        return
    stems = set(sought.stems(start))
    if len(stems) > _FEW:
        for term, held in segment.beginning_with(field, start):
            if term in stems:
                stems.discard(term)
                yield held
    for stem in stems:
        if info := segment.info(field, stem):
            yield info


def _among(plan: Among, segment: Segment) -> Iterator[TermInfo]:
    """The terms of a segment that are among many."""
    if len(plan.terms) <= _MANY:
        found = (segment.info(plan.field, term) for term in plan.terms)
        yield from filter(None, found)
        return
    wanted = frozenset(plan.terms)
    yield from (info for term, info in segment.beginning_with(plan.field, "") if term in wanted)


def sum_infos(plan: Sums, segment: Segment) -> Iterator[TermInfo]:
    """The terms of sums that lie in a range."""
    for first, last in sums.spans(plan):
        yield from segment.between("sum", first, last)

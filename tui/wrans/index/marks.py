"""What a query found, in a text: exactly what the index matched."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from wrans.entities import Entity, Money, Place
from wrans.index.near import stretches
from wrans.index.plan import Among, And, Everything, Near, Not, Or, Phrase, Plan, Prefix, Sums, Term
from wrans.index.query import Query
from wrans.index.words import STEM, Word, whole, words

Marks = list[tuple[int, int]]
Also = Mapping[str, Collection[str]]
NOTHING_MORE: Final[Also] = {}


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that is shown, and what of it a search looks at."""

    text: str
    parts: tuple[tuple[int, int], ...] = ()
    """The searched stretches in the order in which they are searched, the heading first."""
    entities: tuple[Entity, ...] | None = None
    """The sums and places by which it is found, placed in the text; None where nobody looked."""

    @classmethod
    def of(cls, text: str) -> "Shown":
        """A text all of which is searched, heading and all."""
        return cls(text, ((0, len(text)),))


class _Verdict(NamedTuple):
    """Does the text have what is asked for?"""

    holds: bool | None
    """None for what no text tells, such as a date."""
    marks: Marks


_UNTOLD = _Verdict(None, [])


def marks(query: Query, shown: Shown | str, also: Also = NOTHING_MORE) -> Marks:
    """The stretches of a text that made the query find it, in order; none if it did not.

    ``also`` are the terms that each beginning found besides the words that begin so: the index
    holds "educational" and "education" as one.
    """
    sought = _Sought(Shown.of(shown) if isinstance(shown, str) else shown, also)
    verdict = sought.look(query.plan)
    return [] if verdict.holds is False else _apart(sorted(set(verdict.marks)))


class _Sought:
    """A text as a search sees it."""

    def __init__(self, shown: Shown, also: Also) -> None:
        self._shown = shown
        self._also = also

    @cached_property
    def _words(self) -> list[Word]:
        text = self._shown.text
        return [
            Word(word.term, word.folded, start + word.start, start + word.end)
            for start, end in self._shown.parts
            for word in words(text[start:end])
        ]

    def look(self, plan: Plan) -> _Verdict:
        """Does it hold, and what marks it?"""
        match plan:
            case Everything():
                return _Verdict(True, [])
            case And(parts):
                told = [self.look(part) for part in parts]
                if any(one.holds is False for one in told):
                    return _Verdict(False, [])
                return _Verdict(_least(one.holds for one in told), _marks_of(told))
            case Or(parts):
                told = [one for part in parts if (one := self.look(part)).holds is not False]
                if not told:
                    return _Verdict(False, [])
                return _Verdict(True if any(v.holds for v in told) else None, _marks_of(told))
            case Not(part):
                holds = self.look(part).holds
                return _Verdict(None if holds is None else not holds, [])
        found = self._spans(plan)
        if found is None:
            return _UNTOLD
        spans = list(found)
        return _Verdict(bool(spans), spans)

    def _spans(self, plan: Plan) -> Iterator[tuple[int, int]] | None:
        """The stretches that a text has of what is asked for; None where no text tells."""
        match plan:
            case Term("text", term):
                return self._each(lambda word: word.term == term)
            case Term("start", start):
                return self._each(lambda word: word.folded.startswith(start))
            case Prefix("text", start):
                also = self._also.get(start, ())
                return self._each(lambda w: w.folded.startswith(start) or w.term in also)
            case Term("heading", term) if term.startswith(STEM):
                return self._of_heading(lambda word: STEM + word.term == term)
            case Term("heading", term):
                return self._of_heading(lambda word: word.folded == term)
            case Prefix("heading", start):
                return self._of_heading(lambda word: word.folded.startswith(start))
            case Phrase():
                return self._of_phrase(plan)
            case Near():
                return self._of_near(plan)
            case Among(_, terms):
                return self._of_any(frozenset(terms))
            case Term("within", name):
                return self._of_larger(name, is_start=False)
            case Prefix("within", start):
                return self._of_larger(start, is_start=True)
            case Term("place", name):
                return self._of_places(name, is_start=False)
            case Prefix("place", start):
                return self._of_places(start, is_start=True)
            case Sums():
                return self._of_sums(plan)
        return None

    def _each(self, is_wanted: Callable[[Word], bool]) -> Iterator[tuple[int, int]]:
        return ((word.start, word.end) for word in self._words if is_wanted(word))

    def _of_heading(self, is_wanted: Callable[[Word], bool]) -> Iterator[tuple[int, int]]:
        start, end = self._shown.parts[0]
        return self._each(lambda w: start <= w.start and w.end <= end and is_wanted(w))

    def _of_phrase(self, phrase: Phrase) -> Iterator[tuple[int, int]]:
        there = self._words
        pairs = [(word.term, word.folded) for word in there]
        for at in range(len(there)):
            if phrase.stands_at(at, pairs):
                yield from self._together(there[at : at + len(phrase.words)])

    def _together(self, found: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Words in a row as one stretch; one by one where they lie in several parts."""
        first, last = found[0].start, found[-1].end
        if any(start <= first < last <= end for start, end in self._shown.parts):
            yield first, last
        else:
            yield from ((word.start, word.end) for word in found)

    def _of_near(self, near: Near) -> Iterator[tuple[int, int]]:
        wanted = near.terms
        there = [(place, word) for place, word in enumerate(self._words) if word.term in wanted]
        told = [(place, word.term) for place, word in there]
        for start, end in stretches(told, wanted, near.length):
            yield from ((word.start, word.end) for _, word in there[start:end])

    def _of_places(self, name: str, *, is_start: bool) -> Iterator[tuple[int, int]]:
        if self._shown.entities is None:
            yield from self._named(name.split(), is_start=is_start)
            return
        for entity in self._shown.entities:
            if isinstance(entity, Place):
                held = _names_of(entity)
                if any(one.startswith(name) if is_start else one == name for one in held):
                    yield entity.start, entity.end

    def _of_any(self, names: frozenset[str]) -> Iterator[tuple[int, int]] | None:
        """Places of which one is called so."""
        if self._shown.entities is None:
            return None
        return (
            (entity.start, entity.end)
            for entity in self._shown.entities
            if isinstance(entity, Place) and not names.isdisjoint(_names_of(entity))
        )

    def _of_larger(self, name: str, *, is_start: bool) -> Iterator[tuple[int, int]] | None:
        """Places that lie in one of that name."""
        if self._shown.entities is None:
            return None
        from wrans.entities.location import inside_of  # few queries want it

        return (
            (entity.start, entity.end)
            for entity in self._shown.entities
            if isinstance(entity, Place)
            and any(
                one.startswith(name) if is_start else one == name
                for one in map(whole, inside_of(entity.name))
            )
        )

    def _named(self, name: list[str], *, is_start: bool) -> Iterator[tuple[int, int]]:
        """Where the words of a name stand, the last of them whole or the beginning of one."""
        found = self._words
        for place in range(len(found) - len(name) + 1 if name else 0):
            there = [word.folded for word in found[place : place + len(name)]]
            is_last = there[-1].startswith(name[-1]) if is_start else there[-1] == name[-1]
            if is_last and there[:-1] == name[:-1]:
                yield from self._together(found[place : place + len(name)])

    def _of_sums(self, sums: Sums) -> Iterator[tuple[int, int]] | None:
        if self._shown.entities is None:
            return None
        return (
            (entity.start, entity.end)
            for entity in self._shown.entities
            if isinstance(entity, Money)
            and sums.currency in ("", entity.currency)
            and any(sums.holds(amount) for amount in (entity.low, entity.high))
        )


def _names_of(place: Place) -> tuple[str, str]:
    return whole(place.name), whole(place.text)


def _least(told: Iterable[bool | None]) -> bool | None:
    return True if all(told) else None


def _marks_of(told: Iterable[_Verdict]) -> Marks:
    return [mark for one in told for mark in one.marks]


def _apart(spans: Marks) -> Marks:
    """Without those that begin inside another."""
    kept: Marks = []
    for start, end in spans:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept

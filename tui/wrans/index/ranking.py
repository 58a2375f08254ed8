"""The best match first: BM25 over the text, term at a time."""

import heapq
import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress
from typing import Final

from wrans.index.damage import Stopped, damage_told
from wrans.index.looking import Stop
from wrans.index.matching import Marks
from wrans.index.plan import And, Or, Phrase, Plan, Prefix, Term
from wrans.index.query import Query
from wrans.index.search import Searcher
from wrans.index.segment import Segment
from wrans.index.whoosh import byte_to_length

_B: Final = 0.75
_K1: Final = 1.2
_FIELD: Final = "text"
_LENGTHS: Final = [byte_to_length(code) for code in range(256)]

Wanted = frozenset[str]
"""Terms that stand for one word of a query: one, or all that begin so."""


def ranked(
    searcher: Searcher, query: Query, marked: Marks, stop: Stop | None
) -> "array[int] | None":
    """Every question that matches, the best first, and the newer of equals; None when stopped."""
    try:
        with damage_told():
            found = _ranked(searcher, query, marked, stop)
    except Stopped:
        return None
    return found


def has_words(plan: Plan) -> bool:
    """Is there a word in it by which questions could be ranked?"""
    if isinstance(plan, And | Or):
        return any(map(has_words, plan.parts))
    return isinstance(plan, Phrase) or (isinstance(plan, Term | Prefix) and plan.field == _FIELD)


def best(
    searcher: Searcher, query: Query, limit: int, marked: Marks, stop: Stop | None
) -> "array[int] | None":
    """The first page of the same; None when stopped."""
    try:
        with damage_told():
            scale = _Scale(searcher, query.plan)
            if isinstance(query.plan, Term):
                kept = _best_of_word(searcher, query.plan, scale, limit, stop)
            else:
                kept = []
                for scores, keys in _scored(searcher, query, marked, scale, stop):
                    floor = kept[-1][0] if len(kept) == limit else 0.0
                    over = ((s, key) for s, key in zip(scores, keys, strict=True) if s >= floor)
                    kept = heapq.nlargest(limit, chain(kept, over))
    except Stopped:
        return None
    return array("I", [key & 0xFFFFFFFF for _, key in kept])


class _Scale:
    """What each word of a query is worth in this index."""

    def __init__(self, searcher: Searcher, plan: Plan) -> None:
        segments = searcher.segments
        count = sum(segment.size for segment in segments)
        average = sum(segment.lengths_total for segment in segments) / max(1, count) or 1.0
        self.norms = [_K1 * (1 - _B + _B * length / average) for length in _LENGTHS]
        wanted = [_terms(searcher, word) for word in _words(plan)]
        self.words = [(terms, _worth(segments, terms, count)) for terms in wanted]

    def table(self, idf: float, weight: float) -> list[float]:
        """The score of a word that occurs so often, by the code for the length of the text."""
        of = idf * weight * (_K1 + 1)
        return [of / (weight + norm) for norm in self.norms]


def _best_of_word(
    searcher: Searcher, word: Term, scale: _Scale, limit: int, stop: Stop | None
) -> list[tuple[float, int]]:
    """The best of one word: a block that cannot hold any of them is left unread."""
    ((_, idf),) = scale.words
    tables: dict[float, list[float]] = {}
    kept: list[tuple[float, int]] = []
    for segment in searcher.segments:
        info = segment.info(word.field, word.term)
        if info is None:
            continue
        blocks, codes = segment.opened(info), segment.lengths
        dates, known = segment.column("date"), segment.column("number")
        is_more = True
        while is_more:
            if stop and stop():
                raise Stopped
            _, heaviest, shortest = blocks.block
            floor = kept[-1][0] if len(kept) == limit else 0.0
            if scale.table(idf, heaviest)[shortest] >= floor:
                numbers, told = blocks.open_weighted()
                weights = [told] * len(numbers) if isinstance(told, float) else told
                for weight in set(weights) - tables.keys():
                    tables[weight] = scale.table(idf, weight)
                over = [
                    (score, dates[n] << 32 | known[n])
                    for n, weight in zip(numbers, weights, strict=True)
                    if (score := tables[weight][codes[n]]) >= floor and n not in segment.deleted
                ]
                kept = heapq.nlargest(limit, kept + over)
            is_more = blocks.skip()
    return kept


def _scored(
    searcher: Searcher, query: Query, marked: Marks, scale: _Scale, stop: Stop | None
) -> Iterator[tuple[Iterable[float], Iterable[int]]]:
    """For each segment the score of each question that matches, and its date and number in one."""
    for segment, bits in searcher.bits(query, marked, stop):
        if not bits:
            continue
        flags = bits.to_bytes(segment.size, "little")
        scores = [0.0] * segment.size
        for terms, idf in scale.words:
            _add_scores(scores, segment, terms, idf, scale, stop)
        dates, numbers = (compress(segment.column(name), flags) for name in ("date", "number"))
        # Numbers are compared many times as fast as pairs.
        keys = (date << 32 | number for date, number in zip(dates, numbers, strict=True))
        yield compress(scores, flags), keys


def _ranked(searcher: Searcher, query: Query, marked: Marks, stop: Stop | None) -> "array[int]":
    scored: list[float] = []
    numbered: list[int] = []
    for scores, keys in _scored(searcher, query, marked, _Scale(searcher, query.plan), stop):
        scored += scores
        numbered += keys
    places = sorted(range(len(numbered)), key=numbered.__getitem__, reverse=True)
    if stop and stop():
        raise Stopped
    # Sorting keeps the order of equals.
    places.sort(key=scored.__getitem__, reverse=True)
    return array("I", [numbered[place] & 0xFFFFFFFF for place in places])


def _words(plan: Plan) -> list[Term | Prefix | tuple[Term | Prefix, ...]]:
    """The words by which questions are ranked; what is typed to be one or the other is one."""
    words: list[Term | Prefix | tuple[Term | Prefix, ...]] = []
    for word in _all_words(plan):
        if word not in words:
            words.append(word)
    return words


def _all_words(plan: Plan) -> Iterator[Term | Prefix | tuple[Term | Prefix, ...]]:
    match plan:
        case Term(field) | Prefix(field) if field == _FIELD:
            yield plan
        case Phrase(words):
            yield from (Term(_FIELD, term) for term, _ in words if term)
        case Or((Term() as term, Prefix() as start)) if term.field == start.field == _FIELD:
            yield term, start
        case And(parts) | Or(parts):
            for part in parts:
                yield from _all_words(part)


def _terms(searcher: Searcher, word: Term | Prefix | tuple[Term | Prefix, ...]) -> Wanted:
    match word:
        case Term(_, term):
            return frozenset([term])
        case Prefix(_, start):
            return frozenset(searcher.stems(start))
        case _:
            return frozenset[str]().union(*(_terms(searcher, part) for part in word))


def _worth(segments: Sequence[Segment], terms: Wanted, count: int) -> float:
    """The rarer a word, the more it tells. Of many, the most frequent says how rare they are."""
    frequency = max(
        (sum(segment.frequency(_FIELD, term) for segment in segments) for term in terms), default=0
    )
    return math.log(count / (frequency + 1)) + 1.0


def _add_scores(
    scores: list[float],
    segment: Segment,
    terms: Wanted,
    idf: float,
    scale: _Scale,
    stop: Stop | None,
) -> None:
    """Add what one word of the query is worth in each question that matches."""
    if len(terms) == 1:
        (term,) = terms
        counted = _weights(segment, term)
    else:
        counted = iter([_together(segment, terms, stop)])
    codes = segment.lengths
    tables: dict[float, list[float]] = {}
    for numbers, weights in counted:
        if stop and stop():
            raise Stopped
        for weight in set(weights) - tables.keys():
            tables[weight] = scale.table(idf, weight)
        for number, weight in zip(numbers, weights, strict=True):
            scores[number] += tables[weight][codes[number]]


def _together(
    segment: Segment, terms: Wanted, stop: Stop | None
) -> tuple[Sequence[int], Sequence[float]]:
    """How often each question holds any of the terms."""
    held = [0.0] * segment.size
    for term in sorted(terms):
        for numbers, weights in _weights(segment, term):
            if stop and stop():
                raise Stopped
            for number, weight in zip(numbers, weights, strict=True):
                held[number] += weight
    return list(compress(range(segment.size), held)), list(filter(None, held))


def _weights(segment: Segment, term: str) -> Iterator[tuple[Sequence[int], Sequence[float]]]:
    """The questions that hold a term, and how often each does, a block at a time."""
    info = segment.info(_FIELD, term)
    if info is None:
        return
    for numbers, weights in segment.opened(info).weighted():
        if isinstance(weights, float):
            weights = (weights,) * len(numbers)
        yield numbers, weights

"""How well marked sums and places agree with those marked by hand.

A prediction is right where its span is a gold span's, to the character (``exact``); a sum is right
in the strict sense where its currency and both its ends are too. Spans that only overlap are
paired one to one, exact ones first, then by how much they share.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

Marked = Mapping[str, Any]
"""A line of a gold file, or of ``wrans annotate``: id, money, places."""
ALL: Final = "all"
MONEY, STRICT, PLACES = "money", "money strict", "places"
MEASURES: Final = (MONEY, STRICT, PLACES)


@dataclass(slots=True)
class Tally:
    """Hits, false alarms and misses."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def count(self, hits: int, marked: int, gold: int) -> None:
        """Count so many marked spans, of which so many are right, against the gold ones."""
        self.hits += hits
        self.false += marked - hits
        self.missed += gold - hits

    @property
    def marked_by_hand(self) -> int:
        """How many there are to find."""
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        """The share of what is marked that is right."""
        return _share(self.hits, self.hits + self.false)

    @property
    def recall(self) -> float:
        """The share of what is there that is marked."""
        return _share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """Both in one."""
        return _share(2 * self.hits, 2 * self.hits + self.false + self.missed)


@dataclass(slots=True)
class Agreement:
    """How often the pairs of spans that overlap agree in what is said of the sum."""

    pairs: int = 0
    value: int = 0
    qualifier: int = 0
    period: int = 0


@dataclass(slots=True)
class Scores:
    """Every tally, by measure and stratum; ``all`` is every stratum together."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    overlaps: dict[str, Tally] = field(default_factory=dict)
    agreement: Agreement = field(default_factory=Agreement)

    def of(self, measure: str, stratum: str = ALL) -> Tally:
        """One of them."""
        return self.tallies.setdefault((measure, stratum), Tally())

    @property
    def strata(self) -> list[str]:
        """In the order of their names, without ``all``."""
        return sorted({stratum for _, stratum in self.tallies} - {ALL})


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    currency: str | None
    low: Decimal | None
    high: Decimal | None
    qualifier: str | None
    period: str | None

    @property
    def bounds(self) -> tuple[int, int]:
        return self.start, self.end

    def is_worth(self, other: "_Span") -> bool:
        return (self.currency, self.low, self.high) == (other.currency, other.low, other.high)


def _spans(told: Iterable[Marked]) -> list[_Span]:
    """In the order of the text, each once."""
    found: dict[tuple[int, int], _Span] = {}
    for one in told:
        span = _Span(
            int(one["start"]),
            int(one["end"]),
            one.get("currency"),
            _decimal(one.get("low")),
            _decimal(one.get("high")),
            one.get("qualifier"),
            one.get("period"),
        )
        found.setdefault(span.bounds, span)
    return [found[bounds] for bounds in sorted(found)]


def _decimal(told: object) -> Decimal | None:
    try:
        return None if told is None else Decimal(str(told))
    except InvalidOperation:
        return None


def stratum_of(gold: Marked) -> str:
    """How a document was drawn; those drawn for one word or another are one stratum."""
    return str(gold.get("stratum", "")).split(":")[0] or "none"


def score(gold: Iterable[Marked], predicted: Iterable[Marked]) -> Scores:
    """Compare. A document that nothing was predicted of counts as without sums and places."""
    by_name = {str(one["id"]): one for one in predicted}
    scores = Scores()
    known = set()
    for one in gold:
        known.add(str(one["id"]))
        _document(one, by_name.get(str(one["id"]), {}), scores)
    if unknown := by_name.keys() - known:
        raise ValueError(f"no such document in the gold set: {min(unknown)}")
    return scores


def _document(gold: Marked, predicted: Marked, scores: Scores) -> None:
    for kind in (MONEY, PLACES):
        wanted, marked = _spans(gold.get(kind, ())), _spans(predicted.get(kind, ()))
        by_bounds = {span.bounds: span for span in wanted}
        exact = [span for span in marked if span.bounds in by_bounds]
        worth = sum(span.is_worth(by_bounds[span.bounds]) for span in exact)
        for stratum in (ALL, stratum_of(gold)):
            scores.of(kind, stratum).count(len(exact), len(marked), len(wanted))
            if kind == MONEY:
                scores.of(STRICT, stratum).count(worth, len(marked), len(wanted))
        pairs = list(_pairs(wanted, marked))
        scores.overlaps.setdefault(kind, Tally()).count(len(pairs), len(marked), len(wanted))
        if kind == MONEY:
            _agree(pairs, scores.agreement)


def _pairs(gold: Sequence[_Span], marked: Sequence[_Span]) -> Iterator[tuple[_Span, _Span]]:
    """Each span with one that it overlaps, at most: equal ones, then those that share most."""
    candidates = []
    for number, span in enumerate(gold):
        for other_number, other in enumerate(marked):
            shared = min(span.end, other.end) - max(span.start, other.start)
            if shared > 0:
                rank = (span.bounds != other.bounds, -shared, number, other_number)
                candidates.append(rank)
    left, right = set(range(len(gold))), set(range(len(marked)))
    for _, _, number, other_number in sorted(candidates):
        if number in left and other_number in right:
            left.remove(number)
            right.remove(other_number)
            yield gold[number], marked[other_number]


def _agree(pairs: Iterable[tuple[_Span, _Span]], agreement: Agreement) -> None:
    for span, other in pairs:
        agreement.pairs += 1
        agreement.value += span.is_worth(other)
        agreement.qualifier += span.qualifier == other.qualifier
        agreement.period += span.period == other.period


def read(file: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]

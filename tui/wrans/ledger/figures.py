"""The sums of questions, gathered and put in order."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from wrans import extracting
from wrans.records.text import bare_words
from wrans.store import Listing, Store
from wrans.values import dataclass, field

if TYPE_CHECKING:
    from wrans.entities import Money
    from wrans.store.found import Found, Stated

_SLICE: Final = 500
_FEW: Final = 2_000
"""Questions of which each is looked up; of the others, those with sums are known first."""
_SENTENCE: Final = 8
"""A sentence of so many words is hardly said of two things."""
_ALL: Final = 1 << 62
_EXACT: Final = 10**6
"""Amounts are compared as whole numbers of millionths, which is sooner done than as decimals."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum that a text states. Several questions may share the text."""

    question: int
    """The newest that shares it."""
    nth: int
    """Which of that question's sums it is."""
    money: "Money"
    about: str
    """What it is for: its sentence, or its cell with what heads it."""
    places: tuple[str, ...]
    """Those of its sentence, as they are named there."""
    is_asked: bool
    """Is it the question that states it, and not the answer?"""
    digest: int

    @property
    def most(self) -> Decimal:
        """The larger end of it."""
        return max(self.money.low, self.money.high)


@dataclass(slots=True)
class Ledger:
    """The figures of questions that were looked at so far, newest first."""

    figures: list[Figure] = field(default_factory=list)
    looked_at: int = 0
    """Questions."""
    questions: int = 0
    """How many there are to look at."""
    clipped: int = 0
    """Of how many only the beginning of a text is here, whose sums nobody knows."""
    folded: int = 0
    """Sums that are not listed, since a newer question states them in the very words."""
    _sharing: dict[int, list[int]] = field(default_factory=dict)
    """By text, the questions that have it."""
    _drafts: dict[int, list[int]] = field(default_factory=dict)
    """By text, others that state some of its sums: drafts of one answer to a group."""
    _again: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    """By question and place in it, other texts that state a sum in the very sentence."""
    _listed: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """By what a text states, the text, the question and the place in it that were listed."""

    @property
    def is_all(self) -> bool:
        """Were all of them looked at?"""
        return self.looked_at >= self.questions

    def sharing(self, figure: Figure) -> Sequence[int]:
        """The questions whose text states it in these words, the newest first."""
        shared = self._sharing[figure.digest]
        again = self._again.get((figure.question, figure.nth), ())
        for other in (*self._drafts.get(figure.digest, ()), *again):
            shared = [*shared, *self._sharing[other]]
        return shared

    def take(self, number: int, found: "Found") -> None:
        """Put in what a question states, unless a newer one stated it in the very words."""
        new: set[int] = set()
        times: Counter[int] = Counter()
        for nth, stated in enumerate(found.sums):
            sharing = self._sharing.setdefault(stated.digest, [])
            is_new = not sharing or stated.digest in new
            if is_new:
                new.add(stated.digest)
            if is_new and not self._is_told(stated, (stated.digest, number, nth), times):
                self.figures.append(figure(number, nth, found))
            else:
                self.folded += 1
            if not sharing or sharing[-1] != number:
                sharing.append(number)

    def _is_told(self, stated: "Stated", here: tuple[int, int, int], times: "Counter[int]") -> bool:
        """Did another text state it so: a draft of the answer, or one with the same sentence?"""
        if stated.group:
            words = bare_words(stated.about)
            if listed := self._first(stated, words, stated.group, here, times):
                drafts = self._drafts.setdefault(listed[0], [])
                if stated.digest not in drafts:
                    drafts.append(stated.digest)
                return True
        # What is short, or heads a cell, may be said of different things.
        text, about = stated.money.text, stated.about
        is_cell = f": {text}" in about or f"; {text}" in about
        if is_cell or about.count(" ") < _SENTENCE - 1:
            return False
        if listed := self._first(stated, about, stated.is_asked, here, times):
            again = self._again.setdefault(listed[1:], [])
            if stated.digest not in again:
                again.append(stated.digest)
        return listed is not None

    def _first(
        self,
        stated: "Stated",
        words: str,
        scope: int,
        here: tuple[int, int, int],
        times: "Counter[int]",
    ) -> tuple[int, int, int] | None:
        """Where another text stated the same, as many times before as this one."""
        money = stated.money
        same = hash((scope, money.currency, money.low, money.high, words))
        times[same] += 1
        listed = self._listed.setdefault(hash((same, times[same])), here)
        return None if listed[0] == stated.digest else listed

    def by_amount(self) -> list[Figure]:
        """The largest first."""
        return largest_first(self.figures)


def largest_first(figures: Sequence[Figure]) -> list[Figure]:
    """In the order of their amounts; of equal ones the newest stays first."""
    return sorted(figures, key=lambda figure: -int(figure.most * _EXACT))


def figure(number: int, nth: int, found: "Found") -> Figure:
    """One of the sums of a question."""
    stated = found.sums[nth]
    named = dict.fromkeys(found.places[place].text for place in stated.places)
    return Figure(
        number, nth, stated.money, stated.about, tuple(named), stated.is_asked, stated.digest
    )


def gather(store: Store, numbers: Sequence[int], most: int = _ALL) -> Iterator[Ledger]:
    """The ledger of questions, newest first, as it grows: whoever waits may look, or stop.

    At most so many questions with sums are looked at, the newest.
    """
    ledger = Ledger(questions=len(numbers))
    left = most
    for places in _slices(store, numbers):
        some = [numbers[place] for place in places]
        for number, found in extracting.found_of(store, some):
            if found.sums and not left:
                ledger.looked_at = places[some.index(number)]
                yield ledger
                return
            left -= bool(found.sums)
            ledger.take(number, found)
        ledger.looked_at = places[-1] + 1
        yield ledger
    ledger.looked_at = len(numbers)
    yield ledger


def _slices(store: Store, numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The places of those that may hold sums: what nothing is kept of may."""
    # The first few are looked up at once, so that there is something to see.
    for at in range(0, min(_FEW, len(numbers)), _SLICE):
        yield range(at, min(at + _SLICE, len(numbers)))
    if len(numbers) > _FEW:
        wanted = store.with_sums().union(store.lacking_found())
        rest = [place for place in range(_FEW, len(numbers)) if numbers[place] in wanted]
        for at in range(0, len(rest), _SLICE):
            yield rest[at : at + _SLICE]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with the question that it is read in."""

    figure: Figure
    listing: Listing
    questions: int
    """How many share the text that states it."""


def in_lines(
    store: Store, figures: Sequence[Figure], sharing: Callable[[Figure], int]
) -> Iterator[Line]:
    """Figures with their questions, however many, a few at a time."""
    for at in range(0, len(figures), _SLICE):
        yield from lines(store, figures[at : at + _SLICE], sharing)


def lines(store: Store, figures: Sequence[Figure], sharing: Callable[[Figure], int]) -> list[Line]:
    """Figures with their questions; what is no longer here is left out."""
    numbers = list(dict.fromkeys(figure.question for figure in figures))
    listed = {listing.id: listing for listing in store.listings(numbers)}
    return [
        Line(figure, listed[figure.question], sharing(figure))
        for figure in figures
        if figure.question in listed
    ]

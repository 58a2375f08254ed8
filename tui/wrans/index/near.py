"""Words near each other, in any order."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from wrans.index.plan import Near


def stretches(
    told: Iterable[tuple[int, str]], wanted: Counter[str], length: int
) -> Iterator[tuple[int, int]]:
    """Where all that is wanted stands in so few words, as ranges of ``told``.

    ``told`` is each place with the term that stands there, in order, and nothing else. Whatever
    lies in one of the ranges is part of a match.
    """
    held = list(told)
    there: Counter[str] = Counter()
    missing = sum(wanted.values())
    first = 0
    for last, (place, term) in enumerate(held):
        there[term] += 1
        missing -= there[term] <= wanted[term]
        while held[first][0] <= place - length:
            gone = held[first][1]
            missing += there[gone] <= wanted[gone]
            there[gone] -= 1
            first += 1
        if not missing:
            yield first, last + 1


def near_each_other(near: Near) -> Callable[[Sequence["array[int]"]], bool]:
    """Do the words stand near each other? Asked with the places of each of its terms."""
    wanted, length = near.terms, near.length

    def stand(places: Sequence["array[int]"]) -> bool:
        told = sorted((at, term) for term, held in zip(wanted, places, strict=True) for at in held)
        return next(stretches(told, wanted, length), None) is not None

    return stand

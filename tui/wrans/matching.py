"""Which words two texts have in common, in their order, within a limit of work."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from math import isqrt
from typing import Final, NamedTuple

from wrans.values import dataclass

_WORK: Final = 15_000
"""Steps that are spent on one level of detail."""
_RUNS: Final = (8, 4, 2, 1)
"""How many words that stand once in both texts hold them together, the surest first."""
_STRIDE: Final = 256


class Common(NamedTuple):
    """Words that both have: from where, in each, and how many."""

    old: int
    new: int
    size: int


@dataclass(frozen=True, slots=True)
class _Gap:
    """Words of both that are still to be laid over each other."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def size(self) -> int:
        return self.old_end - self.old + self.new_end - self.new


def common(old: list[str], new: list[str]) -> list[Common]:
    """The words that are in both, in order; where that is too much work, not all of them."""
    letters: dict[str, str] = {}
    # A letter for each word: slices of a string are found and compared at once.
    a, b = (
        "".join([letters.setdefault(word, chr(len(letters))) for word in words])
        for words in (old, new)
    )
    gaps = [_Gap(0, len(a), 0, len(b))]
    held: list[Common] = []
    for run in (*_RUNS, 0):
        size = sum(gap.size for gap in gaps) or 1
        rest: list[_Gap] = []
        for gap in gaps:
            gap = _stripped(a, b, gap, held)
            if gap.old == gap.old_end or gap.new == gap.new_end:
                continue
            shortest = _shortest(a, b, gap, _WORK * gap.size // size)
            if shortest is not None:
                held += shortest
            elif run:
                anchors = _anchors(a, b, gap, run)
                held += anchors
                rest += _between(gap, anchors)
        gaps = rest
    return sorted(held, key=lambda words: words.old)


def _stripped(a: str, b: str, gap: _Gap, held: list[Common]) -> _Gap:
    """What is left without the words with which both begin and end, which are held."""
    start = _alike(a, gap.old, gap.old_end, b, gap.new, gap.new_end)
    rest = _Gap(gap.old + start, gap.old_end, gap.new + start, gap.new_end)
    end = _alike_before(a, rest.old, rest.old_end, b, rest.new, rest.new_end)
    rest = _Gap(rest.old, rest.old_end - end, rest.new, rest.new_end - end)
    if start:
        held.append(Common(gap.old, gap.new, start))
    if end:
        held.append(Common(rest.old_end, rest.new_end, end))
    return rest


def _alike(a: str, i: int, i_end: int, b: str, j: int, j_end: int) -> int:
    """How many words are the same from two places on."""
    start, most = i, min(i_end - i, j_end - j)
    last = i + most
    while i + _STRIDE <= last and a[i : i + _STRIDE] == b[j : j + _STRIDE]:
        i += _STRIDE
        j += _STRIDE
    while i < last and a[i] == b[j]:
        i += 1
        j += 1
    return i - start


def _alike_before(a: str, i: int, i_end: int, b: str, j: int, j_end: int) -> int:
    """How many words are the same before two places."""
    end, most = i_end, min(i_end - i, j_end - j)
    first = i_end - most
    while i_end - _STRIDE >= first and a[i_end - _STRIDE : i_end] == b[j_end - _STRIDE : j_end]:
        i_end -= _STRIDE
        j_end -= _STRIDE
    while i_end > first and a[i_end - 1] == b[j_end - 1]:
        i_end -= 1
        j_end -= 1
    return end - i_end


def _shortest(a: str, b: str, gap: _Gap, work: int) -> list[Common] | None:
    """The fewest changes that lead from one to the other, after Myers; None if out of work."""
    a, b = a[gap.old : gap.old_end], b[gap.new : gap.new_end]
    n, m = len(a), len(b)
    # How far each diagonal reaches; no more of them than there is work for.
    most = min(n + m, 1 + isqrt(2 * max(0, work)))
    middle = most + 1
    reach = [-1] * (2 * most + 3)
    reach[middle + 1] = 0
    trace: list[list[int]] = []
    for changes in range(most + 1):
        trace.append(reach[middle - changes - 1 : middle + changes + 2])
        low, high = min(changes, m - (m - changes) % 2), min(changes, n - (n - changes) % 2)
        work -= 1 + (low + high) // 2
        if work < 0:
            return None
        for place in range(middle - low, middle + high + 1, 2):
            right, down = reach[place - 1] + 1, reach[place + 1]
            x = down if right <= down else right
            y = x - place + middle
            if x < n and y < m and a[x] == b[y]:
                same = _alike(a, x, n, b, y, m)
                x += same
                work -= same // 8
            reach[place] = x
        if abs(n - m) <= changes and reach[middle + n - m] >= n:
            return _walked_back(gap, trace, n, m)
    return None


def _walked_back(gap: _Gap, trace: list[list[int]], x: int, y: int) -> list[Common]:
    """The words that were the same on the way."""
    held = []
    for changes in range(len(trace) - 1, -1, -1):
        diagonal = x - y
        place = diagonal + changes + 1
        right, down = trace[changes][place - 1] + 1, trace[changes][place + 1]
        start = max(right, down)
        if x > start:
            held.append(Common(gap.old + start, gap.new + start - diagonal, x - start))
        x, y = (start, start - diagonal - 1) if right <= down else (start - 1, start - diagonal)
    return held


def _anchors(a: str, b: str, gap: _Gap, run: int) -> list[Common]:
    """Runs of words that stand once in each, in the same order, as far as they reach."""
    there, here = (_once(a, gap.old, gap.old_end, run), _once(b, gap.new, gap.new_end, run))
    places = sorted((i, here[words]) for words, i in there.items() if words in here)
    held: list[Common] = []
    old, new = gap.old, gap.new
    for i, j in _rising(places):
        if i < old or j < new:
            continue
        back = _alike_before(a, old, i, b, new, j)
        size = back + _alike(a, i, gap.old_end, b, j, gap.new_end)
        held.append(Common(i - back, j - back, size))
        old, new = i - back + size, j - back + size
    return held


def _once(text: str, start: int, end: int, run: int) -> dict[str, int]:
    """Where each run of words stands that stands only once."""
    places = range(start, end - run + 1)
    runs = [text[i : i + run] for i in places]
    last = dict(zip(runs, places, strict=True))
    if len(last) == len(runs):
        return last
    first = dict(zip(reversed(runs), reversed(places), strict=True))
    return {words: i for words, i in last.items() if first[words] == i}


def _rising(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The longest choice of places that go forward in both."""
    ends: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for nth, (_, j) in enumerate(places):
        length = bisect_left(ends, j)
        # One past the last is one more.
        ends[length : length + 1] = [j]
        lasts[length : length + 1] = [nth]
        before.append(lasts[length - 1] if length else -1)
    chosen = []
    nth = lasts[-1] if lasts else -1
    while nth >= 0:
        chosen.append(places[nth])
        nth = before[nth]
    return reversed(chosen)


def _between(gap: _Gap, anchors: list[Common]) -> Iterator[_Gap]:
    edges = [
        Common(gap.old, gap.new, 0),
        *anchors,
        Common(gap.old_end, gap.new_end, 0),
    ]
    for one, other in pairwise(edges):
        between = _Gap(one.old + one.size, other.old, one.new + one.size, other.new)
        if between.size:
            yield between

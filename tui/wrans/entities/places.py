"""Places by their names, and by what stands around them."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, compress, islice, pairwise
from typing import Final

from wrans.entities import gazetteer as gazetteer_
from wrans.entities import met, unlisted
from wrans.entities.entity import Place
from wrans.entities.gazetteer import gazetteer
from wrans.entities.met import Held
from wrans.entities.run import LARGE
from wrans.entities.seats import with_seats
from wrans.entities.settling import settle, settle_doubtful
from wrans.entities.shapes import ONE_AREA, TERRITORIES

_JOINED: Final = frozenset([" and ", " & ", " and the "])
_MOST: Final = 10_000
_learned: set[str] = set()


def learn(seats: Iterable[str]) -> None:
    """Know these constituencies too."""
    new = set(seats) - _learned
    _learned.update(new)
    if new and gazetteer_.learn(gazetteer(), new):
        met.forget()


def find(text: str, turns: Sequence[str], held: Sequence[Held | None]) -> list[Place]:
    """The places that are named in a text, in order, by its turns and what its marks hold."""
    spans = _spans(text, turns, held) if any(held) else []
    if "onstituenc" in text or "ember for" in text:
        spans = with_seats(text, spans)
    return [Place(start, end, name := text[start:end], _counted[name]) for start, end in spans]


def _spans(text: str, turns: Sequence[str], held: Sequence[Held | None]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int, str]] = []
    unknown: list[int] = []
    has_territory = False
    starts = islice(accumulate(map(len, turns)), 0, None, 2)
    for start, one in compress(zip(starts, held, strict=False), held):
        assert one
        names = one.within
        if names is not one.opening and _opens(text, start):
            names = one.opening
        for a, z, tier in names:
            settle(text, start + a, start + z, tier, found, doubtful)
        for a in one.unknown:
            if not found or found[-1][0] != start + a:
                unknown.append(start + a)
        if one.is_territory:
            has_territory = True
    if doubtful:
        settle_doubtful(text, found, doubtful)
    if has_territory:
        found = _apart(sorted({*found, *(match.span() for match in TERRITORIES.finditer(text))}))
    if found and unknown and (beside := unlisted.beside(text, found, unknown)):
        found = _apart(sorted({*found, *beside}))
    return _with_areas(text, found) if len(found) > 1 else found


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of which none is part of another: "Monk's Kirby", and not "Kirby" too."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and start < kept[-1][1]:
            if end - start <= kept[-1][1] - kept[-1][0]:
                continue
            kept.pop()
        kept.append((start, end))
    return kept


def _with_areas(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places, those being one that make the name of one area: "the Poole and Wareham zone"."""
    if not any(a - z < 10 and text[z:a] in _JOINED for (_, z), (a, _) in pairwise(found)):
        return found
    out = []
    at = len(found) - 1
    while at >= 0:
        begin = _begins_area(text, found, at) if at else at
        out.append((found[begin][0], found[at][1]))
        at = begin - 1
    return out[::-1]


def _begins_area(text: str, found: list[tuple[int, int]], at: int) -> int:
    """Which place begins the name that this one ends; itself where it is a name by itself."""
    (first, gap), (start, end) = found[at - 1], found[at]
    if text[gap:start] not in _JOINED or text[first:gap] in LARGE:
        return at
    if not ONE_AREA.match(text, end) and not text.endswith(" Urban Area", start, end):
        return at
    # "the Leicester, Leicestershire and Rutland integrated care board"
    begin = at - 1
    while begin and text[found[begin - 1][1] : found[begin][0]] == ", ":
        begin -= 1
    return begin if text.endswith("the ", 0, found[begin][0]) else at - 1


def _opens(text: str, start: int) -> bool:
    """Does a sentence, line or cell begin there?"""
    before = text[start - 1 : start]
    if before == " ":
        return text[start - 2 : start - 1] in ".?!:|•;*]"
    return before in "\n\"“‘'("  # or nothing


class _Counted(dict[str, str]):
    """The names under which mentions are counted together, by the names as written."""

    def __missing__(self, shown: str) -> str:
        if len(self) > _MOST:
            self.clear()
        name = self[shown] = _counted_as(shown)
        return name


_counted: Final = _Counted()


def _counted_as(shown: str) -> str:
    name = shown[0].upper() + shown[1:]
    first, _, rest = name.partition(" ")
    if "-" in first and rest:
        name = f"{first.replace('-', ' ').title()} {rest}"
    return {"United Kingdom": "UK", "U.K.": "UK", "United States": "US", "USA": "US"}.get(
        name, name
    )

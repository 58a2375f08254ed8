"""Places by their names, and by what stands around them."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Final

from wrans.entities import gazetteer as gazetteer_
from wrans.entities import unlisted
from wrans.entities.entity import Place
from wrans.entities.gazetteer import BRITISH, COMMON, FOREIGN, STRONG, gazetteer
from wrans.entities.heads import ACRONYM_BODIES, ARTICLE, BODY, FREE_BEFORE
from wrans.entities.runs import Found, look_into
from wrans.entities.shapes import (
    ABBREVIATED,
    COMPASS,
    CROSSING,
    DIRECTIONS_BEFORE,
    LAW_AFTER,
    LAW_BEFORE,
    LIST_GAP,
    LOCATED,
    LOCATED_THE,
    MARKER,
    MEMBER_FOR,
    OF_PLACE,
    PEER,
    RUN,
    SEAT_BEFORE,
    TAIL,
    TERRITORIES,
    parted,
)

_LAWS: Final = (" Act", " Bill", " Regulations", " Order", " Rules")
_OCCUPIED: Final = "Palestinian territor"
_MOST_REMEMBERED: Final = 100_000
_memory: dict[str, tuple[Found, Found]] = {}
"""What runs hold: within a sentence, and where they begin one."""
_nothing: set[str] = set()
"""Runs that hold no place, whatever stands around them."""
_learned: set[str] = set()


def learn(seats: Iterable[str]) -> None:
    """Know these constituencies too."""
    new = set(seats) - _learned
    _learned.update(new)
    if new and gazetteer_.learn(gazetteer(), new):
        _forget()


def find(text: str) -> list[Place]:
    """The places that are named in a text, in order."""
    spans = _spans(text)
    if "onstituenc" in text or "ember for" in text:
        spans = _with_seats(text, spans)
    return [_place(text, start, end) for start, end in spans]


def _spans(text: str) -> list[tuple[int, int]]:
    turns = parted(text)
    runs = turns[1::2]
    if _nothing.issuperset(runs) and _OCCUPIED not in text:
        return []
    found: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int, str]] = []
    ends = list(accumulate(map(len, turns)))
    for turn, run in enumerate(runs):
        if run in _nothing:
            continue
        start = ends[2 * turn]
        within, opening = _held(run)
        spans = opening if within is not opening and (not start or _opens(text, start)) else within
        for a, z, tier in spans:
            _settle(text, start + a, start + z, tier, found, doubtful)
    if doubtful:
        _settle_doubtful(text, found, doubtful)
    if _OCCUPIED in text:
        # Its last word may be in small letters.
        found = sorted({*found, *(match.span() for match in TERRITORIES.finditer(text))})
    if found:
        unknown = [*unlisted.in_lists(text, found), *unlisted.in_columns(text, found)]
        if unknown:
            found = sorted({*found, *unknown})
    return found


def _held(run: str) -> tuple[Found, Found]:
    """What a run holds, which is remembered."""
    if run in _nothing:
        return (), ()
    if held := _memory.get(run):
        return held
    held = look_into(gazetteer(), run)
    if len(_memory) + len(_nothing) > _MOST_REMEMBERED:
        _forget()
    if held[0] or held[1]:
        _memory[run] = held
    else:
        _nothing.add(run)
    return held


def _forget() -> None:
    _memory.clear()
    _nothing.clear()


def _opens(text: str, start: int) -> bool:
    """Does a sentence, line or cell begin there?"""
    before = text[start - 1]
    if before == " ":
        return text[start - 2 : start - 1] in ".?!:|•;*]"
    return before in "\n\"“‘'("


def _settle(
    text: str,
    start: int,
    end: int,
    tier: str,
    found: list[tuple[int, int]],
    doubtful: list[tuple[int, int, str]],
) -> None:
    """Put a name with the places, with the doubtful, or nowhere."""
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    if before == "." or after == ".":
        if before == "." and start > 1 and text[start - 2] != " ":
            return
        if after == "." and text[end + 1 : end + 3].isalpha() and text[end + 1 : end + 2].islower():
            return
    name = text[start:end]
    if after == "." and name in ("U.S", "U.K", "U.S.A"):
        end += 1
    known = gazetteer()
    if (after == "," or text.startswith(" - ", end)) and name in known.commas:
        for whole in known.commas[name]:
            if text.startswith(whole, start):
                end = start + len(whole)
                after = text[end : end + 1]
                tier = STRONG
                if _names_body(text, end):
                    return
                break
    if name in ARTICLE and not _has_article(text, start, end, name):
        return
    if found and start < found[-1][1]:
        return
    if text.startswith(" of ", start - 4) and PEER.search(text, max(0, start - 60), start):
        return
    if after == "," and _begins_body(text, start, end):
        return
    if (after == ")" or before == "(") and LAW_AFTER.match(text, end):
        return
    if after == " " and _is_of_abbreviation(text, start, end):
        return
    if before == " " and text.endswith(" v ", 0, start):
        return
    if before == "(" and LAW_BEFORE.search(text, max(0, start - 24), start):
        return
    if after in " '’" and TAIL.match(text, end):
        return
    start = _with_compass(text, start)
    if tier == STRONG or _is_licensed(text, start, end, tier):
        found.append((start, end))
    else:
        doubtful.append((start, end, tier))


def _names_body(text: str, end: int) -> bool:
    """Does a name with commas go on into a council's?"""
    run = RUN.match(text, end + 1) if text.startswith(" ", end) else None
    return run is not None and not (BODY | ACRONYM_BODIES).isdisjoint(run[0].split()[:3])


def _is_of_abbreviation(text: str, start: int, end: int) -> bool:
    """As in "the Screening Committee (UK NSC)", or "Wales ASC - Asylum Support Contract"."""
    match = ABBREVIATED.match(text, end)
    if match is None:
        return False
    if match["close"]:
        return text[start - 1 : start] == "("
    initials = "".join(word[0] for word in match["spelt"].split() if word[0].isupper())
    return initials == match["short"][:3]


def _has_article(text: str, start: int, end: int, name: str) -> bool:
    """Does "the" make it a place's name: "the North", "the Channel"?"""
    if not text.endswith(("the ", "The "), 0, start):
        return name == "Channel" and bool(CROSSING.match(text, end))
    if text.startswith(" of ", end):
        return False
    return name not in ("North", "South") or not text.startswith(" and ", end)


def _begins_body(text: str, start: int, end: int) -> bool:
    """Is it the first of a body's names: "Barking, Havering and Redbridge Trust"?"""
    if not text.startswith(", ", end) or not text[end + 2 : end + 3].isupper():
        return False
    run = RUN.match(text, end + 2)
    if run is None or not (" and " in run[0] or " & " in run[0]):
        return False
    if run[0].endswith(_LAWS):
        return True
    if LOCATED.search(text, max(0, start - 16), start):
        return False
    joint = " and " if " and " in run[0] else " & "
    if joint == " & " and re.sub("['’]s$", "", run[0]).rpartition(" ")[2] not in BODY:
        return False
    first = run[0].partition(joint)[0]
    return not _held(run[0])[0] and gazetteer().tiers[first] == STRONG


def _with_compass(text: str, start: int) -> int:
    """Where the name begins with a direction in small letters: "northern France"."""
    if start < 5:
        return start
    if text.endswith(DIRECTIONS_BEFORE, 0, start):
        match = COMPASS.search(text, max(0, start - 36), start)
        if match:
            return match.start()
    return start


def _is_licensed(text: str, start: int, end: int, tier: str) -> bool:
    """Does something beside the name say that it is a place?"""
    if tier == FOREIGN and text.startswith(("'", "’"), end):
        return False
    left = LOCATED.search(text, max(0, start - 16), start)
    if left and (tier != COMMON or _ends(text, end)):
        return True
    if " " in text[start:end] and LOCATED_THE.search(text, max(0, start - 16), start):
        return True
    if tier == BRITISH and MARKER.search(text, max(0, start - 8), start):
        return True
    if OF_PLACE.search(text, max(0, start - 24), start):
        return True
    return bool(
        text.startswith(
            (" constituency", " station", " airport", "-based", " area", " town centre"), end
        )
    )


def _ends(text: str, end: int) -> bool:
    return (
        end == len(text)
        or text[end] in ".,;)?\n"
        or text.startswith((" and ", " is ", " to ", " was "), end)
    )


def _settle_doubtful(
    text: str, found: list[tuple[int, int]], doubtful: list[tuple[int, int, str]]
) -> None:
    """A doubtful name in a list, bracket or column of places is a place."""
    starts = {a for a, _ in found}
    ends = {z: a for a, z in found}
    for _ in range(2):
        left = []
        for start, end, tier in doubtful:
            gap = LIST_GAP.match(text, end)
            joined = gap and gap.end() in starts
            if not joined:
                joined = any(
                    z in ends and LIST_GAP.fullmatch(text, z, start)
                    for z in range(start - 1, max(0, start - 12), -1)
                )
            if joined or _is_cell(text, start, end):
                found.append((start, end))
                starts.add(start)
                ends[end] = start
            else:
                left.append((start, end, tier))
        if len(left) == len(doubtful):
            break
        doubtful = left
    # What is a place once in a text is one wherever its name stands by itself.
    names = {text[start:end] for start, end in found}
    for start, end, tier in doubtful:
        is_owner = tier == FOREIGN and text.startswith(("'", "’"), end)
        if tier != COMMON and not is_owner and text[start:end] in names:
            found.append((start, end))
    found.sort()


def _is_cell(text: str, start: int, end: int) -> bool:
    """Is the name all that a cell of a table or a line holds?"""
    left = not start or text[start - 1] == "\n" or text[start - 2 : start] in ("| ", "• ", "- ")
    right = end == len(text) or text[end] in "\n*;" or text.startswith(" |", end)
    return left and right


def _with_seats(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places, and the constituencies that the text calls so, whether known or not."""
    seats = []
    at = text.find("onstituenc")
    while at >= 0:
        match = _may_be_seat(text, at - 1) and SEAT_BEFORE.search(text, max(0, at - 90), at - 1)
        if match and not text.startswith("onstituencies", at) and _is_seat(match["seat"]):
            seats.append(match.span("seat"))
        at = text.find("onstituenc", at + 10)
    if "ember for" in text:
        seats += [m.span("seat") for m in MEMBER_FOR.finditer(text)]
    kept: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(seats):
        # Both are in order, so one walk over each will do, however many there are.
        while at < len(spans) and spans[at][1] <= start:
            kept.append(spans[at])
            at += 1
        if kept and kept[-1][1] > start:
            continue
        past = at
        while past < len(spans) and spans[past][0] < end:
            past += 1
        inside = spans[at:past]
        if any(a < start or (a <= start and z >= end) for a, z in inside):
            continue
        if any(z == end and " and " in text[a:z] for a, z in inside):
            continue  # "in Cornwall and Camborne and Redruth constituency"
        kept.append((start, end))
        at = past
    return kept + spans[at:]


_NO_SEATS: Final = frozenset(["Scottish", "Welsh", "Senedd", "UK", "European", "Holyrood"])
"""Before "constituency" these say whose it is."""


def _may_be_seat(text: str, end: int) -> bool:
    """Has the word before a capital, as "his" and "each" have not?"""
    words = text[max(0, end - 90) : end].split()
    return bool(words) and not (
        words[-1].isascii() and words[-1].islower() and words[-1] != "parliamentary"
    )


def _is_seat(name: str) -> bool:
    first = name.split(" ")[0]
    return (
        first not in FREE_BEFORE
        and first not in _NO_SEATS
        and not name.endswith(("'s", "’s", "s'", "s’"))
    )


def _place(text: str, start: int, end: int) -> Place:
    shown = text[start:end]
    return Place(start, end, shown, _counted_as(shown))


@lru_cache(4096)
def _counted_as(shown: str) -> str:
    """The name under which mentions are counted together."""
    name = shown[0].upper() + shown[1:]
    first, _, rest = name.partition(" ")
    if "-" in first and rest:
        name = f"{first.replace('-', ' ').title()} {rest}"
    return {"United Kingdom": "UK", "U.K.": "UK", "United States": "US", "USA": "US"}.get(
        name, name
    )

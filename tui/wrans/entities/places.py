"""Places by their names, and by what stands around them."""

import re
from bisect import bisect_left
from typing import Final

from wrans.entities.entity import Place
from wrans.entities.gazetteer import Gazetteer, gazetteer
from wrans.entities.heads import BODIES, FREE_BEFORE, HEADS_FOR, HEADS_OF, TITLE
from wrans.entities.shapes import (
    AFTER_PART,
    BEFORE_PART,
    DIRECTION,
    DIRECTION_NAMES,
    FACILITY,
    MEMBER_FOR,
    SEAT,
    SIDE,
)

_CAPITAL: Final = re.compile(r"(?<![\w&])[A-ZÀ-Þ]\w*")
_FIRST: Final = re.compile(r"\w+")
# How a name may go on, on its line: far enough to reach the head of a body's name.
_RUN: Final = re.compile(r"(?:-[A-Z]\w*)?(?:[ ](?:and |of |for |& |the )?[A-Z][\w&'’.-]*){0,12}")
_LAW: Final = re.compile(
    r"(?:\sand\s[A-Z]\w+)?\)\s(?:[A-Z(][\w()]*\s){0,4}(?:Regulations|Act|Order|Rules|Bill)\b"
)
# What stands before a place name and makes it part of another.
_NAME_BEFORE: Final = re.compile(r"(?P<word>[A-Z][\w&'’.-]*)\s\Z")
_OF_BEFORE: Final = re.compile(
    r"(?P<head>[A-Z][\w-]*)\s(?:(?:and|&)\s[A-Z]\w*\s)?(?P<how>of|for|in)\s(?:the\s)?\Z"
)
_HYPHENED: Final = re.compile(r"-(?P<tail>[A-Z]\w*)")
_LOCATED: Final = re.compile(
    r"\b(?:in|at|near|from|to|around|across|of|outside|between|visiting|via)\s(?:and\saround\s)?\Z"
)
# "Leeds CDC": what has letters for a name is a body of the place.
_ACRONYM: Final = re.compile(r"[ ](?:& )?[A-Z]{2,6}\b")
_NATIONS: Final = frozenset(
    "England Scotland Wales Britain Europe Ukraine Israel Gaza Russia China".split()
)


def find(text: str) -> list[Place]:
    """The places that are named in a text, in order."""
    known = gazetteer()
    found: dict[int, Place] = {}
    seats = _seats(text)
    end = last = 0
    for match in _CAPITAL.finditer(text):
        start = match.start()
        if start < end:
            continue
        seat = seats.get(start)
        if seat:
            found[start] = _place(text, start, seat)
            end = last = seat
            continue
        name = known.at(text, start, _FIRST.match(text, start)[0])  # type: ignore[index]
        if name is None:
            continue
        a, z = _whole(text, start, start + len(name), known)
        end = max(end, start + len(name))
        if a < last:
            continue
        if _is_place(text, a, z, start, name, known):
            found[a] = _place(text, a, z)
            end = last = z
    taken = sorted((place.start, place.end) for place in found.values())
    for match in DIRECTION_NAMES.finditer(text):
        a, z = match.span("name")
        at = bisect_left(taken, (z, 0))
        if (not at or taken[at - 1][1] <= a) and not _in_body(text, z):
            found[a] = _place(text, a, z)
    return [found[start] for start in sorted(found)]


def _place(text: str, start: int, end: int) -> Place:
    shown = text[start:end]
    return Place(start, end, shown, _counted_as(shown))


def _counted_as(shown: str) -> str:
    """The name under which mentions are counted together."""
    name = shown[0].upper() + shown[1:]
    first, _, rest = name.partition(" ")
    if "-" in first and rest:
        name = f"{first.replace('-', ' ').title()} {rest}"
    return {"United Kingdom": "UK", "U.K.": "UK", "United States": "US", "USA": "US"}.get(
        name, name
    )


def _seats(text: str) -> dict[int, int]:
    """Constituencies that the text calls so, from start to end, whether known or not."""
    found: dict[int, int] = {}
    if "onstituenc" in text:
        for match in SEAT.finditer(text):
            start = match.start("seat")
            told = match["seat"]
            # "… and Bath constituencies": several, each for itself.
            if match[0].endswith("ies") or told.startswith(("Westminster", "Parliamentary")):
                continue
            for word in ("In ", "The ", "For ", "and ", "of ", "the ", "on ", ", "):
                if told.startswith(word):
                    start += len(word)
                    told = told[len(word) :]
            told = told.removesuffix(" Parliamentary").removesuffix(" Westminster")
            if told[:1].isupper() and told not in ("Parliamentary", "Westminster", "Each", "Every"):
                found[start] = start + len(told)
    if "ember for" in text:
        for match in MEMBER_FOR.finditer(text):
            found.setdefault(match.start("seat"), match.end("seat"))
    return found


def _whole(text: str, start: int, end: int, known: Gazetteer) -> tuple[int, int]:
    """The name with what belongs to it: directions, "County", "Airport"."""
    if match := AFTER_PART.match(text, end) or SIDE.match(text, end):
        end = match.end()
    before = text[max(0, start - 40) : start]
    if match := BEFORE_PART.search(before):
        start -= len(before) - match.start()
        before = text[max(0, start - 40) : start]
    if match := DIRECTION.search(before):
        start -= len(before) - match.start()
    return start, end


def _is_place(text: str, a: int, z: int, start: int, name: str, known: Gazetteer) -> bool:
    before, after = text[max(0, a - 60) : a], text[z : z + 120]
    if (
        name in known.common
        and a == start
        and not (
            _is_cell(text, a, z) or (_LOCATED.search(before) and not re.match(r" [A-Z\d]", after))
        )
    ):
        return False
    if before.endswith("."):
        return False
    if not name.isupper() and name not in _NATIONS and _ACRONYM.match(after):
        return False
    if _in_body(text, z) or _LAW.match(after):
        return False
    tail = _HYPHENED.match(after)
    if tail and tail["tail"] not in known and not tail["tail"].isupper():
        return False
    if before.endswith("-") and re.search(r"[A-Za-z]-\Z", before):
        head = re.search(r"([A-Z]\w*)-\Z", before)
        if not head or head[1] not in known:
            return False
    return not _is_inside_name(text, a, before, known)


def _is_cell(text: str, a: int, z: int) -> bool:
    """Is the name all that a cell of a table holds?"""
    before, after = text[max(0, a - 2) : a], text[z : z + 2]
    return before.endswith(("\n", "| ")) and after.startswith((" |", "\n"))


def _in_body(text: str, z: int) -> bool:
    """Does the name go on into that of a body, law or facility?"""
    run = _RUN.match(text, z)
    if not run or run.end() == z:
        return False
    words = run[0].split()
    joined = False
    for word in words:
        if word in ("and", "of", "for", "&", "the"):
            joined = True
            continue
        bare = word.strip(".,;:-").removesuffix("'s").removesuffix("’s")
        if bare in BODIES or bare.partition("-")[0] in BODIES:
            return True
        if joined and bare in gazetteer() and word.endswith((".", ",", ";", ":")):
            return False
    return False


def _is_inside_name(text: str, a: int, before: str, known: Gazetteer) -> bool:
    """Is the name the end of another, longer one?"""
    if FACILITY.search(before):
        return True
    if match := _OF_BEFORE.search(before):
        head, how = match["head"], match["how"]
        if how == "of" and head in HEADS_OF:
            return True
        if how == "for" and head in HEADS_FOR:
            return True
    if match := _NAME_BEFORE.search(before):
        word = match["word"].rstrip(".")
        if word in TITLE:
            return True
        if word in FREE_BEFORE or word in known or match["word"].endswith((".", ":")):
            return False
        if word.endswith(("’s", "'s", "s’", "s'")):
            return False
        lead = before[: match.start()]
        is_first = (
            not lead.strip()
            or lead.rstrip().endswith((".", ":", "|", "?", "•"))
            or lead.endswith("\n")
        )
        return not (is_first and not word.isupper() and word not in BODIES)
    return False

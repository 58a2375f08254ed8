"""Whether what stands around a name makes it a place, or part of something else's name."""

import re
from functools import lru_cache
from typing import Final

from wrans.entities import met
from wrans.entities.gazetteer import gazetteer
from wrans.entities.glance import RUN
from wrans.entities.heads import ACRONYM_BODIES, ARTICLE, BODY
from wrans.entities.names import BRITISH, COMMON, FOREIGN, STRONG
from wrans.entities.shapes import (
    ABBREVIATED,
    CASE,
    COMPASS,
    CROSSING,
    DIRECTIONS_BEFORE,
    IN_BRACKET,
    INTRODUCED,
    LAW_AFTER,
    LAW_BEFORE,
    LIST_GAP,
    LOCATED,
    LOCATED_THE,
    MARKER,
    OF_PLACE,
    OFFICE,
    PEER,
    PEOPLE_AFTER,
    PEOPLE_BEFORE,
    QUESTION_ON,
    SHORT_FORM,
    TAIL,
)

_LAWS: Final = (" Act", " Bill", " Regulations", " Order", " Rules")
_ENDS_OF_DIRECTIONS: Final = frozenset(ending[-4:-1] for ending in DIRECTIONS_BEFORE)
_AND_SIDES: Final = tuple(f" and {side}" for side in ("North", "South", "East", "West"))
"""The other half of a name that the first of two directions begins."""
_OF_MORE: Final = ARTICLE | {"Caribbean", "Whitehall"}
"""Names of places that are other things' names too."""
_TELLING: Final = frozenset(
    ["of", "he", "nd", " v", "v.", *(ending[-2:] for ending in _ENDS_OF_DIRECTIONS)]
)
"""How words end that may make the name behind them another's, or a longer one."""
_JOINTS: Final = (", ", " and ", ", the ", " and the ")
_TAILS: Final = frozenset(["di", "sy", "vi", "fe", "no", "v ", "v."])
"""How what `TAIL` tells begins."""
_OFFICES: Final = ("inister", "ecretary of State", "nvoy")


def settle(
    text: str,
    start: int,
    end: int,
    tier: str,
    found: list[tuple[int, int]],
    doubtful: list[tuple[int, int, str]],
) -> None:
    """Put a name with the places, with the doubtful, or nowhere."""
    if found and start < found[-1][1]:
        return
    name = text[start:end]
    before = text[start - 4 : start] if start > 3 else text[:start].rjust(4, "\n")
    behind = text[end : end + 3] or "\n"
    # Most stand between words that make them nothing else.
    is_before_word = behind[0] == " " and (word := behind[1:]).islower() and word not in _TAILS
    if not is_before_word:
        may_go_on = (behind[0] == "," or behind == " - ") and name in gazetteer().commas
        if may_go_on and (whole := _with_commas(text, start, name)):
            end, tier = start + len(whole), STRONG
            if _names_body(text, end):
                return
            behind = text[end : end + 3] or "\n"
        if _goes_on(text, start, end, behind):
            return
        if behind[0] == "." and name in ("U.S", "U.K", "U.S.A"):
            end += 1
    if name in _OF_MORE and _is_else(text, start, end, name, found):
        return
    if before[3] != " " or before[1:3] in _TELLING or before[2] == ",":
        if _is_of_other(text, start, end, before):
            return
        if before[:3] in _ENDS_OF_DIRECTIONS:
            start = _with_compass(text, start)
    if tier == STRONG or _is_licensed(text, start, end, tier):
        found.append((start, end))
    else:
        doubtful.append((start, end, tier))


def _with_commas(text: str, start: int, name: str) -> str | None:
    """The whole of a name that goes on over a comma or a dash."""
    wholes = gazetteer().commas[name]
    return next((whole for whole in wholes if text.startswith(whole, start)), None)


def _is_else(text: str, start: int, end: int, name: str, found: list[tuple[int, int]]) -> bool:
    """Is a name that not only a place has something else's here?"""
    if name == "Caribbean":
        return _is_people(text, start, end)
    if name == "Whitehall":
        return text[start - 2 : start - 1].isdigit()  # an address
    return not _has_article(text, start, end, name) and not _shares_article(text, start, found)


def _is_people(text: str, start: int, end: int) -> bool:
    """As in "Black/African/Caribbean" and "of Caribbean heritage"."""
    if PEOPLE_AFTER.match(text, end):
        return True
    return PEOPLE_BEFORE.search(text, max(0, start - 24), start) is not None


def _is_of_other(text: str, start: int, end: int, before: str) -> bool:
    """Does what stands before make it a peer's title, a party in court, an office or a law?"""
    last = before[2]
    if before[3] == " ":
        if last == "f":
            return before[1] == "o" and bool(PEER.search(text, max(0, start - 60), start))
        if last in "ed,":
            return text.endswith(_JOINTS, 0, start) and _ends_office(text, start)
        return before.endswith((" v ", " v. "))
    if before[3] == "(":
        return bool(
            LAW_AFTER.match(text, end) or LAW_BEFORE.search(text, max(0, start - 24), start)
        )
    return before[3] == "." and last != " "


def _goes_on(text: str, start: int, end: int, behind: str) -> bool:
    """Does what stands behind make it a body's name, its short form, a disease's or a law's?"""
    after, follows = behind[0], behind[1:]
    if after == " ":
        if follows in _TAILS:
            return bool(TAIL.match(text, end))
        if follows[:1] == "(":
            return _ends_body(text, start, end)
        return follows.isupper() and _is_of_abbreviation(text, start, end)
    if after == ".":
        return follows.isalpha() and follows[0].islower()
    if after == ",":
        return _begins_body(text, start, end)
    if after == ")":
        return bool(LAW_AFTER.match(text, end))
    if after == "/":
        return _is_half(text, end + 1)
    return after in ("'", "’") and bool(TAIL.match(text, end))


def _is_half(text: str, start: int) -> bool:
    """Does a name behind a slash go on into another: "the UK/Mauritius Agreement"?"""
    run = RUN.match(text, start)
    if run is None or " " not in run[0] or gazetteer().tiers[run[0].split(" ", 1)[0]] != STRONG:
        return False
    held = met.held([run[0]])[0]
    return not (held and any(a == 0 for a, _, _ in held.within))


def _names_body(text: str, end: int) -> bool:
    """Does a name with commas go on into a council's?"""
    run = RUN.match(text, end + 1) if text.startswith(" ", end) else None
    return run is not None and not (BODY | ACRONYM_BODIES).isdisjoint(run[0].split()[:3])


def _is_of_abbreviation(text: str, start: int, end: int) -> bool:
    """As in "the Screening Committee (UK NSC)", or "Wales ASC - Asylum Support Contract"."""
    short = SHORT_FORM.match(text, end)
    if short is None:
        return False
    if text[start:end] in ("UK", "GB", "US", "NI") and text[start : short.end()] in _shortened(
        text
    ):
        return True
    match = ABBREVIATED.match(text, end)
    if match is None:
        return False
    if match["close"]:
        return text[start - 1 : start] == "("
    initials = "".join(word[0] for word in match["spelt"].split() if word[0].isupper())
    return initials == match["short"][:3]


def _shares_article(text: str, start: int, found: list[tuple[int, int]]) -> bool:
    """Is it the second of two with one article: "the Midlands and North"?"""
    if not found or not text.startswith(" and ", start - 5) or found[-1][1] != start - 5:
        return False
    return text.endswith(("the ", "The "), 0, found[-1][0])


@lru_cache(1)
def _shortened(text: str) -> frozenset[str]:
    """The short forms with a place in them that a text says what they stand for: "UK NSC"."""
    return frozenset(
        f"{match['place']} {match['short'] or match['bare']}"
        for match in INTRODUCED.finditer(text)
        if match["short"] or match["head"] in BODY
    )


def _ends_body(text: str, start: int, end: int) -> bool:
    """Is it the last word of what a bracket shortens, as in "Active Travel England (ATE)"?"""
    bracket = IN_BRACKET.match(text, end)
    if bracket is None:
        return False
    run = text[max(0, start - 80) : end].split()
    before = text[max(0, start - 24) : start].split()
    if not before or (before[-1].islower() and (before[-1] != "of" or "Government" in before)):
        return False
    words = [word for word in run if word not in ("and", "of", "for", "the", "in")]
    count = len(bracket["short"])
    initials = "".join(word[0] for word in words[-count:])
    return initials == bracket["short"] and len(text[start:end].split()) < count - 1


def _has_article(text: str, start: int, end: int, name: str) -> bool:
    """Does "the" make it a place's name: "the North", "the Channel"?"""
    if not text.endswith(("the ", "The "), 0, start):
        return name == "Channel" and bool(CROSSING.match(text, end))
    if text.startswith(" of ", end):
        return False
    return name not in ("North", "South") or not text.startswith(_AND_SIDES, end)


def _ends_office(text: str, start: int) -> bool:
    """Does the name of an office go on over a list: "Minister for Europe, North America and"?"""
    before = max(0, start - 120)
    at = max(text.rfind(" for ", before, start), text.rfind(" to ", before, start))
    first = max(0, at - 40)
    is_office = at >= 0 and any(text.find(held, first, start) >= 0 for held in _OFFICES)
    return is_office and OFFICE.search(text, first, start) is not None


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
    is_name = gazetteer().tiers[first] == STRONG or not ACRONYM_BODIES.isdisjoint(run[0].split())
    held = met.held([run[0]])[0]
    return is_name and not (held and held.within)


def _with_compass(text: str, start: int) -> int:
    """Where the name begins with a direction in small letters: "northern France"."""
    if start < 5 or not text.endswith(DIRECTIONS_BEFORE, 0, start):
        return start
    match = COMPASS.search(text, max(0, start - 36), start)
    return match.start() if match else start


def _is_licensed(text: str, start: int, end: int, tier: str) -> bool:
    """Does something beside the name say that it is a place?"""
    if tier == FOREIGN and text.startswith(("'", "’"), end):
        return False
    if tier == FOREIGN and text[start:end].rpartition(" ")[2] in BODY:
        return False  # "Villa Park"
    left = LOCATED.search(text, max(0, start - 16), start)
    if left and (tier != COMMON or _ends(text, end)):
        return not CASE.search(text, max(0, start - 16), start)
    if " " in text[start:end] and LOCATED_THE.search(text, max(0, start - 16), start):
        return True
    if tier == BRITISH and MARKER.search(text, max(0, start - 8), start):
        return True
    if tier == BRITISH and QUESTION_ON.search(text, max(0, start - 70), start):
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
        or text.startswith((" and ", " is ", " to ", " was ", " via "), end)
    )


def settle_doubtful(
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

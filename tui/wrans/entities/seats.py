"""Constituencies that a text calls so, whether they are known or not."""

from typing import Final

from wrans.entities.gazetteer import gazetteer
from wrans.entities.heads import BODY, FREE_BEFORE, TITLES
from wrans.entities.names import STRONG
from wrans.entities.shapes import MEMBER_FOR, SEAT_BEFORE

_NOT_OF_SEATS: Final = BODY | TITLES | {"UK"}
_NO_SEATS: Final = frozenset(
    ["Scottish", "Welsh", "Senedd", "UK", "European", "Holyrood", "Unknown"]
)
"""Before "constituency" these say whose it is."""


def with_seats(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places, and the constituencies that the text calls so, whether known or not."""
    seats = []
    at = text.find("onstituenc")
    while at >= 0:
        match = _may_be_seat(text, at - 1) and SEAT_BEFORE.search(text, max(0, at - 90), at - 1)
        if match and not text.startswith("onstituencies", at) and _is_seat(match["seat"]):
            seats.append(match.span("seat"))
        at = text.find("onstituenc", at + 10)
    at = text.find("ember for")
    if at >= 0:
        seats += [match.span("seat") for match in MEMBER_FOR.finditer(text, max(0, at - 1))]
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
        if inside and inside[0][0] == start and _goes_past(text, inside[0][1], end):
            continue
        if any(a < start or (a <= start and z >= end) for a, z in inside):
            continue
        if any(z == end and " and " in text[a:z] for a, z in inside):
            continue  # "in Cornwall and Camborne and Redruth constituency"
        kept.append((start, end))
        at = past
    return kept + spans[at:]


def _goes_past(text: str, end: int, past: int) -> bool:
    """Does what is taken for a seat go past its name: "the Member for Hove on HMP Lewes"?"""
    tail = text[end:past]
    if not tail.startswith(" and "):
        return tail.startswith((" on ", " of ", "'s", "’s"))
    words = tail.split()[1:]
    if words[0] == "the" or not _NOT_OF_SEATS.isdisjoint(words):
        return True
    return len(words) > 1 and gazetteer().tiers[tail[5:]] == STRONG


def _may_be_seat(text: str, end: int) -> bool:
    """Has the word before a capital, as "his" and "each" have not?"""
    words = text[max(0, end - 90) : end].rsplit(maxsplit=1)
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

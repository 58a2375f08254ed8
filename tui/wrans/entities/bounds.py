"""Where a name in a run begins and ends: with a direction, "City of", "Airport" and the like."""

from typing import Final

from wrans.entities.heads import (
    BEFORE_PART,
    CANNOT_END,
    DIRECTIONS,
    FREE_AFTER,
    GENERIC_AFTER,
    PART_OF,
)
from wrans.entities.run import Name, Run
from wrans.entities.words import unowned

_REGIONS: Final = frozenset(
    ["North West", "North East", "South West", "South East", "Midlands", "Wales"]
)
_HALVES: Final = frozenset(["Central", "East", "West", "Western", "Eastern"])
_SIDES: Final = frozenset("North South East West Central".split())
""""Leeds South West"."""
_PAIRS: Final = frozenset(
    [
        "International Airport", "City Airport", "London Borough", "National Park", "Urban Area",
        "City Region", "Railway Station", "Metropolitan Borough", "International Station",
        "County Borough", "Regional Airport", "Protected Area", "National Landscape",
        "Nature Reserve",
    ]
)  # fmt: skip
_THREE: Final = frozenset([("Marine", "Protected"), ("Marine", "Conservation")])
_BEHIND: Final = (
    GENERIC_AFTER
    | _SIDES
    | {pair.split(" ")[0] for pair in _PAIRS}
    | {"Marine", "and", "&", "Station", "Parkway"}
)
"""Words that may belong to the name before them."""


def extend(run: Run, name: Name) -> None:
    """Take in directions, "City of" and words like "Airport"."""
    is_half = run.text[name.start - 1 : name.start] == "-"
    if name.first and not is_half:
        _take_before(run, name)
    if name.after < len(run.tokens) and not is_half:
        _take_behind(run, name)


def _take_before(run: Run, name: Name) -> None:
    tokens, first = run.tokens, name.first
    while name.first and tokens[name.first - 1][0] in DIRECTIONS and run.adjoins(name.first):
        name.first -= 1
    if _joins_directions(run, name.first):
        name.first -= 2
    before = name.first - 2
    if name.first > 2 and tokens[name.first - 1][0] == "the":
        before -= 1
    if before >= 0 and tokens[before + 1][0] == "of" and tokens[before][0] in PART_OF:
        name.first = before
        if before and tokens[before - 1][0] in BEFORE_PART:
            name.first -= 1
    if name.first < first:
        name.start = tokens[name.first][1]


def _take_behind(run: Run, name: Name) -> None:
    tokens = run.tokens
    if run.text.startswith(("'", "’"), name.end):
        return
    while name.after < len(tokens) and tokens[name.after][1] == name.end + 1:
        width = _generic(run, name)
        if not width:
            break
        name.after += width
        word, start, _ = tokens[name.after - 1]
        name.end = start + len(unowned(word))


def _joins_directions(run: Run, at: int) -> bool:
    """As in "Central and Eastern England", but not "the North West and North East"."""
    tokens = run.tokens
    if at < 2 or tokens[at - 1][0] not in ("and", "&") or at == len(tokens):
        return False
    first, last = tokens[at - 2][0], tokens[at][0]
    if first not in DIRECTIONS or last not in DIRECTIONS:
        return False
    return at < 3 or tokens[at - 3][0] not in DIRECTIONS


def _generic(run: Run, name: Name) -> int:
    """How many words behind a name belong to it."""
    tokens, at = run.tokens, name.after
    word = unowned(tokens[at][0])
    if word not in _BEHIND:
        return 0
    after = unowned(tokens[at + 1][0]) if at + 1 < len(tokens) and run.adjoins(at + 1) else ""
    if word == "Borough" and tokens[at - 1][0] == "London":
        return 0
    if f"{word} {after}" in _PAIRS:
        return 2
    if (word, after) in _THREE and run.token(at + 2) in ("Area", "Areas"):
        return 3
    if word in _SIDES and not run.is_large(name):
        width = 2 if after in ("East", "West") and word in ("North", "South") else 1
        past = run.token(at + width)
        if not past[:1].isupper() or past in FREE_AFTER or not run.adjoins(at + width):
            return width
    if word in ("and", "&") and run.text[name.start : name.end] in _REGIONS:
        # "North West & Central", of which the second half is no name by itself
        is_last = at + 2 == len(tokens) or tokens[at + 2][0] in FREE_AFTER
        return 2 if after in _HALVES and is_last else 0
    if word in GENERIC_AFTER and not (
        word in CANNOT_END and after[:1].isupper() and after not in FREE_AFTER
    ):
        return 1
    if word in ("Station", "Parkway") and not after[:1].isupper():
        return 0 if tokens[at - 1][0] in ("Fire", "Police", "Power") else 1
    return 0

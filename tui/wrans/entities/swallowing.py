"""Names in a run that are part of others: those of bodies, laws, offices and facilities."""

from typing import Final

from wrans.entities.heads import (
    ACRONYM_BODIES,
    BODIES_IN,
    BODY,
    FACILITIES,
    FREE_AFTER,
    FREE_BEFORE,
    HEADS_FOR,
    HEADS_OF,
    HEADS_OFFICE,
    PLAN_FOR,
    TITLES,
)
from wrans.entities.names import COMMON, STRONG
from wrans.entities.patterns import pattern
from wrans.entities.run import JOINING, Name, Run, is_acronym
from wrans.entities.words import unowned

_POSTCODE: Final = pattern(r"(?![AM]\d)[A-Z]{1,2}\d[A-Z\d]?\Z")
"""Its first half; a letter and a number may be a road too, which is what "A" and "M" mostly are."""
_OWNERS: Final = frozenset(["His", "Her", "Its", "Their", "Our", "My"])
_KEEPING: Final = frozenset(["Get", "Getting", "Keep", "Keeping"])
""""Get Britain Working" is said of a place, as "Making Britain Safer" is."""


def made_with(run: Run, one: Name, other: Name) -> bool:
    """As in "NHS Kent and Medway": what makes a name with one place makes it with both."""
    tokens, at = run.tokens, one.after
    if other.first != at + 1 or tokens[at][0] not in ("and", "&") or not one.first:
        return False
    before = tokens[one.first - 1][0]
    is_large = run.is_large(one) and run.is_large(other)
    if before == "for" or (before == "of" and is_large):
        return True  # "Charity Commission for England and Wales"
    if before != "NHS" and before not in run.known.makers:
        return False
    return not (run.is_large(one) or run.is_large(other))


def goes_on(run: Run, name: Name, starts: dict[int, Name]) -> bool:
    """Does the name go on into that of a body, law or facility?"""
    tokens, at = run.tokens, name.after
    if at >= len(tokens):
        return False
    word = tokens[at][0]
    last = tokens[at - 1]
    if name.end < last[2]:
        # A possessive or a hyphen ends the name, unless "EU-UK Trade Agreement" follows.
        hyphened = ("-" in last[0] or "–" in last[0]) and not run.text[
            name.end : last[2]
        ].startswith(("'", "’"))
        tail = run.text[name.end + 1 : last[2]]
        follows = last[2] + 1 == tokens[at][1] and tokens[at][0] not in FREE_AFTER
        return hyphened and tail[:1].isupper() and follows and _is_title(tokens[at][0])
    if last[2] + 1 != tokens[at][1]:
        return False
    if word in ("and", "&"):
        return _shares_body(run, name, at + 1, starts)
    if not word[0].isupper() or word in FREE_AFTER or _is_postcode(word):
        return False
    if word in ACRONYM_BODIES:
        # "Suffolk NHS region" is no body's name; where it is one, it goes on.
        return word != "NHS" or at + 1 < len(tokens)
    before = tokens[name.first - 1][0] if name.first else ""
    if before == "Making" or (word.endswith("ing") and before in _KEEPING):
        return False
    if is_acronym(word) and word.title() not in BODY:
        follower = starts.get(at)
        if follower:
            return follower.blocked
        return name.tier != STRONG or _names_body(run, at + 1)
    follower = starts.get(at)
    if follower is None or (follower.tier == COMMON and follower.after == at + 1):
        return True
    return follower.blocked or (word in BODY and follower.after == at + 1)


def _names_body(run: Run, at: int) -> bool:
    """Is there a word for a body further on, and only capitals before it?"""
    for word, _, _ in run.tokens[at : at + 6]:
        if word in BODY or word in ACRONYM_BODIES or (word.isupper() and word.title() in BODY):
            return True
        if not word[0].isupper() and word not in JOINING:
            return False
    return False


def _shares_body(run: Run, name: Name, at: int, starts: dict[int, Name]) -> bool:
    """As in "Devon and Cornwall Police": what follows "and" takes both into its name."""
    tokens = run.tokens
    is_apart = at < len(tokens) and tokens[at][0] == "the"
    at += is_apart
    follower = starts.get(at)
    if follower is None:
        follower = next((n for n in starts.values() if n.first == at), None)
    if follower is not None:
        if not follower.blocked:
            return False
        return not run.is_large(name) or run.is_large(follower)
    if at >= len(tokens) or run.is_large(name) or is_apart:
        return False  # "Tanzania and the African Union" are two
    word = tokens[at][0]
    return word not in BODY and word not in _OWNERS and _names_body(run, at + 1)


def is_end(run: Run, name: Name) -> bool:
    """Is the name the end of another, longer one?"""
    at = name.first
    tokens = run.tokens
    if not at or (_is_postcode(run.token(name.after)) and name.end == tokens[name.after - 1][2]):
        return False
    word = tokens[at - 1][0]
    if word == "the" and at > 1:
        at -= 1
        word = tokens[at - 1][0]
    if word == "of":
        return _has_head(run, at - 1, HEADS_OF)
    if word in ("and", "&"):
        return _office(run, at - 1)
    if word == "in":
        return _has_head(run, at - 1, BODIES_IN)
    if word == "de":
        return True  # "Tour de France"
    if word == "for":
        return _has_head(run, at - 1, HEADS_FOR) and tokens[at - 2][0] not in PLAN_FOR
    if not word[0].isupper() or not run.adjoins(name.first):
        return False
    return _makes_name(run, at - 1, name)


def _office(run: Run, at: int) -> bool:
    """Is it the second half of an office's name: "Minister for Aid and Africa"?"""
    words = [t[0] for t in run.tokens[:at]]
    if "for" not in words:
        return False
    cut = len(words) - 1 - words[::-1].index("for")
    return not HEADS_OFFICE.isdisjoint(words[:cut]) and at - cut < 5


def _has_head(run: Run, at: int, heads: frozenset[str]) -> bool:
    """Is there such a head among the words with capitals before "of" or "for"?"""
    for place in range(at - 1, max(-1, at - 10), -1):
        word = run.tokens[place][0]
        if word in heads:
            return True
        if not (word[0].isupper() or word in ("of", "and", "&", "for", "the")):
            return False
    return False


def _makes_name(run: Run, at: int, name: Name) -> bool:
    """Does the word with a capital before a place make one name with it?"""
    word = run.tokens[at][0]
    if word in TITLES or word in FACILITIES:
        return True
    if run.text[run.tokens[at][2]] == "-":
        return False
    if word in FREE_BEFORE or word.endswith(("'s", "’s", "s'", "s’")):
        return False
    if any(c.isdigit() for c in word):
        return False
    if word.endswith("ing") and run.text.startswith(("'s", "’s"), name.end):
        return False  # "Securing Ireland's Future"
    if at == 0:
        run.depends = True
        if run.opens:
            return word in run.known.makers or word not in run.known.openers
    return not (run.known.tiers[unowned(word)] == STRONG and word not in BODY)


def _is_title(word: str) -> bool:
    return word[0].isupper() and not is_acronym(word)


def _is_postcode(word: str) -> bool:
    return not word.isalpha() and _POSTCODE.match(word) is not None

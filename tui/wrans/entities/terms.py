"""What stands about a sum: how exact it is, and for how long."""

import re
from typing import Final

from wrans.entities.patterns import pattern

_PHRASES: Final = {
    "approx": (
        "about around approximately approx approx. circa circa. c. c ca. some roughly estimated ~"
    ),
    "almost": "almost nearly",
    "up_to": "maximum upto",
    "over": "over above exceeding exceeds exceed exceeded",
    "at_least": "minimum",
    "under": "under below",
}
_BEFORE: Final = {word: name for name, words in _PHRASES.items() for word in words.split()} | {
    "in the region of": "approx", "an estimate of": "approx",
    "close to": "almost", "just under": "almost", "just below": "almost",
    "up to": "up_to", "up to and including": "up_to", "at most": "up_to",
    "no greater than": "up_to", "not greater than": "up_to", "no higher than": "up_to",
    "maximum of": "up_to", "no more than": "up_to", "not more than": "up_to",
    "capped at": "up_to", "not exceeding": "up_to", "not exceed": "up_to", "cannot exceed": "up_to",
    "more than": "over", "in excess of": "over", "greater than": "over", "upwards of": "over",
    "at least": "at_least", "minimum of": "at_least", "no less than": "at_least",
    "not less than": "at_least", "no lower than": "at_least", "not lower than": "at_least",
    "less than": "under", "lower than": "under",
}  # fmt: skip
_TOUCHING: Final = frozenset("a an the another further additional extra total of".split())
_LONGEST_FIRST: Final = sorted(_BEFORE, key=len, reverse=True)
_ENDING_IN: Final = {
    last: [phrase for phrase in _LONGEST_FIRST if phrase.split()[-1] == last]
    for last in _TOUCHING.union(phrase.split()[-1] for phrase in _BEFORE)
}
"""Phrases by their last word."""
_OPENING: Final = "([‘’“\"'>"
_APART: Final = frozenset(("", " ", *_OPENING))
"""What may stand before a phrase."""
_GLUED: Final = pattern(r"(?:\A|(?<=\s)|(?<=[(‘“\"'•]))(c\.?|ca\.|~)\Z", re.IGNORECASE)

_AFTER: Final = pattern(
    r" (?:or|and) (?P<how>less|lower|under|below|more|above|over|higher|greater)\b"
    r"(?! (?:than|the|an?(?! (?:year|week|month|day|hour))|its|\d|£))",
    re.IGNORECASE,
)
_OR_AND: Final = frozenset("oOaA")
_UP_TO: Final = frozenset(("less", "lower", "under", "below"))

_BEFORE_PERIOD: Final = frozenset(" -/")
_EACH: Final = pattern(
    r"(?:[ -]|/)(?:(?:per|an?|each|every)[ -](?P<unit>year|week|month|day|hour|annum)\b|"
    r"(?P<bare>(?<=/)(?:year|week|month|day|hour))\b|"
    r"(?P<year>p\.?a\.?(?!\w)|annually|yearly)|(?P<week>weekly)\b|(?P<month>monthly)\b|"
    r"(?P<day>daily)\b|(?P<hour>hourly)\b)",
    re.IGNORECASE,
)
_NUMERALS: Final = "two three four five six seven eight nine ten eleven twelve".split()
_COUNTS: Final = {word: str(n) for n, word in enumerate(_NUMERALS, 2)}
_OVER: Final = pattern(
    r" (?:over|across|during|for|throughout)(?: (?:the|a))?"
    r"(?: (?:next|last|past|coming|previous|following))?"
    rf" (?P<count>{'|'.join(_NUMERALS)}|\d{{1,2}})[ -](?:financial |academic )?"
    r"(?P<unit>year|month|week|day)s?\b",
    re.IGNORECASE,
)
_IN: Final = pattern(
    r" (?:in|for|during|across)(?: the)?(?: (?:financial|fiscal|academic) years?| FY)? ?(?:FY ?)?"
    r"(?P<from>(?:19|20)?\d\d)(?: ?[/–-] ?| to )(?P<to>(?:20)?\d\d)(?![\d/-]| prices)",
    re.IGNORECASE,
)
_IN_ONE: Final = pattern(
    r" (?:in|for|during)(?: the)?(?: (?:calendar|financial) year| FY)? (?P<year>(?:19|20)\d\d)"
    r"(?![\d/–-]|(?: constant)? prices| to \d| terms| money)",
    re.IGNORECASE,
)

# Two letters tell most of what follows sums to be no period.
_BEGIN_EACH: Final = frozenset(
    ("pe", "a ", "a-", "an", "ea", "ev", "p.", "pa", "ye", "we", "mo", "da", "ho")
)
_BEGIN_OVER: Final = frozenset(("ov", "ac", "du", "fo", "th"))
_BEGIN_IN: Final = frozenset(("in", "fo", "du", "ac"))


def qualifier(text: str, start: int, end: int) -> str | None:
    """How the words that touch a sum qualify it: ``approx``, ``up_to`` and so on."""
    if text[end + 1 : end + 2] in _OR_AND and (after := _AFTER.match(text, end)):
        return "up_to" if after["how"].lower() in _UP_TO else "at_least"
    before = text[max(0, start - 60) : start]
    if not before.endswith(" "):
        return "approx" if _GLUED.search(before) else None
    told = before[before.rfind("\n") + 1 : -1].lower()
    while told:
        last = told[told.rfind(" ") + 1 :].lstrip(_OPENING)
        phrases = _ENDING_IN.get(last)
        if phrases is None:
            return None
        for phrase in phrases:
            if told.endswith(phrase) and told[-len(phrase) - 1 : -len(phrase)] in _APART:
                return _BEFORE[phrase]
        if last not in _TOUCHING:
            return None
        told = told.rpartition(" ")[0]
    return None


def period(text: str, end: int) -> str | None:
    """The time that a sum is for, where it follows directly."""
    if text[end + 1 : end + 2] in _OR_AND and (after := _AFTER.match(text, end)):
        end = after.end()
    if text[end : end + 1] not in _BEFORE_PERIOD:
        return None
    letters = text[end + 1 : end + 3].lower()
    if letters in _BEGIN_EACH and (match := _EACH.match(text, end)):
        unit = (match["unit"] or match["bare"] or match.lastgroup or "").lower()
        return "year" if unit == "annum" else unit
    if letters in _BEGIN_OVER and (match := _OVER.match(text, end)):
        count = match["count"].lower()
        return f"{_COUNTS.get(count, count)} {match['unit'].lower()}s"
    if letters not in _BEGIN_IN:
        return None
    if (match := _IN.match(text, end)) and _are_in_turn(match["from"], match["to"]):
        century = "" if len(match["from"]) > 2 else "20"
        return f"{century}{match['from']}-{match['to'][-2:]}"
    if match := _IN_ONE.match(text, end):
        return match["year"]
    return None


def _are_in_turn(first: str, second: str) -> bool:
    return len(first) > 2 or int(second[-2:]) == int(first) + 1

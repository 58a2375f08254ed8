"""What a field in a query asks for."""

import re
from datetime import date
from difflib import get_close_matches
from typing import Final

from wrans.index import where
from wrans.index.plan import Everything, Late, Marked, Not, Or, Plan, Prefix, Term, both
from wrans.index.tokens import Token
from wrans.index.values import Unreadable, dates
from wrans.index.wording import whole_words
from wrans.index.words import STEM, whole, words

NAMES: Final = ("body", "asker", "answerer", "heading")
_DATES: Final = {
    "tabled": "tabled", "answered": "answered", "due": "due", "after": "date", "before": "date",
}  # fmt: skip
_MARKS: Final[dict[str, Plan]] = {
    "bookmarked": Marked("bookmarked"),
    "read": Marked("read"),
    "unread": Not(Marked("read")),
}
_IS: Final = (
    *_MARKS,
    *"unanswered answered late withdrawn corrected grouped named-day holding clipped".split(),
)
_HAS: Final = "table money place attachment".split()
FIELDS: Final = (
    *NAMES,
    *_DATES,
    "party",
    "house",
    "uin",
    "place",
    "money",
    "is",
    "has",
    *where.FIELDS,
)

_STRAY_STAR: Final = re.compile(r"(?<!\w)\*|\*(?=[\w*])")


def field(token: Token, today: date) -> Plan:
    """A field with its value. Raises Unreadable."""
    name, value = token.field.lower(), token.text.strip()
    if name not in FIELDS:
        return _no_field(token)
    if not value:
        if token.is_last:
            return Everything()
        raise Unreadable(f"{name}: has nothing after it", token.start)
    if name in ("uin", "place", "party", *NAMES) and _STRAY_STAR.search(value):
        raise Unreadable("* may only end a word", token.start)
    if value.startswith("=") and name in ("body", "party"):
        return Term("facet", f"{name}{value}")
    if name in NAMES:
        return _named(name, value, token)
    if name in _DATES:
        return dates(_DATES[name], name, value, token.start, today)
    if name == "money":
        from wrans.index.amounts import sums  # few queries want it

        return sums(value, token.start)
    if name in where.FIELDS:
        return where.plan(name, value, token.start, is_last=token.is_last)
    if name in ("place", "party"):
        return _whole(name, whole(value), token)
    if name in ("is", "has"):
        return _flag(name, value.lower(), token.start, today)
    if name == "house":
        house = value.lower()
        houses = [h for h in ("commons", "lords") if h.startswith(house)]
        if not houses:
            raise Unreadable(f"there is no House {value}: commons or lords", token.start)
        return Term("house", houses[0])
    return _whole("uin", value.lower().removesuffix("*"), token)


def _no_field(token: Token) -> Plan:
    """A word before a colon that is no field: an address, "Re:", or a slip."""
    whole_text = f"{token.field}:{token.text}"
    if not token.text[:1].isalnum() or token.is_last:
        return whole_words(list(words(whole_text)))
    near = get_close_matches(token.field.lower(), FIELDS, 1, 0.6)
    hint = f" (did you mean {near[0]}:?)" if near else ""
    raise Unreadable(f"there is no field {token.field}:{hint}", token.start)


def _whole(name: str, term: str, token: Token) -> Plan:
    """A value that is one term, or the beginning of one."""
    if not term and not token.is_last:
        raise Unreadable(f"{name}: has no word after it", token.start)
    is_start = token.is_last or token.text.rstrip().endswith("*")
    return Prefix(name, term) if is_start else Term(name, term)


def _named(name: str, value: str, token: Token) -> Plan:
    """The words of a name or heading, each whole or the beginning of one."""
    parts: list[Plan] = []
    found = list(words(value))
    for word in found:
        whole_word, start = Term(name, word.folded), Prefix(name, word.folded)
        if name == "heading" and word.term:
            whole_word = Term(name, STEM + word.term)
        if value[word.end : word.end + 1] == "*":
            parts.append(start)
        elif token.is_last and word is found[-1]:
            parts.append(start if whole_word.term == word.folded else Or((whole_word, start)))
        else:
            parts.append(whole_word)
    if not parts and not token.is_last:
        raise Unreadable(f"{name}: has no word after it", token.start)
    return both(parts)


def _flag(name: str, value: str, at: int, today: date) -> Plan:
    known = _IS if name == "is" else _HAS
    if value not in known:
        near = get_close_matches(value, known, 1, 0.4)
        hint = f" (did you mean {name}:{near[0]}?)" if near else f": {', '.join(known)}"
        raise Unreadable(f"there is no {name}:{value}{hint}", at)
    if value == "late":
        return Late(today.toordinal())
    return _MARKS.get(value) or Term("flag", value)

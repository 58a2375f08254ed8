"""The query language: what a reader types, read. Nothing that is typed is an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from wrans.index import where
from wrans.index.plan import (
    Among,
    And,
    Everything,
    Marked,
    Not,
    Or,
    Phrase,
    Plan,
    Prefix,
    Term,
    both,
    marks_in,
)
from wrans.index.values import Unreadable, dates
from wrans.index.words import STARTS, STEM, Word, whole, words
from wrans.records.text import LONGEST_QUERY

_DEEPEST: Final = 40

_TOKEN: Final = re.compile(
    r"""(?P<open>\()|(?P<close>\))|(?P<minus>-)(?=\S)|"""
    r"""(?P<field>[A-Za-z]+):(?P<value>"[^"]*(?:"(?:~\w+)?)?|[^\s()"]*)|"""
    r""""(?P<phrase>[^"]*)(?P<quote>"?)|(?P<word>[^\s()"]+)"""
)
_NAMES: Final = ("body", "asker", "answerer", "heading", "party")
_DATES: Final = {"tabled": "tabled", "answered": "answered", "after": "date", "before": "date"}
_MARKS: Final[dict[str, Plan]] = {
    "bookmarked": Marked("bookmarked"),
    "read": Marked("read"),
    "unread": Not(Marked("read")),
}
_IS: Final = (
    *_MARKS,
    *"unanswered answered withdrawn corrected grouped named-day holding clipped".split(),
)
_HAS: Final = "table money place attachment".split()
FIELDS: Final = (*_NAMES, *_DATES, "house", "uin", "place", "money", "is", "has", *where.FIELDS)


_KEPT: Final = re.compile(rf"(?s).{{1,{LONGEST_QUERY}}}(?=\s)|.{{{LONGEST_QUERY}}}")
"""Whole words, as many as are searched for; or the beginning of one that is longer."""
_LETTER_AFTER_WORDS: Final = re.compile(r"\S.*(?<![\w:])\w\Z", re.DOTALL)
_STRAY_STAR: Final = re.compile(r"(?<!\w)\*|\*(?=[\w*])")
_ENTITIES: Final = re.compile(
    r"(?:^|[\s(-])(?:(?:money|currency|place|in|near):|has:(?:money|place))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read."""

    text: str
    plan: Plan
    notice: str | None = None
    """How it was read, where that is not as written."""
    is_plain: bool = False
    """Could it not be read as written?"""

    @property
    def is_everything(self) -> bool:
        """Does it leave nothing out?"""
        return isinstance(self.plan, Everything)

    @property
    def marks(self) -> frozenset[str]:
        """The ways in which the reader marks questions that it asks for."""
        return marks_in(self.plan)

    @property
    def asks_for_entities(self) -> bool:
        """Is it about sums or places?"""
        return _ENTITIES.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    kind: str
    text: str
    field: str = ""
    is_last: bool = False
    """Is it still being typed?"""


def parse(text: str, *, typing: bool = False) -> Query:
    """Read a query. While typing, the last word may be unfinished. Never raises."""
    notice, kept = None, text
    if len(text) > LONGEST_QUERY and (fitting := _KEPT.match(text)):
        kept = fitting[0]
        notice = f"only the first {len(kept)} letters are searched for"
    try:
        tokens = list(_tokens(kept, typing))
        try:
            plan = _Parser(tokens, typing).plan()
            if isinstance(plan, Everything) and kept.strip() and not typing:
                notice = "there is no word in it that is not in every question"
            return Query(text, plan, notice)
        except Unreadable as error:
            last = tokens[-1]
            if typing and error.at >= last.start:
                # What is being typed will soon make sense.
                return Query(text, _Parser(tokens[:-1], typing).plan(), notice)
            raise
    except Unreadable as error:
        plain = both([Term("text", w.term) for w in words(kept) if w.term])
        told = [f"searched as plain words: {error}", *([notice] if notice else [])]
        return Query(text, plain, "; ".join(told), is_plain=True)


def typed(text: str) -> Query:
    """Read words that were typed: as while they were, where that leaves nothing of them out."""
    whole_words = parse(text)
    if whole_words.is_plain or _LETTER_AFTER_WORDS.search(text):
        return whole_words
    return replace(parse(text, typing=True), notice=whole_words.notice)


def _tokens(text: str, typing: bool) -> Iterator[_Token]:
    matches = list(_TOKEN.finditer(text))
    for match in matches:
        is_last = typing and match is matches[-1] and match.end() == len(text)
        kind = match.lastgroup or ""
        if kind in ("value", "field"):
            value = match["value"]
            if value.startswith('"'):
                is_closed = value.count('"') > 1
                if not is_closed and not is_last:
                    raise Unreadable("a quotation mark is not closed", match.start())
                value = value.replace('"', "")
            yield _Token(match.start(), "field", value, match["field"], is_last)
        elif kind in ("phrase", "quote"):
            if not match["quote"] and not is_last:
                raise Unreadable("a quotation mark is not closed", match.start())
            is_open = is_last and not match["quote"]
            yield _Token(match.start(), "phrase", match["phrase"], is_last=is_open)
        else:
            yield _Token(match.start(), kind, match[0], is_last=is_last)


class _Parser:
    """One query's tokens, read from left to right. AND binds closer than OR."""

    def __init__(self, tokens: list[_Token], typing: bool) -> None:
        self._tokens = tokens
        self._typing = typing
        self._at = 0
        self._depth = 0

    def plan(self) -> Plan:
        """The whole. Raises Unreadable."""
        if not self._tokens:
            return Everything()
        plan = self._either()
        if self._next():
            raise Unreadable(
                "a bracket is closed that was not opened", self._tokens[self._at].start
            )
        return plan

    def _next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _is_word(self, word: str) -> bool:
        token = self._next()
        return token is not None and token.kind == "word" and token.text == word

    def _either(self) -> Plan:
        parts = [self._all()]
        while self._is_word("OR"):
            self._at += 1
            if self._next() is None and self._typing:
                break
            parts.append(self._all())
        if len(parts) == 1:
            return parts[0]
        return Everything() if any(isinstance(p, Everything) for p in parts) else Or(tuple(parts))

    def _all(self) -> Plan:
        parts: list[Plan] = []
        count = 0
        while (token := self._next()) and token.kind != "close" and not self._is_word("OR"):
            if self._is_word("AND"):
                self._and(token, is_first=not count)
                continue
            parts.append(self._one(is_first=not count))
            count += 1
        if not count:
            at = token.start if token else self._tokens[-1].start
            raise Unreadable("OR or a bracket has nothing beside it", at)
        return both(parts)

    def _and(self, token: _Token, *, is_first: bool) -> None:
        """Pass over what only joins the words on both sides."""
        self._at += 1
        if is_first or (not self._typing and self._is_end()):
            raise Unreadable("AND has nothing beside it", token.start)

    def _is_end(self) -> bool:
        """Is there nothing that could be searched for?"""
        token = self._next()
        return token is None or token.kind == "close" or self._is_word("OR") or self._is_word("AND")

    def _one(self, *, is_first: bool) -> Plan:
        token = self._next()
        assert token
        self._at += 1
        if token.kind == "minus" or (token.kind == "word" and token.text == "NOT"):
            if self._is_end():
                following = self._next()
                if self._typing and (following is None or following.kind == "close"):
                    return Everything()
                raise Unreadable(f"{token.text} has nothing after it", token.start)
            part = self._one(is_first=False)
            return part if isinstance(part, Everything) else Not(part)
        if token.kind == "open":
            return self._bracket(token)
        if token.kind == "field":
            return _field(token)
        if token.kind == "phrase":
            return _phrase(token)
        return _word(token, is_first=is_first)

    def _bracket(self, opened: _Token) -> Plan:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("brackets are nested too deeply", 0)
        if (token := self._next()) is None and self._typing:
            return Everything()
        plan = self._either()
        if (token := self._next()) and token.kind == "close":
            self._at += 1
        elif not self._typing:
            raise Unreadable("a bracket is not closed", opened.start)
        self._depth -= 1
        return plan


# -- words


def _word(token: _Token, *, is_first: bool) -> Plan:
    text = token.text
    if "*" in text:
        if text.startswith("*") or "*" in text[:-1]:
            raise Unreadable("* may only end a word", token.start)
        found = list(words(text[:-1]))
        return (
            both([_whole_words(found[:-1]), _prefix(found[-1].folded)]) if found else Everything()
        )
    found = list(words(text))
    if not found:
        return Everything()
    if not token.is_last:
        return _whole_words(found)
    last = found[-1]
    if len(last.folded) == 1 and not (is_first and len(found) == 1):
        # One letter after whole words: nobody means every word that begins so.
        return _whole_words(found[:-1])
    return both([_whole_words(found[:-1]), _typed(last)])


def _typed(last: Word) -> Plan:
    """A word that is still being typed: itself, or whatever begins so."""
    if not last.term:
        return Everything()
    if len(last.folded) <= STARTS:
        return _prefix(last.folded)
    return Or((Term("text", last.term), _prefix(last.folded)))


def _prefix(start: str) -> Plan:
    return Term("start", start) if len(start) <= STARTS else Prefix("text", start)


def _whole_words(found: list[Word]) -> Plan:
    """One word; or several that were written as one ("covid-19"), which must stand together."""
    if not any(word.term for word in found):
        return Everything()
    if len(found) == 1:
        return Term("text", found[0].term)
    return Phrase(tuple((word.term, word.folded) for word in found))


def _phrase(token: _Token) -> Plan:
    """Words in quotes; copied from a page as it was published, some may be broken."""
    from wrans.records.mending import joined  # few queries want it

    whole_words = joined(token.text) if "-" in token.text else token.text
    as_typed = _words_together(token, token.text)
    if whole_words == token.text:
        return as_typed
    return Or((as_typed, _words_together(token, whole_words)))


def _words_together(token: _Token, text: str) -> Plan:
    found = list(words(text))
    if not token.is_last or text[-1:].isspace():
        return _whole_words(found)
    return both([_whole_words(found[:-1]), *([_typed(found[-1])] if found else [])])


# -- fields


def _field(token: _Token) -> Plan:
    name, value = token.field.lower(), token.text.strip()
    if name not in FIELDS:
        return _no_field(token)
    if not value:
        if token.is_last:
            return Everything()
        raise Unreadable(f"{name}: has nothing after it", token.start)
    if name in ("uin", "place", *_NAMES) and _STRAY_STAR.search(value):
        raise Unreadable("* may only end a word", token.start)
    if value.startswith("=") and name in ("body", "party"):
        return Term("facet", f"{name}{value}")
    if name in _NAMES:
        return _named(name, value, token)
    if name in _DATES:
        return dates(_DATES[name], name, value, token.start)
    if name == "money":
        from wrans.index.amounts import sums  # few queries want it

        return sums(value, token.start)
    if name == "place":
        return _whole("place", whole(value), token)
    if name in where.FIELDS:
        return where.plan(name, value, token.start, is_last=token.is_last)
    if name in ("is", "has"):
        return _flag(name, value.lower(), token.start)
    if name == "house":
        house = value.lower()
        houses = [h for h in ("commons", "lords") if h.startswith(house)]
        if not houses:
            raise Unreadable(f"there is no House {value}: commons or lords", token.start)
        return Term("house", houses[0])
    return _whole("uin", value.lower().removesuffix("*"), token)


def _no_field(token: _Token) -> Plan:
    """A word before a colon that is no field: an address, "Re:", or a slip."""
    whole_text = f"{token.field}:{token.text}"
    if not token.text[:1].isalnum() or token.is_last:
        return _whole_words(list(words(whole_text)))
    near = get_close_matches(token.field.lower(), FIELDS, 1, 0.6)
    hint = f" (did you mean {near[0]}:?)" if near else ""
    raise Unreadable(f"there is no field {token.field}:{hint}", token.start)


def _whole(name: str, term: str, token: _Token) -> Plan:
    """A value that is one term, or the beginning of one."""
    is_start = token.is_last or token.text.rstrip().endswith("*")
    return Prefix(name, term) if is_start else Term(name, term)


def _named(name: str, value: str, token: _Token) -> Plan:
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


def _flag(name: str, value: str, at: int) -> Plan:
    known = _IS if name == "is" else _HAS
    if value not in known:
        near = get_close_matches(value, known, 1, 0.4)
        hint = f" (did you mean {name}:{near[0]}?)" if near else f": {', '.join(known)}"
        raise Unreadable(f"there is no {name}:{value}{hint}", at)
    return _MARKS.get(value) or Term("flag", value)


# -- what was found, in a text


def marks(query: Query, text: str) -> list[tuple[int, int]]:
    """The stretches of a text that made the query find it, in order."""
    wanted = list(_wanted(query.plan))
    if not wanted:
        return []
    found = list(words(text))
    terms = {part.term for part in wanted if isinstance(part, Term) and part.field == "text"}
    exact = {part.term for part in wanted if isinstance(part, Term) and part.field == "heading"}
    starts = tuple(
        part.start if isinstance(part, Prefix) else part.term
        for part in wanted
        if isinstance(part, Term | Prefix) and _is_beginning(part)
    )
    spans = set(where.named_among([p for p in wanted if isinstance(p, Among)], found))
    if inner := [p for p in wanted if isinstance(p, Term | Prefix) and p.field == "within"]:
        spans.update(where.inside(inner, text))
    spans |= {
        (word.start, word.end)
        for word in found
        if word.term in terms or word.folded in exact or (starts and word.folded.startswith(starts))
    }
    pairs = [(word.term, word.folded) for word in found]
    for part in wanted:
        if isinstance(part, Phrase):
            length = len(part.words)
            places = [n for n in range(len(found)) if part.stands_at(n, pairs)]
        elif isinstance(part, Term | Prefix) and part.field == "place":
            told = (part.term if isinstance(part, Term) else part.start).split()
            length = len(told)
            places = list(_named_at(told, found, is_start=isinstance(part, Prefix)))
        else:
            continue
        spans.update((found[n].start, found[n + length - 1].end) for n in places)
    return _apart(sorted(spans))


def _is_beginning(part: Term | Prefix) -> bool:
    """May any word that begins so stand there?"""
    return part.field == "start" or (
        isinstance(part, Prefix) and part.field not in ("place", "within")
    )


def _named_at(name: list[str], found: list[Word], *, is_start: bool) -> Iterator[int]:
    """Where the words of a name stand, the last of them whole or the beginning of one."""
    for place in range(len(found) - len(name) + 1 if name else 0):
        there = [word.folded for word in found[place : place + len(name)]]
        is_last = there[-1].startswith(name[-1]) if is_start else there[-1] == name[-1]
        if is_last and there[:-1] == name[:-1]:
            yield place


def _wanted(plan: Plan) -> Iterator[Term | Prefix | Among | Phrase]:
    if isinstance(plan, And | Or):
        for part in plan.parts:
            yield from _wanted(part)
    elif isinstance(plan, Term) and plan.field == "heading" and plan.term.startswith(STEM):
        yield Term("text", plan.term.removeprefix(STEM))
    elif isinstance(plan, Phrase | Among) or (
        isinstance(plan, Term | Prefix)
        and plan.field in ("text", "start", "heading", "place", "within")
    ):
        yield plan


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those that begin inside another."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept

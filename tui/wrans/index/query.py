"""The query language: what a reader types, read. Nothing that is typed is an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from wrans.index.filters import field
from wrans.index.plan import And, Everything, Not, Or, Plan, Prefix, Term, both, marks_in
from wrans.index.tokens import Token, end_of, tokens
from wrans.index.values import Unreadable
from wrans.index.wording import phrase, word
from wrans.index.words import words
from wrans.records.text import LONGEST_QUERY, one_line

_DEEPEST: Final = 40
_EXCERPT: Final = 24
"""Letters of a query that a notice repeats."""
_KEPT: Final = re.compile(rf"(?s).{{1,{LONGEST_QUERY}}}(?=\s)|.{{{LONGEST_QUERY}}}")
"""Whole words, as many as are searched for; or the beginning of one that is longer."""
_LAST_LETTER: Final = re.compile(r"[^\w:]\w\Z")
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
    fault: tuple[int, int] | None = None
    """Where in the text that lies, if it could not."""

    @property
    def is_everything(self) -> bool:
        """Does it leave nothing out?"""
        return isinstance(self.plan, Everything)

    @property
    def marks(self) -> frozenset[str]:
        """The ways in which the reader marks questions that it asks for."""
        return marks_in(self.plan)

    @property
    def wants_all(self) -> bool:
        """Must every word of it be there?"""
        parts = self.plan.parts if isinstance(self.plan, And) else (self.plan,)
        return not any(isinstance(part, Or | Not) for part in parts)

    @property
    def beginnings(self) -> set[str]:
        """The beginnings of words of the text that it asks for."""
        return set(_beginnings(self.plan))

    @property
    def asks_for_entities(self) -> bool:
        """Is it about sums or places?"""
        return _ENTITIES.search(self.text) is not None


def parse(text: str, *, typing: bool = False, today: date | None = None) -> Query:
    """Read a query. While typing, the last word may be unfinished. Never raises."""
    notice, kept = None, text
    today = today or date.today()
    if len(text) > LONGEST_QUERY and (fitting := _KEPT.match(text)):
        kept = fitting[0]
        notice = f"only the first {len(kept)} letters are searched for"
    try:
        pieces = list(tokens(kept, typing))
        try:
            plan = _Parser(pieces, typing, today).plan()
            if isinstance(plan, Everything) and kept.strip() and not typing:
                notice = "there is no word in it that is not in every question"
            return Query(text, plan, notice)
        except Unreadable as error:
            last = pieces[-1]
            if typing and error.at >= last.start:
                # What is being typed will soon make sense.
                return Query(text, _Parser(pieces[:-1], typing, today).plan(), notice)
            raise
    except Unreadable as error:
        return _as_plain_words(text, kept, error, notice)


def _as_plain_words(text: str, kept: str, error: Unreadable, notice: str | None) -> Query:
    """What is searched for where a query makes no sense: its words; and what is said of it."""
    plain = both([Term("text", w.term) for w in words(kept) if w.term])
    start, end = error.at, end_of(kept, error.at)
    told = f"searched as plain words: {one_line(str(error))}"
    if kept[start:end].split(":")[0].lower() not in str(error).lower():
        told += f": {_excerpt(kept, start, end)}"
    told = "; ".join([told, *([notice] if notice else [])])
    return Query(text, plain, told, is_plain=True, fault=(start, end))


def _excerpt(text: str, start: int, end: int) -> str:
    """The words of a query in which something is wrong; those beside it where it is one sign."""
    if text[start:end] == ")":
        start = max(0, end - _EXCERPT, text.rfind(" ", 0, start) + 1)
    elif end - start == 1:
        end = start + _EXCERPT
    shown = one_line(text[start:end])
    return shown if len(shown) <= _EXCERPT else f"{shown[: _EXCERPT - 1].rstrip()}…"


def typed(text: str) -> Query:
    """Read words that were typed: as while they were, where that leaves nothing of them out."""
    finished = parse(text)
    if finished.is_plain or _ends_in_a_letter(text):
        return finished
    return replace(parse(text, typing=True), notice=finished.notice)


class _Parser:
    """One query's tokens, read from left to right. AND binds closer than OR."""

    def __init__(self, tokens: list[Token], typing: bool, today: date) -> None:
        self._tokens = tokens
        self._typing = typing
        self._today = today
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

    def _next(self) -> Token | None:
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

    def _and(self, token: Token, *, is_first: bool) -> None:
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
        if _is_not(token):
            return self._without(token)
        if token.kind == "open":
            return self._bracket(token)
        if token.kind == "field":
            return field(token, self._today)
        if token.kind == "phrase":
            return phrase(token)
        return word(token, is_first=is_first)

    def _without(self, token: Token) -> Plan:
        """What follows NOT or a minus; two of them are none."""
        is_wanted = False
        while (following := self._next()) and _is_not(following):
            token, is_wanted = following, not is_wanted
            self._at += 1
        if self._is_end():
            if self._typing and (following is None or following.kind == "close"):
                return Everything()
            raise Unreadable(f"{token.text} has nothing after it", token.start)
        part = self._one(is_first=False)
        return part if is_wanted or isinstance(part, Everything) else Not(part)

    def _bracket(self, opened: Token) -> Plan:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("brackets are nested too deeply", opened.start)
        if (token := self._next()) is None and self._typing:
            return Everything()
        plan = self._either()
        if (token := self._next()) and token.kind == "close":
            self._at += 1
        elif not self._typing:
            raise Unreadable("a bracket is not closed", opened.start)
        self._depth -= 1
        return plan


def _ends_in_a_letter(text: str) -> bool:
    """Does a single letter stand behind other words?"""
    return bool(_LAST_LETTER.match(text[-2:]) and text[:-1].strip())


def _is_not(token: Token) -> bool:
    return token.kind == "minus" or (token.kind == "word" and token.text == "NOT")


def _beginnings(plan: Plan) -> Iterator[str]:
    match plan:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _beginnings(part)
        case Not(part):
            yield from _beginnings(part)
        case Prefix("text", start):
            yield start

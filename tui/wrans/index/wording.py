"""What words in a query ask for: whole, unfinished, together, near each other."""

from typing import Final

from wrans.index.plan import Everything, Near, Or, Phrase, Plan, Prefix, Term, both
from wrans.index.tokens import Token
from wrans.index.values import Unreadable
from wrans.index.words import STARTS, Word, words

_FARTHEST: Final = 5
"""Digits of a distance between words: no text is longer."""


def word(token: Token, *, is_first: bool) -> Plan:
    """A word outside quotes. Raises Unreadable."""
    text = token.text
    if "*" in text:
        if text.startswith("*") or "*" in text[:-1]:
            raise Unreadable("* may only end a word", token.start)
        found = list(words(text[:-1]))
        return both([whole_words(found[:-1]), _prefix(found[-1].folded)]) if found else Everything()
    found = list(words(text))
    if not found:
        return Everything()
    if not token.is_last:
        return whole_words(found)
    last = found[-1]
    if len(last.folded) == 1 and not (is_first and len(found) == 1):
        # One letter after whole words: nobody means every word that begins so.
        return whole_words(found[:-1])
    return both([whole_words(found[:-1]), _typed(last)])


def _typed(last: Word) -> Plan:
    """A word that is still being typed: itself, or whatever begins so."""
    if not last.term:
        return Everything()
    if len(last.folded) <= STARTS:
        return _prefix(last.folded)
    return Or((Term("text", last.term), _prefix(last.folded)))


def _prefix(start: str) -> Plan:
    return Term("start", start) if len(start) <= STARTS else Prefix("text", start)


def whole_words(found: list[Word]) -> Plan:
    """One word; or several that were written as one ("covid-19"), which must stand together."""
    if not any(word.term for word in found):
        return Everything()
    if len(found) == 1:
        return Term("text", found[0].term)
    return Phrase(tuple((word.term, word.folded) for word in found))


def phrase(token: Token) -> Plan:
    """Words in quotes; copied from a page as it was published, some may be broken."""
    from wrans.records.mending import joined  # few queries want it

    mended = joined(token.text) if "-" in token.text else token.text
    as_typed = _in_quotes(token, token.text)
    if mended == token.text:
        return as_typed
    return Or((as_typed, _in_quotes(token, mended)))


def _in_quotes(token: Token, text: str) -> Plan:
    found = list(words(text))
    if token.near is not None:
        return _near(found, token)
    if not token.is_last or text[-1:].isspace():
        return whole_words(found)
    return both([whole_words(found[:-1]), *([_typed(found[-1])] if found else [])])


def _near(found: list[Word], token: Token) -> Plan:
    others = (token.near or "").removeprefix("~")
    if not (others.isascii() and others.isdecimal() and len(others) <= _FARTHEST):
        raise Unreadable('after ~ comes a number of words, as in "storm overflows"~5', token.start)
    if sum(1 for word in found if word.term) < 2:
        return whole_words(found)
    return Near(tuple((word.term, word.folded) for word in found), int(others))

"""Sums of money in running text."""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Final

from wrans.entities.amounts import (
    CODES,
    ENDS_OF_SPELT,
    MAGNITUDE,
    NUMBER,
    SPELT,
    UNSURE_CODES,
    WORDS,
    Amount,
    magnitude,
    spelt,
    symbol_currency,
    with_magnitude,
    word_currency,
)
from wrans.entities.entity import Money
from wrans.entities.patterns import pattern
from wrans.entities.terms import period, qualifier

_DOLLARS: Final = frozenset(("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD"))
_DASHES: Final = frozenset("-–—−")
_JOINTS: Final = frozenset((" t", " a", *(f" {dash}" for dash in _DASHES)))
"""How " to " and " and " begin, and a dash between blanks."""

_SIGNED: Final = pattern(
    r"(?P<gap> ?)(?P<inner>[-−–](?=\d))?"
    rf"(?P<number>{NUMBER}[¼½¾]?|[¼½¾]|\.\d{{1,3}}(?!\d)){MAGNITUDE}"
    # Names of the currencies that have a sign, as far as a letter tells.
    rf"(?:(?P<pence>p(?!\w))|[ -](?=[acdeghijnprsuy])(?P<word>{WORDS}|{CODES})\b)?",
    re.IGNORECASE,
)
# "£000" is the unit of a column, "£ 2020/21" its sign beside its year.
_UNIT_NUMBER: Final = pattern(r"0{3}(?:,000)*(?!\d)|(?:19|20)\d\d(?: ?[/–-] ?(?:20)?\d\d\b)")
_COUNTRY: Final = pattern(r"(?<![A-Za-z])(?:US|AUS?|CAN?|NZ|HK|NT|[ACS])\Z")
_CODE_BEFORE: Final = pattern(rf"(?<![A-Za-z])(?:{CODES}) ?\Z")

# Currencies behind numbers in words, as far as the last letters tell. What begins with one letter,
# and one that is not too common, is soonest searched for.
_COUNTED: Final = rf"(?:{ENDS_OF_SPELT})[ -]"
_POUNDS_OR_PENCE: Final = pattern(rf"p(?:ound(?<={_COUNTED}pound)|en[cn](?<={_COUNTED}pen.))")
_EUROS_OR_POUNDS: Final = pattern(
    rf"u(?:ro(?:s\b(?<={_COUNTED}[Ee]uros)|\b(?<={_COUNTED}[Ee]uro))|nd(?<={_COUNTED}Pound)|"
    rf"an\b(?<={_COUNTED}[Yy]uan)|pee(?:(?<={_COUNTED}[Rr]upee)|(?<=dian [Rr]upee)))"
)
_DOLLARS_OR_STERLING: Final = pattern(
    rf"l(?:lar(?<=ollar)(?<=(?:{_COUNTED}|(?:[ -]US|can|ian|and|ong|ore) ).ollar)|"
    rf"ing(?<={_COUNTED}[Ss]terling))"
)

_CODED: Final = pattern(rf"(?<![A-Za-z])(?P<code>{CODES}|Euros?) ?(?P<number>{NUMBER}){MAGNITUDE}")
_WORDED: Final = pattern(
    # The end of "20 000" is no number by itself.
    rf"(?<![\w£€$¥₹.,])(?!(?<=\d )000\b)(?P<number>{NUMBER}){MAGNITUDE}(?:[ -](?P<word>{WORDS})|"
    rf"(?P<code> ?(?-i:{CODES})))(?!\w)",
    re.IGNORECASE,
)
_SIGN_BEHIND: Final = pattern(rf"(?<![\w£€$¥₹.,/-])(?P<number>{NUMBER}) ?(?P<sign>[£€])(?![ \d])")
_PENCE: Final = pattern(r"(?<![\w£€$.,/])(?P<number>\d{1,3}(?:\.\d{1,3})?)p(?!\w|\.\w)")
_NOT_PENCE: Final = pattern(
    r"(?:paragraphs?|section|para|clause|pages?|regulation|schedule|article|rule|note) \Z", re.I
)
_SCREEN_LINES: Final = frozenset(("240", "360", "480", "720"))
_WEIGHT: Final = pattern(r"[ -](?:bombs?|munitions?|warheads?|guns?|shells?)\b", re.IGNORECASE)
_OF_ENGINES: Final = pattern(r"-| (?:\d|[IV]+\b|NCAP|[Zz]one|[Aa]rea|[Cc]up)")

# What joins the two ends of a range, and what an end without a currency looks like.
_JOINED: Final = pattern(r" ?[-–—−] ?| to ")
_BARE: Final = pattern(
    rf"(?P<number>{NUMBER}){MAGNITUDE}(?: (?P<word>pounds?|sterling|euros?|dollars?|pence)\b)?"
    r"(?![\w%/]|-\d| per ?cent)",
    re.IGNORECASE,
)
_GOES_ON: Final = pattern(
    r"(?! ?[a-z]| ?\d)|[ -](?:per|an?|each|every|annually|in|over|for|of|and|or|on|was|is)\b", re.I
)
_FROM: Final = pattern(r"\bfrom (?:[\w’'()-]+ ){0,5}\Z", re.IGNORECASE)
_UNBROKEN: Final = pattern(r"\S*")
_BETWEEN: Final = pattern(
    r"\bbetween (?:(?:about|around|approximately|roughly|some|an? estimated|an additional|"
    r"\w\)|\(\w+\)) )?\Z",
    re.IGNORECASE,
)


_IN_WORDS: Final = pattern(rf"\b(?P<number>{SPELT})[ -](?P<word>{WORDS})\b", re.IGNORECASE)
_FIRST_OF_RANGE: Final = pattern(
    rf"(?<![\w£€$¥₹.,/-])(?P<number>{NUMBER}|{SPELT})(?P<join> ?[-–—] ?| to | and )\Z", re.I
)


def find(text: str, signs: Collection[str], *, is_likely: bool) -> list[Money]:
    """The sums in a text, in order, by the signs in it.

    Is it likely that a number is a sum without one?
    """
    amounts: list[Amount] = []
    for sign in signs:
        amounts += _signed(text, sign)
    if is_likely:
        amounts += _coded(text)
        amounts += _worded(text)
        amounts += _pence(text)
    if _has_words(text):
        amounts += _in_words(text)
    return _mentions(text, amounts) if amounts else []


def _mentions(text: str, amounts: list[Amount]) -> list[Money]:
    """The mentions that amounts make, none within another."""
    by_start: dict[int, Amount] = {}
    for amount in amounts:
        held = by_start.get(amount.start)
        if held is None or held.end < amount.end:
            by_start[amount.start] = amount
    found: list[Money] = []
    end = 0
    for start in sorted(by_start):
        if start >= end:
            found.append(_mention(text, by_start[start], by_start, end))
            end = found[-1].end
    return found


def addresses(text: str) -> list[tuple[int, int]]:
    """Stretches that are addresses: nothing in them is money or a place."""
    found = []
    # One sign is far sooner looked for than three.
    for cue in ("://", "www.", "@") if "/" in text else ("www.", "@"):
        at = text.find(cue)
        while at >= 0:
            before = text[max(0, at - 64) : at]
            start = at if not before or before[-1].isspace() else at - len(before.split()[-1])
            match = _UNBROKEN.match(text, at + len(cue), at + 2000)
            end = match.end() if match else at + len(cue)
            found.append((start, end))
            at = text.find(cue, end)
    return found


def plain(amount: Decimal) -> str:
    """A sum as the annotation guide writes it: no exponent, no separators, no zeros at the end."""
    return format(amount.normalize(), "f") if amount else "0"


# -- single amounts


def _has_words(text: str) -> bool:
    """May there be a sum in words?"""
    return bool(
        _POUNDS_OR_PENCE.search(text)
        or _EUROS_OR_POUNDS.search(text)
        or _DOLLARS_OR_STERLING.search(text)
    )


def _signed(text: str, sign: str) -> Iterator[Amount]:
    at, end = text.find(sign), 0
    while at >= 0:
        match = _SIGNED.match(text, at + 1)
        if not match or (
            (match["gap"] or match["number"].startswith("000"))
            and _UNIT_NUMBER.match(text, match.start("number"))
        ):
            at = text.find(sign, at + 1)
            continue
        amount = _of_sign(text, at, match, end)
        yield amount
        end = amount.end
        at = text.find(sign, end)


def _of_sign(text: str, at: int, match: re.Match[str], before: int) -> Amount:
    start, currency = _with_prefix(text, at)
    is_negative = bool(match["inner"])
    if (
        text[start - 1 : start] in ("-", "−", "–")
        and before != start - 2
        and (start == 1 or text[start - 2] in " (")
    ):
        start, is_negative = start - 1, True
    power = magnitude(match["magnitude"])
    end = match.end("magnitude") if power else match.end("number")
    if match["pence"]:
        end = match.end()
    elif (word := match["word"]) and (power or not match["magnitude"]):
        named, coin = word_currency(word)
        if not coin and (named == currency or {named, currency} <= _DOLLARS):
            end, currency = match.end(), named
    number = with_magnitude(match["number"], power)
    return Amount(start, end, -number if is_negative else number, power, currency)


def _with_prefix(text: str, at: int) -> tuple[int, str]:
    """Where a sign with its country or code begins, and its currency."""
    sign, before = text[at], text[max(0, at - 5) : at]
    if before.rstrip(" ")[-1:].isupper():
        if code := _CODE_BEFORE.search(before):
            named = code[0].strip()
            if named == symbol_currency("", sign) or (sign == "$" and named in _DOLLARS):
                return at - len(code[0]), named
        if sign == "$" and (country := _COUNTRY.search(before)):
            return at - len(country[0]), symbol_currency(country[0], sign)
        if sign == "$" and before.endswith(" US ") and not text.endswith("the US ", 0, at):
            return at - 3, "USD"
    return at, symbol_currency("", sign)


def _coded(text: str) -> Iterator[Amount]:
    for match in _CODED.finditer(text):
        code, written, power = match["code"], match["number"], magnitude(match["magnitude"])
        is_plain = not power and "," not in written
        if is_plain and (code in UNSURE_CODES or code.startswith("Euro")):
            continue
        end = match.end() if power else match.end("number")
        yield Amount(
            match.start(), end, with_magnitude(written, power), power, word_currency(code)[0]
        )


def _worded(text: str) -> Iterator[Amount]:
    for match in _WORDED.finditer(text):
        word, written = (match["word"] or match["code"]).strip(), match["number"]
        power = magnitude(match["magnitude"])
        currency, coin = word_currency(word)
        is_plain = not power and "," not in written
        if (match["magnitude"] and not power) or (word in UNSURE_CODES and is_plain):
            continue
        if word.startswith("Euro") and is_plain and re.fullmatch(r"(?:19|20)\d\d", written):
            continue
        if word.lower() == "euro" and _OF_ENGINES.match(text, match.end()):
            continue
        if word.lower().startswith("pound") and _WEIGHT.match(text, match.end()):
            continue
        yield Amount(*match.span(), with_magnitude(written, power), power, currency, coin)
    for match in _SIGN_BEHIND.finditer(text):
        yield Amount(
            *match.span(), with_magnitude(match["number"], 0), 0, symbol_currency("", match["sign"])
        )


def _in_words(text: str) -> Iterator[Amount]:
    for match in _IN_WORDS.finditer(text):
        currency, coin = word_currency(match["word"])
        yield Amount(*match.span(), spelt(match["number"]), 0, currency, coin)


def _pence(text: str) -> Iterator[Amount]:
    for match in _PENCE.finditer(text):
        if match["number"] not in _SCREEN_LINES and not _NOT_PENCE.search(
            text, max(0, match.start() - 12), match.start()
        ):
            yield Amount(*match.span(), Decimal(match["number"]), 0, "GBP", -2)


# -- ranges


def _mention(text: str, amount: Amount, amounts: dict[int, Amount], before: int) -> Money:
    """The mention that an amount is, or that it begins or ends together with another."""
    first, last = amount, amount
    if other := _second(text, amount, amounts):
        last = other
    elif text[amount.start] not in "-−–£€$¥₹" and (other := _earlier(text, amount, before)):
        first = other
    low, high = _values(first, last)
    start, end = first.start, last.end
    return Money(
        start,
        end,
        text[start:end],
        first.currency,
        low,
        high,
        qualifier(text, start, end),
        period(text, end),
    )


def _values(first: Amount, last: Amount) -> tuple[Decimal, Decimal]:
    """Both ends of a range: the first shares the second's magnitude if its number is not larger."""
    low = first.value
    if first is last:
        return low, low
    high = last.value
    if not first.power and last.power and first.number <= last.number:
        low = low.scaleb(last.power)
    return (low, high) if low <= high else (high, low)


def _second(text: str, first: Amount, amounts: dict[int, Amount]) -> Amount | None:
    """The other end of a range that an amount begins."""
    behind = text[first.end : first.end + 2]
    if behind[:1] not in _DASHES and behind not in _JOINTS:
        return None
    join = _JOINED.match(text, first.end)
    if not join and not text.startswith(" and ", first.end):
        return None
    at = join.end() if join else first.end + 5
    second = amounts.get(at)
    if not second and not text[at : at + 1].isdecimal():
        return None
    if not join and not _BETWEEN.search(text, max(0, first.start - 40), first.start):
        return None
    if join and join[0] == " to " and _FROM.search(text, max(0, first.start - 50), first.start):
        return None
    if second:
        return second if second.currency == first.currency else None
    return _bare_second(text, first, at, join[0] if join else " and ")


def _bare_second(text: str, first: Amount, at: int, join: str) -> Amount | None:
    """A number that ends a range whose currency stands at its first end."""
    match = _BARE.match(text, at)
    if not match:
        return None
    power = magnitude(match["magnitude"])
    if match["magnitude"] and not power:
        return None
    word, written = match["word"], with_magnitude(match["number"], power)
    if word:
        named, coin = word_currency(word)
        if (named, coin) != (first.currency, first.coin):
            return None
        return Amount(*match.span(), written, power, first.currency, first.coin)
    # "£23,795.20 – 4.1m claims", "£5 million to 15 partnerships": the number counts other things.
    if (first.power and not power) or (written < first.number and (not power or " " in join)):
        return None
    is_shared = bool(power) and not first.power and written >= first.number
    if " " in join and not is_shared and not _GOES_ON.match(text, match.end()):
        return None
    return Amount(*match.span(), written, power, first.currency, first.coin)


def _earlier(text: str, last: Amount, before: int) -> Amount | None:
    """The first end of a range whose currency stands only at the second: "one and 25 pence"."""
    match = _FIRST_OF_RANGE.search(text, max(before, last.start - 40), last.start)
    if not match:
        return None
    at, join = match.start(), match["join"]
    if join == " and " and not _BETWEEN.search(text, max(0, at - 40), at):
        return None
    if join == " to " and _FROM.search(text, max(0, at - 50), at):
        return None
    told = match["number"]
    written = with_magnitude(told, 0) if told[0].isdigit() else spelt(told)
    if written > last.number:
        return None
    return Amount(at, match.end("number"), written, 0, last.currency, last.coin)

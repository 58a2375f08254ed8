"""Sums of money in running text."""

import re
from decimal import Decimal
from typing import Final

from wrans.entities.amounts import (
    CODES,
    MAGNITUDE,
    NUMBER,
    SPELT,
    WORDS,
    Amount,
    magnitude,
    number,
    spelt,
    symbol_currency,
    word_currency,
)
from wrans.entities.entity import Money

_SIGNED: Final = re.compile(
    rf"(?P<minus>(?<![\w\d)])[-−–](?=(?:US|AUS?|A|CAN?|C|NZ|HK|S)?[£€$¥₹]))?"
    rf"(?P<country>\b(?:US|AUS?|A|CAN?|C|NZ|HK|S)(?=\$))?(?P<symbol>[£€$¥₹])\s?(?P<inner>[-−](?=\d))?"
    rf"(?P<number>{NUMBER})(?:(?P<gap>[\s-]?)(?P<magnitude>{MAGNITUDE}))?"
    rf"(?:\s(?P<word>{WORDS}|{CODES})\b)?",
    re.IGNORECASE,
)
_CODED: Final = re.compile(
    rf"\b(?P<code>{CODES})\s?(?P<number>{NUMBER})(?:[\s-]?(?P<magnitude>{MAGNITUDE}))?"
)
_WORDED: Final = re.compile(
    rf"(?<![\w£€$¥₹.,])(?P<number>{NUMBER})(?:[\s-]?(?P<magnitude>{MAGNITUDE}))?"
    rf"(?:\s|-(?=(?:pounds?|euros?|dollars?)\b))(?:of\s)?(?P<word>{WORDS}|{CODES})\b",
    re.IGNORECASE,
)
_PENCE: Final = re.compile(r"(?<![\w£€$.,/])(?P<number>\d{1,3}(?:\.\d{1,2})?)p(?![\w./-])")
_SPELT: Final = re.compile(rf"\b(?P<number>{SPELT})\s(?P<word>{WORDS})\b", re.IGNORECASE)
_WORD_CUES: Final = re.compile(rf"pound|sterling|euro|dollar|pence|penn|yen|rupee|{CODES}", re.I)

# What joins the two ends of a range, and what its second end looks like.
_JOINED: Final = re.compile(r"\s?[-–—−]\s?|\sto\s(?!the\b)")
_AND: Final = re.compile(r"\sand\s")
_BARE: Final = re.compile(
    rf"(?P<number>{NUMBER})(?:[\s-]?(?P<magnitude>{MAGNITUDE}))?(?:\s(?P<word>pounds?|sterling|euros?|dollars?|pence)\b)?(?![\w%])",
    re.IGNORECASE,
)
_FIRST_OF_RANGE: Final = re.compile(
    rf"(?P<number>{NUMBER}|{SPELT})\s?(?:[-–—]|\sto\s|\sand\s)\s?\Z", re.I
)
_FROM: Final = re.compile(
    r"\bfrom\s(?:about\s|around\s|approximately\s|over\s|a\s)?\Z", re.IGNORECASE
)
_BETWEEN: Final = re.compile(
    r"\bbetween\s(?:about\s|around\s|approximately\s|roughly\s|an estimated\s|an additional\s)?\Z",
    re.IGNORECASE,
)

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S{1,2000}|\S{1,64}@\S{1,255}")

_TOUCHING: Final = (
    r"(?:(?:a|an|the|another|further|additional|extra|total|of|in|its|their)\s){0,4}\Z"
)
_QUALIFIERS: Final = (
    ("almost", r"(?:almost|nearly|close\sto|just\sunder|just\sbelow)"),
    ("up_to", r"(?:up\sto|a?\s?maximum(?:\sof)?|no\smore\sthan|not\smore\sthan|capped\sat|upto)"),
    ("at_least", r"(?:at\sleast|(?:a\s)?minimum(?:\sof)?|no\sless\sthan|not\sless\sthan)"),
    (
        "over",
        r"(?:over|more\sthan|above|in\sexcess\sof|exceeding|exceeds|greater\sthan|upwards\sof)",
    ),
    ("under", r"(?:under|below|less\sthan|lower\sthan)"),
    (
        "approx",
        r"(?:about|around|approximately|approx\.?|circa|ca?\.|c|some|roughly|estimated|"
        r"in\sthe\sregion\sof|an?\sestimate\sof|~)",
    ),
)
_BEFORE: Final = tuple(
    (name, re.compile(rf"(?:\b|(?<=~)|(?=~)){words}\s?{_TOUCHING}", re.IGNORECASE))
    for name, words in _QUALIFIERS
)
_AFTER: Final = re.compile(
    r"\s(?:or|and)\s(?P<how>less|under|below|more|above|over)\b", re.IGNORECASE
)
_HOW: Final = {
    "less": "up_to", "under": "up_to", "below": "up_to",
    "more": "at_least", "above": "at_least", "over": "at_least",
}  # fmt: skip

_EACH: Final = re.compile(
    r"(?:\s|-)(?:(?:per|a|an|each|every)(?:\s|-)(?P<unit>year|week|month|day|hour|annum)\b|"
    r"(?P<annual>p\.?a\.?(?!\w)|annually|yearly)|(?P<weekly>weekly)|(?P<monthly>monthly))",
    re.IGNORECASE,
)
_NUMERALS: Final = "two|three|four|five|six|seven|eight|nine|ten|\\d{1,2}"
_OVER_YEARS: Final = re.compile(
    rf"\s(?:over|across|during|for)\s(?:the\s|a\s)?(?:next\s|last\s|past\s|coming\s)?"
    rf"(?P<count>{_NUMERALS})(?:\s|-)(?P<unit>year|month|week)s?\b",
    re.IGNORECASE,
)
_IN_YEAR: Final = re.compile(
    r"\s(?:in|for|during|across)\s(?:the\s)?(?:financial\syear\s|FY\s?)?"
    r"(?P<from>(?:19|20)\d\d)(?:(?:/|-|–|\sto\s)(?P<to>(?:20)?\d\d))?(?!\d|\sprices|/|-\d)",
    re.IGNORECASE,
)
_COUNTS: Final = {
    word: str(n) for n, word in enumerate("two three four five six seven eight nine ten".split(), 2)
}


def find(text: str) -> list[Money]:
    """The sums in a text, in order."""
    found: list[Money] = []
    end = 0
    for amount in _amounts(text):
        if amount.start < end:
            continue
        money = _with_range(text, amount)
        if money is not None:
            found.append(money)
            end = money.end
    return found


def addresses(text: str) -> list[tuple[int, int]]:
    """Stretches that are addresses: nothing in them is money or a place."""
    if "/" not in text and "@" not in text:
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def _amounts(text: str) -> list[Amount]:
    found: list[Amount] = []
    if any(symbol in text for symbol in "£€$¥₹"):
        found += map(_signed, _SIGNED.finditer(text))
    if _WORD_CUES.search(text):
        found += map(_coded, _CODED.finditer(text))
        found += map(_worded, _WORDED.finditer(text))
        found += map(_in_words, _SPELT.finditer(text))
    if "p" in text:
        found += (
            Amount(*m.span(), number(m["number"]).scaleb(-2), "GBP", 0)
            for m in _PENCE.finditer(text)
        )
    found.sort(key=lambda amount: (amount.start, -amount.end))
    return found


def _signed(match: re.Match[str]) -> Amount:
    currency = symbol_currency(match["country"] or "", match["symbol"])
    end = match.end()
    if (word := match["word"]) and (
        word.lower() in ("pence", "penny") or not _is_same(currency, word)
    ):
        end = match.start("word") - 1
    power = magnitude(match["magnitude"])
    value = number(match["number"]).scaleb(power)
    is_negative = match["minus"] or match["inner"]
    return Amount(match.start(), end, -value if is_negative else value, currency, power)


def _is_same(currency: str, word: str) -> bool:
    return word.upper() == currency or (not word.isupper() and word_currency(word)[0] == currency)


def _coded(match: re.Match[str]) -> Amount:
    power = magnitude(match["magnitude"])
    return Amount(*match.span(), number(match["number"]).scaleb(power), match["code"], power)


def _worded(match: re.Match[str]) -> Amount:
    word = match["word"]
    currency, coin = (word, 0) if word.isupper() else word_currency(word)
    power = magnitude(match["magnitude"])
    return Amount(*match.span(), number(match["number"]).scaleb(power + coin), currency, power)


def _in_words(match: re.Match[str]) -> Amount:
    currency, coin = word_currency(match["word"])
    return Amount(*match.span(), spelt(match["number"]).scaleb(coin), currency, 0)


# -- ranges


def _with_range(text: str, first: Amount) -> Money | None:
    """The mention that begins with an amount: a range, where another is joined to it."""
    before = text[max(0, first.start - 60) : first.start]
    is_from = bool(_FROM.search(before))
    join = _JOINED.match(text, first.end)
    if not join and _BETWEEN.search(before):
        join = _AND.match(text, first.end)
    second = None
    if join and not (is_from and join[0].strip() == "to"):
        second = _second(text, join.end(), first)
    if second is not None:
        return _mention(text, first, second)
    start = _earlier_end(text, first)
    return _mention(text, start, first) if start else _mention(text, first, first)


def _second(text: str, at: int, first: Amount) -> Amount | None:
    for shape, made in ((_SIGNED, _signed), (_CODED, _coded)):
        if match := shape.match(text, at):
            amount = made(match)
            return amount if amount.currency == first.currency else None
    if match := _BARE.match(text, at):
        power = magnitude(match["magnitude"])
        # "£23,795.20 – 4.1m claims": what the second number counts may be anything.
        if " " in text[first.end : at] and not match["word"] and "to" not in text[first.end : at]:
            if not power and "and" not in text[first.end : at]:
                return None
            if text[match.end() : match.end() + 2].strip()[:1].isalpha():
                return None
        if "to" in text[first.end : at] and not power and not match["word"]:
            return None
        if (
            text[first.end : at] == "-"
            and re.match(r"(?:19|20)?\d\d\Z", match["number"])
            and not power
            and first.value >= 1000 * number(match["number"])
        ):
            return None
        word = match["word"]
        if word and word_currency(word)[0] != first.currency:
            return None
        value = number(match["number"]).scaleb(power)
        return Amount(match.start(), match.end(), value, first.currency, power)
    return None


def _earlier_end(text: str, last: Amount) -> Amount | None:
    """The first end of a range whose sign stands only at the second: "one and 25 pence"."""
    if text[last.start : last.start + 1] in "£€$¥₹-":
        return None
    before = text[max(0, last.start - 40) : last.start]
    match = _FIRST_OF_RANGE.search(before)
    if not match:
        return None
    start = last.start - len(before) + match.start()
    lead = text[max(0, start - 60) : start]
    if " and " in match[0] and not _BETWEEN.search(lead):
        return None
    if text[start - 1 : start] in "£€$¥₹.,":
        return None
    told = match["number"]
    value = number(told) if told[0].isdigit() else spelt(told)
    return Amount(start, start + len(told), value, last.currency, 0)


def _mention(text: str, first: Amount, last: Amount) -> Money | None:
    low, high = first.value, last.value
    if first is not last and not first.magnitude:
        shift = last.magnitude
        coin = (
            -2
            if re.search(r"(?:pence|penny|p)\Z", text[last.start : last.end])
            and "£" not in text[first.start : first.end]
            else 0
        )
        own = high.scaleb(-shift - coin)
        if low <= own:
            low = low.scaleb(shift + coin)
    start, end = first.start, last.end
    return Money(
        start,
        end,
        text[start:end],
        last.currency or first.currency or "GBP",
        low,
        high,
        _qualifier(text, start, end),
        _period(text, end),
    )


def _qualifier(text: str, start: int, end: int) -> str | None:
    after = _AFTER.match(text, end)
    if after:
        return _HOW[after["how"].lower()]
    before = text[max(0, start - 70) : start]
    if "\n" in before:
        before = before[before.rindex("\n") + 1 :]
    for name, words in _BEFORE:
        if words.search(before):
            return name
    return None


def _period(text: str, end: int) -> str | None:
    if match := _EACH.match(text, end):
        unit = (match["unit"] or "").lower()
        if match["annual"] or unit == "annum":
            return "year"
        return "week" if match["weekly"] else "month" if match["monthly"] else unit
    if match := _OVER_YEARS.match(text, end):
        count = match["count"].lower()
        return f"{_COUNTS.get(count, count)} {match['unit'].lower()}s"
    if match := _IN_YEAR.match(text, end):
        to = match["to"]
        return f"{match['from']}-{to[-2:]}" if to else match["from"]
    return None


def plain(amount: Decimal) -> str:
    """A sum as the annotation guide writes it: no exponent, no separators, no zeros at the end."""
    return format(amount.normalize(), "f") if amount else "0"

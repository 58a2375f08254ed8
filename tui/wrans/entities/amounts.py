"""Single amounts of money as they are written, and their values."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

NUMBER: Final = r"\d{1,15}(?:,\d{2,3}){0,6}(?:\.\d{1,8})?"
# Departments write these so, and now and then wrongly.
_MAGNITUDES: Final = {
    "k": 3, "thousand": 3, "thousands": 3, "m": 6, "mn": 6, "mln": 6, "mil": 6, "million": 6,
    "millions": 6, "milion": 6, "millon": 6, "mllion": 6, "millions'": 6, "b": 9, "bn": 9,
    "billion": 9, "billions": 9, "billon": 9, "bilion": 9, "tn": 12, "trn": 12, "trillion": 12,
    "trillions": 12,
}  # fmt: skip
MAGNITUDE: Final = (
    r"(?:thousands?|millions?|milion|millon|mllion|billions?|billon|bilion|trillions?|"
    r"mln|mn|mil|bn|trn|tn|[kmb])(?![\w²³])"
)
_SYMBOLS: Final = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "₹": "INR"}
_DOLLARS: Final = {
    "us": "USD", "a": "AUD", "au": "AUD", "aus": "AUD", "c": "CAD", "ca": "CAD", "can": "CAD",
    "nz": "NZD", "hk": "HKD", "s": "SGD", "nt": "TWD",
}  # fmt: skip
CODES: Final = (
    "GBP|EUR|USD|AUD|CAD|NZD|HKD|SGD|JPY|CHF|CNY|INR|SEK|NOK|DKK|PLN|UAH|ZAR|ILS|AED|SAR|TRY|KRW"
)
WORDS: Final = (
    r"pounds?(?:\ssterling)?|sterling|euros?|(?:US|American)\sdollars?|"
    r"(?:Australian|Canadian|New Zealand|Hong Kong|Singapore)\sdollars?|dollars?|"
    r"pence|penny|pennies|yen|rupees?"
)
_WORD_CODES: Final = (
    ("australian", "AUD"), ("canadian", "CAD"), ("new zealand", "NZD"), ("hong kong", "HKD"),
    ("singapore", "SGD"), ("dollar", "USD"), ("euro", "EUR"), ("yen", "JPY"), ("rupee", "INR"),
    ("pen", "GBP"), ("pound", "GBP"), ("sterling", "GBP"),
)  # fmt: skip

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: Final = (
    {word: n for n, word in enumerate(_UNITS)}
    | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
    | {"a": 1, "an": 1}
)
_ONE: Final = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
SPELT: Final = (
    rf"(?:half\s(?:a|an)\s(?:million|billion|trillion)|"
    rf"(?:(?:a|an)\s(?:hundred|thousand|million|billion|trillion)|"
    rf"(?:{_ONE})(?:[\s-](?:{_ONE}))?)"
    rf"(?:\s(?:hundred|thousand|million|billion|trillion)){{0,2}})"
)
_TIMES: Final = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what says that it is money."""

    start: int
    end: int
    value: Decimal
    currency: str | None
    """None where only its neighbour names one."""
    magnitude: int
    """Powers of ten that its own word or letter gives."""


def number(text: str) -> Decimal:
    """The number that is written, without its thousands commas."""
    return Decimal(text.replace(",", ""))


def magnitude(text: str | None) -> int:
    """The powers of ten of a word or letter; 0 for none."""
    return _MAGNITUDES.get(text.strip(" -").lower(), 0) if text else 0


def symbol_currency(prefix: str, symbol: str) -> str:
    """The currency of a symbol with the country before it."""
    if symbol == "$":
        return _DOLLARS.get(prefix.lower(), "USD")
    return _SYMBOLS[symbol]


def word_currency(word: str) -> tuple[str, int]:
    """The currency of a word, and the powers of ten of its coin."""
    low = word.lower()
    if low in ("p", "pence", "penny", "pennies"):
        return "GBP", -2
    return next(code for part, code in _WORD_CODES if part in low), 0


def spelt(text: str) -> Decimal:
    """The value of a number in words."""
    total, part = Decimal(0), Decimal(0)
    is_half = False
    for word in re.split(r"[\s-]+", text.lower()):
        if word == "half":
            is_half = True
        elif word in _VALUES:
            part += _VALUES[word]
        elif word in _TIMES:
            power = Decimal(10) ** _TIMES[word]
            if word == "hundred":
                part = (part or 1) * power
            else:
                total += (part or 1) * power
                part = Decimal(0)
    whole = total + part
    return whole / 2 if is_half else whole

"""Single amounts of money as they are written, and their values."""

import re
from decimal import Decimal
from typing import Final

from wrans.values import dataclass

# Longer runs of digits are numbers of accounts and the like, never sums.
NUMBER: Final = r"\d{1,15}(?:,\d{1,6}){0,6}(?:\.\d{1,15}){0,2}(?!\d|,\d)"
_MAGNITUDES: Final = {
    "hundred": 2, "k": 3, "thousand": 3, "thousands": 3, "lakh": 5, "m": 6, "mn": 6, "mln": 6,
    "mil": 6, "mill": 6, "million": 6, "millions": 6, "crore": 7, "b": 9, "bn": 9, "bln": 9,
    "billion": 9, "billions": 9, "tn": 12, "trn": 12, "trillion": 12, "trillions": 12,
}  # fmt: skip
MAGNITUDE: Final = (
    r"(?:[ -]?(?=[bchklmt])(?P<magnitude>"
    r"(?:hundred|thousands?|lakh|millions?|crore|billions?|trillions?|"
    # Departments misspell them; whether a word is one of these is for magnitude() to say.
    r"[mbt][il]{1,5}[a-z]{1,5}|thou[a-z]{2,6})(?![a-z])|(?:mln|mn|bln|bn|trn|tn)(?![\w²³])|"
    # "£5 m" is millions, "£5 b) £6" is a list.
    r"(?:(?<! )[kmb](?![\w²³])|[km](?![\w²³)]))))?"
)
_SYMBOLS: Final = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "₹": "INR"}
SIGNS: Final = "".join(_SYMBOLS)
_DOLLARS: Final = {
    "us": "USD", "a": "AUD", "au": "AUD", "aus": "AUD", "c": "CAD", "ca": "CAD", "can": "CAD",
    "nz": "NZD", "hk": "HKD", "s": "SGD", "nt": "TWD",
}  # fmt: skip
CODES: Final = (
    "GBP|EUR|USD|AUD|CAD|NZD|HKD|SGD|JPY|CHF|CNY|INR|SEK|NOK|DKK|PLN|UAH|ZAR|ILS|AED|SAR|TRY|KRW"
)
UNSURE_CODES: Final = frozenset(("CAD", "AED", "SAR", "ILS", "TRY", "NOK"))
"""Abbreviations of other things too: a defibrillator, a request for access."""
SURE_CODES: Final = "GBP|EUR|USD|AUD|NZD|HKD|JPY"
"""Those of nothing else."""
WORDS: Final = (
    r"pounds?(?:\s(?:sterling|GBP))?|sterling|euros?|(?:US|American)\sdollars?|"
    r"(?:Australian|Canadian|New Zealand|Hong Kong|Singapore)\sdollars?|dollars?|"
    r"pence|penny|pennies|yen|(?:Indian\s)?rupees?|Swiss\sfrancs?|yuan|renminbi|"
    r"(?:Israeli\s)?shekels?|hryvnias?"
)
_WORD_CODES: Final = (
    ("australian", "AUD"), ("canadian", "CAD"), ("new zealand", "NZD"), ("hong kong", "HKD"),
    ("singapore", "SGD"), ("dollar", "USD"), ("euro", "EUR"), ("yen", "JPY"), ("rupee", "INR"),
    ("franc", "CHF"), ("yuan", "CNY"), ("renminbi", "CNY"), ("shekel", "ILS"), ("hryvnia", "UAH"),
    ("pen", "GBP"), ("pound", "GBP"), ("sterling", "GBP"),
)  # fmt: skip

_FRACTIONS: Final = {"¼": ".25", "½": ".5", "¾": ".75"}

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
_TIMES: Final = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_ONE: Final = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_TIME: Final = "|".join(_TIMES)
_PART: Final = rf"(?:{_ONE})(?:[\s-](?:{_ONE}))?"
SPELT: Final = (
    rf"(?:half[\s-]an?[\s-](?:{_TIME})|(?:a|one)\squarter\sof\sa\s(?:{_TIME})|"
    rf"three\squarters\sof\sa\s(?:{_TIME})|"
    rf"(?:{_PART})\sand\sa\shalf\s(?:{_TIME})|"
    rf"(?:an?[\s-](?:{_TIME})|{_PART})"
    rf"(?:[\s-](?:{_TIME})|[\s-]and[\s-](?:{_PART})(?=[\s-](?:{_TIME}))){{0,4}}"
    rf"(?:(?<=hundred)\sand\s(?:{_PART})|(?<=thousand)\sand\s(?:{_PART}))?)"
)
"""A number in words."""
_ENDS: Final = {word[-3:] for word in (*_UNITS, *_TENS, *_TIMES)}
ENDS_OF_SPELT: Final = "|".join(
    sorted(_ENDS | {end.title() for end in _ENDS.intersection(_UNITS)} | set(map(str.upper, _ENDS)))
)
"""The last letters of numbers in words."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what says that it is money."""

    start: int
    end: int
    number: Decimal
    """As it is written, before its magnitude."""
    power: int
    """Powers of ten that its own word or letter gives."""
    currency: str
    coin: int = 0
    """Powers of ten of its coin: -2 for pence."""

    @property
    def value(self) -> Decimal:
        """What it comes to in whole units."""
        return self.number.scaleb(self.power + self.coin)


def number(text: str) -> Decimal:
    """The number that is written, without its thousands commas."""
    text = text.replace(",", "")
    if text.isdecimal():
        return Decimal(text)
    if not text.isascii():
        for fraction, decimals in _FRACTIONS.items():
            text = text.replace(fraction, decimals)
    whole, _, rest = text.partition(".")
    # Two points part thousands, the last of them decimals if not three: "€1.000.000", "£5.463.14".
    if "." in rest:
        middle, _, last = rest.partition(".")
        if len(middle) < 3:
            rest = middle
        else:
            whole, rest = (whole + middle + last, "") if len(last) == 3 else (whole + middle, last)
    return Decimal(f"{whole}.{rest}" if rest else whole)


def with_magnitude(text: str, power: int) -> Decimal:
    """The number before a magnitude: there "1,2" is one and a fifth."""
    if power and "," in text and re.fullmatch(r"\d{1,3},\d{1,2}", text):
        text = text.replace(",", ".")
    return number(text)


def magnitude(text: str | None) -> int:
    """The powers of ten of a word or letter, misspelt or not; 0 for none."""
    if not text:
        return 0
    word = text.strip(" -").lower()
    return _MAGNITUDES.get(word) or _misspelt(word)


def _misspelt(word: str) -> int:
    """The powers of ten of a word that is a letter short, over, wrong or swapped."""
    word = word.removesuffix("s")
    if word in ("bullion", "minion", "mission", "billing", "milling"):
        return 0
    for right in ("million", "billion", "trillion", "thousand"):
        if word[:1] == right[0] and abs(len(word) - len(right)) < 2 and _is_near(word, right):
            return _MAGNITUDES[right]
    return 0


def _is_near(word: str, right: str) -> bool:
    same = 0
    while same < min(len(word), len(right)) and word[same] == right[same]:
        same += 1
    a, b = word[same:], right[same:]
    if a[1:] == b or a == b[1:] or a[1:] == b[1:]:
        return True
    return len(a) > 1 and a[1::-1] == b[:2] and a[2:] == b[2:]


def symbol_currency(prefix: str, symbol: str) -> str:
    """The currency of a symbol with the country before it."""
    if symbol == "$":
        return _DOLLARS.get(prefix.lower(), "USD")
    return _SYMBOLS[symbol]


def word_currency(word: str) -> tuple[str, int]:
    """The currency of a word or code, and the powers of ten of its coin."""
    low = word.lower()
    if low in ("p", "pence", "penny", "pennies"):
        return "GBP", -2
    return next((code for part, code in _WORD_CODES if part in low), word.upper()), 0


def spelt(text: str) -> Decimal:
    """The value of a number in words."""
    words = re.split(r"[\s-]+", text.lower())
    if words[0] == "half":
        return Decimal(5).scaleb(_TIMES[words[-1]] - 1)
    if "quarter" in text or "quarters" in text:
        return Decimal(75 if words[0] == "three" else 25).scaleb(_TIMES[words[-1]] - 2)
    if "half" in words:
        whole = spelt(" ".join(words[: words.index("and")]))
        return (whole + Decimal("0.5")).scaleb(_TIMES[words[-1]])
    total, part = Decimal(0), Decimal(0)
    for word in words:
        if word in _VALUES:
            part += _VALUES[word]
        elif word == "hundred":
            part = (part or Decimal(1)) * 100
        elif word in _TIMES:
            total += (part or Decimal(1)).scaleb(_TIMES[word])
            part = Decimal(0)
    return total + part

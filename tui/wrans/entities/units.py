"""What the words over a column, beside a row or above a table say of its figures."""

import re
from typing import Final

from wrans.entities.amounts import (
    CODES,
    SIGNS,
    SURE_CODES,
    UNSURE_CODES,
    magnitude,
    symbol_currency,
    word_currency,
)
from wrans.entities.patterns import pattern
from wrans.values import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency, what its figures are multiplied by, or both."""

    currency: str | None
    """None where only a magnitude is named: "(millions)"."""
    power: int
    coin: int = 0

    def over(self, other: "Unit | None") -> "Unit":
        """This unit, its currency from a wider one where it names none itself."""
        if self.currency or not other:
            return self
        return Unit(other.currency, self.power, other.coin)


_ZEROS: Final = r"[’'‘`´]?,?0{3}(?:[,.]?0{3})?(?!\d)s?"
_WORD: Final = r"(?:hundreds?|thousands?|millions?|billions?|milion|millon)(?![a-z])"
_SIZE: Final = rf"(?:{_ZEROS}|{_WORD}|(?:mn|mil|mln|bn|tn|[mk])s?(?![a-z0-9]))"
_SIGN: Final = pattern(
    rf"(?P<country>US|A|C|AU|CA|NZ|HK)?(?P<sign>[£€$¥₹])(?: ?[-–]? ?[(\[’'‘]?(?P<size>{_SIZE}))?"
    # A number behind a sign is a sum, unless it is a year.
    r"(?(size)(?:)|(?=(?! ?[-−(]?[\d<]| ?nil)(?!(?!s\b)[A-Za-z])|"
    r" \(?(?:19|20)\d\d(?: ?[/–-] ?\d\d|\b)))",
    re.IGNORECASE,
)
_LETTER: Final = r"(?:mn?|bn|tn|k)\b"
_SIZE_AFTER: Final = pattern(
    rf"[\s),;:*]*(?:in )?[(\[]?(?P<size>{_WORD}|{_ZEROS}|{_LETTER})", re.IGNORECASE
)
_SIZE_BEFORE: Final = pattern(
    rf"(?P<size>{_WORD}|{_ZEROS}|\b[mk]|\bbn)(?: of)?[\s(,]*\Z", re.IGNORECASE
)
_NAMED: Final = pattern(
    rf"(?:(?P<size>{_WORD}|[’'‘]?0{{3}}s?) (?:of )?)?(?<![\w-])"
    rf"(?P<word>(?-i:{CODES})|pounds(?: sterling)?|(?:pound )?sterling|euros|"
    rf"euro(?=[\s(\[]*(?:{_WORD}|{_LETTER}|[)\]]|\Z))|"
    r"(?:(?:US|American|Australian|Canadian|New Zealand|Hong Kong|Singapore) )?dollars|"
    rf"pence)(?:(?![\w-])|(?=(?-i:{_LETTER})))",
    re.IGNORECASE,
)
_LEAD: Final = pattern(r"(?:\A|\(|\[|\bin |, |; |: |[–-] )(?:the )?\Z", re.IGNORECASE)
_PENCE: Final = pattern(
    r"\(p\)|(?<!\w)(?:p(?:ence)?/(?:k?Wh|litre|therm|l|mile|km)\b|ppl\b)|\bp per "
)
_BARE_SIZE: Final = pattern(
    rf"[(\[](?P<size>{_WORD}|{_ZEROS}|m|bn)[)\]]|"
    r"\bin (?P<size2>thousands|millions|billions)\b(?! of)",
    re.IGNORECASE,
)
_COUNTS: Final = pattern(
    r"(?<!\d)%|(?<!\d )per ?cent|percentage|proportion|\b(?:number|volume|count)s? of\b|"
    r"\A\W*(?:\w{1,3}[).] )?(?:total )?(?:numbers?|no\.?|volumes?|counts?|years?|dates?|ranks?|fte|"
    r"headcount|staff|cases|claims|households|homes|people|properties|vehicles|transactions|"
    r"quantity|units|days|hours|months|duration|reference|ref|id)\b(?!-)",
    re.IGNORECASE,
)

_SHARE: Final = pattern(r"\W*(?:%|per ?cent|percentage|proportion)", re.IGNORECASE)
"""What begins so is a share, whatever it is a share of."""

_MARKS: Final = (*SIGNS, "pounds", "sterling", "dollars", "pence", "(p)", "p/", "p per ")
_NAMES: Final = (pattern(r"euro(?!p)"), pattern(r"ppl\b"))
_SURE_CODE: Final = pattern(SURE_CODES)
_CODE: Final = pattern(CODES)
_SIZES: Final = (
    "thousands", "millions", "billions", "000", "(m", "[m", "(b", "[b", "(thou", "[thou",
)  # fmt: skip


def may_name_currency(text: str, *, surely: bool = False) -> bool:
    """Is there anything in a text that a unit with a currency is named by?

    Surely is by none of the codes that are other things' short forms too.
    """
    low = text.lower()
    return (
        any(mark in low for mark in _MARKS)
        or any(name.search(low) for name in _NAMES)
        or bool((_SURE_CODE if surely else _CODE).search(text))
    )


def _may_name_size(text: str) -> bool:
    """Is there anything in a text that a magnitude of figures is named by?"""
    low = text.lower()
    return any(size in low for size in _SIZES)


def unit(text: str, *, is_caption: bool = False) -> Unit | None:
    """The unit that a header, a label or the line above a table names."""
    if not (may_name_currency(text) or _may_name_size(text)):
        return None
    if not is_caption and _SHARE.match(text):
        return None
    if match := _SIGN.search(text):
        written = match["size"]
        if not written:
            near = _SIZE_AFTER.match(text, match.end()) or _SIZE_BEFORE.search(
                text, max(0, match.start() - 20), match.start()
            )
            written = near["size"] if near else None
        return Unit(symbol_currency(match["country"] or "", match["sign"]), _power(written))
    for match in _NAMED.finditer(text):
        is_led = _LEAD.search(text, max(0, match.start() - 8), match.start())
        if is_led or (not is_caption and (match["size"] or match.end() == len(text))):
            currency, coin = word_currency(match["word"])
            near = _SIZE_AFTER.match(text, match.end())
            written = match["size"] or (near["size"] if near else None)
            if written or match["word"] not in UNSURE_CODES:
                return Unit(currency, _power(written), coin)
    if _PENCE.search(text):
        return Unit("GBP", 0, -2)
    if match := _BARE_SIZE.search(text):
        return Unit(None, _power(match["size"] or match["size2"]))
    return None


def _power(written: str | None) -> int:
    if not written:
        return 0
    if "000" in written:
        return written.count("0")
    return magnitude(written) or magnitude(written.rstrip("sS"))


def counts(text: str) -> bool:
    """Does a header or label say that its figures are counts, shares or dates?"""
    return bool(_COUNTS.search(text))
